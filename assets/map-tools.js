// Tools of the map: one is open at a time; each registers itself and is told what happens while it is open.
//
// window.sitcenterTools.add(key, tool): `tool` may have open(panel), close(), changed(state), click({lon, lat, point}).
// With `click` the open tool gets the clicks on the map instead of the selection of objects.
(function () {
  "use strict";

  const tools = {};
  const fetched = {};
  let current = "";
  let last = null;

  const main = () => window.sitcenterMap;
  const city = () => (window.citymap ? window.citymap.of("city-map") : null);
  const panel = (key) => document.getElementById(`map-tool-${key}`);

  function add(key, tool) {
    tools[key] = tool;
    if (current === key) { begin(key); }
  }

  // Script and style of a tool come when it is first opened; the script calls `add`.
  function fetchTool(key) {
    const button = document.querySelector(`[data-tool-open="${key}"]`);
    if (fetched[key] || !button) { return; }
    fetched[key] = true;
    if (button.dataset.toolStyle) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: button.dataset.toolStyle }));
    }
    import(button.dataset.toolScript).catch(() => { fetched[key] = false; });
  }

  function begin(key) {
    const tool = tools[key];
    const map = city();
    if (!tool || !panel(key)) { return; }
    if (map && tool.click) { map.grab((place) => tool.click(place)); }
    if (tool.open) { tool.open(panel(key)); }
    if (tool.changed) { tool.changed(main().state()); }
    panel(key).dataset.ready = "1";
  }

  function end() {
    const tool = tools[current];
    const map = city();
    if (map) { map.grab(null); }
    if (tool && tool.close) { tool.close(); }
    if (panel(current)) { delete panel(current).dataset.ready; }
  }

  // Open a tool, or none with an empty key; its name stands in the address.
  function open(key) {
    if (!main().ready() || key === current) { return; }
    if (current) { end(); }
    current = panel(key) ? key : "";
    show();
    keep("tool", current);
    main().openSheet(current ? "tool" : "");
    if (current) {
      fetchTool(current);
      begin(current);
      panel(current).focus({ preventScroll: true });
    }
  }

  function show() {
    const page = main().page();
    page.dataset.tool = current;
    for (const one of main().all("[data-tool-open]")) { one.setAttribute("aria-expanded", String(one.dataset.toolOpen === current)); }
    for (const one of main().all(".map-tool")) { one.hidden = one.dataset.tool !== current; }
  }

  // Keep a text of a tool in the address; an empty one is left out.
  function keep(name, text) {
    const extra = { ...main().state().extra, [name]: text };
    if (!text) { delete extra[name]; }
    main().change({ extra });
  }

  const kept = (name) => (main().state().extra || {})[name] || "";

  // Ask a door of ours; the answer as JSON, or a thrown error whose message is in the language of the page.
  async function ask(path, body) {
    const token = (document.cookie.match(/(?:^|; )sitcenter_csrf=([^;]*)/) || [])[1] || "";
    const options = body === undefined ? {} : {
      method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRF-Token": decodeURIComponent(token) }
    };
    const reply = await fetch(path, options);
    const found = await reply.json().catch(() => ({}));
    if (!reply.ok) { throw new Error([found.message, found.hint].filter(Boolean).join(" ") || String(reply.status)); }
    return found;
  }

  // The page is there (again): the tool of the address is opened once the map is.
  function start(state) {
    const extra = state.extra || {};
    const wanted = extra.tool || (extra.area ? "area" : "") || (extra.iso ? "isochrone" : "");
    current = "";
    last = null;
    if (!wanted) { return; }
    const wait = window.setInterval(() => {
      if (!main().page()) { window.clearInterval(wait); return; }
      if (!city()) { return; }
      window.clearInterval(wait);
      open(wanted);
    }, 50);
  }

  // The state of the map has changed: the open tool hears of it once.
  function changed(state) {
    if (state === last) { return; }
    last = state;
    const tool = tools[current];
    if (tool && tool.changed) { tool.changed(state); }
  }

  document.addEventListener("click", (event) => {
    if (!main() || !main().ready()) { return; }
    const opener = event.target.closest("[data-tool-open]");
    if (opener) { open(opener.dataset.toolOpen === current ? "" : opener.dataset.toolOpen); }
    if (event.target.closest("[data-tool-close]")) { close(); }
  });

  function close() {
    const opener = document.querySelector(`[data-tool-open="${current}"]`);
    open("");
    if (opener) { opener.focus(); }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current && !event.defaultPrevented && main().ready()) {
      close();
      event.preventDefault();
    }
  });

  window.sitcenterTools = { add, open, close, keep, kept, ask, city, start, changed, current: () => current };
}());
