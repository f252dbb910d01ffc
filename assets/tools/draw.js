// What the tools that take places on the map share: drawing by mouse, touch and keys; metres; numbers as people write them.

const RADIUS_M = 6378137;
const FLAT = 1 / 298.257223563;
const NEAR_PX = 10;
const PLACE_DIGITS = 1e5;

/** Metres of a place in degrees on the UTM plane of an EPSG number (326zz north, 327zz south): Krueger's series. */
export function plane(crs) {
  const n = FLAT / (2 - FLAT);
  const scale = 0.9996 * (RADIUS_M / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
  const bends = [n / 2 - (2 * n ** 2) / 3 + (5 * n ** 3) / 16, (13 * n ** 2) / 48 - (3 * n ** 3) / 5, (61 * n ** 3) / 240];
  const excess = (2 * Math.sqrt(n)) / (1 + n);
  const middle = ((crs % 100) * 6 - 183) * (Math.PI / 180);
  const south = crs >= 32700 ? 1e7 : 0;
  return ([lon, lat]) => {
    const sin = Math.sin((lat * Math.PI) / 180);
    const turn = (lon * Math.PI) / 180 - middle;
    const t = Math.sinh(Math.atanh(sin) - excess * Math.atanh(excess * sin));
    const xi = Math.atan2(t, Math.cos(turn));
    const eta = Math.atanh(Math.sin(turn) / Math.sqrt(1 + t * t));
    let [east, north] = [eta, xi];
    bends.forEach((bend, at) => {
      const twice = 2 * (at + 1);
      east += bend * Math.cos(twice * xi) * Math.sinh(twice * eta);
      north += bend * Math.sin(twice * xi) * Math.cosh(twice * eta);
    });
    return [500000 + scale * east, south + scale * north];
  };
}

/** Metres between two places of a plane. */
export const between = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]);

/** Metres of a way through places of a plane. */
export const lengthOf = (places) => places.slice(1).reduce((sum, place, at) => sum + between(places[at], place), 0);

/** Square metres within places of a plane. */
export function areaOf(places) {
  const [x0, y0] = places[0] || [0, 0];
  const twice = places.reduce((sum, [x, y], at) => {
    const [u, v] = places[(at + 1) % places.length];
    return sum + (x - x0) * (v - y0) - (u - x0) * (y - y0);
  }, 0);
  return Math.abs(twice) / 2;
}

/** Words, units and numbers of a panel. */
export function wordsOf(panel) {
  const found = JSON.parse(panel.querySelector("[data-words]").dataset.words);
  const number = (value, digits = 0) => {
    const [whole, part] = Math.abs(value).toFixed(digits).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, found.signs.group);
    return (value < 0 ? "-" : "") + grouped + (part ? found.signs.decimal + part : "");
  };
  const { units } = found;
  return {
    ...found, number,
    metres: (m) => (m >= 1000 ? `${number(m / 1000, m >= 1e5 ? 1 : 2)} ${units.km}` : `${number(m, m < 10 ? 1 : 0)} ${units.m}`),
    squares: (m2) => {
      if (m2 >= 1e6) { return `${number(m2 / 1e6, m2 >= 1e8 ? 1 : 2)} ${units.km2}`; }
      return m2 >= 1e4 ? `${number(m2 / 1e4, 2)} ${units.ha}` : `${number(m2)} ${units.m2}`;
    },
    say: (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), found.words[key])
  };
}

/** An element with text and children. */
export function element(tag, { text, className, ...attributes } = {}, children = []) {
  const made = document.createElement(tag);
  if (text !== undefined) { made.textContent = text; }
  if (className) { made.className = className; }
  for (const [name, value] of Object.entries(attributes)) { made.setAttribute(name, value); }
  made.append(...children);
  return made;
}

