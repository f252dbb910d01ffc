/**
 * Buttons, scale, attribution and keys of the map, with the words of the spec.
 */

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="listbox"]';
const MOVES = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '+', '=', '-']);

/**
 * Words of MapLibre's own controls.
 * @param {object} words texts of the spec
 */
export function locale(words) {
  return {
    'Map.Title': words.map,
    'NavigationControl.ZoomIn': words.zoom_in,
    'NavigationControl.ZoomOut': words.zoom_out,
    'FullscreenControl.Enter': words.fullscreen_on,
    'FullscreenControl.Exit': words.fullscreen_off,
    'AttributionControl.ToggleAttribution': words.attribution,
    'ScaleControl.Meters': words.metres,
    'ScaleControl.Kilometers': words.kilometres,
  };
}

/**
 * Add the controls.
 * @param {object} maplibre module of the library
 * @param {object} map MapLibre map
 * @param {HTMLElement} root element that becomes full screen
 */
export function addControls(maplibre, map, root) {
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new maplibre.FullscreenControl({ container: root }), 'top-right');
  const maxWidth = root.dataset.size === 'wall' ? 320 : 110;
  map.addControl(new maplibre.ScaleControl({ unit: 'metric', maxWidth }), 'bottom-left');
  map.addControl(new maplibre.AttributionControl({ compact: false }), 'bottom-right');
}

/** North stays up: no turning and no tilting by mouse, touch or keys. */
export function holdNorth(map) {
  map.dragRotate.disable();
  map.touchPitch.disable();
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
}

/**
 * Keys beside those of MapLibre (arrows move, + and - zoom): Escape clears the selection from anywhere on the page,
 * Enter takes what lies in the middle of a focused map.
 * @param {object} map MapLibre map
 * @param {HTMLElement} root carries `data-keys` while the map is moved by keys, so that a cross shows its middle
 * @param {{clear: function(): boolean, pickCentre: function(): void}} actions `clear` says whether there was anything
 * @returns {function(): void} removes the listeners
 */
export function listenToKeys(map, root, actions) {
  const canvas = map.getCanvas();
  const gone = new AbortController();
  const listen = (target, type, listener) => target.addEventListener(type, listener, { signal: gone.signal });
  listen(document, 'keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.target.closest?.(TYPING)) return;
    if (actions.clear()) event.preventDefault();
  });
  listen(canvas, 'keydown', (event) => {
    if (MOVES.has(event.key)) root.dataset.keys = '';
    if (event.key !== 'Enter') return;
    event.preventDefault();
    actions.pickCentre();
  });
  for (const type of ['blur', 'pointerdown']) listen(canvas, type, () => delete root.dataset.keys);
  return () => gone.abort();
}
