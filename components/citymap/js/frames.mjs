/**
 * Fewer frames while tiles come in. MapLibre draws the whole map again for each tile that arrives; where the processor
 * draws, that takes longer than the tiles themselves.
 */

const PATIENCE_MS = 120;

/**
 * Let a map at rest draw what has come at most every 120 ms while tiles are missing, and at once when all are there.
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