/** A table: words of its head, rows of cells; cells from `numbers` on stand to the right. */
export function table(caption, head, rows, numbers = 1) {
  const side = (at) => (at >= numbers ? "number" : "");
  const cells = (tag, list) => list.map((cell, at) => {
    const name = tag === "td" && at === 0 ? "th" : tag;
    const made = element(name, { className: side(at), ...(name === "th" ? { scope: tag === "th" ? "col" : "row" } : {}) });
    made.append(cell instanceof Node ? cell : String(cell));
    return made;
  });
  return element("table", {}, [
    element("caption", { text: caption, className: "visually-hidden" }),
    element("thead", {}, [element("tr", {}, cells("th", head))]),
    element("tbody", {}, rows.map((row) => element("tr", {}, cells("td", row))))
  ]);
}

/** A colour of the page's theme. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Style layers of what a tool draws. */
export function look() {
  const [line, halo] = [colour("accent"), colour("surface")];
  return [
    { type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": line, "fill-opacity": 0.14 } },
    { type: "line", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": halo, "line-width": 5, "line-opacity": 0.8 } },
    { type: "line", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": line, "line-width": 2.5 } },
    {
      type: "circle", filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 5, "circle-color": halo, "circle-stroke-color": line, "circle-stroke-width": 2.5 }
    }
  ];
}

/** A feature of GeoJSON. */
export const feature = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });

/** A collection of features. */
export const collection = (features) => ({ type: "FeatureCollection", features });

/** Places as the text of an address (see analysis/polyline.py). */
export function encode(points) {
  let before = [0, 0];
  let text = "";
  for (const [lon, lat] of points) {
    const now = [Math.round(lat * PLACE_DIGITS), Math.round(lon * PLACE_DIGITS)];
    now.forEach((value, at) => {
      const step = value - before[at];
      let bits = step < 0 ? -step * 2 - 1 : step * 2;
      while (bits >= 32) { text += String.fromCharCode((bits % 32) + 32 + 63); bits = Math.floor(bits / 32); }
      text += String.fromCharCode(bits + 63);
    });
    before = now;
  }
  return text;
}

/** Places of such a text; none when it is broken. */
export function decode(text) {
  const found = [];
  let [value, factor] = [0, 1];
  const numbers = [];
  for (const sign of text) {
    const bits = sign.charCodeAt(0) - 63;
    if (bits < 0 || bits > 63) { return []; }
    value += (bits % 32) * factor;
    factor *= 32;
    if (bits < 32) {
      numbers.push(value % 2 ? -(value + 1) / 2 : value / 2);
      [value, factor] = [0, 1];
    }
  }
  let [lat, lon] = [0, 0];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    lat += numbers[at];
    lon += numbers[at + 1];
    found.push([lon / PLACE_DIGITS, lat / PLACE_DIGITS]);
  }
  const real = found.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 85);
  return factor === 1 && numbers.length % 2 === 0 && real ? found : [];
}

/** Put a text on the clipboard; whether it could be. */
export async function toClipboard(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch (error) { return false; }
}

/** The place in the middle of a map, which is marked by a cross as after a step with the keys. */
export function middleOf(city) {
  const { lng, lat } = city.map.getCenter();
  city.root.dataset.keys = "";
  return { lon: lng, lat };
}

/**
 * Places without a mouse: Enter on the map, or the `button` of the panel (a selector), gives its middle to `take`.
 * Only while the tool is the one that is seen, and while `wanted` says so.
 */
export class Middle {
  constructor(name, take, { button = "", wanted = () => true } = {}) {
    Object.assign(this, { name, take, button, wanted, panel: null, ground: null });
    this.pressed = this.pressed.bind(this);
    this.entered = this.entered.bind(this);
  }

  start(panel) {
    Object.assign(this, { panel, ground: window.sitcenterTools.city().map.getContainer() });
    panel.addEventListener("click", this.pressed);
    this.ground.addEventListener("keydown", this.entered, true);
  }

  stop() {
    this.panel?.removeEventListener("click", this.pressed);
    this.ground?.removeEventListener("keydown", this.entered, true);
    Object.assign(this, { panel: null, ground: null });
  }

  centre() { this.take(middleOf(window.sitcenterTools.city())); }

  pressed(event) { if (this.button && event.target.closest(this.button)) { this.centre(); } }

