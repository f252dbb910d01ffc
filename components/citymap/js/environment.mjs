/**
 * What the browser brings along: WebGL, fonts, the style sheet and the library.
 */

const FONT_WAIT_MS = 1000;
const LIBRARY_WAIT_MS = 30000;
/** One letter of each file of the font: Latin, Cyrillic, Kazakh Cyrillic. */
const SAMPLE = 'A\u0430\u04d9';
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** A fault that the shell shows instead of the map; `code` names the text. */
export class MapFault extends Error {
  constructor(code, cause) {
    super(code, { cause });
    this.code = code;
  }
}

/**
 * Pixel ratio of the canvas. Every pixel costs processor time where no graphics card draws, so such a machine draws
 * one pixel per CSS pixel; elsewhere two are sharp enough. A plain screen needs no look at the card.
 */
export function pixelRatio() {
  const wanted = Math.min(window.devicePixelRatio || 1, 2);
  if (wanted <= 1) return 1;
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return 1;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return SOFTWARE.test(String(renderer)) ? 1 : wanted;
}

/** Wait for the font of the labels, but not longer than a second: a label in another font beats no map. */
export async function fontReady(family) {
  if (!family || !document.fonts?.load) return;
  const loaded = document.fonts.load(`24px "${family}"`, SAMPLE).catch(() => null);
  await Promise.race([loaded, after(FONT_WAIT_MS)]);
}

/** Put the style sheet of the library into the page once, and wait for it. */
export function styleSheetReady(href) {
  const known = document.querySelector(`link[data-citymap="${CSS.escape(href)}"]`);
  if (known) return known.ready;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  link.dataset.citymap = href;
  link.ready = new Promise((resolve, reject) => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', () => {
      link.remove();
      reject(new MapFault('library'));
    });
  });
  document.head.append(link);
  return link.ready;
}

/**
 * Everything a map needs before it can be made, fetched side by side.
 * @param {{js: string, css: string}} lib addresses of the library
 * @param {string} family font of the labels
 * @returns {Promise<object>} the module of MapLibre
 */
export async function library(lib, family) {
  const module = import(lib.js).catch((cause) => { throw new MapFault('library', cause); });
  module.then((maplibre) => maplibre.prewarm(), () => null); // The worker starts while style sheet and font come.
  const all = Promise.all([module, styleSheetReady(lib.css), fontReady(family)]);
  const late = after(LIBRARY_WAIT_MS).then(() => { throw new MapFault('library'); });
  const [maplibre] = await Promise.race([all, late]);
  return maplibre;
}

function after(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
