// The time bar of the map: slider, steps, play, presets. The state of the map is the only truth; this draws and changes it.
(function () {
  "use strict";

  const span = window.sitcenterSpan;
  const MOST_BARS = 160;
  const TICK_PX = 70;
  const IDLE = '#city-map[data-idle="true"]';
  const POLL_MS = 50;
  let data = null;
  let view = null; // {grain, mode, place, ends}
  let shown = "";
  let playing = 0;

  const map = () => window.sitcenterMap;
  const by = (name) => document.getElementById(`map-time-${name}`);
  const time = () => map().state().time;
  const clamp = (number, { low, high }) => Math.min(Math.max(number, low), high);

  // The page is there: read what the server said, and take the view of the bar from the time of the address.
  function start(state) {
    stop();
    const bar = document.getElementById("map-time");
    data = bar ? JSON.parse(bar.dataset.time) : null;
    if (!data) { return; }
    data.firsts = Object.fromEntries(Object.entries(data.layers).map(([id, months]) => [id, Object.keys(months)[0]]));
    view = { grain: "year", mode: "one", place: null };
    shown = "";
    adopt(state.time);
    by("grain").value = view.grain;
    by("mode").value = view.mode;
    known().start(state, data);
    draw(state);
  }

  function adopt(text) {
    const days = span.read(text);
    if (!days) { return; }
    const { grain, single } = span.grainOf(days);
    view = { grain, mode: single ? "one" : "span", place: span.unit(grain, days.last) };
  }

  // Days of the whole bar: from the earliest object of the layers that are on to the end of the plan year.
  function range() {
    const { visible } = map().state();
    const months = visible.map((id) => data.firsts[id]).filter(Boolean).sort();
    return { first: months.length ? `${months[0].slice(0, 4)}-01-01` : data.first, last: data.last };
  }

  function whole() {
    const { first, last } = range();
    return { low: span.unit(view.grain, first), high: span.unit(view.grain, last) };
  }

  // Units of the handles: those of the time, or where they stand when all time is shown.
  function units() {
    const days = span.read(time());
    if (days) { return { from: span.unit(view.grain, days.first), to: span.unit(view.grain, days.last) }; }
    if (view.mode === "span") { return { from: whole().low, to: whole().high }; }
    const place = view.place === null ? span.unit(view.grain, data.today) : view.place;
    return { from: place, to: place };
  }

  const known = () => window.sitcenterMapKnown;

  // Follow the state of the map; the cheap part comes at each change, bars and ticks only when they differ.
  function changed(state) {
    if (!data || !by("words")) { return; }
    known().changed(state);
    draw(state);
  }

  function draw(state) {
    const { from, to } = units();
    const set = Boolean(state.time);
    const text = span.words(state.time, data.speech);
    const bar = document.getElementById("map-time");
    bar.dataset.set = set ? "1" : "";
    bar.dataset.mode = view.mode;
    map().page().dataset.timed = set ? "1" : "";
    by("words").textContent = text;
    by("clear").hidden = !set;
    const ends = span.ends(view.grain, range(), view.mode === "one" ? to : Math.round((from + to) / 2));
    slide("from", view.mode === "one" ? to : from, ends, view.mode === "one" ? text : "");
    slide("to", to, ends, "");
    by("to").hidden = view.mode === "one";
    const undated = Object.entries(data.undated).filter(([id]) => state.visible.includes(id)).map(([, title]) => title);
    by("undated").hidden = !set || !undated.length;
    by("undated").textContent = span.fill(data.speech.undated, { layers: undated.join(", ") });
    for (const button of map().all("[data-time-preset]")) {
      const preset = span.preset(button.dataset.timePreset, data.today, data.plan);
      button.setAttribute("aria-pressed", String(set && preset === state.time));
    }
    scale(state, ends, { from, to, set });
  }

  function slide(name, value, { low, high }, text) {
    const input = by(name);
    if (input.min !== String(low) || input.max !== String(high)) { [input.min, input.max] = [low, high]; }
    if (input.value !== String(value)) { input.value = value; }
    input.setAttribute("aria-valuetext", text || span.unitWords(view.grain, value, data.speech));
  }

  // Histogram and marks over the ends of the bar.
  function scale(state, ends, { from, to, set }) {
    const layers = state.visible.filter((id) => data.layers[id]);
    const width = by("bars").clientWidth;
    const key = [layers, view.grain, ends.low, ends.high, width].join();
    if (key !== shown) {
      shown = key;
      drawBars(span.bars(layers.map((id) => data.layers[id]), view.grain, ends, MOST_BARS));
      drawTicks(ends, Math.max(2, Math.floor(width / TICK_PX)));
    }
    const count = by("bars").children.length;
    const place = (at) => Math.floor(((at - ends.low) / (ends.high - ends.low + 1)) * count);
    Array.from(by("bars").children).forEach((bar, at) => {
      bar.dataset.in = set && at >= place(from) && at <= place(to) ? "1" : "";
    });
  }

  function drawBars(heights) {
    const most = Math.max(...heights, 0);
    by("bars").replaceChildren(...(most ? heights : []).map((height) => {
      const bar = document.createElement("span");
      bar.style.height = height ? `${Math.max(8, (100 * height) / most)}%` : "0";
      return bar;
    }));
  }

  // Years and months under the bar, and a line at the present day: what lies right of it is planned.
  function drawTicks({ low, high }, most) {
    const today = span.unit(view.grain, data.today);
    const now = Object.assign(document.createElement("i"), { className: "time-now", hidden: today < low || today > high });
    now.style.left = `${(100 * (today - low)) / Math.max(1, high - low)}%`;
    by("ticks").replaceChildren(now, ...span.ticks(view.grain, { low, high }, most).map((tick) => {
      const mark = document.createElement("span");
      mark.style.left = `${(100 * (tick.at - low)) / Math.max(1, high - low)}%`;
      mark.textContent = tick.grain === "year" ? String(tick.unit) : span.unitWords("month", tick.unit, data.speech);
      return mark;
    }));
  }

  function setUnits(from, to) {
    const [low, high] = [clamp(from, whole()), clamp(to, whole())];
    view.place = high;
    map().change({ time: span.ofUnits(view.grain, Math.min(low, high), Math.max(low, high)) });
  }

  // A handle was moved by pointer or key.
  function moved(input) {
    const value = Number(input.value);
    if (view.mode === "one") { setUnits(value, value); return; }
    const { from, to } = units();
    if (input === by("from")) { setUnits(value, Math.max(value, to)); } else { setUnits(Math.min(from, value), value); }
  }

  // Move the whole time by some units; false at the end of the bar.
  function step(by_) {
    const { from, to } = units();
    if (!time() && view.mode === "one") { setUnits(to, to); return true; }
    const all = whole();
    if (from + by_ < all.low || to + by_ > all.high) { return false; }
    setUnits(from + by_, to + by_);
    return true;
  }

  function choose(name, value) {
    const { to } = units();
    const day = span.lastDay(view.grain, to);
    const first = span.read(time()) && span.read(time()).first;
    view = { ...view, [name]: value };
    const at = clamp(span.unit(view.grain, day < data.last ? day : data.last), whole());
    view.place = at;
    if (!time()) { draw(map().state()); return; }
    setUnits(view.mode === "one" ? at : span.unit(view.grain, first), at);
  }

  function jump(text) {
    adopt(text);
    by("grain").value = view.grain;
    by("mode").value = view.mode;
    map().change({ time: text });
  }

  // Where playing begins: at the first dated object of what is on, or at the start of the bar.
  function rewind() {
    const months = map().state().visible.flatMap((id) => Object.keys(data.layers[id] || {})).sort();
    const { from, to } = units();
    const first = clamp(span.unit(view.grain, `${months[0] || range().first.slice(0, 7)}-01`), whole());
    const wide = time() && view.mode === "span" ? to - from : 0;
    setUnits(first, Math.min(first + wide, whole().high));
  }

  function play() {
    if (playing) { stop(); return; }
    const today = span.unit(view.grain, data.today);
    if (!time() || units().to >= whole().high || (view.mode === "one" && units().to === today)) { rewind(); }
    button("pause", "pause-fill");
    playing = window.setTimeout(tick, pause());
  }

  // One step after the pause, when the map has drawn the one before.
  function tick() {
    if (!by("words") || document.hidden) { stop(); return; }
    if (!document.querySelector(IDLE)) { playing = window.setTimeout(tick, POLL_MS); return; }
    if (!step(1)) { stop(); return; }
    playing = window.setTimeout(tick, pause());
  }

  function pause() {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    return Math.max(Number(by("speed").value), calm ? 1000 : 0);
  }

  function stop() {
    window.clearTimeout(playing);
    playing = 0;
    if (by("play") && data) { button("play", "play-fill"); }
  }

  function button(name, symbol) {
    by("play").setAttribute("aria-label", data.speech[name]);
    by("play").title = data.speech[name];
    by("play").firstElementChild.className = `bi bi-${symbol}`;
  }

  function more() {
    const body = by("body");
    body.hidden = !body.hidden;
    by("more").setAttribute("aria-expanded", String(!body.hidden));
    document.getElementById("map-time").dataset.open = body.hidden ? "" : "1";
    shown = "";
    draw(map().state());
  }

  const ACTIONS = { more, play, back: () => step(-1), forward: () => step(1), clear: () => jump("") };

  document.addEventListener("click", (event) => {
    const target = data && map().ready() && event.target.closest("[data-time-do], [data-time-preset]");
    if (!target) { return; }
    if (target.dataset.timeDo !== "play" && target.dataset.timeDo !== "more") { stop(); }
    if (target.dataset.timePreset) { jump(span.preset(target.dataset.timePreset, data.today, data.plan)); }
    else { ACTIONS[target.dataset.timeDo](); }
    if (target === by("clear")) { by("more").focus(); }
  });

  document.addEventListener("input", (event) => {
    if (data && event.target.dataset.timeEnd && map().ready()) { stop(); moved(event.target); }
  });

  document.addEventListener("change", (event) => {
    const { id, value } = event.target;
    if (!data || !map().ready()) { return; }
    if (id === "map-time-grain" || id === "map-time-mode") { stop(); choose(id.slice("map-time-".length), value); }
    if (id === "map-time-at") { window.sitcenterTools.keep("at", value); }
  });

  document.addEventListener("visibilitychange", () => { if (document.hidden) { stop(); } });
  window.addEventListener("resize", () => { if (data && map().ready()) { changed(map().state()); } });

  window.sitcenterMapTime = { start, changed, stop, words: (text) => span.words(text, data.speech), frame: () => data };
}());
