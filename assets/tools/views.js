// The tool "views": views of the map kept under a name. An account keeps them on the server, a visitor in the browser.
(function () {
  "use strict";

  const KEPT = "sitcenter-views";
  const NOT_KEPT = ["tool", "lang", "theme"];
  const body = () => document.getElementById("tool-views-body");
  const files = () => window.sitcenterFiles;
  const words = (name) => body().getAttribute(`data-words-${name.replaceAll("_", "-")}`);
  const known = () => body().dataset.known === "1";
  const door = (path) => `/api/${path}?lang=${body().dataset.lang}`;
  let views = [];

  function status(text, fault) {
    const node = document.getElementById("tool-views-status");
    if (!node) { return; }
    node.textContent = text;
    node.classList.toggle("fault", Boolean(fault));
  }

  // Do something and say how it went.
  async function attempt(work, done) {
    try {
      await work();
      status(done ? words(done) : "");
    } catch (error) {
      status(error.message, true);
    }
  }

  function element(tag, props, ...children) {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  }

  function button(name, data) {
    const node = element("button", { type: "button", textContent: words(name) });
    Object.assign(node.dataset, data);
    return node;
  }

  function present() {
    const query = new URLSearchParams(location.search);
    for (const name of NOT_KEPT) { query.delete(name); }
    return query.toString();
  }

  function here() {
    try { return JSON.parse(localStorage.getItem(KEPT)) || []; } catch (error) { return []; }
  }

  function keepHere(found) { localStorage.setItem(KEPT, JSON.stringify(found)); }

  async function load() {
    views = known() ? (await window.sitcenterTools.ask(door("views"))).views : here();
    if (body()) { draw(); }
  }

  function draw() {
    const list = document.getElementById("tool-views-list");
    list.replaceChildren(...(views.length ? views.map(card) : [element("li", { className: "muted", textContent: words("no_views") })]));
  }

  function card(view) {
    const row = element("div", { className: "files-row" }, button("open", { viewOpen: view.id }));
    if (known()) { row.append(button(view.start ? "not_start" : "start", { viewStart: view.id })); }
    const copy = button("copy", { copy: `/map?${view.query}` });
    row.append(button("rename", { viewRename: view.id }), copy, button("remove", { viewRemove: view.id }));
    return element("li", {}, element("strong", { textContent: `${view.start ? "★ " : ""}${view.name}` }), row);
  }

  const named = () => document.getElementById("tool-views-name").value.trim();

  async function save() {
    const name = named();
    if (!name) { status(words("name_needed"), true); document.getElementById("tool-views-name").focus(); return; }
    await attempt(async () => {
      if (known()) {
        await files().sendJson("POST", door("views"), { name, query: present() });
      } else {
        keepHere([...here(), { id: String(Date.now()), name: name.slice(0, 100), query: present() }]);
      }
      document.getElementById("tool-views-name").value = "";
      await load();
    }, "kept");
  }

  async function change(id, values) {
    await attempt(async () => {
      if (known()) {
        await files().sendJson("PATCH", door(`views/${id}`), values);
      } else {
        keepHere(here().map((one) => (one.id === id ? { ...one, ...values } : one)));
      }
      await load();
    }, "changed");
  }

  async function remove(id) {
    await attempt(async () => {
      if (known()) { await files().send(door(`views/${id}`), { method: "DELETE" }); } else { keepHere(here().filter((one) => one.id !== id)); }
      await load();
    }, "removed");
  }

  // The name is changed where it stands: Enter keeps it, Escape leaves it.
  function rename(id, item) {
    const view = views.find((one) => one.id === id);
    const field = element("input", { type: "text", className: "input", value: view.name, maxLength: 100, ariaLabel: words("new_name") });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { change(id, { name: field.value.trim() }); }
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); draw(); }
    });
    item.querySelector("strong").replaceWith(field);
    field.focus();
  }

  document.addEventListener("click", (event) => {
    if (!body() || !body().contains(event.target)) { return; }
    const pressed = event.target.closest("button");
    if (!pressed) { return; }
    const { viewOpen, viewStart, viewRename, viewRemove } = pressed.dataset;
    if (pressed.id === "tool-views-save") { save(); }
    if (viewOpen) { location.assign(`/map?${views.find((one) => one.id === viewOpen).query}`); }
    if (viewStart) { change(viewStart, { start: !views.find((one) => one.id === viewStart).start }); }
    if (viewRename) { rename(viewRename, pressed.closest("li")); }
    if (viewRemove) { remove(viewRemove); }
  });

  let notes = null;
  const script = document.querySelector("[data-tool-open=\"views\"]").dataset.toolScript.replace("views.js", "notes.js");
  import(script).then(() => {
    notes = window.sitcenterNotes({ body, words, status, attempt, element, button, door });
    if (window.sitcenterTools.isOpen("views")) { notes.open(); }
  }).catch(() => null);

  window.sitcenterTools.add("views", {
    open() {
      attempt(load);
      if (notes) { notes.open(); }
    },
    cover() { if (notes) { notes.stop(); } },
    close() { if (notes) { notes.close(); } }
  });
}());
