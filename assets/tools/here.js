// The tool "here": what is at a place, what is near it, and its coordinates.
import { Middle, collection, element, feature, look, table, toClipboard, wordsOf } from "./draw.js";

const NAME = "here";
let panel = null;
let said = null;
let place = null;
let asked = "";

const tools = () => window.sitcenterTools;
const at = (id) => document.getElementById(`tool-here-${id}`);

async function ask() {
  if (!place) { return; }
  const query = new URLSearchParams({
    lon: place.lon.toFixed(6), lat: place.lat.toFixed(6), n: String(Math.round(at("count").value) || 5), r: String(Math.round(at("radius").value) || 500)
  });
  const { filters, time } = window.sitcenterMap.state();
  if (at("layer").value) {
    query.set("layer", at("layer").value);
    if (filters[at("layer").value]) { query.set("filters", JSON.stringify(filters[at("layer").value])); }
  }
  if (time) { query.set("t", time); }
  const day = window.sitcenterMapKnown.day(window.sitcenterMap.state());
  if (day) { query.set("as_of", day); }
  tools().keep(NAME, [`${place.lon.toFixed(5)},${place.lat.toFixed(5)}`, at("layer").value, query.get("n"), query.get("r")].join(";"));
  asked = String(query);
  at("status").classList.remove("fault");
  const early = window.sitcenterMapKnown.early(window.sitcenterMap.state());
  if (early) { at("status").textContent = early; at("result").replaceChildren(); return; }
  at("status").textContent = said.words.working;
  try {
    const found = await tools().ask(`/api/near?${query}`);
    if (asked === String(query) && panel) { show(found); }
  } catch (error) {
    if (asked !== String(query) || !panel) { return; }
    at("status").classList.add("fault");
    at("status").textContent = error.message;
  }
}

function show(found) {
  at("status").textContent = "";
  const own = [found.place.lon, found.place.lat];
  // Only to what the map shows, or to the layer that was asked for: lines to nothing tell nothing.
  const shown = found.objects.filter((one) => at("layer").value || window.sitcenterMap.state().visible.includes(one.layer));
  const ways = shown.map((one) => feature("LineString", [own, [one.lon, one.lat]]));
  const ends = shown.map((one) => feature("Point", [one.lon, one.lat]));
  tools().city().overlay(NAME, collection([...ways, ...ends, feature("Point", own)]), look());
  const street = found.street ? `${found.street.title}, ${said.metres(found.street.distance_m)}` : said.words.no_street;
  const facts = [[said.words.district, found.district.title], [said.words.street, street]];
  const figures = element("dl", { className: "tool-figures" }, facts.map(([name, value]) => element("div", {}, [
    element("dt", { text: name }), element("dd", { text: value })
  ])));
  const lines = [
    [said.words.degrees, `${found.place.lat.toFixed(5)}, ${found.place.lon.toFixed(5)}`],
    [said.say("metric", { crs: found.place.crs }), `${found.place.x.toFixed(1)}, ${found.place.y.toFixed(1)}`]
  ];
  at("result").replaceChildren(figures, ...lines.map(coordinates), element("h3", { text: said.words.objects }), objects(found.objects));
}

function coordinates([name, text]) {
  const button = element("button", { type: "button", text: said.words.copy, className: "link-button", "aria-label": `${said.words.copy}: ${name}` });
  button.addEventListener("click", async () => { at("status").textContent = (await toClipboard(text)) ? said.words.copied : text; });
  return element("p", { className: "tool-place" }, [element("span", { text: `${name}: `, className: "muted" }), element("span", { text, className: "num" }), " ", button]);
}

function objects(found) {
  if (!found.length) { return element("p", { text: said.words.nothing }); }
  const rows = found.map((one) => [
    element("span", {}, [element("a", { text: one.title, href: one.card }), element("br"), element("span", { text: one.layer_title, className: "muted" })]),
    element("span", {}, [said.metres(one.distance_m), element("br"), element("span", { text: one.direction, className: "muted" })])
  ]);
  return table(said.words.objects, [said.words.object, said.words.distance], rows);
}

const middle = new Middle(NAME, taken, { button: "[data-here]" });

function taken(chosen) {
  place = chosen;
  ask();
}

// The place of the address and what was asked of it.
function restore(text) {
  const [where, layer = "", count, radius] = text.split(";");
  const [lon, lat] = where.split(",").map(Number);
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) { return; }
  if (Array.from(at("layer").options).some((option) => option.value === layer)) { at("layer").value = layer; }
  if (Number(count) > 0) { at("count").value = count; }
  if (Number(radius) > 0) { at("radius").value = radius; }
  place = { lon, lat };
  ask();
}

tools().add(NAME, {
  open(found) {
    panel = found;
    said = wordsOf(panel);
    restore(tools().kept(NAME));
    middle.start(panel);
    panel.addEventListener("change", ask);
  },
  close() {
    middle.stop();
    panel.removeEventListener("change", ask);
    tools().city()?.overlay(NAME, null);
    at("result")?.replaceChildren();
    panel = null;
    place = null;
    tools().keep(NAME, "");
  },
  click: taken
});
