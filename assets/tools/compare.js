// The tool "compare": a second map over the first, cut at a divider; both move in step and share their tiles.
(function () {
  "use strict";

  const MAP = "city-map";
  const SECOND = "city-map-compare";
  const STEP = 2;
  const JUMP = 10;
  const LEAST = 0;
  const MOST = 100;
  const TIME = /^\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?$/;
  const tools = window.sitcenterTools;
  const map = () => window.sitcenterMap;
  const by = (name) => document.getElementById(`tool-compare-${name}`);
  let run = null; // the opened comparison: {side, divider, labels, words, second, kind, time, layers, at}

  // What the address keeps: "t~<time>~<place>" or "l~<layer,layer>~<place>".
  function read(text, state) {
    const [kind, value = "", place] = (text || "").split("~");
    const at = Math.min(MOST, Math.max(LEAST, Number.parseInt(place, 10) || 50));
    const layers = kind === "l" ? value.split(",").filter(Boolean) : state.visible.slice();
    const time = kind === "t" && TIME.test(value) ? value : "";
    return { kind: kind === "l" ? "layers" : "time", time, layers, at: text ? at : 50 };
  }

  function write() {
    const value = run.kind === "layers" ? run.layers.join(",") : run.time;
    tools.keep("cmp", `${run.kind === "layers" ? "l" : "t"}~${value}~${Math.round(run.at)}`);
  }

  function open() {
    const state = map().state();
    const kept = tools.kept("cmp");
    run = { ...read(kept, state), words: JSON.parse(by("kind").closest("#tool-compare").dataset.words), second: null };
    if (!kept) { run.time = usual(state); }
    build();
    fields();
    write();
    const city = tools.city();
    const mine = run;
    import(city.spec.lib.app)
      .then((module) => module.create(mine.box, props(map().state()), report, () => run !== mine))
      .then((second) => { if (second) { begin(mine, second); } })
      .catch((error) => { by("note").textContent = String(error.message || error); });
  }

  // Without anything in the address: this year beside all time, and all time beside a chosen one.
  function usual(state) {
    const frame = window.sitcenterMapTime.frame();
    return state.time || !frame ? "" : window.sitcenterSpan.preset("year", frame.today, frame.plan);
  }

  function build() {
    const frame = map().page().querySelector(".map-frame");
    const side = Object.assign(document.createElement("div"), { className: "compare-side" });
    const box = Object.assign(document.createElement("div"), { className: "citymap map-canvas", id: SECOND });
    box.dataset.idle = "false";
    side.append(box);
    const divider = Object.assign(document.createElement("div"), { className: "compare-divider", tabIndex: 0 });
    const given = {
      role: "separator", "aria-orientation": "vertical", "aria-valuemin": LEAST, "aria-valuemax": MOST,
      "aria-label": run.words.divider, "aria-controls": SECOND
    };
    for (const [name, value] of Object.entries(given)) { divider.setAttribute(name, value); }
    const labels = ["left", "right"].map((name) => Object.assign(document.createElement("p"), { className: `compare-label compare-${name}` }));
    frame.append(side, divider, ...labels);
    Object.assign(run, { side, box, divider, labels });
    divider.addEventListener("keydown", keys);
    divider.addEventListener("pointerdown", drag);
    place(run.at);
  }

  function begin(mine, second) {
    if (run !== mine) { second.destroy(); return; }
    mine.second = second;
    changed(map().state());
    const first = tools.city();
    let following = false;
    const follow = (from, to) => () => {
      if (following) { return; }
      following = true;
      to.jumpTo({ center: from.getCenter(), zoom: from.getZoom() });
      following = false;
    };
    const steps = [follow(first.map, second.map), follow(second.map, first.map)];
    first.map.on("move", steps[0]);
    second.map.on("move", steps[1]);
    mine.free = () => first.map.off("move", steps[0]);
    steps[0]();
  }

  function props(state) {
    const { spec, map: inner } = tools.city();
    const { lng, lat } = inner.getCenter();
    const layers = run.kind === "layers" ? [...state.visible.filter(ground), ...run.layers] : state.visible;
    return {
      id: SECOND, spec, visible: layers, filters: state.filters, district: state.district,
      time: run.kind === "time" ? run.time : state.time, selected: null, heat: tools.kept("heat").split(",").filter(Boolean),
      view: run.second ? run.second.props.view : { lon: lng, lat, zoom: inner.getZoom() }
    };
  }

  function ground(id) { return tools.city().spec.layers.some((layer) => layer.id === id && layer.base); }

  // A click in the second picture selects as in the first.
  function report(changes) { if ("selected" in changes) { map().put(MAP, { selected: changes.selected }); } }

  function place(at) {
    run.at = Math.min(MOST, Math.max(LEAST, at));
    run.side.style.clipPath = `inset(0 0 0 ${run.at}%)`;
    run.divider.style.left = `${run.at}%`;
    const whole = Math.round(run.at);
    run.divider.setAttribute("aria-valuenow", whole);
    run.divider.setAttribute("aria-valuetext", run.words.position.replace("{n}", whole));
  }

  function keys(event) {
    const moves = {
      ArrowLeft: run.at - STEP, ArrowRight: run.at + STEP, ArrowDown: run.at - STEP, ArrowUp: run.at + STEP,
      PageDown: run.at - JUMP, PageUp: run.at + JUMP, Home: LEAST, End: MOST
    };
    if (!(event.key in moves)) { return; }
    event.preventDefault();
    event.stopPropagation();
    place(moves[event.key]);
    write();
  }

  function drag(event) {
    const { divider } = run;
    event.preventDefault();
    divider.focus();
    divider.setPointerCapture(event.pointerId);
    const { left, width } = divider.parentElement.getBoundingClientRect();
    const move = (moved) => place((100 * (moved.clientX - left)) / width);
    const stop = () => {
      divider.removeEventListener("pointermove", move);
      if (run) { write(); }
    };
    divider.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) { divider.addEventListener(name, stop, { once: true }); }
  }

  function titles(ids) {
    const known = Object.fromEntries(tools.city().spec.layers.map((layer) => [layer.id, layer]));
    return ids.filter((id) => known[id] && !known[id].base).map((id) => known[id].title).join(", ") || run.words.no_layers;
  }

  // Each side says what it shows, in words.
  function label(state) {
    const { words } = window.sitcenterMapTime;
    const pair = run.kind === "time" ? [words(state.time), words(run.time)] : [titles(state.visible), titles(run.layers)];
    run.labels.forEach((node, at) => {
      node.textContent = pair[at];
      node.title = `${at ? run.words.right : run.words.left}: ${pair[at]}`;
    });
    if (run.second) { run.second.map.getCanvas().setAttribute("aria-label", run.labels[1].title); }
    by("note").textContent = pair[0] === pair[1] ? run.words.same : "";
  }

  function fields() {
    const days = window.sitcenterSpan.read(run.time);
    by("kind").value = run.kind;
    by("from").value = days ? days.first : "";
    by("to").value = days ? days.last : "";
    by("times").hidden = run.kind !== "time";
    by("layers").hidden = run.kind !== "layers";
    for (const box of map().all("[data-compare-layer]")) { box.checked = run.layers.includes(box.dataset.compareLayer); }
  }

  function changed(state) {
    if (!run) { return; }
    label(state);
    if (run.second) { run.second.update(props(state)); }
  }

  // A field of the panel was changed.
  function edited(target) {
    if (target === by("kind")) { run.kind = target.value; }
    else if (target.dataset.compareLayer) { run.layers = map().all("[data-compare-layer]").filter((one) => one.checked).map((one) => one.dataset.compareLayer); }
    else { run.time = span(); }
    fields();
    write();
    changed(map().state());
  }

  function span() {
    const [from, to] = [by("from").value || by("to").value, by("to").value || by("from").value];
    return from ? window.sitcenterSpan.write(from < to ? from : to, from < to ? to : from) : "";
  }

  function swap() {
    const { time, visible } = map().state();
    if (run.kind === "time") {
      const other = run.time;
      run.time = time;
      map().change({ time: other });
    } else {
      const other = run.layers;
      run.layers = visible.filter((id) => !ground(id));
      map().change({ visible: tools.city().spec.layers.map((one) => one.id).filter((id) => other.includes(id) || (ground(id) && visible.includes(id))) });
    }
    fields();
    write();
    changed(map().state());
  }

  function close() {
    const old = run;
    run = null;
    if (!old) { return; }
    if (old.free) { old.free(); }
    if (old.second) { old.second.destroy(); }
    for (const node of [old.side, old.divider, ...old.labels]) { node.remove(); }
    tools.keep("cmp", "");
  }

  document.addEventListener("change", (event) => {
    if (run && event.target.closest("#tool-compare")) { edited(event.target); }
  });
  document.addEventListener("click", (event) => { if (run && event.target.closest("#tool-compare-swap")) { swap(); } });

  // What the print tool puts together: the second map, and the share of the width that the first one has.
  window.sitcenterCompare = () => (run && run.second ? { second: run.second, share: run.at / 100 } : null);
  tools.add("compare", { open, close, changed });
}());
