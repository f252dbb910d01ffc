// Layers of the map that are off at first: their filters and counts come when they are switched on or opened.
(function () {
  "use strict";

  const DRAWN_MS = 80;
  let waiting = new Set();

  // Ask for what a layer lacks; all that is still on its way is asked for again, since only the last answer counts.
  function need(id, layer) {
    if (!layer || !layer.later || waiting.has(id)) { return; }
    waiting.add(id);
    window.sitcenterMap.put("map-wanted", { data: [...waiting] });
  }

  // Take over what came; the panel stands in the document a moment later, and is then put into the present state.
  function came(cubes, layers) {
    for (const [id, cube] of Object.entries(cubes)) {
      if (layers[id]) { Object.assign(layers[id], { cube, later: false }); }
      waiting.delete(id);
    }
    window.sitcenterMap.draw();
    window.setTimeout(() => { if (window.sitcenterMap.ready()) { window.sitcenterMap.draw(); } }, DRAWN_MS);
  }

  function start() { waiting = new Set(); }

  window.sitcenterMapLater = { need, came, start };
}());
