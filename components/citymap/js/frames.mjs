/**
 * Fewer and cheaper frames, for machines on which the processor draws: there a frame of a full screen takes a tenth of
 * a second.
 */

const PATIENCE_MS = 250;

/**
 * Let a map at rest wait for its tiles. MapLibre draws everything again for each tile that arrives or is worked out
 * anew; here it draws when all are there, or every quarter of a second until then.
 * @param {object} map MapLibre map
 * @returns {function(): void} stops waiting frames
 */
export function saveFrames(map) {
  const draw = map.triggerRepaint.bind(map);
  let timer = 0;
  const drawNow = () => {
    window.clearTimeout(timer);
    timer = 0;
    draw();
  };
  map.triggerRepaint = () => {
    if (!map.style || map.isMoving() || map.areTilesLoaded()) drawNow();
    else if (!timer) timer = window.setTimeout(drawNow, PATIENCE_MS);
  };
  return () => window.clearTimeout(timer);
}

/**
 * Leave the sky out. MapLibre paints one over the whole canvas in every frame, also where the map cannot be tilted and
 * nothing of it is ever seen: a third of the time of a frame.
 * @param {object} map MapLibre map
 */
export function dropSky(map) {
  const drawn = map.painter?.drawFunctions;
  if (typeof drawn?.sky === 'function') drawn.sky = () => {};
}
