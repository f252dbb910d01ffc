// Counts for a time or a day of knowledge: asked from the server, one question a layer, the last answer wins.
(function () {
  "use strict";

  const WAIT_MS = 60;
  const KEPT = 200;
  const kept = new Map();
  const asked = {};
  const failed = {};
  const map = () => window.sitcenterMap;

  // Edges of the picture, when only what lies in it is to be counted.
  function picture(state) {
    const found = (state.extra || {}).view && window.sitcenterTools.city();
    return found ? found.map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(4)).join(",") : "";
  }

  // Question about a layer in a state, "" when the browser can count by itself.
  function question(id, state, layer) {
    const at = (state.extra || {}).at || "";
    const rules = state.filters[id];
    const timed = layer.timed && state.time;
    const box = picture(state);
    if (!timed && !at && !box && !(layer.cube.cut && (rules || state.district))) { return ""; }
    const query = new URLSearchParams();
    if (rules) { query.set("filters", JSON.stringify(rules)); }
    if (timed) { query.set("t", state.time); }
    if (at) { query.set("as_of", at); }
    if (box) { query.set("bbox", box); }
    return `/api/layers/${id}/counts?${query}`;
  }

  // Answer to the question of a layer that is on, null until it is there; asked for when nobody has yet.
  function answer(id, state, layer) {
    const address = question(id, state, layer);
    const now = asked[id] || {};
    if (now.address !== address) { put(id, now, address); }
    if (!address) { return null; }
    return kept.get(address) || null;
  }

  function put(id, before, address) {
    window.clearTimeout(before.timer);
    if (before.stop) { before.stop.abort(); }
    delete failed[id];
    asked[id] = { address };
    if (address && !kept.has(address)) { asked[id].timer = window.setTimeout(() => fetchNow(id, address), WAIT_MS); }
  }

  async function fetchNow(id, address) {
    const stop = new AbortController();
    asked[id].stop = stop;
    try {
      const reply = await fetch(address, { signal: stop.signal });
      if (!reply.ok) { throw new Error(String(reply.status)); }
      kept.set(address, await reply.json());
      if (kept.size > KEPT) { kept.delete(kept.keys().next().value); }
    } catch (error) {
      if (stop.signal.aborted) { return; }
      failed[id] = true;
    }
    if (asked[id].address === address && map().page()) { map().draw(); }
  }

  // Number of a layer in the chosen district, or in all.
  function matched(found, district) { return district ? found.by_district[district] || 0 : found.matched; }

  // Forget everything: another page, another person.
  function start() {
    for (const one of Object.values(asked)) { window.clearTimeout(one.timer); }
    for (const id of Object.keys(asked)) { delete asked[id]; }
    kept.clear();
  }

  window.sitcenterMapCounts = { answer, question, matched, start, failed: (id) => Boolean(failed[id]) };
}());
