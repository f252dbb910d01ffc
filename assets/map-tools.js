// Tools of the map: each registers itself and is told what happens while it is open; one panel is seen at a time.
//
// window.sitcenterTools.add(key, tool): `tool` may have open(panel), close(), cover(), changed(state) and
// click({lon, lat, point}); with `click` the tool that is seen gets the clicks instead of the selection of objects.
// Tools that hand the view over (OVER) lie over the one that made it: what it drew and keeps in the address stays, so
// that it is printed, shared and kept too; `cover` tells it so. The others end whatever is open.
(function () {
  "use strict";

  const OVER = new Set(["print", "share", "export", "views"]);
  // What stands in the address while a tool has something to show, and the tool that shows it again.
  const SHOWS = { cmp: "compare", ind: "indicator", iso: "isochrone", ms: "measure", here: "here", area: "area" };
  const tools = {};
  const fetched = {};
  let current = "";
  let under = []; // open ones below the one that is seen, the lowest first
  let last = null;

  const main = () => window.sitcenterMap;
  const city = () => (window.citymap ? window.citymap.of("city-map") : null);
  const panel = (key) => document.getElementById(`map-tool-${key}`);

  function add(key, tool) {
    tools[key] = tool;
    if (isOpen(key)) { begin(key); }
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
    if (!tool || !panel(key)) { return; }
    if (current === key) { grab(); }
    if (tool.open) { tool.open(panel(key)); }
    if (tool.changed) { tool.changed(main().state()); }
    panel(key).dataset.ready = "1";
  }

  // The clicks on the map go to the tool that is seen, if it wants them.
  function grab() {
    const tool = tools[current];
    const map = city();
    if (map) { map.grab(tool && tool.click ? (place) => tool.click(place) : null); }
  }

  function end(key) {
    const tool = tools[key];
    if (tool && tool.close) { tool.close(); }
    if (panel(key)) { delete panel(key).dataset.ready; }
  }

  // Put `key` in front; those that go from the stack are ended. Says whether it has to begin.
  function stack(key) {
    const covered = OVER.has(key) && Boolean(current || under.length) && !under.includes(key);
    const back = key ? under.indexOf(key) : under.length - 1;
    const gone = covered ? [] : [current, ...under.slice(back + 1).reverse()].filter(Boolean);
    if (covered && tools[current] && tools[current].cover) { tools[current].cover(); }
    const kept = covered ? [...under, current].filter(Boolean) : under.slice(0, Math.max(back, 0));
    const front = key || under[back] || "";
    for (const one of gone) { end(one); }
    [current, under] = [front, kept];
    return back < 0;
  }

  // A card is to be seen: what is open stays on the map, and its panel comes back when the card is closed.
  function aside() {
    if (!current) { return; }
    if (tools[current] && tools[current].cover) { tools[current].cover(); }
    [current, under] = ["", [...under, current]];
    turn();
  }

  function back() {
    if (current || !under.length) { return; }
    [current, under] = [under[under.length - 1], under.slice(0, -1)];
    turn();
    main().openSheet("tool");
  }

  function turn() {
    grab();
    show();
    keep("tool", current);
  }

  // Open a tool, or with an empty key close the one that is seen; the name of what is seen stands in the address.
  function open(key) {
    if (!main().ready() || key === current) { return; }
    const fresh = stack(panel(key) ? key : "");
    turn();
    main().openSheet(current ? "tool" : "");
    if (!current) { return; }
    if (fresh) {
      fetchTool(current);
      begin(current);
    }
    panel(current).focus({ preventScroll: true });
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

  const isOpen = (key) => key === current || under.includes(key);
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
    const shown = SHOWS[Object.keys(SHOWS).find((name) => extra[name])];
    const wanted = extra.tool && !OVER.has(extra.tool) ? [extra.tool] : [shown, extra.tool].filter(Boolean);
    [current, under] = ["", []];
    last = null;
    if (!wanted.length) { return; }
    const wait = window.setInterval(() => {
      if (!main().page()) { window.clearInterval(wait); return; }
      if (!city()) { return; }
      window.clearInterval(wait);
      wanted.forEach(open);
    }, 50);
  }

  // The state of the map has changed: the open tools hear of it once.
  function changed(state) {
    if (state === last) { return; }
    last = state;
    for (const key of [...under, current]) {
      if (tools[key] && tools[key].changed) { tools[key].changed(state); }
    }
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

  window.sitcenterTools = { add, open, close, keep, kept, ask, city, start, changed, isOpen, aside, back, current: () => current };
}());
