// Layers from elsewhere on the map page: switches, opacity, and a warning in the tree and on the map while one is silent.
(function () {
  "use strict";

  const LOOK_MS = 30000;
  const SOON_MS = 2500;
  const KEY = "op";
  let silent = {};
  let timer = 0;

  const main = () => window.sitcenterMap;
  const ready = () => Boolean(main() && main().ready());
  const city = () => (window.citymap ? window.citymap.of("city-map") : null);
  const on = () => (main().state().remote || []);

  function toggle(id, wanted) {
    const order = main().all("[data-remote]").map((row) => row.dataset.remote);
    const chosen = new Set(on());
    if (wanted) { chosen.add(id); } else { chosen.delete(id); }
    main().change({ remote: order.filter((one) => chosen.has(one)) });
    if (city() && city().remote) { city().remote.set(on()); }
    draw();
    if (wanted) { look(SOON_MS); }
  }

  // Opacities that differ from the usual ones stand in the address: `op=photo:40,plan:70`.
  function opacities() {
    const text = window.sitcenterTools.kept(KEY);
    const pairs = text.split(",").map((part) => part.split(":")).filter(([id, value]) => id && /^\d{1,3}$/.test(value));
    return Object.fromEntries(pairs.map(([id, value]) => [id, Math.min(100, Number(value))]));
  }

  function setOpacity(id, value, keep) {
    const map = city();
    if (map && map.remote) { map.remote.setOpacity(id, value / 100); }
    if (keep) {
      const found = { ...opacities(), [id]: value };
      window.sitcenterTools.keep(KEY, Object.entries(found).map((pair) => pair.join(":")).join(","));
    }
  }

  function draw() {
    const shown = new Set(on());
    for (const row of main().all("[data-remote]")) {
      row.dataset.on = shown.has(row.dataset.remote) ? "1" : "";
      row.querySelector("[data-remote-toggle]").checked = shown.has(row.dataset.remote);
    }
    for (const note of main().all("[data-remote-warning]")) {
      const said = silent[note.dataset.remoteWarning] || "";
      note.hidden = !said;
      const words = note.querySelector("span");
      if (words.textContent !== said) { words.textContent = said; }
    }
    drawBanner(shown);
  }

  // On the map itself: only for layers that are on.
  function drawBanner(shown) {
    const frame = document.querySelector(".map-frame");
    if (!frame) { return; }
    let banner = frame.querySelector(".remote-banner");
    const rows = main().all("[data-remote]").filter((row) => shown.has(row.dataset.remote) && silent[row.dataset.remote]);
    if (!banner && !rows.length) { return; }
    if (!banner) {
      banner = document.createElement("div");
      banner.className = "remote-banner";
      banner.setAttribute("role", "status");
      frame.append(banner);
    }
    const said = rows.map((row) => `${row.querySelector(".layer-title").textContent}: ${silent[row.dataset.remote]}`);
    banner.hidden = !said.length;
    if (banner.textContent !== said.join(" ")) {
      banner.replaceChildren(...said.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    }
  }

  async function ask() {
    if (!ready() || !main().all("[data-remote]").length) { return; }
    const reply = await fetch("/api/remote").catch(() => null);
    if (!reply || !reply.ok || !ready()) { return; }
    const found = {};
    for (const layer of (await reply.json()).layers) { if (layer.silent) { found[layer.id] = layer.message; } }
    const back = Object.keys(silent).filter((id) => !found[id]);
    silent = found;
    for (const id of back) { if (city() && city().remote) { city().remote.refresh(id); } }
    draw();
    main().draw();
  }

  // Looks now and then while a layer from elsewhere is on.
  function look(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      if (!ready()) { return; }
      if (on().length) { await ask(); look(LOOK_MS); }
    }, wait);
  }

  // The page is there (again): the map may come a little later.
  function start() {
    silent = {};
    for (const note of main().all("[data-remote-warning]:not([hidden])")) {
      silent[note.dataset.remoteWarning] = note.querySelector("span").textContent;
    }
    const given = Object.entries(opacities());
    for (const [id, value] of given) {
      for (const input of main().all(`input[data-remote-opacity="${CSS.escape(id)}"]`)) { input.value = String(value); }
    }
    const wait = window.setInterval(() => {
      if (!main().page()) { window.clearInterval(wait); return; }
      if (!city() || !city().remote) { return; }
      window.clearInterval(wait);
      for (const [id, value] of given) { setOpacity(id, value, false); }
      draw();
    }, 100);
    look(SOON_MS);
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!ready() || !input.dataset) { return; }
    if (input.dataset.remoteToggle) { toggle(input.dataset.remoteToggle, input.checked); }
    if (input.dataset.remoteOpacity) { setOpacity(input.dataset.remoteOpacity, Number(input.value), true); }
  });
  document.addEventListener("input", (event) => {
    const input = event.target;
    if (ready() && input.dataset && input.dataset.remoteOpacity) { setOpacity(input.dataset.remoteOpacity, Number(input.value), false); }
  });

  window.sitcenterMapRemote = { start };
}());
