// The tool "isochrone": how far one gets along the roads within some minutes.
import { Middle, collection, colour, element, feature, table, wordsOf } from "./draw.js";

const NAME = "isochrone";
const KEPT = "iso";
let panel = null;
let said = null;
let place = null;
let asked = "";
let before = "";

const tools = () => window.sitcenterTools;
const state = () => window.sitcenterMap.state();
const at = (id) => document.getElementById(`tool-isochrone-${id}`);
const ticks = () => Array.from(panel.querySelectorAll("[data-minutes]"));
const minutes = () => ticks().filter((one) => one.checked).map((one) => one.value);

function question() {
  const query = new URLSearchParams({ lon: place.lon.toFixed(5), lat: place.lat.toFixed(5), mode: at("mode").value, minutes: minutes().join(",") });
  // What the map itself is drawn of is no object to be reached.
  const layers = state().visible.filter((id) => !said.base.includes(id));
  if (layers.length) { query.set("layers", layers.join(",")); }
  const rules = Object.fromEntries(Object.entries(state().filters).filter(([id]) => layers.includes(id)));
  if (Object.keys(rules).length) { query.set("filters", JSON.stringify(rules)); }
  if (state().time) { query.set("t", state().time); }
  const day = window.sitcenterMapKnown.day(state());
  if (day) { query.set("as_of", day); }
  return String(query);
}

async function ask() {
  if (!place || !minutes().length) { return; }
  const query = question();
  asked = query;
  at("status").classList.remove("fault");
  const early = window.sitcenterMapKnown.early(state());
  if (early) { at("status").textContent = early; at("result").replaceChildren(); return; }
  at("status").textContent = said.words.working;
  try {
    const found = await tools().ask(`/api/isochrone?${query}`);
    if (asked !== query || !panel) { return; }
    tools().keep(KEPT, [found.mode, minutes().join("-"), `${place.lon.toFixed(5)},${place.lat.toFixed(5)}`].join(";"));
    show(found);
  } catch (error) {
    if (asked !== query || !panel) { return; }
    at("status").classList.add("fault");
    at("status").textContent = error.message;
  }
}

// Shorter limits lie above longer ones and are the darker for it.
function overlay(found) {
  const [line, halo] = [colour("accent"), colour("surface")];
  const areas = [...found.limits].reverse().map((one) => ({ type: "Feature", properties: {}, geometry: one.outline }));
  const own = [found.place.lon, found.place.lat];
  const way = feature("LineString", [own, [found.start.lon, found.start.lat]]);
  const is = (type) => ["==", ["geometry-type"], type];
  tools().city().overlay(NAME, collection([...areas, way, feature("Point", own)]), [
    { type: "fill", filter: is("Polygon"), paint: { "fill-color": line, "fill-opacity": 0.16 } },
    { type: "line", filter: is("Polygon"), paint: { "line-color": line, "line-width": 1.2 } },
    { type: "line", filter: is("LineString"), paint: { "line-color": line, "line-width": 2 } },
    { type: "circle", filter: is("Point"), paint: { "circle-radius": 6, "circle-color": line, "circle-stroke-color": halo, "circle-stroke-width": 2 } }
  ]);
}

function show(found) {
  at("status").textContent = said.say("off", { distance: said.metres(found.off_m) });
  overlay(found);
  const main = found.limits.map((one) => [
    said.say("min", { count: one.minutes }), said.squares(one.km2 * 1e6), one.residents.number === null ? "–" : said.number(one.residents.number)
  ]);
  const head = [said.words.limit, said.words.ground, said.words.residents];
  const { residents } = found.limits[0];
  const parts = [
    table(said.words.title, head, main),
    element("p", {}, [element("span", { text: residents.origin_title, className: `badge-mark badge-origin-${residents.origin}` })]),
    ...reached(found.limits),
    element("details", { className: "tool-layer" }, [
      element("summary", { text: said.words.method }),
      element("p", { text: found.method, className: "tool-how" }), element("p", { text: residents.method, className: "tool-how" }),
      element("p", { text: said.say("network", network(found.network)), className: "tool-how" })
    ])
  ];
  at("result").replaceChildren(...parts);
}

function network({ main_nodes: main, nodes, share }) {
  return { main: said.number(main), nodes: said.number(nodes), share: said.number(100 * (share || 0), 1) };
}

function reached(limits) {
  if (!limits[0].layers.length) { return []; }
  const head = [said.words.objects, ...limits.map((one) => said.say("min", { count: one.minutes }))];
  const rows = limits[0].layers.map((layer, i) => [layer.title, ...limits.map((one) => said.number(one.layers[i].count))]);
  return [table(said.words.objects, head, rows)];
}

const middle = new Middle(NAME, taken, { button: "[data-isochrone]" });

function taken(chosen) {
  place = chosen;
  ask();
}

function restore(text) {
  const [mode, limits, where] = text.split(";");
  const [lon, lat] = (where || "").split(",").map(Number);
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) { return; }
  if (["foot", "car"].includes(mode)) { at("mode").value = mode; }
  const wanted = (limits || "").split("-");
  for (const one of ticks()) { one.checked = wanted.includes(one.value); }
  place = { lon, lat };
}

tools().add(NAME, {
  open(found) {
    panel = found;
    said = wordsOf(panel);
    const kept = tools().kept(KEPT) || before;
    if (kept) { restore(kept); ask(); }
    middle.start(panel);
    panel.addEventListener("change", ask);
  },
  close() {
    middle.stop();
    panel.removeEventListener("change", ask);
    tools().city()?.overlay(NAME, null);
    panel = null;
    asked = "";
    before = tools().kept(KEPT);
    tools().keep(KEPT, "");
  },
  changed() { if (panel && place && asked && question() !== asked) { ask(); } },
  click: taken
});
