// The tool "area": draws or chooses an area and shows what lies in it.
import { Middle, Sketch, collection, element, encode, look, table, wordsOf } from "./draw.js";

const NAME = "area";
const FORMATS = ["csv", "geojson", "xlsx"];
let panel = null;
let said = null;
let sketch = null;
let wish = "";
let asked = "";
let answer = null;

const tools = () => window.sitcenterTools;
const state = () => window.sitcenterMap.state();
const at = (id) => document.getElementById(`tool-area-${id}`);
const kind = () => at("kind").value;

function metres(id) {
  const field = at(id);
  const value = Math.round(Number(field.value));
  return Math.min(Number(field.max), Math.max(Number(field.min), Number.isFinite(value) ? value : 0));
}

// Show the fields of the kind of area, and what to do next.
function arrange() {
  const shown = { buffer: ["polygon", "object", "street"], radius: ["circle"], district: ["district"] };
  for (const [id, kinds] of Object.entries(shown)) { at(id).closest("label").hidden = !kinds.includes(kind()); }
  const drawn = kind() === "polygon";
  for (const [action, on] of [["undo", drawn], ["finish", drawn], ["add", drawn], ["middle", kind() === "circle"], ["compute", !drawn && kind() !== "circle"]]) {
    panel.querySelector(`[data-area="${action}"]`).hidden = !on;
  }
  at("how").textContent = said.words[`how_${kind()}`] || "";
  if (["object", "street"].includes(kind()) && !state().selected) { at("how").textContent += ` ${said.words.nothing_selected}`; }
}

function drawn(points, pointer, done) {
  if (!done) { at("status").textContent = points.length ? said.say("corners", { count: points.length }) : ""; }
  if (done) { run(`p.${metres("buffer")}.${encode(points)}`); }
}

function compute() {
  if (kind() === "district") { run(`d.${at("district").value}`); return; }
  const { selected } = state();
  if (!selected) { at("status").textContent = said.words.nothing_selected; return; }
  run(`${kind()[0]}.${metres("buffer")}.${selected}`);
}

const circle = ({ lon, lat }) => run(`c.${metres("radius")}.${lon.toFixed(5)},${lat.toFixed(5)}`);

// What the answer depends on beside the area.
function question() {
  const { visible, filters, district, time } = state();
  const rules = Object.fromEntries(Object.entries(filters).filter(([layer]) => visible.includes(layer)));
  const listed = visible.includes(at("list").value) ? at("list").value : "";
  const day = window.sitcenterMapKnown.day(state());
  return { layers: visible, filters: rules, t: time || "", district: district || null, list: listed, ...(day ? { as_of: day } : {}) };
}

function empty(reason) {
  at("result").replaceChildren();
  at("items").replaceChildren();
  at("status").textContent = reason;
}

async function run(text) {
  wish = text;
  const body = { area: text, ...question() };
  const key = JSON.stringify(body);
  asked = key;
  at("status").classList.remove("fault");
  const early = window.sitcenterMapKnown.early(state());
  if (early) { empty(early); return; }
  at("status").textContent = said.words.working;
  try {
    const found = await tools().ask("/api/area", body);
    if (asked !== key || !panel) { return; }
    answer = found;
    tools().keep(NAME, found.area);
    at("status").textContent = "";
    show();
  } catch (error) {
    if (asked !== key || !panel) { return; }
    at("status").classList.add("fault");
    at("status").textContent = error.message;
  }
}

function outline() {
  const shape = { type: "Feature", properties: {}, geometry: answer.outline };
  tools().city().overlay(NAME, collection([shape]), look());
}

function show() {
  outline();
  const { residents } = answer;
  const people = residents.number === null ? "–" : said.number(residents.number);
  const facts = [[said.words.size, said.squares(answer.km2 * 1e6)], [said.words.perimeter, said.metres(answer.perimeter_km * 1000)], [said.words.residents, people]];
  const figures = element("dl", { className: "tool-figures" }, facts.map(([name, value], i) => element("div", {}, [
    element("dt", { text: name }),
    element("dd", { text: value }, i === 2 ? [" ", element("span", { text: residents.origin_title, className: `badge-mark badge-origin-${residents.origin}` })] : [])
  ])));
  const how = [residents.method, said.say("plane", { crs: answer.crs })].map((text) => element("p", { text, className: "tool-how" }));
  const notes = element("details", { className: "tool-layer" }, [element("summary", { text: said.words.method }), ...how]);
  const layers = answer.layers.length ? answer.layers.map(layer) : [element("p", { text: said.words.none })];
  at("result").replaceChildren(figures, notes, element("h3", { text: said.words.layers }), ...layers);
  list();
}

function size(one) {
  if (one.length_km !== undefined) { return said.metres(one.length_km * 1000); }
  return one.area_km2 !== undefined ? said.squares(one.area_km2 * 1e6) : "";
}