  entered(event) {
    if (event.key !== "Enter" || window.sitcenterTools.current() !== this.name || !this.wanted()) { return; }
    event.preventDefault();
    event.stopPropagation();
    this.centre();
  }
}

/**
 * A line or ring that grows with clicks, or with Enter at the middle of the map.
 * `changed(points, pointer, done)` hears of every change, the pointer too. With `corners` only these stay at the end.
 */
export class Sketch {
  constructor(name, { ring, changed, corners = false, tool = name }) {
    Object.assign(this, { name, tool, ring, changed, corners, points: [], done: false, pointer: null, frame: 0 });
    this.moved = this.moved.bind(this);
    this.finish = this.finish.bind(this);
    this.pressed = this.pressed.bind(this);
  }

  start() {
    this.city = window.sitcenterTools.city();
    const { map } = this.city;
    map.doubleClickZoom.disable();
    map.on("mousemove", this.moved);
    map.on("dblclick", this.finish);
    map.getContainer().addEventListener("keydown", this.pressed, true);
    this.draw();
  }

  stop() {
    if (!this.city) { return; }
    const { map } = this.city;
    map.doubleClickZoom.enable();
    map.off("mousemove", this.moved);
    map.off("dblclick", this.finish);
    map.getContainer().removeEventListener("keydown", this.pressed, true);
    this.pointer = null;
    this.city.overlay(this.name, null);
    this.city = null;
  }

  /** Another tool lies over this one: no line follows the pointer. */
  rest() {
    this.pointer = null;
    this.draw();
  }

  covered() { return window.sitcenterTools.current() !== this.tool; }

  /** Begin anew, with these places. */
  clear(points = [], done = false) {
    Object.assign(this, { points, done, pointer: null });
    this.draw();
  }

  /** Take a place; one at the first corner, or twice at one place, ends. */
  click({ lon, lat }) {
    if (this.done) { this.points = []; this.done = false; }
    const place = [Math.round(lon * PLACE_DIGITS) / PLACE_DIGITS, Math.round(lat * PLACE_DIGITS) / PLACE_DIGITS];
    const least = this.ring ? 3 : 2;
    const closing = this.points.length >= least && (this.same(place, this.points.at(-1)) || (this.ring && this.same(place, this.points[0])));
    if (closing) { this.finish(); return; }
    if (this.points.length && this.same(place, this.points.at(-1))) { return; }
    this.points = [...this.points, place];
    this.draw();
  }

  same(one, other) {
    const [a, b] = [one, other].map((place) => this.city.map.project(place));
    return Math.hypot(a.x - b.x, a.y - b.y) <= NEAR_PX;
  }

  /** Take the middle of the map. */
  centre() { this.click(middleOf(this.city)); }

  undo() {
    this.points = this.points.slice(0, -1);
    this.done = false;
    this.draw();
  }

  finish() {
    if (this.done || this.covered() || this.points.length < (this.ring ? 3 : 2)) { return; }
    this.done = true;
    this.pointer = null;
    this.draw();
  }

  pressed(event) {
    const does = { Enter: () => this.centre(), Backspace: () => this.undo(), Escape: () => this.clear() }[event.key];
    if (!does || this.covered() || (event.key !== "Enter" && !this.points.length)) { return; }
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  moved({ lngLat }) {
    if (this.done || !this.points.length || this.covered()) { return; }
    this.pointer = [lngLat.lng, lngLat.lat];
    if (!this.frame) { this.frame = requestAnimationFrame(() => { this.frame = 0; if (!this.done) { this.draw(); } }); }
  }

  draw() {
    if (!this.city) { return; }
    const ways = this.pointer ? [...this.points, this.pointer] : [...this.points];
    const shapes = this.points.map((place) => feature("Point", place));
    if (this.corners && this.done) { ways.length = 0; }
    if (this.ring && ways.length > 2) { shapes.unshift(feature("Polygon", [[...ways, ways[0]]])); }
    else if (ways.length > 1) { shapes.unshift(feature("LineString", ways)); }
    this.city.overlay(this.name, collection(shapes), look());
    this.changed(this.points, this.pointer, this.done);
  }
}
