/**
 * Points of a layer that lie on each other are gathered into discs with their number, each in a square of a grid that
 * stays while the map is moved. The points themselves stay in the map without being seen. What can be told apart is
 * left as it is; layers that are gathered together have parts of the squares of their own, so that no two discs meet.
 */

import { rounded } from './pick.mjs';
import { crowding, gathered, sizeAt, sum } from './squares.mjs';
import { isSign, MARK_LAYERS, subId } from './style.mjs';

const QUIET = { validate: false };
const TILE = 512;
/** Fewer objects in view are never gathered. */
const FEW = 40;
/** What is gathered is let go again at a smaller share of touching objects, so that it does not flicker. */
const LOOSE = 0.7;
/** Points nearer to each other than so many radii cannot be told apart. */
const APART = 1.4;
/** Numbers lie over the names of areas, which give way to them; dots and discs under the points of other layers. */
const LOW = ['dots', 'discs'];
const PARTS = [...LOW, 'words'];

/** Pixels of the world at a zoom, and back. */
const worldOf = (zoom) => TILE * 2 ** zoom;
const xOf = (lon, world) => ((lon + 180) / 360) * world;
const yOf = (lat, world) => (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * world;
const lonOf = (x, world) => (x / world) * 360 - 180;
const latOf = (y, world) => (Math.atan(Math.sinh((0.5 - y / world) * 2 * Math.PI)) * 180) / Math.PI;

const name = (id, part) => `gather:${id}${part ? `:${part}` : ''}`;

/** The gathered layers of one map. */
export class Gather {
  /** @param {object} city the running map: `map`, `spec`, `filters`, `status`, `switch`, `layer` */
  constructor(city) {
    this.city = city;
    this.on = new Map();
    this.below = '';
    city.map.on('idle', () => this.refresh());
    this.refresh();
  }

  /** Layers without those that are gathered: these are hit as they are drawn. */
  plain(visible) {
    return new Set([...visible].filter((id) => !this.on.has(id)));
  }

  /** Layers were switched: those that are off go, the points of the others stay out of sight. */
  follow() {
    for (const id of [...this.on.keys()]) {
      if (this.city.switch.on.has(id)) this.veil(id, true);
      else this.drop(id);
    }
  }

  /** The style was made anew: nothing gathered is left in it. */
  restore() {
    this.on.clear();
    this.refresh();
  }

  /** Gather what is in view; nothing is drawn again when it is the same as before. */
  refresh() {
    const { spec, map } = this.city;
    if (!spec.gather || !map.style) return;
    const zoom = Math.round(map.getZoom() * 2) / 2;
    const some = spec.layers.filter((layer) => this.wanted(layer)).map((layer) => this.points(layer, zoom))
      .filter((found) => this.countable(found));
    const wanted = some.some((found) => this.crowded(found)) ? some : [];
    for (const id of [...this.on.keys()]) if (!wanted.some(({ layer }) => layer.id === id)) this.drop(id);
    gathered(wanted, spec.gather).forEach((found, no) => this.draw(wanted[no].layer, found, worldOf(zoom)));
    this.sink();
    this.city.root.dataset.gathered = String(this.on.size > 0);
  }

  /** Keep what is gathered under the points of all other layers, so that none of them is lost below a disc. */
  sink() {
    const { map, spec } = this.city;
    const other = spec.layers.find((layer) => !layer.base && circleOf(layer) >= 0 && !this.on.has(layer.id)
      && this.city.switch.on.has(layer.id));
    const below = other ? subId(other.id, circleOf(other)) : MARK_LAYERS[0];
    if (this.below === below || !map.getLayer(below)) return;
    this.below = below;
    for (const part of LOW) {
      for (const id of this.on.keys()) if (map.getLayer(name(id, part))) map.moveLayer(name(id, part), below);
    }
  }

  wanted(layer) {
    return layer.gather && this.city.switch.on.has(layer.id) && this.city.map.getZoom() < layer.gather.until
      && Boolean(this.city.map.getSource(layer.id));
  }

  /** Whether points are many and their number is known: of what tiles have thinned a filter takes an unknown part. */
  countable({ points, filter }) {
    return sum(points) >= FEW && !(filter && points.some(({ n }) => n > 1));
  }

  /** Whether points have to be gathered; then all layers are, or points of the others would lie over the numbers. */
  crowded({ layer, points, apart }) {
    return crowding(points, apart) >= this.city.spec.gather.crowded * (this.on.has(layer.id) ? LOOSE : 1);
  }

  /** Objects of a layer in the tiles of the view, each once, as its filters let them through. */
  points(layer, zoom) {
    const part = circleOf(layer);
    const filter = this.city.filters.get(subId(layer.id, part)) ?? undefined;
    const world = worldOf(zoom);
    const once = new Map();
    const pieces = this.city.map.querySourceFeatures(layer.id, { sourceLayer: layer.id, filter, validate: false });
    for (const { id, geometry, properties } of pieces) {
      if (geometry.type !== 'Point') continue;
      const [lon, lat] = geometry.coordinates;
      once.set(id, {
        x: xOf(lon, world), y: yOf(lat, world), n: properties.n ?? 1, kind: properties[layer.gather.by],
        // Plain objects: the worker of the map takes no others.
        feature: {
          type: 'Feature', id, geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { ...properties },
        },
      });
    }
    const points = [...once.entries()].sort(([a], [b]) => a - b).map(([, point]) => point);
    return { layer, points, filter, apart: APART * sizeAt(layer.style[part].paint['circle-radius'], zoom) };
  }

  draw(layer, { dots, discs }, world) {
    const { map, spec } = this.city;
    const group = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, spec.words.group ?? ' ');
    const data = {
      type: 'FeatureCollection',
      features: [
        ...dots.map(({ feature }) => feature),
        ...discs.map(({ x, y, n, r, kind, mixed }, id) => ({
          type: 'Feature', id,
          geometry: { type: 'Point', coordinates: [rounded(lonOf(x, world)), rounded(latOf(y, world))] },
          properties: { [layer.gather.by || 'kind']: kind, many: true, n, r, words: group(n), mixed },
        })),
      ],
    };
    const text = JSON.stringify(data);
    if (this.on.get(layer.id) === text && map.getSource(name(layer.id))) return;
    this.on.set(layer.id, text);
    if (map.getSource(name(layer.id))) map.getSource(name(layer.id)).setData(data);
    else this.put(layer, data);
    this.veil(layer.id, true);
    this.city.status.busyUntilDrawn();
  }

  put(layer, data) {
    const { map, spec } = this.city;
    map.addSource(name(layer.id), { type: 'geojson', data });
    for (const part of parts(layer, spec)) {
      const below = part.type === 'symbol' ? this.firstSign() : MARK_LAYERS[0];
      map.addLayer({ ...part, source: name(layer.id) }, below);
    }
    this.below = '';
  }

  /** The lowest sign; without signs the ring around what is chosen. */
  firstSign() {
    const sub = ({ id, style }) => style.map((part, no) => (isSign(part) ? subId(id, no) : '')).filter(Boolean);
    const signs = this.city.spec.layers.flatMap(sub);
    return signs.find((id) => this.city.map.getLayer(id)) ?? MARK_LAYERS[2];
  }

  veil(id, hidden) {
    const { map } = this.city;
    const layer = this.city.layer(id);
    const part = layer ? circleOf(layer) : -1;
    if (part < 0 || !map.getLayer(subId(id, part))) return;
    for (const what of ['circle-opacity', 'circle-stroke-opacity']) {
      map.setPaintProperty(subId(id, part), what, hidden ? 0 : layer.style[part].paint[what], QUIET);
    }
  }

  drop(id) {
    const { map } = this.city;
    this.on.delete(id);
    for (const part of PARTS) if (map.getLayer(name(id, part))) map.removeLayer(name(id, part));
    if (map.getSource(name(id))) map.removeSource(name(id));
    if (this.city.switch.on.has(id)) this.veil(id, false);
  }

  /**
   * What is drawn of gathered layers at a place of the screen, the nearest first. A disc is like a counted cell.
   * @param {{x: number, y: number}} point
   * @param {number} tolerance pixels around it
   * @returns {Array<object>} layer, fid, props, lon, lat, geometry
   */
  at(point, tolerance) {
    const { map } = this.city;
    const ids = [...this.on.keys()].flatMap((id) => ['dots', 'discs'].map((part) => name(id, part)))
      .filter((id) => map.getLayer(id));
    if (ids.length === 0) return [];
    const box = [[point.x - tolerance, point.y - tolerance], [point.x + tolerance, point.y + tolerance]];
    return map.queryRenderedFeatures(box, { layers: ids }).map(({ id, geometry, properties, source }) => {
      const [lon, lat] = geometry.coordinates;
      const { x, y } = map.project([lon, lat]);
      const { many, n, r, ...own } = properties;
      const distance = Math.max(0, Math.hypot(x - point.x, y - point.y) - (many ? r : 0));
      return {
        layer: source.slice(name('').length), fid: many ? `disc-${id}` : id, props: many ? { n, q: 0 } : own,
        lon: rounded(lon), lat: rounded(lat), geometry, distance,
      };
    }).filter(({ distance }) => distance <= tolerance).sort((a, b) => a.distance - b.distance)
      .map(({ distance: _gap, ...hit }) => hit);
  }
}

