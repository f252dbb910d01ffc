// Notes of the tool "views": drawn on the map, listed, written at a point, on a line or on an area.
(function () {
  "use strict";

  const COLORS = { red: "#c2261d", orange: "#c25a00", green: "#1d7a4a", blue: "#0b5cad", violet: "#6b3fa0", grey: "#56606b" };
  const SAME_PX = 8;
  const NAME = "notes";
  const KINDS = { point: "Point", line: "LineString", area: "Polygon" };
  const PAINT = ["match", ["get", "color"], ...Object.entries(COLORS).flat(), COLORS.red];
  const LAYERS = [
    { type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": PAINT, "fill-opacity": 0.18 } },
    { type: "line", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": PAINT, "line-width": 3 } },
    { type: "circle", filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-color": PAINT, "circle-radius": 8, "circle-stroke-color": "#ffffff", "circle-stroke-width": 2.5 } }
  ];

  window.sitcenterNotes = function (tool) {
    const { body, words, status, attempt, element, button, door } = tool;
    const files = window.sitcenterFiles;
    const city = () => window.sitcenterTools.city();
    const part = (name) => document.getElementById(`tool-notes-${name}`);
    let notes = [];
    let draft = null;
    let listening = null;

    async function load() {
      notes = (await window.sitcenterTools.ask(door("notes"))).features;
      if (body()) { draw(); }
    }

    function draw() {
      const list = part("list");
      list.replaceChildren(...(notes.length ? notes.map(card) : [element("li", { className: "muted", textContent: words("no_notes") })]));
      paint();
    }

    function card(note) {
      const { id, text, color, audience, mine, by, may_remove: removable } = note.properties;
      const seen = body().getAttribute(`data-audience-${audience}`);
      const writer = mine ? words("mine") : by ? words("by").replace("{name}", by) : "";
      const row = element("div", { className: "files-row" }, button("show", { noteShow: id }));
      if (mine) { row.append(button("edit", { noteEdit: id })); }
      if (removable) { row.append(button("remove", { noteRemove: id })); }
      const item = element("li", {}, element("p", { textContent: text }),
        element("p", { className: "muted", textContent: [seen, writer].filter(Boolean).join(", ") }), row);
      item.style.borderLeftColor = COLORS[color] || COLORS.red;
      item.dataset.note = id;
      return item;
    }

    // The notes and what is being drawn now, above all data.
    function paint() {
      const map = city();
      if (!map) { return; }
      const shown = part("shown") && part("shown").checked && window.sitcenterTools.isOpen("views");
      const drawn = draft && draft.points.length ? [{ type: "Feature", geometry: sketch(), properties: { color: draft.color || "red" } }] : [];
      const features = shown ? [...notes.filter((one) => !draft || one.id !== draft.id || !draft.points.length), ...drawn] : drawn;
      map.overlay(NAME, features.length ? { type: "FeatureCollection", features } : null, LAYERS);
    }

    function sketch() {
      const points = draft.points;
      if (points.length === 1) { return { type: "Point", coordinates: points[0] }; }
      if (draft.kind === "area" && points.length > 2) { return { type: "Polygon", coordinates: [[...points, points[0]]] }; }
      return { type: "LineString", coordinates: points };
    }

    function shape() {
      const whole = sketch();
      return whole.type === KINDS[draft.kind] ? whole : null;
    }

    function begin(kind) {
      stop();
      draft = { kind, points: [], pixels: null, color: "red" };
      for (const one of body().querySelectorAll("[data-note-draw]")) { one.setAttribute("aria-pressed", String(one.dataset.noteDraw === kind)); }
      part("hint").textContent = words(`draw_${kind}`);
      city().map.doubleClickZoom.disable();
      city().grab(place);
    }

    function place({ lon, lat, point }) {
      const last = draft.pixels;
      const again = last && point && Math.hypot(point.x - last.x, point.y - last.y) < SAME_PX;
      if (!again) { draft.points.push([Number(lon.toFixed(6)), Number(lat.toFixed(6))]); }
      draft.pixels = point;
      paint();
      if ((draft.kind === "point" || again) && shape()) { write(); }
    }

    // The place is there: now the words.
    function write() {
      city().grab(null);
      part("hint").textContent = "";
      part("form").hidden = false;
      part("text").focus();
    }

    function stop() {
      draft = null;
      const map = city();
      if (map) { map.grab(null); map.map.doubleClickZoom.enable(); }
      if (body()) {
        for (const one of body().querySelectorAll("[data-note-draw]")) { one.setAttribute("aria-pressed", "false"); }
        if (part("form")) { part("form").hidden = true; part("hint").textContent = ""; part("text").value = ""; }
      }
      paint();
    }

    async function keep() {
      const values = { text: part("text").value, color: part("color").value, audience: part("audience").value };
      await attempt(async () => {
        if (draft.id) {
          await files.sendJson("PATCH", door(`notes/${draft.id}`), values);
        } else {
          await files.sendJson("POST", door("notes"), { ...values, shape: shape() });
        }
        stop();
        await load();
      }, "kept");
    }

    function edit(note) {
      stop();
      draft = { id: note.id, kind: "", points: [], color: note.properties.color };
      part("form").hidden = false;
      part("text").value = note.properties.text;
      part("color").value = note.properties.color;
      part("audience").value = note.properties.audience;
      part("text").focus();
    }

    function show(note) {
      const flat = note.geometry.coordinates.flat(3);
      const lons = flat.filter((_, index) => index % 2 === 0);
      const lats = flat.filter((_, index) => index % 2 === 1);
      if (note.geometry.type === "Point") {
        window.sitcenterMap.goTo({ lon: lons[0], lat: lats[0], zoom: Math.max(window.sitcenterMap.state().zoom || 0, 15) });
      } else {
        window.sitcenterMap.goTo({ bounds: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] });
      }
      mark(note.id);
    }

    function mark(id) {
      for (const item of part("list").children) {
        item.dataset.on = item.dataset.note === id ? "1" : "";
        if (item.dataset.note === id) { item.scrollIntoView({ block: "nearest" }); }
      }
    }

    function hit(event) {
      const map = city();
      if (!map || draft || !body() || window.sitcenterTools.current() !== "views") { return; }
      const layers = LAYERS.map((_, index) => `overlay:${NAME}:${index}`).filter((id) => map.map.getLayer(id));
      const [found] = layers.length ? map.map.queryRenderedFeatures(event.point, { layers }) : [];
      if (found && found.properties.id) { mark(found.properties.id); }
    }

    document.addEventListener("click", async (event) => {
      if (!body() || !body().contains(event.target)) { return; }
      const pressed = event.target.closest("button");
      if (!pressed) { return; }
      const { noteDraw, noteShow, noteEdit, noteRemove } = pressed.dataset;
      const note = notes.find((one) => one.id === (noteShow || noteEdit || noteRemove));
      if (noteDraw) { if (draft && draft.kind === noteDraw) { stop(); } else { begin(noteDraw); } }
      if (noteShow && note) { show(note); }
      if (noteEdit && note) { edit(note); }
      if (noteRemove && note) {
        await attempt(async () => { await files.send(door(`notes/${note.id}`), { method: "DELETE" }); await load(); }, "removed");
      }
      if (pressed.id === "tool-views-keep") { keep(); }
      if (pressed.id === "tool-views-drop") { stop(); }
    });

    document.addEventListener("change", (event) => {
      if (event.target.id === "tool-notes-shown") { paint(); }
      if (event.target.id === "tool-notes-color" && draft && !draft.id) { draft.color = event.target.value; paint(); }
    });

    return {
      stop,
      open() {
        const map = city();
        if (map && listening !== map.map) { map.map.on("click", hit); listening = map.map; }
        attempt(load);
        status("");
      },
      close() {
        stop();
        const map = city();
        if (map) { map.overlay(NAME, null, LAYERS); }
      }
    };
  };
}());
