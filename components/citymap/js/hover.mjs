/**
 * The outline of what lies under the pointer, drawn over the map instead of in it: the map has nothing to draw again.
 */

const SVG = 'http://www.w3.org/2000/svg';
const ROOM = 4;
const LEAST = 9;

/**
 * Path of a geometry on the screen; points give none.
 * @param {function(Array<number>): {x: number, y: number}} project pixels of a longitude and latitude
 * @param {object} geometry GeoJSON geometry of lines
 */
export function pathOf(project, { type, coordinates }) {
  const lines = { LineString: [coordinates], MultiLineString: coordinates }[type] ?? [];
  const place = (position) => {
    const { x, y } = project(position);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  return lines.map((line) => `M${line.map(place).join('L')}`).join('');
}

/** Outlines of one map. */
export class Hover {
  /**
   * @param {object} map MapLibre map
   * @param {HTMLElement} box element over which it is drawn
   */
  constructor(map, box) {
    this.map = map;
    this.sheet = document.createElementNS(SVG, 'svg');
    this.sheet.setAttribute('class', 'citymap-hover');
    this.sheet.setAttribute('aria-hidden', 'true');
    box.append(this.sheet);
    map.on('movestart', () => this.show(null));
  }

  /**
   * Outline an object, or nothing. Areas have none: a tile holds only a piece of them.
   * @param {{lon: number, lat: number, geometry: object}|null} hit
   * @param {number} [radius] pixels of its sign
   */
  show(hit, radius = 0) {
    this.sheet.replaceChildren();
    if (!hit) return;
    if (hit.geometry.type === 'Point') {
      const { x, y } = this.map.project([hit.lon, hit.lat]);
      this.draw('circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: Math.max(LEAST, radius + ROOM) });
      return;
    }
    const path = pathOf((position) => this.map.project(position), hit.geometry);
    if (path) this.draw('path', { d: path });
  }

  /** Twice the same form: a light edge under a dark line is seen on every ground. */
  draw(name, given) {
    for (const part of ['edge', 'line']) {
      const form = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries({ ...given, class: part })) form.setAttribute(key, value);
      this.sheet.append(form);
    }
  }
}
