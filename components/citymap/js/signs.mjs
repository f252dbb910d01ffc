/**
 * Pictures of signs: a disc with a pictogram of the icon font that the page has anyway. They are drawn when the map first
 * needs them, so that a sign costs no request and the first view no time.
 */

const FAMILY = 'bootstrap-icons';
const GLYPH = 0.6;
const EDGE = 1.5;
const WAIT_MS = 3000;

/**
 * What the name of a picture says, or null for a picture of something else.
 * @param {string} id `sign/<diameter>/<icon>/<ink>/<colour>`
 */
export function readSign(id) {
  const [kind, diameter, icon, ink, color] = id.split('/');
  if (kind !== 'sign' || !(Number(diameter) > 0) || !color) return null;
  return { diameter: Number(diameter), icon, ink, color };
}

/**
 * The letter of the icon font behind an icon, empty when the page does not know it.
 * @param {string} icon name of the icon
 */
export function letterOf(icon) {
  const probe = document.createElement('i');
  probe.className = `bi bi-${icon}`;
  probe.hidden = true;
  document.body.append(probe);
  const { content } = window.getComputedStyle(probe, '::before');
  probe.remove();
  return /^"."$/su.test(content) ? content.slice(1, -1) : '';
}

/** Draw a sign. */
function draw({ diameter, ink, color }, letter, ratio) {
  const side = Math.ceil((diameter + 2 * EDGE) * ratio);
  const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const middle = side / 2;
  const disc = (radius, fill) => {
    pen.fillStyle = fill;
    pen.beginPath();
    pen.arc(middle, middle, radius * ratio, 0, 2 * Math.PI);
    pen.fill();
  };
  disc(diameter / 2 + EDGE, ink);
  disc(diameter / 2, color);
  if (letter) {
    pen.font = `${Math.round(diameter * GLYPH * ratio)}px "${FAMILY}"`;
    pen.fillStyle = ink;
    const box = pen.measureText(letter);
    const x = middle + (box.actualBoundingBoxLeft - box.actualBoundingBoxRight) / 2;
    const y = middle + (box.actualBoundingBoxAscent - box.actualBoundingBoxDescent) / 2;
    pen.fillText(letter, Math.round(x), Math.round(y));
  }
  return pen.getImageData(0, 0, side, side);
}

/** The icon font, but not longer than some seconds: a disc without pictogram beats no sign. */
function fontReady(letter) {
  const late = new Promise((resolve) => { setTimeout(resolve, WAIT_MS); });
  return Promise.race([document.fonts.load(`16px "${FAMILY}"`, letter).catch(() => null), late]);
}

/** Pictures of the signs of one map. */
export class Signs {
  /** @param {object} map MapLibre map */
  constructor(map) {
    this.map = map;
    this.ratio = map.getPixelRatio();
    this.known = new Set();
    map.on('resize', () => this.sharpen());
  }

  async resolve(id) {
    const sign = readSign(id);
    if (!sign) return;
    const letter = letterOf(sign.icon);
    if (letter) await fontReady(letter);
    if (!this.map.style || this.map.hasImage(id)) return;
    this.known.add(id);
    this.map.addImage(id, draw(sign, letter, this.ratio), { pixelRatio: this.ratio });
  }

  /** Another number of pixels for one of the screen, as for paper: pictures are drawn anew in it. */
  sharpen() {
    const ratio = this.map.getPixelRatio();
    if (ratio === this.ratio) return;
    this.ratio = ratio;
    for (const id of this.known) {
      if (!this.map.hasImage(id)) continue;
      this.map.removeImage(id);
      const sign = readSign(id);
      this.map.addImage(id, draw(sign, letterOf(sign.icon), ratio), { pixelRatio: ratio });
    }
  }
}
