// Small parts of the screens of imports: elements, words, selects, questions to the doors.
(function () {
  "use strict";

  let words = {};

  // An element with properties (`class`, `on` for events, `data` and `aria` as objects, the rest as they are).
  function h(tag, given, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given || {})) {
      if (value === undefined || value === null || value === false) { continue; }
      if (name === "on") { for (const [event, act] of Object.entries(value)) { element.addEventListener(event, act); } }
      else if (name === "data") { Object.assign(element.dataset, value); }
      else if (name === "aria") { for (const [key, said] of Object.entries(value)) { element.setAttribute(`aria-${key}`, said); } }
      else if (name === "value" || name === "checked") { element[name] = value; }
      else { element.setAttribute(name === "className" ? "class" : name, value === true ? "" : value); }
    }
    element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  const icon = (name) => h("i", { class: `bi bi-${name}`, aria: { hidden: "true" } });

  // Words of a key with their places filled.
  function w(key, values) {
    return (words[key] || key).replace(/\{(\w+)\}/g, (all, name) => (values && name in values ? values[name] : all));
  }

  function setWords(found) { words = found; }

  function token() {
    return decodeURIComponent((document.cookie.match(/(?:^|; )sitcenter_csrf=([^;]*)/) || [])[1] || "");
  }

  // Ask a door: without a body a GET, else a POST (JSON, or a file as it is); a fault is an Error with words.
  async function ask(path, body) {
    const options = body === undefined ? {} : { method: "POST", headers: { "X-CSRF-Token": token() } };
    if (body instanceof Blob) {
      options.body = body;
      options.headers["Content-Type"] = "application/octet-stream";
    } else if (body !== undefined) {
      options.body = JSON.stringify(body);
      options.headers["Content-Type"] = "application/json";
    }
    const reply = await fetch(path, options);
    const found = await reply.json().catch(() => ({}));
    if (!reply.ok) { throw new Error([found.message, found.hint].filter(Boolean).join(". ") || String(reply.status)); }
    return found;
  }

  // A select with its label; options are pairs of value and words, disabled ones have a third true.
  function select(label, options, value, change, given) {
    const box = h("select", { class: "input", on: { change: () => change(box.value) }, ...given },
      options.map(([key, said, off]) => h("option", { value: key, disabled: off }, said)));
    box.value = value;
    return field(label, box);
  }

  let made = 0;
  function field(label, control, hint) {
    control.id = control.id || `import-control-${made += 1}`;
    return h("div", { class: "import-control" }, h("label", { for: control.id }, label), control, hint ? h("span", { class: "field-hint" }, hint) : null);
  }

  function input(label, type, value, change, given, hint) {
    const box = h("input", { type, class: "input", value, on: { change: () => change(box.value) }, ...given });
    return field(label, box, hint);
  }

  function check(label, checked, change) {
    const box = h("input", { type: "checkbox", checked, on: { change: () => change(box.checked) } });
    return h("label", { class: "import-check" }, box, h("span", {}, label));
  }

  function notice(kind, ...children) {
    return h("div", { class: `notice ${kind}`, role: kind.includes("bad") ? "alert" : "status" }, ...children);
  }

  function section(key, title, ...children) {
    return h("section", { class: "import-section", id: `import-${key}`, aria: { labelledby: `import-${key}-title` } },
      h("h2", { id: `import-${key}-title` }, title), ...children);
  }

  function button(label, symbol, act, given) {
    return h("button", { type: "button", class: "button", on: { click: act }, ...given }, symbol ? icon(symbol) : null, h("span", {}, label));
  }

  window.sitcenterParts = { h, icon, w, setWords, ask, select, field, input, check, notice, section, button };
}());
