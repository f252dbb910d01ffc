// The list of the map page and what people do with pointer and keys: one listener each for the whole page.
(function () {
  "use strict";

  const TYPING = "input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true], .ag-root";
  const KEYS = "map-keys";
  let typing = 0;
  const map = () => window.sitcenterMap;

  function grid() {
    try { return window.dash_ag_grid.getApi("map-grid"); } catch (error) { return null; }
  }

  function now(state) {
    const { filters, district, time, q = "" } = state;
    map().put("map-now", { data: { filters, district, time, at: window.sitcenterMapKnown.day(state), q } });
  }

  // Ask for the rows again: conditions have changed.
  function refresh(state) {
    now(state);
    if (state.listed && window.dash_ag_grid) {
      window.setTimeout(() => { const api = grid(); if (api) { api.purgeInfiniteCache(); } }, 0);
    }
  }

  // Show the list of the state's layer, or put it away; the server makes the table, then only rows are asked for.
  function open(state) {
    now(state);
    map().put("map-listed", { data: state.listed });
    const [which, find] = ["map-list-layer", "map-list-search"].map((id) => document.getElementById(id));
    if (which && state.listed) { which.value = state.listed; }
    if (find) { find.value = ""; }
    if (state.listed) { window.setTimeout(() => which && which.focus(), 0); }
  }

  function start(state) {
    const keys = document.getElementById(KEYS);
    if (keys) { keys.checked = localStorage.getItem(KEYS) !== "off"; }
    if (state.listed) { map().page().dataset.sheet = "list"; }
  }

  function exportAddress() {
    const state = map().state();
    const wanted = new URLSearchParams();
    const rules = state.filters[state.listed];
    if (rules) { wanted.set("filters", JSON.stringify(rules)); }
    if (state.district) { wanted.set("district", state.district); }
    if (state.q) { wanted.set("q", state.q); }
    if (state.time && map().timed(state.listed)) { wanted.set("t", state.time); }
    if (window.sitcenterMapKnown.day(state)) { wanted.set("as_of", window.sitcenterMapKnown.day(state)); }
    return `/api/layers/${state.listed}/items.csv?${wanted}`;
  }

  function more(button) {
    const body = document.getElementById(button.getAttribute("aria-controls"));
    body.hidden = !body.hidden;
    button.setAttribute("aria-expanded", String(!body.hidden));
  }

  // The button that was pressed goes with its panel: its twin has the focus then.
  function fold(side, wanted) {
    map().fold(side, wanted);
    window.requestAnimationFrame(() => {
      const twin = map().all(`[data-fold-side="${side}"]`).find((one) => one.offsetParent);
      if (twin) { twin.focus(); }
    });
  }

  function fly(place) {
    const [lon, lat] = JSON.parse(place);
    map().goTo({ lon, lat, zoom: Math.max(map().state().zoom || 0, 16) });
    map().openSheet("");
  }

  const ACTIONS = {
    layerMore: (value, button) => { more(button); window.sitcenterMapLater.need(value, map().layer(value)); },
    all: (value) => map().chooseAll(value, true),
    none: (value) => map().chooseAll(value, false),
    reset: (value) => map().clearRules(value),
    kindPick: (value, button) => map().only(...value.split(" "), JSON.parse(button.dataset.value)),
    foldSide: (value, button) => fold(value, button.getAttribute("aria-expanded") === "true"),
    districtPick: (value) => map().focusDistrict(map().state().district === value ? "" : value),
    listOf: (value) => map().list(value),
    listToggle: () => map().toggleList(),
    cardClose: () => map().select(null),
    pick: (value) => map().select(JSON.parse(value)),
    fly: (value) => fly(value),
    sheetOpen: (value) => map().openSheet(map().page().dataset.sheet === value ? "" : value),
    sheetClose: () => map().openSheet(""),
    snapshot: (value, link) => { link.href = map().snapshotAddress(); },
    export: (value, link) => { link.href = exportAddress(); }
  };
  const BUTTONS = Object.keys(ACTIONS).map((name) => `[data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}]`).join(",");

  document.addEventListener("click", (event) => {
    const copied = event.target.closest("[data-copy]");
    if (copied) { map().copy(copied); return; }
    const button = map().ready() && event.target.closest(BUTTONS);
    if (!button) { return; }
    const name = Object.keys(ACTIONS).find((one) => one in button.dataset);
    ACTIONS[name](button.dataset[name], button);
  });

  document.addEventListener("change", (event) => {
    const { target } = event;
    if (!map().ready()) { return; }
    if (target.dataset.layerToggle) { map().toggle(target.dataset.layerToggle, target.checked); }
    else if (target.dataset.choice) { map().choice(target.dataset.choice); }
    else if (target.id === "map-district") { map().focusDistrict(target.value); }
    else if (target.id === "map-figure-layer") { map().draw(); }
    else if (target.id === "map-list-layer") { map().list(target.value); }
    else if (target.id === "map-in-view") { window.sitcenterTools.keep("view", target.checked ? "1" : ""); }
    else if (target.id === KEYS) { localStorage.setItem(KEYS, target.checked ? "on" : "off"); }
  });

  document.addEventListener("input", (event) => {
    const { target } = event;
    if (!map().ready()) { return; }
    if (target.dataset.range) { map().range(target); }
    else if (target.id === "map-tree-search") { map().findLayers(target.value); }
    else if (target.id === "map-list-search") {
      window.clearTimeout(typing);
      typing = window.setTimeout(() => { map().change({ q: target.value }); refresh(map().state()); }, 250);
    }
  });

  function enter(row) {
    const api = grid();
    const node = api && api.getDisplayedRowAtIndex(Number(row.getAttribute("row-index")));
    if (node && node.data) { window.dash_clientside.sitcenterMap.picked([node.data]); }
  }

  function escape(target) {
    const sheet = map().page().dataset.sheet;
    if (map().state().listed && target.closest("#map-list")) { map().list(""); return true; }
    if (sheet && !["card", "tool"].includes(sheet)) { map().openSheet(""); return true; }
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (!map().ready() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const row = event.target.closest("#map-list-body .ag-row");
    if (event.key === "Enter" && row) { enter(row); }
    if (event.key === "Escape" && escape(event.target)) { event.preventDefault(); }
    if (event.target.closest(TYPING) || localStorage.getItem(KEYS) === "off") { return; }
    if (event.code === "KeyL") { map().toggleList(); event.preventDefault(); }
    if (event.key === "/") { document.getElementById("map-search").focus(); event.preventDefault(); }
  });

  // On a phone the first column leaves room for the others.
  function fit() {
    if (!map().state().listed || !window.matchMedia("(max-width: 900px)").matches) { return; }
    const narrow = (api) => api.setColumnWidths([{ key: "name", newWidth: 150 }]);
    window.dash_ag_grid.load().then((grid) => grid.getApiAsync("map-grid")).then(narrow).catch(() => null);
  }

  window.sitcenterMapList = { refresh, open, start, fit };
}());
