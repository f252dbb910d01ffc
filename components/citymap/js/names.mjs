/**
 * Names of areas in view: a name stands at its own place while that is seen, else in the piece of its area that is seen.
 * Each area has one name, wherever the map is.
 */

import { namesData, subId } from './style.mjs';

const COLUMNS = 9;
const ROWS = 7;
const EDGE = 0.09;
const LEAST_CELLS = 4;
const SEEK_FROM = 11;

/**
 * Places in pixels at which the picture is looked at: a grid that leaves the edges out.
 * @param {number} width
 * @param {number} height
 */
export function gridOf(width, height) {
  const step = (at, count, size) => size * (EDGE + (at / (count - 1)) * (1 - 2 * EDGE));
  return Array.from({ length: COLUMNS * ROWS }, (_, at) => ({
    x: step(at % COLUMNS, COLUMNS, width), y: step(Math.floor(at / COLUMNS), ROWS, height),
  }));
}

/**
 * The place of a grid that lies nearest to the middle of those given: inside also where they form a bow.
 * @param {Array<{x: number, y: number}>} points
 */
export function middleOf(points) {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  const mean = { x: sum.x / points.length, y: sum.y / points.length };
  const gap = ({ x, y }) => Math.hypot(x - mean.x, y - mean.y);
  return points.reduce((best, one) => (gap(one) < gap(best) ? one : best));
}

/**
 * Whether a place lies in an area: a line from it to the east crosses its rings an odd number of times.
 * @param {object} geometry GeoJSON geometry of an area
 * @param {number} lon
 * @param {number} lat
 */
export function isInside({ type, coordinates }, lon, lat) {
  let odd = false;
  for (const ring of (type === 'MultiPolygon' ? coordinates.flat(1) : coordinates)) {
    for (let i = 1; i < ring.length; i += 1) {
      const [[x0, y0], [x1, y1]] = [ring[i - 1], ring[i]];
      if ((y0 > lat) !== (y1 > lat) && lon < x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0)) odd = !odd;
    }
  }
  return odd;
}

/** Moves the names of one map. */
export class Names {
  /** @param {object} city the running map: `map`, `spec`, `root` */
  constructor(city) {
    this.city = city;
    this.moved = new Map();
    city.map.on('idle', () => this.settle());
  }

  /** The style was made anew: all names stand at their own places. */
  forget() {
    this.moved.clear();
  }

  /** Bring the names of all layers of areas into view; nothing is drawn again when none has to move. */
  settle() {
    for (const layer of this.city.spec.layers) {
      if (layer.labels?.length && layer.names) this.place(layer);
    }
  }

  place(layer) {
    const { map } = this.city;
    const source = map.getSource(subId(layer.id, 'labels'));
    const fill = subId(layer.id, 0);
    if (!source || !map.getLayer(fill)) return;
    const places = map.getZoom() >= SEEK_FROM ? this.sought(layer, fill) : new Map();
    const text = JSON.stringify([...places]);
    if (text === (this.moved.get(layer.id)?.text ?? '[]')) return;
    this.moved.set(layer.id, { text, places });
    source.setData(namesData(layer.labels, places));
  }

  /** Places of the names whose own place is out of view: the one of last time while it is seen. */
  sought(layer, fill) {
    const { map } = this.city;
    const { clientWidth, clientHeight } = map.getContainer();
    const [wide, tall] = [clientWidth * EDGE, clientHeight * EDGE];
    const seen = ([lon, lat]) => {
      const { x, y } = map.project([lon, lat]);
      return x > wide && x < clientWidth - wide && y > tall && y < clientHeight - tall;
    };
    const away = layer.labels.filter(({ lon, lat }) => !seen([lon, lat]));
    if (away.length === 0) return new Map();
    const parts = this.parts(layer, fill, gridOf(clientWidth, clientHeight));
    const before = this.moved.get(layer.id)?.places ?? new Map();
    const found = new Map();
    for (const { key } of away) {
      const points = parts.get(key) ?? [];
      const old = before.get(key);
      if (old && seen(old) && points.length > 0) found.set(key, old);
      else if (points.length >= LEAST_CELLS) {
        const { lng, lat } = map.unproject(Object.values(middleOf(points)));
        found.set(key, [Number(lng.toFixed(5)), Number(lat.toFixed(5))]);
      }
    }
    return found;
  }

  /** Places of the grid by the area that they lie in: one question to the map, the rest is counted here. */
  parts(layer, fill, grid) {
    const { map } = this.city;
    const pieces = map.queryRenderedFeatures({ layers: [fill] });
    const found = new Map();
    for (const point of grid) {
      const { lng, lat } = map.unproject([point.x, point.y]);
      const key = pieces.find(({ geometry }) => isInside(geometry, lng, lat))?.properties[layer.names];
      if (key !== undefined) found.set(key, [...(found.get(key) ?? []), point]);
    }
    return found;
  }
}
