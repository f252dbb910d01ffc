// The legend over the map: what is on, with its marks and classes as the layer's own panel has them; of a layer from
// elsewhere its owner too, and that it is silent.
(function () {
  "use strict";

  let shown = "";
  const make = (name, props, ...children) => {
    const made = Object.assign(document.createElement(name), props);
    made.append(...children);
    return made;
  };

  // The legend of a layer: what its panel shows, nothing for one that is drawn in one way.
  function marks(id) {
    const body = document.getElementById(`map-layer-${id}`);
    return body && (body.querySelector("[data-look-of]:not([hidden])") || body.querySelector(".map-legend"));
  }

  const warning = (row) => row.querySelector("[data-remote-warning]:not([hidden])");

  // What a layer from elsewhere says of itself: that it is silent, and whose it is.
  function told(row) {
    if (!row.dataset.remote) { return []; }
    const note = warning(row) ? [warning(row).cloneNode(true)] : [];
    for (const one of note) { delete one.dataset.remoteWarning; }
    return [...note, make("p", { className: "key-owner" }, row.querySelector(".remote-source").textContent)];
  }

  function item(row) {
    const own = row.dataset.remote ? null : marks(row.dataset.layer);
    const swatch = row.querySelector(".layer-switch .swatch");
    const title = make("p", { className: "key-title" }, ...(swatch && !own ? [swatch.cloneNode(true)] : []), row.querySelector(".layer-title").textContent);
    return make("li", {}, title, ...(own ? [own.cloneNode(true)] : []), ...told(row));
  }

  // Objects from elsewhere lie above our layers, pictures below them.
  function rowsOf(ids, remote) {
    const found = (list) => list.map((id) => document.querySelector(`#map-layers [data-layer="${id}"]`)).filter(Boolean);
    const others = found(remote);
    const pictures = others.filter((row) => row.dataset.remoteKind === "raster");
    return [...others.filter((row) => !pictures.includes(row)), ...found(ids), ...pictures];
  }

  function draw(ids, extra, remote) {
    const box = document.getElementById("map-key");
    if (!box) { return; }
    const rows = rowsOf(ids, remote);
    box.hidden = !rows.length;
    const state = rows.map((row) => (row.dataset.remote && warning(row) ? warning(row).textContent : "")).join("");
    const key = `${ids.join()} ${ids.filter(marks).join()} ${remote.join()} ${state} ${extra.heat || ""} ${document.documentElement.dataset.theme} ${box.id}`;
    if (key === shown && document.getElementById("map-key-rows").children.length) { return; }
    shown = key;
    document.getElementById("map-key-rows").replaceChildren(...rows.map(item));
  }

  window.sitcenterMapLegend = { draw };
}());
