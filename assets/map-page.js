// The map page: switches, filters, district, figures, panels and the address follow one state, without any request.
(function () {
  "use strict";

  const MAP = "city-map";
  const URL_WAIT_MS = 120;
  const math = window.sitcenterMapState;
  const counts = window.sitcenterMapCounts;
  let boot = null;
  let state = null;
  let urlTimer = 0;
  let frame = 0;

  const page = () => document.getElementById("map-page");
  const all = (selector) => Array.from((page() || document).querySelectorAll(selector));
  const put = (id, props) => window.dash_clientside.set_props(id, props);
  const same = (one, other) => Boolean(one && other) && one.layer === other.layer && one.fid === other.fid;

  // Browsers without Kazakh write numbers in the English way: the signs come from the server.
  function words(number) {
    const [whole, part] = String(Math.round(number * 1e4) / 1e4).split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, boot.signs.group) + (part ? boot.signs.decimal + part : "");
  }
  function rules(id) { return state.filters[id]; }
  function on(id) { return state.visible.includes(id); }
  function upper() { return state.visible[state.visible.length - 1] || ""; }

  // Take over a change: the map and the numbers at once, the address a moment later.
  function change(changes) {
    state = { ...state, ...changes };
    const props = {};
    for (const name of ["visible", "filters", "district", "time"]) { if (name in changes) { props[name] = state[name]; } }
    if ("visible" in changes) { props.visible = window.sitcenterMapKnown.visible(state); }
    if (Object.keys(props).length) { put(MAP, props); }
    if (["filters", "district", "time"].some((name) => name in changes)) { window.sitcenterMapList.refresh(state); }
    if (!("centre" in changes) || (state.extra || {}).view) { draw(); }
    window.sitcenterTools.changed(state);
    window.sitcenterMapTime.changed(state);
    window.clearTimeout(urlTimer);
    urlTimer = window.setTimeout(writeAddress, URL_WAIT_MS);
  }

  function writeAddress() {
    if (!page() || location.pathname !== boot.path) { return; }
    const found = math.query(state, boot.usual);
    for (const name of ["lang", "theme", "size"]) {
      const kept = new URLSearchParams(location.search).get(name);
      if (kept) { found.set(name, kept); }
    }
    const text = found.toString();
    history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : "") + location.hash);
  }

  // Address of a file with the present view, asked for when the link is used.
  function snapshotAddress() {
    const query = math.query(state, boot.usual);
    const map = window.citymap && window.citymap.of(MAP);
    if (map) { query.set("b", map.map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(5)).join(",")); }
    return `/map/snapshot?${query}`;
  }

  function draw() {
    window.cancelAnimationFrame(frame);
    frame = window.requestAnimationFrame(drawNow);
  }

  function drawNow() {
    if (!page() || !boot) { return; }
    for (const id of boot.order) { drawLayer(id); }
    drawFigures();
    window.sitcenterMapLegend.draw([...state.visible].reverse(), state.extra || {}, state.remote || []);
    page().dataset.fold = folded();
    for (const button of all("[data-fold-side]")) { button.setAttribute("aria-expanded", String(!folded().includes(button.dataset.foldSide))); }
    const select = document.getElementById("map-district");
    if (select) { select.value = state.district || ""; }
    page().dataset.card = state.object ? "1" : "";
    page().dataset.list = state.listed ? "1" : "";
    for (const button of all("[data-list-toggle]")) { button.setAttribute("aria-expanded", String(Boolean(state.listed))); }
    for (const button of all("[data-sheet-open]")) {
      button.setAttribute("aria-pressed", String(page().dataset.sheet === button.dataset.sheetOpen));
    }
  }

  function drawLayer(id) {
    const { cube, total } = boot.layers[id];
    for (const input of all(`input[data-layer-toggle="${id}"]`)) { input.checked = on(id); }
    for (const row of all(`[data-layer="${id}"]`)) { row.dataset.on = on(id) ? "1" : ""; }
    const question = on(id) ? counts.question(id, state, boot.layers[id]) : "";
    const found = question ? counts.answer(id, state, boot.layers[id]) : null;
    if (found) { tell(id, counts.matched(found, state.district)); }
    else if (!question) { tell(id, cube.cut ? whole(id) : !on(id) && state.time ? total : math.count(cube, rules(id), state.district)); }
    fail(id);
    for (const field of cube.fields) {
      if (field.kind === "choice") { drawChoice(id, cube, field, question, found); } else { drawRange(id, field); }
    }
    for (const reset of all(`[data-reset="${id}"]`)) { reset.hidden = !rules(id); }
  }

  // All objects of a layer, or of its part in the chosen district.
  function whole(id) {
    const layer = boot.layers[id];
    return state.district && layer.later ? layer.by_district[state.district] || 0 : layer.total;
  }

  // Write a count wherever it stands.
  function tell(id, shown) {
    const { total } = boot.layers[id];
    const none = window.sitcenterMapKnown.unknown(state);
    const both = boot.words.of.replace("{shown}", words(shown)).replace("{total}", words(total));
    for (const node of all(`[data-count="${id}"]`)) { node.textContent = none ? "–" : shown === total ? words(total) : both; }
    for (const node of all(`[data-shown="${id}"]`)) { node.textContent = none ? "–" : words(shown); }
  }

  // An old figure that could not be worked out anew wears a mark with words.
  function fail(id) {
    for (const node of all(`[data-count="${id}"], [data-shown="${id}"]`)) {
      node.dataset.failed = counts.failed(id) ? "1" : "";
      if (counts.failed(id)) { node.title = boot.words.failed; }
    }
  }

  function drawChoice(id, cube, field, question, found) {
    const rule = (rules(id) || {})[field.name];
    let numbers = null;
    if (!question) { numbers = cube.cut ? cube.by[field.name] : math.byValue(cube, rules(id), state.district, field.name); }
    if (found && found.by && found.by[field.name]) { numbers = found.by[field.name]; }
    for (const input of all(`input[data-choice="${id} ${field.name}"]`)) {
      const value = JSON.parse(input.value);
      input.checked = !rule || rule.in.includes(value);
      if (numbers) { input.closest("label").querySelector(".facet").textContent = words(numbers[String(value)] || 0); }
    }
  }

  function drawRange(id, field) {
    const rule = (rules(id) || {})[field.name];
    const ends = [];
    for (const input of all(`input[data-range="${id} ${field.name}"]`)) {
      const bound = (rule || {})[input.dataset.end];
      input.value = String(Number.isFinite(bound) ? Math.floor(bound / field.step + 1e-6) : input.dataset.usual);
      const edge = Math.round(Number(input.value) * field.step * 1e4) / 1e4;
      ends.push(String(edge).replace(".", boot.signs.decimal));
      input.setAttribute("aria-valuetext", ends[ends.length - 1]);
    }
    for (const node of all(`[data-range-words="${id} ${field.name}"]`)) { node.textContent = ends.join(" – "); }
  }

  function drawFigures() {
    for (const row of all("[data-figure]")) { row.hidden = !on(row.dataset.figure); }
    const select = document.getElementById("map-figure-layer");
    if (!select) { return; }
    document.getElementById("map-in-view").checked = Boolean((state.extra || {}).view);
    for (const option of select.options) {
      option.hidden = !on(option.value);
      option.disabled = option.hidden;
    }
    if (!on(select.value)) { select.value = upper(); }
    const found = boot.layers[select.value];
    window.sitcenterMapKinds.draw(select.value, state, found ? found.color : "");
    const numbers = byDistrict(select.value, found);
    if (!numbers) { return; }
    const most = Math.max(1, ...Object.values(numbers));
    const none = !found || window.sitcenterMapKnown.unknown(state);
    for (const row of all("[data-district-row]")) {
      const number = numbers[row.dataset.districtRow] || 0;
      const bar = row.querySelector(".district-bar");
      row.querySelector(".district-number").textContent = none ? "–" : words(number);
      bar.style.width = `${(100 * number) / most}%`;
      bar.style.background = found ? found.color : "";
      row.dataset.on = state.district === row.dataset.districtRow ? "1" : "";
      row.querySelector("button").setAttribute("aria-pressed", String(state.district === row.dataset.districtRow));
    }
    const total = Object.values(numbers).reduce((sum, number) => sum + number, 0);
    for (const node of all("[data-figure-total]")) { node.textContent = none ? "–" : words(total); }
  }

  // Numbers of a layer by district; null while they are asked for.
  function byDistrict(id, layer) {
    if (!layer) { return {}; }
    if (counts.question(id, state, layer)) { return (counts.answer(id, state, layer) || {}).by_district || null; }
    return layer.cube.cut ? layer.by_district : math.byDistrict(layer.cube, rules(id));
  }

  function toggle(id, wanted) {
    if (wanted) { window.sitcenterMapLater.need(id, boot.layers[id]); }
    change({ visible: boot.order.filter((one) => (one === id ? wanted : on(one))) });
    const select = document.getElementById("map-figure-layer");
    if (wanted && select) { select.value = id; }
  }

  function setRule(id, field, rule) {
    const own = { ...(rules(id) || {}) };
    if (rule) { own[field] = rule; } else { delete own[field]; }
    const filters = { ...state.filters, [id]: own };
    if (!Object.keys(own).length) { delete filters[id]; }
    change({ filters });
  }

  // Show one value of a field only; a second time all of them.
  function only(id, field, value) {
    const rule = ((rules(id) || {})[field] || {}).in;
    setRule(id, field, rule && rule.length === 1 && rule[0] === value ? null : { in: [value] });
  }

  function clearRules(id) {
    const filters = { ...state.filters };
    delete filters[id];
    change({ filters });
  }

  function choice(key) {
    const [id, field] = key.split(" ");
    const inputs = all(`input[data-choice="${key}"]`);
    const chosen = inputs.filter((one) => one.checked).map((one) => JSON.parse(one.value));
    setRule(id, field, chosen.length === inputs.length ? null : { in: chosen });
  }

  function chooseAll(key, wanted) {
    for (const input of all(`input[data-choice="${key}"]`)) { input.checked = wanted; }
    choice(key);
  }

  function range(input) {
    const [id, name] = input.dataset.range.split(" ");
    const field = boot.layers[id].cube.fields.find((one) => one.name === name);
    const [low, high] = all(`input[data-range="${input.dataset.range}"]`);
    if (Number(low.value) > Number(high.value)) { (input === low ? high : low).value = input.value; }
    if (low.value === low.dataset.usual && high.value === high.dataset.usual) { setRule(id, name, null); return; }
    const exact = (value) => Number(value.toPrecision(12));
    // A bin that holds more than its lower edge is let through up to just under its upper edge.
    const top = field.whole ? Number(high.value) * field.step : (Number(high.value) + 1) * field.step * (1 - 1e-9);
    setRule(id, name, { min: exact(Number(low.value) * field.step), max: exact(top) });
  }

  function goTo(view) { put(MAP, { view: { ...view, at: Date.now() } }); }

  function focusDistrict(code) {
    change({ district: code || null });
    const box = code ? (boot.districts[code] || {}).box : boot.bounds;
    if (box) { goTo({ bounds: box }); }
  }

  // Select an object {layer, fid, lon, lat, id} or nothing; its layer is shown, and the map goes there.
  function select(object) {
    if (object && boot.layers[object.layer] && !on(object.layer)) { toggle(object.layer, true); }
    put(MAP, { selected: object });
  }

  // Follow an answer of the search.
  function go(answer) {
    if (answer.group === "indicator") { location.assign(answer.href); return; }
    if (answer.group === "layer") { toggle(answer.id, true); openSheet("layers"); reveal(answer.id); return; }
    if (answer.group === "district") { focusDistrict(answer.id); return; }
    if (answer.group === "street" && answer.bbox) { goTo({ bounds: answer.bbox }); }
    if (answer.group === "object") {
      select(answer);
      goTo({ lon: answer.lon, lat: answer.lat, zoom: Math.max(state.zoom || 0, 15) });
    }
  }

  function reveal(id) {
    const row = page().querySelector(`[data-layer="${id}"]`);
    if (!row) { return; }
    row.closest("details").open = true;
    row.scrollIntoView({ block: "center" });
    row.querySelector("input").focus();
  }

  // Panels that are folded away: "l", "r" or both.
  function folded() { return ["l", "r", "lr"].find((one) => one === (state.extra || {}).fold) || ""; }

  function fold(side, wanted) {
    const kept = ["l", "r"].filter((one) => (one === side ? wanted : folded().includes(one))).join("");
    if (kept === folded()) { return; }
    window.sitcenterTools.keep("fold", kept);
    // The bar of time is drawn by its width.
    window.setTimeout(() => window.dispatchEvent(new Event("resize")), URL_WAIT_MS);
  }

  function openSheet(name) {
    page().dataset.sheet = name;
    if (["card", "figures", "tool"].includes(name)) { fold("r", false); }
    if (name === "layers") { fold("l", false); }
    draw();
  }

  function list(id) {
    change({ listed: id, q: "" });
    window.sitcenterMapList.open(state);
    openSheet(id ? "list" : page().dataset.sheet === "list" ? "" : page().dataset.sheet);
  }

  function toggleList() { list(state.listed ? "" : upper() || boot.order[0] || ""); }

  async function copy(button) {
    const address = new URL(button.dataset.copy || location.href, location.href).href;
    const status = document.getElementById("map-status");
    let said = boot ? boot.words.copied : address;
    try { await navigator.clipboard.writeText(address); } catch (error) { said = address; }
    if (!status) { return; }
    status.textContent = said;
    window.setTimeout(() => { if (status.textContent === said) { status.textContent = ""; } }, 4000);
  }

  function findLayers(text) {
    const wanted = text.trim().toLocaleLowerCase();
    const rows = all("[data-layer]");
    for (const row of rows) { row.hidden = wanted !== "" && !row.dataset.words.includes(wanted); }
    for (const module of all("details.module")) {
      module.hidden = !module.querySelector("[data-layer]:not([hidden])");
      if (wanted && !module.hidden) { module.open = true; }
    }
    document.getElementById("map-tree-empty").hidden = rows.some((row) => !row.hidden);
  }

  window.sitcenterMap = {
    page, all, put, go, select, toggle, choice, chooseAll, range, clearRules, only, fold, focusDistrict, list, toggleList,
    openSheet, copy, findLayers, change, draw, goTo, snapshotAddress, ready: () => Boolean(boot && page()),
    number: words, layer: (id) => boot.layers[id], timed: (id) => Boolean(boot.layers[id] && boot.layers[id].timed), state: () => state
  };

  const quiet = () => window.dash_clientside.no_update;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sitcenterMap = {
    start(data) {
      boot = data;
      state = { ...data.state };
      window.sitcenterMapList.start(state);
      window.sitcenterTools.start(state);
      window.sitcenterMapCounts.start();
      window.sitcenterMapTime.start(state);
      window.sitcenterMapRemote.start();
      window.sitcenterMapLater.start();
      draw();
      return quiet();
    },
    moved(view) {
      if (boot && view && Number.isFinite(view.lon)) { change({ centre: [view.lon, view.lat], zoom: view.zoom }); }
      return quiet();
    },
    clicked(object) {
      if (!boot) { return quiet(); }
      const known = same(boot.object, object) ? boot.object.id : "";
      const key = object ? `${object.layer}/${object.fid}` : "";
      if (key !== state.object) {
        change({ object: key, selected: (object && object.id) || known });
        if (object) { window.sitcenterTools.aside(); openSheet("card"); }
        else if (page().dataset.sheet === "card") { openSheet(""); window.sitcenterTools.back(); }
      }
      return quiet();
    },
    named(id) {
      if (boot && id && state.object && state.selected !== id) { change({ selected: id }); }
      return quiet();
    },
    more(cubes) {
      if (boot && cubes) { window.sitcenterMapLater.came(cubes, boot.layers); }
      return quiet();
    },
    tabled() {
      window.setTimeout(window.sitcenterMapList.fit, 0);
      return quiet();
    },
    picked(rows) {
      const row = (rows || [])[0];
      if (row && Number.isFinite(row.fid)) { select({ layer: row.layer, fid: row.fid, lon: row.lon, lat: row.lat, id: row.id }); }
      return quiet();
    }
  };
}());
