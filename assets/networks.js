// Pages of networks: what is chosen on the map can be closed, and what loses service is drawn over the map.
(function () {
  "use strict";

  const MAP = "module-map";
  const CARD = "module-map-card";
  const NAME = "network-cut";
  const WAIT_MS = 400;
  const CUTTABLE = /^\/o\/(network_lines|network_nodes)\./;
  let drawn = "";
  let wanted = "";
  let timer = 0;
  let known = { id: "", lines: null };

  const city = () => (window.citymap ? window.citymap.of(MAP) : null);
  const said = () => document.querySelector("#module-parts [data-cut-lines]");
  const choice = () => document.querySelector("#module-parts [data-ask='cut']");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // The smallest box around all lines, for the map to look at.
  function box(lines) {
    const found = [Infinity, Infinity, -Infinity, -Infinity];
    const walk = (part) => {
      if (typeof part[0] !== "number") { part.forEach(walk); return; }
      found[0] = Math.min(found[0], part[0]); found[1] = Math.min(found[1], part[1]);
      found[2] = Math.max(found[2], part[0]); found[3] = Math.max(found[3], part[1]);
    };
    lines.features.forEach((one) => walk(one.geometry.coordinates));
    return found;
  }

  function paint(lines) {
    if (lines.features.length) { city().map.fitBounds(box(lines), { padding: 40, maxZoom: 15, animate: false }); }
    city().overlay(NAME, lines, [
      { type: "line", paint: { "line-color": colour("--surface") || "#fff", "line-width": 9, "line-opacity": 0.8 } },
      { type: "line", paint: { "line-color": city().spec.colors.mark, "line-width": 5 } }
    ]);
  }

  // The map is asked to draw once it is at rest: before that its style may not be there.
  const rests = () => Boolean(city()) && document.querySelector(`#${MAP}[data-idle="true"], #${MAP} [data-idle="true"]`) !== null;

  async function fetched(id) {
    if (known.id === id) { return known.lines; }
    const reply = await fetch(`/api/networks/cut?id=${encodeURIComponent(id)}`, { credentials: "same-origin" });
    known = { id, lines: reply.ok ? (await reply.json()).lines : null };
    return known.lines;
  }

  // The lines of what is closed now; the map may come later than the answer, since it waits to be seen.
  async function draw() {
    window.clearTimeout(timer);
    const now = said() ? said().dataset.cutLines : "";
    const box = choice();
    if (box && box.value !== now && Array.from(box.options).some((option) => option.value === now)) { box.value = now; }
    if (now === drawn || wanted === now) { return; }
    if (!now) {
      if (city()) { city().overlay(NAME, null); }
      drawn = "";
      return;
    }
    if (!rests()) { timer = window.setTimeout(draw, WAIT_MS); return; }
    wanted = now;
    try {
      const lines = await fetched(now);
      if (said() && said().dataset.cutLines === now) {
        drawn = now;
        if (lines) { paint(lines); }
      }
    } finally {
      wanted = "";
    }
  }

  // A card of a section or a node gets a button that closes it, where the page offers closing at all.
  function offer() {
    const card = document.getElementById(CARD);
    const link = card && card.querySelector("a[href^='/o/network_']");
    const box = choice();
    if (!link || !box || card.querySelector("[data-cut]")) { return; }
    const path = decodeURIComponent(link.getAttribute("href"));
    if (!CUTTABLE.test(path)) { return; }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.dataset.cut = path.slice(3);
    button.textContent = box.dataset.cutWords;
    link.closest("article").append(button);
  }

  function close(id) {
    const box = choice();
    if (!box) { return; }
    if (!Array.from(box.options).some((option) => option.value === id)) { box.append(new Option(id, id)); }
    box.value = id;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    const part = document.getElementById("cut");
    if (part) { part.scrollIntoView({ block: "start" }); }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-cut]");
    if (button) { close(button.dataset.cut); }
  });

  new MutationObserver(() => {
    if (!document.getElementById("module-page")) { drawn = ""; return; }
    offer();
    draw();
  }).observe(document.body, { childList: true, subtree: true });
}());
