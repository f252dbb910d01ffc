// The area that cameras watch, laid over the map of the page of infrastructure when its button is pressed.
(function () {
  "use strict";

  const NAME = "watched";
  const WAIT_MS = 100;
  const TRIES = 150;
  const city = () => (window.citymap ? window.citymap.of("module-map") : null);

  function ready() {
    return new Promise((then, fail) => {
      let left = TRIES;
      const wait = window.setInterval(() => {
        if (city() && city().ready) { window.clearInterval(wait); then(city()); }
        left -= 1;
        if (left < 1) { window.clearInterval(wait); fail(new Error(NAME)); }
      }, WAIT_MS);
    });
  }

  function look(button) {
    const color = window.getComputedStyle(button).getPropertyValue("--accent").trim();
    return [
      { type: "fill", paint: { "fill-color": color, "fill-opacity": 0.4 } },
      { type: "line", paint: { "line-color": color, "line-width": 1 } },
    ];
  }

  async function toggle(button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    if (!on) {
      if (city()) { city().overlay(NAME, null); }
      return;
    }
    document.getElementById("map").scrollIntoView();
    try {
      const reply = await window.fetch(button.dataset.watched);
      if (!reply.ok) { throw new Error(String(reply.status)); }
      const [shapes, map] = await Promise.all([reply.json(), ready()]);
      map.overlay(NAME, shapes, look(button));
    } catch (error) {
      button.setAttribute("aria-pressed", "false");
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-watched]");
    if (button) { toggle(button); }
  });
}());
