// The map of a snapshot: draws what the data block of the file holds and asks nobody for anything.
(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("snapshot-data").textContent);
  const { words, ground } = data;
  // Leaflet counts zooms over tiles of 256 pixels, the sizes and first zooms in the data over tiles of 512.
  const LEAFLET_ZOOM = 1;
  const GROWTH = 1.5;
  const CASING_PX = 1.2;
  const MARK_PX = 3;
  // Room beside a card for the buttons of the zoom, and above and below it.
  const BESIDE_CARD_PX = 100;
  const AROUND_CARD_PX = 90;
  const REACH_PX = 5;
  const CLOSE_ZOOM = 17;
  const SHAPE = 0, PEN = 1, RADIUS = 2, DEMO = 3, ID = 4, TITLE = 5, VALUES = 6;
  const groups = [];
  const labels = [];
  let map = null;
  let marked = null;
  let cameFrom = null;

  function place(x, y) { return [y / data.units, x / data.units]; }

  function path(flat) {
    const found = [];
    let x = 0, y = 0;
    for (let at = 0; at < flat.length; at += 2) {
      x += flat[at];
      y += flat[at + 1];
      found.push(place(x, y));
    }
    return found;
  }

  function rings(areas) { return areas.map((area) => area.map(path)); }

  // Share of the size at zoom 14, between the stops as the map of the program does it.
  function share(kind, zoom) {
    const stops = data.shares[kind];
    const last = stops.length - 1;
    if (zoom <= stops[0][0]) { return stops[0][1]; }
    if (zoom >= stops[last][0]) { return stops[last][1]; }
    const right = stops.findIndex((stop) => stop[0] >= zoom);
    const [from, low] = stops[right - 1];
    const [to, high] = stops[right];
    return low + (high - low) * (GROWTH ** (zoom - from) - 1) / (GROWTH ** (to - from) - 1);
  }

  function text(layer, number) { return number ? layer.texts[number - 1] : ""; }
  function title(shape) { return text(shape.layer, shape.row[TITLE]); }
  function penOf(shape) { return shape.layer.pens[shape.row[PEN]]; }

  function element(name, content, className) {
    const made = document.createElement(name);
    if (content) { made.textContent = content; }
    if (className) { made.className = className; }
    return made;
  }

  function dashes(pen, width) { return pen.dash.length ? pen.dash.map((part) => part * width).join(" ") : null; }

  function zoomNow() { return map.getZoom() - LEAFLET_ZOOM; }

  // Width of the white rim of a point: thin from afar, where many points stand close together.
  function rim(zoom) { return Math.min(Math.max(0.5 + (zoom - 9) / 4, 0.5), 1.5); }

  // What of a shape follows the zoom.
  function sized(layer, pen, row, zoom) {
    if (layer.kind === "point") {
      const weight = rim(zoom);
      return { weight, radius: (row[RADIUS] || pen.size) * share("point", zoom) + weight / 2 };
    }
    const width = Math.max(pen.size * share(layer.kind, zoom), 0.5);
    return { weight: width, dashArray: dashes(pen, Math.max(width, 1)) };
  }

  function colored(layer, pen, row) {
    if (layer.kind === "point") {
      return { fillColor: pen.color, fillOpacity: row[RADIUS] ? 0.75 : 1, color: pen.edge || pen.color };
    }
    const cap = pen.dash.length ? "butt" : "round";
    return { color: pen.color, lineCap: cap, fillColor: pen.color, fillOpacity: pen.fill };
  }

  function draw(layer, row) {
    const pen = layer.pens[row[PEN]];
    const look = { ...colored(layer, pen, row), ...sized(layer, pen, row, zoomNow()) };
    if (layer.kind === "point") { return L.circleMarker(place(...row[SHAPE]), look); }
    return layer.kind === "line" ? L.polyline(row[SHAPE].map(path), look) : L.polygon(rings(row[SHAPE]), look);
  }

  function casingWidth(pen) { return pen.size * share("line", zoomNow()) + CASING_PX; }

  // Outlines of all lines of a pen as one shape, below the lines themselves.
  function casings(layer) {
    const found = [];
    layer.pens.forEach((pen, number) => {
      if (layer.kind !== "line" || !pen.edge) { return; }
      const paths = layer.rows.filter((row) => row[PEN] === number).flatMap((row) => row[SHAPE].map(path));
      const look = { color: pen.edge, weight: casingWidth(pen), interactive: false, lineCap: "butt" };
      const shape = L.polyline(paths, look);
      found.unshift(Object.assign(shape, { layer, pen, casing: true }));
    });
    return found;
  }

  // The layer of a number as a group of shapes for a map; the start that Folium writes adds it.
  function layer(number, made) {
    map = made;
    const found = data.layers[number];
    const shapes = found.rows.map((row) => Object.assign(draw(found, row), { layer: found, row, pen: found.pens[row[PEN]] }));
    const group = L.featureGroup([...casings(found), ...shapes]);
    Object.assign(group, { number, layer: found, shapes });
    group.on("click", (event) => { cameFrom = null; open(event.layer, event.latlng); });
    if (found.kind !== "polygon") {
      group.bindTooltip((shape) => element("span", title(shape)), { sticky: true, direction: "top" });
    }
    if (found.names) { label(group); }
    groups[number] = group;
    return group;
  }

  function label(group) {
    const { kind, names } = group.layer;
    group.shapes.forEach((shape, at) => {
      const where = kind === "point" ? shape.getLatLng() : L.latLng(place(...names.places[at]));
      const side = kind === "point" ? { direction: "bottom", offset: [0, 4], className: "label label-point" }
        : { direction: "center", className: "label label-area" };
      const tip = L.tooltip({ permanent: true, interactive: false, opacity: 1, ...side });
      tip.setLatLng(where).setContent(element("span", title(shape)));
      group.addLayer(tip);
      labels.push({ tip, zoom: names.zoom });
    });
  }

  function veil() {
    const look = { stroke: false, fillColor: ground.veil, fillOpacity: ground.veil_opacity, interactive: false };
    return L.featureGroup(data.veil.map((areas) => L.polygon(rings([...areas]), look)));
  }

  function resize() {
    const zoom = zoomNow();
    for (const group of groups.filter((one) => map.hasLayer(one))) {
      group.eachLayer((shape) => {
        if (shape.casing) { shape.setStyle({ weight: casingWidth(shape.pen) }); }
        else if (shape.row) { shape.setStyle(sized(shape.layer, shape.pen, shape.row, zoom)); }
      });
    }
    if (marked) { mark(marked); }
    names();
  }

  // A name is shown from its zoom on, and where it does not lie over one that was there before it.
  function names() {
    const zoom = zoomNow();
    const taken = [];
    for (const { tip, zoom: first } of labels) {
      const box = tip.getElement();
      if (!box) { continue; }
      box.hidden = zoom < first;
      if (box.hidden) { continue; }
      const { left, right, top, bottom } = box.firstElementChild.getBoundingClientRect();
      box.hidden = taken.some((one) => left < one.right && right > one.left && top < one.bottom && bottom > one.top);
      if (!box.hidden) { taken.push({ left, right, top, bottom }); }
    }
  }

  // Who was switched on last must not cover what lies above it.
  function restack() {
    for (const group of groups) {
      if (map.hasLayer(group)) { group.bringToFront(); }
      if (group.number === lastGround()) { map.veil.bringToFront(); }
    }
    names();
  }

  function lastGround() { return data.layers.reduce((last, found, at) => found.base ? at : last, -1); }

  function card(shape) {
    const { layer: found, row } = shape;
    const made = element("article", "", "card");
    made.tabIndex = -1;
    made.append(element("p", found.title, "layer"), element("h2", title(shape)));
    if (row[DEMO]) { made.append(element("span", words.demo, "badge badge-demo")); }
    const list = element("dl");
    found.labels.forEach((name, at) => {
      const value = text(found, row[VALUES + at]);
      if (!value) { return; }
      const pair = element("div");
      pair.append(element("dt", name), element("dd", value));
      list.append(pair);
    });
    const way = element("p", "", "way");
    const link = element("a", words.open);
    link.href = `${data.site}/o/${encodeURIComponent(`${found.id}.${row[ID]}`)}`;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    way.append(link);
    made.append(list, way);
    return made;
  }

  function mark(shape) {
    shape.setStyle({ color: ground.mark, weight: Math.max(shape.options.weight, MARK_PX) });
  }

  function unmark() {
    const shape = marked;
    if (!shape) { return; }
    marked = null;
    shape.setStyle({ ...colored(shape.layer, shape.pen, shape.row), ...sized(shape.layer, shape.pen, shape.row, zoomNow()) });
  }

  function middle(shape) { return shape.getLatLng ? shape.getLatLng() : L.latLng(nearest(shape)); }

  // A point of the shape itself: the middle of a bent line or of a ring would lie beside it.
  function nearest(shape) {
    const points = shape.getLatLngs().flat(3);
    return shape.layer.kind === "line" ? points[points.length >> 1] : shape.getBounds().getCenter();
  }

  function open(shape, where) {
    const { x, y } = map.getSize();
    const popup = L.popup({
      minWidth: 200, maxWidth: Math.min(320, x - BESIDE_CARD_PX), maxHeight: Math.max(160, y - AROUND_CARD_PX),
      autoPanPaddingTopLeft: [54, 12], autoPanPaddingBottomRight: [12, 12]
    });
    popup.shape = shape;
    popup.setLatLng(where || middle(shape)).setContent(card(shape)).openOn(map);
  }

  function opened(event) {
    const { popup } = event;
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (close) { close.setAttribute("aria-label", words.close); }
    if (popup.shape) { unmark(); marked = popup.shape; mark(marked); }
    if (cameFrom) { popup.getElement().querySelector(".card").focus({ preventScroll: true }); }
  }

  function closed(event) {
    if (event.popup.shape === marked) { unmark(); }
    if (cameFrom && document.contains(cameFrom)) { cameFrom.focus(); }
    cameFrom = null;
  }

  // The list of a layer is made when it is opened for the first time.
  function list(details) {
    if (!details.open || details.querySelector(".objects")) { return; }
    const group = groups[Number(details.dataset.list)];
    const box = element("div", "", "objects");
    const shapes = group.shapes.map((shape) => ({ shape, name: title(shape) }));
    shapes.sort((one, other) => one.name.localeCompare(other.name, document.documentElement.lang, { numeric: true }));
    for (const { shape, name } of shapes) {
      const button = element("button", name);
      button.type = "button";
      button.addEventListener("click", () => show(group, shape, button));
      box.append(button);
    }
    details.append(box);
  }

  function show(group, shape, button) {
    const input = document.querySelector(`input[data-layer="${group.number}"]`);
    if (!map.hasLayer(group)) { input.checked = true; toggle(input); }
    map.closePopup();
    cameFrom = button;
    const where = middle(shape);
    if (shape.getBounds) { map.fitBounds(shape.getBounds(), { maxZoom: CLOSE_ZOOM, animate: false }); }
    else { map.setView(where, Math.max(map.getZoom(), CLOSE_ZOOM - 2), { animate: false }); }
    open(shape, where);
    map.getContainer().scrollIntoView({ block: "nearest" });
  }

  function toggle(input) {
    const group = groups[Number(input.dataset.layer)];
    if (input.checked) { group.addTo(map); resize(); restack(); } else { group.remove(); }
  }

  const Scale = L.Control.Scale.extend({
    _updateMetric(most) {
      const metres = this._getRoundNum(most);
      const label = metres < 1000 ? `${metres} ${words.metres}` : `${metres / 1000} ${words.kilometres}`;
      this._updateScale(this._mScale, label, metres / most);
    }
  });

  function start(made) {
    map = made;
    const box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words.map);
    map.veil = veil().addTo(map);
    L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
    new Scale({ imperial: false, maxWidth: 140 }).addTo(map);
    map.on("zoomend", resize).on("popupopen", opened).on("popupclose", closed);
    for (const input of document.querySelectorAll("input[data-layer]")) { input.addEventListener("change", () => toggle(input)); }
    for (const details of document.querySelectorAll("details[data-list]")) { details.addEventListener("toggle", () => list(details)); }
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") { map.closePopup(); } });
    restack();
    if (data.selected) { open(groups[data.selected[0]].shapes[data.selected[1]]); }
    document.documentElement.dataset.ready = "true";
  }

  window.snapshot = { layer, start, renderer: () => L.canvas({ tolerance: REACH_PX, padding: 0.3 }), groups, map: () => map };
}());
