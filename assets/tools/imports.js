// The screen of one import: file, what it is, mapping, first rows, check, load.
(function () {
  "use strict";

  const { h, icon, w, setWords, ask, select, input, check, notice, section, button } = window.sitcenterParts;
  const WAIT_MS = 350;
  let state = null;

  function fresh(boot) {
    return { boot, look: null, fields: [], codes: {}, wish: null, run: null, timer: 0, asked: 0, held: false, late: false,
      ask: () => asking(), fail: (error) => fault(error) };
  }

  const emptyWish = () => ({ layer: "", name: "", body: "", data_date: "", sheet: "", header_row: 1, fields: {}, place: "address",
    address: [], district: "", lon: "", lat: "", key: [], whole: true, take_good: false });

  // The mapping as the doors want it.
  function asking() {
    const wish = state.wish;
    const fields = {};
    for (const [name, one] of Object.entries(wish.fields)) {
      if (one.column || one.constant.trim()) { fields[name] = { ...one, constant: one.constant.trim() }; }
    }
    return { ...wish, fields, data_date: wish.data_date || null };
  }

  const part = (id) => document.getElementById(id);
  function say(text) { const live = part("import-live"); if (live && text) { live.textContent = text; } }
  function fault(error) { part("import-fault").replaceChildren(notice("notice-bad", icon("exclamation-triangle"), error.message)); }
  function calm() { part("import-fault").replaceChildren(); }

  function table(boot) {
    setWords(boot.words);
    state = fresh(boot);
    part("import-app").replaceChildren(
      h("div", { id: "import-live", class: "visually-hidden", role: "status" }), h("div", { id: "import-file-part" }), h("div", { id: "import-fault" }),
      h("div", { id: "import-what-part" }), h("div", { id: "import-map-part" }), h("div", { id: "import-end-part" }));
    drawFile();
  }

  function drawFile() {
    if (state.look) {
      part("import-file-part").replaceChildren(section("file", w("step.file"),
        h("p", { class: "import-file-name" }, icon("file-earmark-spreadsheet"), h("strong", {}, state.look.name),
          button(w("another"), "arrow-repeat", () => table(state.boot), { class: "button button-quiet" }))));
      return;
    }
    const box = h("input", { type: "file", id: "import-file-input", accept: ".csv,.tsv,.txt,.xlsx", class: "visually-hidden", on: { change: () => box.files[0] && send(box.files[0]) } });
    const zone = h("label", { class: "import-drop", for: "import-file-input" }, icon("cloud-arrow-up"), h("span", {}, w("drop")), h("span", { class: "button", id: "import-choose" }, w("choose")));
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("import-over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("import-over"));
    zone.addEventListener("drop", (event) => { event.preventDefault(); if (event.dataTransfer.files[0]) { send(event.dataTransfer.files[0]); } });
    part("import-file-part").replaceChildren(section("file", w("step.file"), box, zone));
  }

  async function send(file) {
    calm();
    part("import-file-part").replaceChildren(section("file", w("step.file"), h("p", { role: "status" }, w("uploading"))));
    try {
      await opened(await ask(`/api/imports?${new URLSearchParams({ name: file.name })}`, file));
    } catch (error) {
      state.look = null;
      drawFile();
      fault(error);
    }
  }

  // A file is there: a mapping that knows its header is used at once.
  async function opened(look) {
    state.look = look;
    state.wish = { ...emptyWish(), sheet: look.sheet, header_row: look.header_row, name: look.name.replace(/\.[^.]+$/, "") };
    const known = look.known[0];
    state.known = known || null;
    if (known) { state.wish = { ...state.wish, ...known.wish, sheet: look.sheet, header_row: look.header_row, data_date: "" }; }
    else if (look.layers.length === 1) { state.wish.layer = look.layers[0].id; }
    state.wish.body = state.wish.body || (look.layers[0] || {}).body || "";
    drawFile();
    drawWhat();
    if (state.wish.layer) { await readFields(!known); }
  }

  async function lookAgain(change) {
    calm();
    try {
      const query = new URLSearchParams({ sheet: state.wish.sheet, header: state.wish.header_row, ...change });
      const look = await ask(`/api/imports/${state.look.token}/look?${query}`);
      Object.assign(state, { look, codes: {} });
      Object.assign(state.wish, { sheet: look.sheet, header_row: look.header_row, fields: {}, address: [], district: "", lon: "", lat: "", key: [] });
      drawWhat();
      if (state.wish.layer) { await readFields(true); }
    } catch (error) { fault(error); }
  }

  // Fields of the layer; with `suggest` the likely columns are put in.
  async function readFields(suggest) {
    calm();
    try {
      const query = new URLSearchParams({ layer: state.wish.layer, sheet: state.wish.sheet, header: state.wish.header_row });
      const found = await ask(`/api/imports/${state.look.token}/fields?${query}`);
      state.fields = found.fields;
      state.codes = {};
      if (suggest) { take(found.suggested, found.factors); }
      changed("");
    } catch (error) { fault(error); }
  }

  function take(likely, factors) {
    const wish = state.wish;
    wish.fields = {};
    for (const field of state.fields) {
      if (likely[field.name]) { wish.fields[field.name] = { column: likely[field.name], constant: "", dates: null, decimals: null, factor: factors[field.name] || 1, codes: {} }; }
      else if (field.required && field.codes.length === 1) { wish.fields[field.name] = { column: "", constant: field.codes[0][0], dates: null, decimals: null, factor: 1, codes: {} }; }
    }
    wish.address = likely.place ? [likely.place] : [];
    wish.district = likely.place_district || "";
    wish.lon = likely.lon || "";
    wish.lat = likely.lat || "";
    wish.key = likely.key ? [likely.key] : [];
    wish.place = wish.lon && wish.lat ? "coordinates" : "address";
  }

  function drawWhat() {
    const { look, wish, boot } = state;
    const layers = [["", w("choose_layer")], ...look.layers.map((layer) => [layer.id, layer.title])];
    const known = state.known ? notice("import-known", icon("bookmark-check"), h("div", {},
      h("strong", {}, w("known", { name: state.known.name })), h("p", {}, state.known.said), h("p", {}, w("known_used")))) : null;
    part("import-what-part").replaceChildren(section("what", w("step.what"), known, h("div", { class: "import-grid" },
      select(w("layer"), layers, wish.layer, (value) => { wish.layer = value; if (value) { readFields(true); } }, { id: "import-layer" }),
      look.sheets.length > 1 ? select(w("sheet"), look.sheets.map((one) => [one, one]), wish.sheet, (value) => lookAgain({ sheet: value, header: 0 })) : null,
      input(w("header"), "number", wish.header_row, (value) => lookAgain({ header: value }), { min: "1", max: "1000", id: "import-header" }),
      select(w("body"), boot.bodies, wish.body, (value) => { wish.body = value; }),
      input(w("data_date"), "date", wish.data_date, (value) => { wish.data_date = value; }, { max: boot.today, id: "import-data-date", required: true }),
      input(w("name"), "text", wish.name, (value) => { wish.name = value; }, { maxlength: "120", id: "import-name" }, w("name_hint")),
      check(w("whole"), wish.whole, (value) => { wish.whole = value; }))));
  }

  // Something of the mapping changed: draw it again where the reader was, then try the first rows.
  function changed(said) {
    say(said);
    state.late = state.held;
    if (state.late) { return; }
    const active = document.activeElement && document.activeElement.closest("[data-field]");
    const at = active ? active.dataset.field : "";
    const root = part("import-map-inner") || h("div", { class: "import-mapping", id: "import-map-inner" });
    if (!root.isConnected) { part("import-map-part").replaceChildren(section("map", w("step.map"), root)); }
    window.sitcenterMapping.draw(state, root, changed);
    if (at) { const again = root.querySelector(`[data-field="${CSS.escape(at)}"] select`); if (again) { again.focus({ preventScroll: true }); } }
    drawEnd();
    window.clearTimeout(state.timer);
    state.timer = window.setTimeout(tryRows, WAIT_MS);
  }

  function ready() {
    const wish = asking();
    const placed = wish.place === "address" ? wish.address.length : wish.lon && wish.lat;
    return placed && state.fields.every((field) => !field.required || wish.fields[field.name]);
  }

  function drawEnd() {
    if (part("import-rows")) { part("import-actions").hidden = !ready(); return; }
    const act = (what) => button(w(what), what === "check" ? "clipboard-check" : "database-up", () => run(what), { id: `import-${what}-button`, class: what === "check" ? "button button-quiet" : "button" });
    part("import-end-part").replaceChildren(section("preview", w("step.preview"),
      h("h3", {}, w("preview")), h("div", { id: "import-rows" }),
      h("div", { id: "import-actions", hidden: !ready() }, check(w("take_good"), state.wish.take_good, (value) => { state.wish.take_good = value; }), h("div", { class: "actions" }, act("check"), act("load"))),
      h("div", { id: "import-run" })));
  }

  async function tryRows() {
    const number = state.asked += 1;
    const rows = part("import-rows");
    if (!rows) { return; }
    if (!ready()) { rows.replaceChildren(h("p", { class: "muted" }, w("preview_wait"))); return; }
    try {
      const found = await ask(`/api/imports/${state.look.token}/preview`, asking());
      if (number === state.asked) { calm(); rows.replaceChildren(...window.sitcenterImportRun.preview(found)); rows.dataset.tried = String(found.good + found.refused); }
    } catch (error) { if (number === state.asked) { fault(error); } }
  }

  async function run(what) {
    calm();
    const buttons = part("import-actions").querySelectorAll("button");
    buttons.forEach((one) => { one.disabled = true; });
    try {
      await window.sitcenterImportRun.follow(state.look.token, what, asking(), (element) => part("import-run").replaceChildren(element));
      part("import-run").scrollIntoView({ block: "nearest" });
    } catch (error) {
      part("import-run").replaceChildren(notice("notice-bad", icon("exclamation-triangle"), error.message));
    }
    buttons.forEach((one) => { one.disabled = false; });
  }

  window.sitcenterImportScreens.table = table;
}());
