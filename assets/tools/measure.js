// The tool "measure": distance, area and coordinates, live while the line is drawn.
import { Sketch, areaOf, between, decode, element, encode, lengthOf, plane, table, toClipboard, wordsOf } from "./draw.js";

const KEPT = "ms";
let panel = null;
let said = null;
let metres = null;
let sketch = null;

const at = (id) => document.getElementById(`tool-measure-${id}`);

function draw(points, pointer, done) {
  const places = (pointer ? [...points, pointer] : points).map(metres);
  const ring = sketch.ring;
  const rows = [];
  if (ring && places.length > 2) {
    rows.push([said.words.size, said.squares(areaOf(places))], [said.words.perimeter, said.metres(lengthOf([...places, places[0]]))]);
  } else if (places.length > 1) {
    rows.push([said.words.total, said.metres(lengthOf(places))]);
  }
  const shown = [];
  if (rows.length) {
    shown.push(element("dl", { className: "tool-figures" }, rows.map(([name, value]) => element("div", {}, [
      element("dt", { text: name }), element("dd", { text: value })
    ]))));
  }
  if (!ring && places.length > 2) {
    const parts = places.slice(1).map((place, i) => [String(i + 1), said.metres(between(places[i], place))]);
    shown.push(table(said.words.segment, [said.words.segment, said.words.length], parts));
  }
  if (points.length) { shown.push(coordinates(points.at(-1))); }
  at("result").replaceChildren(...shown);
  if (!pointer) { keep(points, ring); }
  if (done) { at("status").textContent = rows.map((row) => row.join(": ")).join(", "); }
}

function coordinates([lon, lat]) {
  const [x, y] = metres([lon, lat]);
  const lines = [
    [said.words.degrees, `${lat.toFixed(5)}, ${lon.toFixed(5)}`],
    [said.say("metric", { crs: said.crs }), `${x.toFixed(1)}, ${y.toFixed(1)}`]
  ];
  return element("div", { className: "tool-place" }, [
    element("h3", { text: said.words.place }),
    ...lines.map(([name, text]) => {
      const button = element("button", { type: "button", text: said.words.copy, className: "link-button", "aria-label": `${said.words.copy}: ${name}` });
      button.addEventListener("click", async () => { at("status").textContent = (await toClipboard(text)) ? said.words.copied : text; });
      return element("p", {}, [element("span", { text: `${name}: `, className: "muted" }), element("span", { text, className: "num" }), " ", button]);
    })
  ]);
}

// "l.<places>" for a line, "r.<places>" for a ring.
function keep(points, ring) {
  const text = points.length ? `${ring ? "r" : "l"}.${encode(points)}` : "";
  if (text !== window.sitcenterTools.kept(KEPT)) { window.sitcenterTools.keep(KEPT, text); }
}

function restored() {
  const text = window.sitcenterTools.kept(KEPT);
  const points = decode(text.slice(2));
  if (points.length) { at("what").value = text.startsWith("r.") ? "ring" : "line"; }
  return points;
}

function pressed(event) {
  const action = event.target.closest("[data-measure]");
  if (!action || !sketch) { return; }
  ({ add: () => sketch.centre(), undo: () => sketch.undo(), clear: () => { at("status").textContent = ""; sketch.clear(); } })[action.dataset.measure]();
}

function chosen() {
  sketch.ring = at("what").value === "ring";
  sketch.done = false;
  sketch.draw();
}

window.sitcenterTools.add("measure", {
  open(found) {
    panel = found;
    said = wordsOf(panel);
    metres = plane(said.crs);
    const points = restored();
    sketch = new Sketch("measure", { ring: at("what").value === "ring", changed: draw });
    Object.assign(sketch, { points, done: points.length > 1 });
    panel.addEventListener("click", pressed);
    at("what").addEventListener("change", chosen);
    sketch.start();
  },
  close() {
    panel.removeEventListener("click", pressed);
    at("what").removeEventListener("change", chosen);
    sketch.stop();
    sketch = null;
    at("result").replaceChildren();
    at("status").textContent = "";
    window.sitcenterTools.keep(KEPT, "");
  },
  cover() { sketch.rest(); },
  click(place) { sketch.click(place); }
});
