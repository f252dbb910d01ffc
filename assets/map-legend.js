// The legend over the map: what is on, with its marks and classes as the layer's own panel has them.
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

  function draw(ids, extra) {
    const box = document.getElementById("map-key");
    const rows = ids.map((id) => document.querySelector(`#map-layers [data-layer="${id}"]`)).filter(Boolean);
    if (!box) { return; }
    box.hidden = !rows.length;
    const key = `${ids.join()} ${ids.filter(marks).join()} ${extra.heat || ""} ${document.documentElement.dataset.theme} ${box.id}`;
    if (key === shown && document.getElementById("map-key-rows").children.length) { return; }
    shown = key;
    document.getElementById("map-key-rows").replaceChildren(...rows.map((row) => {
      const own = marks(row.dataset.layer);
      const swatch = row.querySelector(".layer-switch .swatch");
      const title = make("p", { className: "key-title" }, ...(swatch && !own ? [swatch.cloneNode(true)] : []), row.querySelector(".layer-title").textContent);
      return make("li", {}, title, ...(own ? [own.cloneNode(true)] : []));
    }));
  }

  window.sitcenterMapLegend = { draw };
}());
