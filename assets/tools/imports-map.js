// Mapping of a table: columns of the file as cards that are dragged onto fields, and the same by select boxes.
(function () {
  "use strict";

  const { h, icon, w, select, input, ask } = window.sitcenterParts;
  const CONSTANT = "\u0000constant";

  // `state` is the screen's, `changed` is called after every change; draws into the two elements given.
  function draw(state, root, changed) {
    const used = usedColumns(state);
    root.replaceChildren(
      h("div", { class: "import-columns", tabindex: "0", role: "region", aria: { label: w("columns") } },
        h("h3", { id: "import-columns-title" }, w("columns")), h("p", { class: "muted" }, w("columns_hint")),
        h("ul", { class: "import-cards", aria: { labelledby: "import-columns-title" } }, state.look.columns.map((column) => card(state, column, used.has(column.name), changed)))),
      h("div", { class: "import-fields" },
        h("h3", {}, w("place_title")), h("p", { class: "muted" }, w("place_hint")), place(state, changed),
        h("h3", {}, w("fields")), state.fields.map((field) => row(state, field, changed)))
    );
  }

  // A card is never drawn anew while it is in somebody's hand: the browser would let go of it, and fields would move away under it.
  function card(state, column, used, changed) {
    const hold = () => { state.held = true; };
    const letGo = () => {
      state.held = false;
      if (state.late) { changed(""); }
    };
    const item = h("li", {
      class: used ? "import-card import-card-used" : "import-card", draggable: "true", data: { column: column.name },
      on: {
        pointerdown: () => {
          hold();
          window.addEventListener("pointerup", letGo, { once: true });
        },
        dragstart: (event) => {
          window.removeEventListener("pointerup", letGo);
          event.dataTransfer.setData("text/plain", column.name);
          event.dataTransfer.effectAllowed = "copy";
          item.classList.add("import-card-moving");
        },
        dragend: () => {
          item.classList.remove("import-card-moving");
          letGo();
        }
      }
    }, icon("grip-vertical"), h("div", {},
      h("strong", {}, column.name), h("span", { class: "import-looks" }, column.words, used ? ` · ${w("used")}` : ""),
      h("span", { class: "import-samples" }, column.samples.join(" · "))));
    return item;
  }

  function usedColumns(state) {
    const wish = state.wish;
    const spatial = wish.place === "address" ? [...wish.address, wish.district] : [wish.lon, wish.lat];
    return new Set([...Object.values(wish.fields).map((one) => one.column), ...spatial, ...wish.key].filter(Boolean));
  }

  // An element takes a dropped column.
  function takes(state, element, put) {
    element.addEventListener("dragover", (event) => {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      element.classList.add("import-over");
    });
    element.addEventListener("dragleave", () => element.classList.remove("import-over"));
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      element.classList.remove("import-over");
      state.held = false;
      const name = event.dataTransfer.getData("text/plain");
      if (name) { put(name); }
    });
    return element;
  }

  function columnOptions(state, none) {
    return [["", none || w("no_column")], ...state.look.columns.map((column) => [column.name, column.name])];
  }

  // A place for one column: select box and drop target.
  function slot(state, name, title, value, put, changed) {
    const known = state.look.columns.some((column) => column.name === value);
    const set = (column) => {
      if (column && !state.look.columns.some((one) => one.name === column)) { return; }
      put(column);
      changed(column ? w("moved", { column, field: title }) : "");
    };
    return takes(state, h("div", { class: value ? "import-field import-field-set" : "import-field", data: { field: name } },
      select(title, columnOptions(state), known ? value : "", set)), set);
  }

  function place(state, changed) {
    const wish = state.wish;
    const kinds = ["address", "coordinates"].map((kind) => {
      const radio = h("input", { type: "radio", name: "import-place", value: kind, checked: wish.place === kind, on: {
        change: () => { wish.place = kind; changed(""); }
      } });
      return h("label", { class: "import-check" }, radio, h("span", {}, w(`place.${kind}`)));
    });
    const slots = wish.place === "address" ? [
      slot(state, "place", w("field.place"), wish.address[0] || "", (name) => { wish.address = name ? [name, ...wish.address.slice(1).filter((one) => one !== name)] : wish.address.slice(1); }, changed),
      slot(state, "place_district", w("field.place_district"), wish.district, (name) => { wish.district = name; }, changed)
    ] : [
      slot(state, "lon", w("field.lon"), wish.lon, (name) => { wish.lon = name; }, changed),
      slot(state, "lat", w("field.lat"), wish.lat, (name) => { wish.lat = name; }, changed)
    ];
    const key = slot(state, "key", w("keys"), wish.key[0] || "", (name) => { wish.key = name ? [name] : []; }, changed);
    key.append(h("span", { class: "field-hint" }, w("keys_hint")));
    return h("div", { class: "import-place" },
      h("fieldset", { class: "import-radios" }, h("legend", { class: "visually-hidden" }, w("place_title")), kinds),
      slots, key);
  }

  function row(state, field, changed) {
    const wish = state.wish.fields[field.name] || { column: "", constant: "", dates: null, decimals: null, factor: 1, codes: {} };
    const put = (next) => {
      const fresh = { ...wish, ...next };
      if (fresh.column || fresh.constant) { state.wish.fields[field.name] = fresh; } else { delete state.wish.fields[field.name]; }
    };
    const set = (column) => {
      if (column === CONSTANT) {
        put({ column: "", constant: field.codes.length ? field.codes[0][0] : " " });
      } else if (!column || state.look.columns.some((one) => one.name === column)) {
        put({ column, constant: "", codes: {} });
        delete state.codes[field.name];
      }
      changed(column && column !== CONSTANT ? w("moved", { column, field: field.title }) : "");
    };
    const title = [field.title, field.unit && !field.title.includes(field.unit) ? `, ${field.unit}` : "", field.required ? ` (${w("required")})` : ""].join("");
    const [none, ...columns] = columnOptions(state);
    const box = select(title, [none, [CONSTANT, w("constant")], ...columns], wish.constant ? CONSTANT : wish.column, set);
    const element = h("div", {
      class: wish.column || wish.constant ? "import-field import-field-set" : field.required ? "import-field import-field-open" : "import-field",
      data: { field: field.name }
    }, box, wish.constant ? constant(field, wish, put, changed) : null, wish.column ? ways(state, field, wish, put, changed) : null);
    return takes(state, element, set);
  }

  function constant(field, wish, put, changed) {
    const set = (value) => { put({ constant: value || " " }); changed(""); };
    if (field.codes.length) { return select(w("constant"), field.codes, wish.constant, set); }
    return input(w("constant"), field.type === "date" ? "date" : "text", wish.constant.trim(), set);
  }

  // How the values of a column are written: order of the date, decimal sign and factor, codes.
  function ways(state, field, wish, put, changed) {
    const set = (name) => (value) => { put({ [name]: value || null }); changed(""); };
    if (field.codes.length) { return codes(state, field, wish, put, changed); }
    if (field.type === "date" || field.type === "time") {
      return select(w("dates_title"), ["auto", "dmy", "mdy", "ymd", "serial"].map((one) => [one === "auto" ? "" : one, w(`dates.${one}`)]), wish.dates || "", set("dates"));
    }
    if (field.type === "num" || field.type === "int") {
      const factor = (value) => { put({ factor: Number(String(value).replace(",", ".")) > 0 ? Number(String(value).replace(",", ".")) : 1 }); changed(""); };
      return h("div", { class: "import-pair" },
        select(w("decimals_title"), ["auto", "comma", "point"].map((one) => [one === "auto" ? "" : one, w(`decimals.${one}`)]), wish.decimals || "", set("decimals")),
        input(w("factor"), "text", String(wish.factor), factor, { inputmode: "decimal" }));
    }
    return null;
  }

  function codes(state, field, wish, put, changed) {
    const held = state.codes[field.name];
    if (!held) {
      state.codes[field.name] = { values: [] };
      ask(`/api/imports/${state.look.token}/codes?${new URLSearchParams({ field: field.name })}`, state.ask()).then((found) => {
        state.codes[field.name] = found;
        const likely = {};
        for (const one of found.values) { if (one.code) { likely[one.value] = one.code; } }
        put({ codes: { ...likely, ...wish.codes } });
        changed("");
      }).catch((error) => state.fail(error));
      return h("p", { class: "muted" }, w("reading"));
    }
    const rows = held.values.map((one) => h("tr", {}, h("th", { scope: "row" }, one.value, h("span", { class: "muted" }, ` × ${one.count}`)),
      h("td", {}, select(one.value, [["", w("no_code")], ...held.options], wish.codes[one.value] || "", (code) => {
        const fresh = { ...wish.codes };
        if (code) { fresh[one.value] = code; } else { delete fresh[one.value]; }
        put({ codes: fresh });
        changed("");
      }))));
    return h("details", { class: "import-codes", open: held.values.some((one) => !wish.codes[one.value]) },
      h("summary", {}, w("codes")), h("p", { class: "muted" }, w("codes_hint")), h("table", {}, h("tbody", {}, rows)));
  }

  window.sitcenterMapping = { draw };
}());
