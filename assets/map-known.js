// The map as it was known on a day: tiles hold the present state, so the rows of that day are drawn over the ground.
(function () {
  "use strict";

  const MAP = "city-map";
  const MOST = 5000;
  const WAIT_MS = 250;
  const DAY = /^\d{4}-\d{2}-\d{2}$/;
  let data = null;
  let last = {};
  let timer = 0;
  let drawn = new Set();
  let listening = null;

  const map = () => window.sitcenterMap;
  const city = () => (window.citymap ? window.citymap.of(MAP) : null);
  const day = (state) => ((state.extra || {}).at || "");
  // Whether the day of knowledge lies before the first row that was ever taken in.
  const unknown = (state) => Boolean(data && data.since && day(state) && day(state) < data.since);
  // Why a tool has no numbers: nothing is known of so early a day.
  const early = (state) => (unknown(state)
    ? window.sitcenterSpan.fill(data.speech.known_before, { since: window.sitcenterSpan.words(data.since, data.speech) }) : "");
  const base = (id) => Boolean(city() && city().spec.layers.find((layer) => layer.id === id && layer.base));

  // Layers that the map draws from tiles: all that are on, or only the ground while a day of knowledge is chosen.
  function visible(state) { return day(state) ? state.visible.filter(base) : state.visible; }

  function start(state, given) {
    data = given;
    last = {};
    drawn = new Set();
    const input = document.getElementById("map-time-at");
    if (input) { input.value = DAY.test(day(state)) ? day(state) : ""; }
    if (day(state)) { whenThere(() => changed(map().state())); }
  }

  function whenThere(then) {
    const wait = window.setInterval(() => {
      if (!map().page()) { window.clearInterval(wait); return; }
      if (!city() || !city().ready) { return; }
      window.clearInterval(wait);
      then();
    }, 50);
  }

  // Follow the state; nothing happens while no day is chosen.
  function changed(state) {
    const at = day(state);
    const key = JSON.stringify([at, state.visible, state.filters, state.district, state.time]);
    if (key === last.key || !city() || !city().ready) { return; }
    const turned = at !== (last.at || "");
    last = { key, at };
    if (turned) {
      map().put(MAP, { visible: visible(state) });
      window.sitcenterMapList.refresh(state);
    }
    window.clearTimeout(timer);
    if (!at) { clear(new Set()); say(""); return; }
    listen();
    timer = window.setTimeout(() => draw(state, key), WAIT_MS);
  }

  async function draw(state, key) {
    const layers = city().spec.layers.filter((layer) => !layer.base && state.visible.includes(layer.id));
    const found = await Promise.all(layers.map((layer) => rows(layer, state)));
    if (last.key !== key || !city()) { return; }
    clear(new Set(layers.map((layer) => layer.id)));
    layers.forEach((layer, place) => {
      if (!found[place]) { return; }
      drawn.add(layer.id);
      city().overlay(`known:${layer.id}`, found[place], style(layer));
    });
    const cut = layers.filter((layer, place) => !found[place] || found[place].cut).map((layer) => layer.title);
    say(last.at, cut);
  }

  // Rows of a layer as GeoJSON, null when they could not be had.
  async function rows(layer, state) {
    const query = new URLSearchParams({ limit: String(MOST), as_of: day(state) });
    if (state.filters[layer.id]) { query.set("filters", JSON.stringify(state.filters[layer.id])); }
    if (state.district) { query.set("district", state.district); }
    if (state.time && layer.timed) { query.set("t", state.time); }
    try { return await window.sitcenterTools.ask(`/api/layers/${layer.id}/items?${query}`); } catch (error) { return null; }
  }

  // The drawing of the layer itself; of a dense one that of its points.
  function style(layer) {
    const parts = layer.style.filter((part) => !(layer.dense && part.type !== "circle") && part.type !== "symbol");
    return parts.map(({ type, paint, layout, filter }) => ({ type, paint, ...(layout ? { layout } : {}), ...(filter ? { filter } : {}) }));
  }

  function clear(kept) {
    for (const id of drawn) {
      if (kept.has(id)) { continue; }
      city().overlay(`known:${id}`, null);
      drawn.delete(id);
    }
  }

  function say(at, cut = []) {
    const note = document.getElementById("map-time-known");
    if (!note || !data) { return; }
    note.hidden = !at;
    if (!at) { note.textContent = ""; return; }
    const { speech } = data;
    const date = window.sitcenterSpan.words(at, speech);
    const nothing = early(map().state());
    if (nothing) { note.textContent = nothing; return; }
    const sentences = [
      window.sitcenterSpan.fill(speech.known, { date }),
      cut.length ? window.sitcenterSpan.fill(speech.known_cut, { layers: cut.join(", "), most: MOST }) : "",
      speech.known_ground
    ];
    note.textContent = sentences.filter(Boolean).join(" ");
  }

  // Objects drawn here are no part of the tiles: a click on one opens its card as it was known.
  function listen() {
    const { map: inner } = city();
    if (listening === inner) { return; }
    listening = inner;
    inner.on("click", ({ point, lngLat }) => {
      if (!drawn.size || !last.at || window.sitcenterTools.current()) { return; }
      const box = [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
      const hit = inner.queryRenderedFeatures(box).find((one) => one.source.startsWith("overlay:known:"));
      if (!hit) { return; }
      const { layer, fid, object_id: id } = hit.properties;
      const [lon, lat] = hit.geometry.type === "Point" ? hit.geometry.coordinates : [lngLat.lng, lngLat.lat];
      window.setTimeout(() => map().put(MAP, { selected: { layer, fid, lon, lat, id: `${layer}.${id}` } }), 0);
    });
  }

  window.sitcenterMapKnown = { start, changed, visible, day, unknown, early };
}());
