// Dense layers as counted hexagons or as a surface of density: the choice in the layer's panel, kept in the address.
(function () {
  "use strict";

  const MAP = "city-map";
  const KEY = "heat";
  const main = () => window.sitcenterMap;
  const chosen = () => window.sitcenterTools.kept(KEY).split(",").filter(Boolean);

  function choose(id, look) {
    const ids = chosen().filter((one) => one !== id);
    if (look === "heat") { ids.push(id); }
    window.sitcenterTools.keep(KEY, ids.join(","));
    main().put(MAP, { heat: ids });
    for (const part of main().all("[data-look-of]")) {
      const [layer, name] = part.dataset.lookOf.split(" ");
      if (layer === id) { part.hidden = name !== look; }
    }
  }

  document.addEventListener("change", (event) => {
    const { target } = event;
    if (target.dataset && target.dataset.look && main().ready()) { choose(target.dataset.look, target.value); }
  });
}());