function layer(one) {
  const summary = element("summary", {}, [
    element("span", { text: one.title, className: "tool-name" }), element("span", { text: size(one), className: "muted num" }),
    element("span", { text: said.number(one.count), className: "num" })
  ]);
  const sized = one.kinds.some((each) => size(each));
  const head = [one.title, said.words.objects, ...(sized ? [said.words.inside] : [])];
  const rows = one.kinds.map((each) => [each.title, said.number(each.count), ...(sized ? [size(each)] : [])]);
  const links = FORMATS.map((format) => element("a", { text: format.toUpperCase(), href: file(one.id, format), download: "", "data-reload": "1" }));
  const files = one.may_export && one.count ? [element("p", { className: "tool-files" }, [element("span", { text: said.words.export, className: "muted" }), ...links])] : [];
  return element("details", { className: "tool-layer" }, [summary, ...(rows.length ? [table(one.title, head, rows)] : []), ...files]);
}

function file(id, format) {
  const { filters, t, as_of: day, district } = question();
  const query = new URLSearchParams({ format, area: answer.area });
  if (filters[id]) { query.set("filters", JSON.stringify(filters[id])); }
  if (t) { query.set("t", t); }
  if (day) { query.set("as_of", day); }
  if (district) { query.set("district", district); }
  return `/api/layers/${id}/export?${query}`;
}

// The list of what is inside: first rows of the layer chosen.
function list() {
  const select = at("list");
  const chosen = select.value;
  const options = answer.layers.filter((one) => one.count).map((one) => element("option", { text: `${one.title} (${said.number(one.count)})`, value: one.id }));
  select.replaceChildren(element("option", { text: "–", value: "" }), ...options);
  select.value = options.some((one) => one.value === chosen) ? chosen : "";
  at("listed").hidden = !options.length;
  const found = answer.items;
  if (!found) { at("items").replaceChildren(); return; }
  const rows = found.rows.map((row) => [element("a", { text: row.title, href: row.card }), row.kind, row.district]);
  const head = [said.words.objects, said.words.sort, said.words.district];
  const cut = element("p", { text: said.say("items_shown", { shown: said.number(found.rows.length), total: said.number(found.total) }), className: "muted tool-how" });
  at("items").replaceChildren(cut, table(said.words.items, head, rows, 9));
}

function clear() {
  wish = "";
  asked = "";
  answer = null;
  sketch.clear();
  tools().city()?.overlay(NAME, null);
  tools().keep(NAME, "");
  at("result").replaceChildren();
  at("items").replaceChildren();
  at("listed").hidden = true;
  at("status").textContent = "";
}

function again() {
  if (sketch.done && kind() === "polygon") { run(`p.${metres("buffer")}.${encode(sketch.points)}`); return; }
  if (wish.startsWith("c.") && kind() === "circle") { run(`c.${metres("radius")}.${wish.split(".").slice(2).join(".")}`); }
}

function pressed(event) {
  const action = event.target.closest("[data-area]")?.dataset.area;
  ({ add: () => sketch.centre(), undo: () => sketch.undo(), finish: () => sketch.finish(), compute, clear })[action]?.();
}

function changedField(event) {
  if (event.target === at("kind")) { clear(); sketch.stop(); if (kind() === "polygon") { sketch.start(); } arrange(); }
  if (event.target === at("buffer") || event.target === at("radius")) { again(); }
  if (event.target === at("list") && wish) { run(wish); }
}

const middle = new Middle(NAME, circle, { button: '[data-area="middle"]', wanted: () => kind() === "circle" });

// The area of the address: its fields, then its figures.
function restore(text) {
  const [letter, width] = text.split(".");
  const names = { p: "polygon", c: "circle", o: "object", s: "street", d: "district" };
  if (!names[letter]) { return; }
  at("kind").value = names[letter];
  if (letter === "d") { at("district").value = width; } else { at(letter === "c" ? "radius" : "buffer").value = width; }
  run(text);
}

window.sitcenterTools.add(NAME, {
  open(found) {
    panel = found;
    said = wordsOf(panel);
    sketch = new Sketch("area-draft", { ring: true, changed: drawn, corners: true, tool: NAME });
    const kept = tools().kept(NAME);
    if (kept) { restore(kept); }
    arrange();
    if (kind() === "polygon") { sketch.start(); }
    panel.addEventListener("click", pressed);
    panel.addEventListener("change", changedField);
    middle.start(panel);
  },
  close() {
    panel.removeEventListener("click", pressed);
    panel.removeEventListener("change", changedField);
    middle.stop();
    sketch.stop();
    panel = null;
  },
  cover() { sketch.rest(); },
  changed() {
    if (!panel || !wish) { return; }
    const body = JSON.stringify({ area: wish, ...question() });
    if (body !== asked) { run(wish); }
  },
  click(place) {
    if (kind() === "polygon") { sketch.click(place); } else if (kind() === "circle") { circle(place); }
  }
});
