// The tool "indicator": districts filled by a value, its legend, table and series.
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const OVERLAY = "indicator";
  const OPACITY = 0.72; // of the legend too, or its colours would not be those of the map
  const [WIDTH, HEIGHT, ROOM] = [300, 110, 8];
  const FIND_MS = 250;
  const MOST_FOUND = 8;
  const tools = window.sitcenterTools;
  const math = window.sitcenterClasses;
  const map = () => window.sitcenterMap;
  const by = (name) => document.getElementById(`tool-indicator-${name}`);
  let given = null;
  let shown = null; // {key, card, found, years}
  let shapes = null;
  let typing = 0;
  let asked = "";

  function open() {
    given = JSON.parse(document.getElementById("tool-indicator").dataset.given);
    asked = "";
    const key = tools.kept("ind");
    if (key) { choose(key); }
  }

  function close() {
    asked = "";
    shown = null;
    if (tools.city()) { tools.city().overlay(OVERLAY, null); }
    if (tools.kept("ind")) { tools.keep("ind", ""); }
  }

  async function choose(key) {
    asked = key;
    const known = Array.from(by("which").options).some((option) => option.value === key);
    by("which").value = known ? key : "";
    tools.keep("ind", key);
    by("found").replaceChildren();
    if (!key) { shown = null; by("body").replaceChildren(); tools.city().overlay(OVERLAY, null); return; }
    say(given.words.loading);
    const [code, breakdown = ""] = key.split("|");
    try {
      const [card, areas] = await Promise.all([
        tools.ask(`/api/indicators/${encodeURIComponent(code)}?limit=5000&lang=${given.lang}`), districts()
      ]);
      if (asked !== key) { return; }
      shapes = areas;
      const found = math.series(card.values, breakdown || math.usual(card.values));
      shown = { key, card, found, years: math.years(found, Object.keys(given.districts)), drawn: "" };
      changed(map().state());
    } catch (error) {
      if (asked === key) { say(error.message, "fault"); }
    }
  }

  function districts() {
    return shapes || tools.ask("/api/layers/districts/items?limit=100");
  }

  function say(text, name = "muted") { by("body").replaceChildren(node("p", text, name)); }

  function node(name, text, className) {
    const made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  // Year of the time bar, "" for all time.
  function yearNow(state) { return state.time ? state.time.slice(-10, -6) : ""; }

  function changed(state) {
    if (!shown) { return; }
    const year = yearNow(state) || shown.years[shown.years.length - 1] || "";
    const values = math.valuesOf(shown.found, Object.keys(given.districts), year);
    const key = `${year} ${state.district}`;
    if (shown.drawn === key) { return; }
    shown.drawn = key;
    const uppers = math.quantiles(Object.values(values).filter(Number.isFinite), given.colors.length);
    fill(values, uppers);
    panel(year, values, uppers, state);
  }

  function fill(values, uppers) {
    const some = uppers.length > 0;
    const features = shapes.features.map((one) => {
      const at = math.classOf(values[one.properties.district], uppers);
      return { type: "Feature", geometry: one.geometry, properties: { color: at < 0 ? given.none : math.shade(at, uppers.length, given.colors) } };
    });
    tools.city().overlay(OVERLAY, some ? { type: "FeatureCollection", features } : null, [
      { type: "fill", paint: { "fill-color": ["get", "color"], "fill-opacity": OPACITY, "fill-antialias": false } }
    ], { under: true });
  }

  function panel(year, values, uppers, state) {
    const { card } = shown;
    const known = Object.values(values).filter(Number.isFinite);
    const parts = [node("h3", card.name), node("p", [card.unit, year || given.words.undated].filter(Boolean).join(" · "), "muted")];
    if (known.length) { parts.push(legend(values, uppers), table(year, values, uppers, state)); }
    else { parts.push(missing(year), whole(year)); }
    parts.push(chart(year), foot());
    by("body").replaceChildren(...parts.filter(Boolean));
  }

  // Why the districts are not filled, and the years for which they would be.
  function missing(year) {
    const note = node("p", shown.years.length ? given.words.no_year.replace("{year}", year) : given.words.no_districts, "indicator-note");
    for (const one of shown.years) {
      const button = node("button", one, "link-button");
      button.type = "button";
      button.dataset.indicatorYear = one;
      note.append(button);
    }
    return note;
  }

  // The one value of the city where no district has any.
  function whole(year) {
    const value = math.valuesOf(shown.found, [given.city], year)[given.city];
    return Number.isFinite(value) ? node("p", `${given.words.city}: ${map().number(value)} ${shown.card.unit || ""}`) : null;
  }

  function legend(values, uppers) {
    const list = node("ul", "", "map-legend indicator-legend");
    uppers.forEach((upper, at) => {
      const inside = Object.values(values).filter((value) => math.classOf(value, uppers) === at);
      const [least, most] = [Math.min(...inside), Math.max(...inside)].map((value) => map().number(value));
      list.append(entry(math.shade(at, uppers.length, given.colors), least === most ? least : given.words.to.replace("{low}", least).replace("{high}", most)));
    });
    if (Object.values(values).some((value) => !Number.isFinite(value))) { list.append(entry(given.none, given.words.none)); }
    return list;
  }

  function entry(color, words) {
    const row = node("li");
    const swatch = node("span", "", "indicator-swatch");
    swatch.style.background = `color-mix(in srgb, ${color} ${100 * OPACITY}%, transparent)`;
    row.append(swatch, node("span", words));
    return row;
  }

  function table(year, values, uppers, state) {
    const made = node("table");
    const head = node("tr");
    head.append(node("th", year || given.words.undated), node("th", given.words.value.replace("{unit}", shown.card.unit || "–"), "number"));
    const top = node("thead");
    top.append(head);
    const body = node("tbody");
    const rows = Object.entries(values).sort(([, a], [, b]) => (Number.isFinite(b) ? b : -Infinity) - (Number.isFinite(a) ? a : -Infinity));
    for (const [id, value] of rows) {
      const row = node("tr");
      const name = node("th", given.districts[id]);
      name.scope = "row";
      row.dataset.on = state.district === id ? "1" : "";
      row.append(name, node("td", Number.isFinite(value) ? map().number(value) : "–", "number"));
      body.append(row);
    }
    const city = (shown.found[given.city] || {})[year];
    if (Number.isFinite(city)) {
      const row = node("tr");
      row.append(node("th", given.words.city), node("td", map().number(city), "number"));
      body.append(row);
    }
    made.append(top, body);
    return made;
  }

  // The series of the city, or of its districts where the city has none; the year of the bar is marked.
  function chart(year) {
    const codes = shown.found[given.city] ? [given.city] : Object.keys(given.districts).filter((id) => shown.found[id]);
    const lines = codes.map((id) => Object.entries(shown.found[id]).filter(([one]) => one).map(([one, value]) => [Number(one), value]));
    const points = lines.flat();
    if (new Set(points.map(([one]) => one)).size < 2) { return null; }
    const [ages, values] = [points.map(([one]) => one), points.map(([, value]) => value)];
    const ends = { first: Math.min(...ages), last: Math.max(...ages), low: Math.min(...values), high: Math.max(...values) };
    const picture = svg("svg", { viewBox: `${-ROOM} ${-ROOM} ${WIDTH + 2 * ROOM} ${HEIGHT + 2 * ROOM}`, role: "img", class: "indicator-chart" });
    if (year >= String(ends.first) && year <= String(ends.last)) {
      const [[x]] = math.line([[Number(year), ends.low]], ends, WIDTH, HEIGHT);
      picture.append(svg("line", { x1: x, x2: x, y1: 0, y2: HEIGHT, class: "indicator-year" }));
    }
    for (const own of lines) {
      const drawn = math.line(own.sort((a, b) => a[0] - b[0]), ends, WIDTH, HEIGHT);
      picture.append(svg("polyline", { points: drawn.map((pair) => pair.map((n) => n.toFixed(1)).join(",")).join(" ") }));
      for (const [x, y] of drawn) { picture.append(svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 2.5 })); }
    }
    const sorted = points.sort((a, b) => a[0] - b[0]);
    const said = { name: shown.card.name, from: ends.first, until: ends.last, first: map().number(sorted[0][1]), last: map().number(sorted[sorted.length - 1][1]) };
    picture.setAttribute("aria-label", window.sitcenterSpan.fill(given.words.chart, said));
    const scale = node("p", "", "indicator-scale");
    scale.append(node("span", String(ends.first)), node("span", `${map().number(ends.low)} – ${map().number(ends.high)}`), node("span", String(ends.last)));
    const figure = node("figure", "", "indicator-figure");
    figure.append(picture, scale);
    return figure;
  }

  function svg(name, values) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) { made.setAttribute(key, value); }
    return made;
  }

  function foot() {
    const { card } = shown;
    const note = node("p", `${card.sources.map((one) => one.words).join(" ")} `, "muted");
    const link = node("a", given.words.page);
    link.href = card.page;
    note.append(link);
    return note;
  }

  async function find(text) {
    if (!text.trim()) { by("found").replaceChildren(); return; }
    const query = new URLSearchParams({ q: text, limit: MOST_FOUND, lang: given.lang });
    try {
      const { indicators } = await tools.ask(`/api/indicators?${query}`);
      if (by("find").value !== text) { return; }
      const rows = indicators.map((one) => {
        const row = node("li");
        const button = node("button", one.name, "candidate");
        button.type = "button";
        button.dataset.indicatorCode = one.code;
        row.append(button);
        return row;
      });
      by("found").replaceChildren(...(rows.length ? rows : [node("li", given.words.nothing, "muted")]));
    } catch (error) {
      by("found").replaceChildren(node("li", error.message, "fault"));
    }
  }

  document.addEventListener("input", (event) => {
    if (tools.current() !== "indicator" || event.target !== by("find")) { return; }
    window.clearTimeout(typing);
    const { value } = event.target;
    typing = window.setTimeout(() => find(value), FIND_MS);
  });

  document.addEventListener("change", (event) => {
    if (tools.current() === "indicator" && event.target === by("which")) { choose(event.target.value); }
  });

  document.addEventListener("click", (event) => {
    const button = tools.current() === "indicator" && event.target.closest("[data-indicator-code], [data-indicator-year]");
    if (!button) { return; }
    if (button.dataset.indicatorCode) { choose(button.dataset.indicatorCode); return; }
    map().change({ time: `${button.dataset.indicatorYear}-01-01..${button.dataset.indicatorYear}-12-31` });
  });

  tools.add("indicator", { open, close, changed });
}());