const circleOf = (layer) => layer.style.findIndex(({ type }) => type === 'circle');

/** Style layers of a gathered layer: its single points as they always are, discs, their numbers. */
function parts(layer, { gather, font }) {
  const own = layer.style[circleOf(layer)];
  const { until } = layer.gather;
  const ring = own.paint['circle-color'];
  return [
    { id: name(layer.id, 'dots'), type: 'circle', maxzoom: until, filter: ['!', ['has', 'many']], paint: own.paint },
    {
      id: name(layer.id, 'discs'), type: 'circle', maxzoom: until, filter: ['has', 'many'],
      paint: {
        'circle-radius': ['get', 'r'], 'circle-color': gather.ground, 'circle-stroke-width': gather.edge,
        'circle-stroke-color': ['case', ['==', ['get', 'mixed'], true], gather.mixed, ring],
      },
    },
    {
      id: name(layer.id, 'words'), type: 'symbol', maxzoom: until, filter: ['has', 'many'],
      layout: {
        'text-field': ['get', 'words'], 'text-font': [font], 'text-size': gather.text, 'text-overlap': 'always',
        'text-padding': Math.round(gather.text * 0.6),
      },
      paint: { 'text-color': gather.ink, 'text-halo-color': gather.ground, 'text-halo-width': gather.edge / 2 },
    },
  ];
}
