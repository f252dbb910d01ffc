// Digital inclusion: a form that was sent leads to its answer, and the middle of the map is a place that can be asked for.
(function () {
  "use strict";

  const DIGITS = 5;
  const there = () => location.pathname === "/inclusion" && document.getElementById("module-page");

  // A plain form loads the page anew: what it asked for is shown, and the keyboard goes on there.
  function arrive() {
    const target = there() && location.hash ? document.getElementById(location.hash.slice(1)) : null;
    if (!target) { return Boolean(there()); }
    target.scrollIntoView();
    const heading = target.querySelector("h2") || target;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    return true;
  }

  function middle(button) {
    const field = document.getElementById(button.dataset.accessMiddle);
    const map = window.citymap && window.citymap.of("module-map");
    if (!field || !map) { document.getElementById("map").scrollIntoView(); return; }
    const at = map.getCenter();
    field.value = `${at.lat.toFixed(DIGITS)}, ${at.lng.toFixed(DIGITS)}`;
    field.focus();
  }

  document.addEventListener("click", (event) => {
    const button = there() && event.target.closest("[data-access-middle]");
    if (button) { middle(button); }
  });

  if (location.pathname === "/inclusion" && location.hash) {
    const watch = new MutationObserver(() => { if (arrive()) { watch.disconnect(); } });
    watch.observe(document.documentElement, { childList: true, subtree: true });
    window.setTimeout(() => watch.disconnect(), 15000);
  }
}());
