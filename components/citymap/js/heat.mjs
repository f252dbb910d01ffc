/**
 * Another drawing of a dense layer from afar: a surface of relative density, made of the same counted cells, each in its
 * middle with its number. The cells stay where they are without being seen: the pointer tells their numbers as before.
 */

import { subId } from './style.mjs';

/** Radius of a cell's share of the surface in distances between two cells, and what makes an even field of ones a one. */
const REACH = 1.3;
const EVEN = 1.6;
/** The number of which this share of the cells have less counts as the most: a few great ones would leave all others pale. */
const MOST_AT = 0.98;
const QUIET = { validate: false };

/**
 * Cells of a layer, each once: its number and its middle.
 * @param {Array<object>} features pieces of cells from the tiles
 * @returns {Array<{n: number, lon: number, lat: number, wide: number}>} `wide` in degrees of longitude
 */
export function cellsOf(features) {
  const found = new Map();
  for (const { id, geometry, properties } of features) {
    const box = boxOf(geometry);
    const wide = box[2] - box[0];
    const known = found.get(id);
    if (known && known.wide >= wide) continue;
    found.set(id, { n: properties.n ?? 1, lon: (box[0] + box[2]) / 2, lat: (box[1] + box[3]) / 2, wide });
  }
  return [...found.values()];
}

function boxOf({ type, coordinates }) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of (type === 'MultiPolygon' ? coordinates.flat(2) : coordinates.flat(1))) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** The number that counts as the most. */
export function mostOf(cells) {
  const numbers = cells.map(({ n }) => n).sort((a, b) => a - b);
  return Math.max(1, numbers[Math.min(numbers.length - 1, Math.floor(numbers.length * MOST_AT))] ?? 1);
}

/** The surfaces of one map. */
export class Heat {
  /** @param {object} city the running map: `map`, `spec`, `status`, `switch`, `layer` */
  constructor(city) {
    this.city = city;
    this.on = new Set();
    this.drawn = new Map();
    city.map.on('idle', () => this.refresh());
  }

  /** Draw these layers as a surface, and all others as cells. */
  set(ids) {
    const before = this.on;
    this.on = new Set(ids);
    for (const id of before) if (!this.on.has(id)) this.drop(id);
    this.follow();
    this.refresh();
  }

  /** Keep cells out of sight after layers were switched or drawn anew. */
  follow() {
    for (const id of this.on) {
      const shown = this.city.switch.on.has(id);
      if (shown) this.veil(id, true);
      if (this.city.map.getLayer(name(id))) {
        this.city.map.setLayoutProperty(name(id), 'visibility', shown ? 'visible' : 'none', QUIET);
      }
    }
  }

  veil(id, hidden) {
    const { map } = this.city;
    this.city.layer(id)?.style.forEach((part, index) => {
      const what = { fill: 'fill-opacity', line: 'line-opacity' }[part.type];
      if (what && map.getLayer(subId(id, index))) {
        map.setPaintProperty(subId(id, index), what, hidden ? 0 : part.paint?.[what], QUIET);
      }
    });
  }

  /** Draw the surface of what is in view; nothing when it is the same as before. */
  refresh() {
    for (const id of this.on) {
      const layer = this.city.layer(id);
      if (layer?.dense && layer.heat && this.city.switch.on.has(id)) this.draw(layer);
    }
  }

  draw(layer) {
    const { map } = this.city;
    const filter = ['==', ['geometry-type'], 'Polygon'];
    const cells = cellsOf(map.querySourceFeatures(layer.id, { sourceLayer: layer.id, filter }));
    const most = mostOf(cells);
    const data = {
      type: 'FeatureCollection',
      features: cells.map(({ n, lon, lat }) => ({
        type: 'Feature', properties: { n, share: Math.min(1, n / most) },
        geometry: { type: 'Point', coordinates: [Number(lon.toFixed(5)), Number(lat.toFixed(5))] },
      })),
    };
    const text = JSON.stringify(data);
    if (this.drawn.get(layer.id) === text && map.getLayer(name(layer.id))) return;
    this.drawn.set(layer.id, text);
    this.put(layer, data, this.radius(cells));
    this.city.status.busyUntilDrawn();
  }

  /** Radius that grows with the ground, from the distance of the cells at the present zoom. */
  radius(cells) {
    const { map } = this.city;
    const widest = cells.reduce((best, one) => (one.wide > (best?.wide ?? 0) ? one : best), null);
    const zoom = map.getZoom();
    if (!widest) return 20;
    const wide = map.project([widest.lon + widest.wide, widest.lat]).x - map.project([widest.lon, widest.lat]).x;
    const pixels = Math.max(4, wide * REACH);
    return ['interpolate', ['exponential', 2], ['zoom'], zoom - 4, pixels / 16, zoom + 4, pixels * 16];
  }

  put({ id, heat }, data, radius) {
    const { map } = this.city;
    if (map.getSource(name(id))) map.getSource(name(id)).setData(data);
    else map.addSource(name(id), { type: 'geojson', data });
    if (map.getLayer(name(id))) {
      map.setPaintProperty(name(id), 'heatmap-radius', radius, QUIET);
      return;
    }
    const paint = {
      'heatmap-weight': ['get', 'share'], 'heatmap-intensity': EVEN, 'heatmap-radius': radius,
      'heatmap-color': ['interpolate', ['linear'], ['heatmap-density'], ...heat.ramp], 'heatmap-opacity': heat.opacity,
    };
    map.addLayer({ id: name(id), type: 'heatmap', source: name(id), maxzoom: heat.until, paint }, subId(id, 0));
  }

  drop(id) {
    const { map } = this.city;
    if (map.getLayer(name(id))) map.removeLayer(name(id));
    if (map.getSource(name(id))) map.removeSource(name(id));
    this.drawn.delete(id);
    if (this.city.switch.on.has(id)) this.veil(id, false);
  }

  /** The style was made anew: nothing of the surfaces is left in it. */
  restore() {
    this.drawn.clear();
    this.follow();
    this.refresh();
  }
}

const name = (id) => `heat:${id}`;
