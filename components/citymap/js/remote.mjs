/**
 * Layers from elsewhere: pictures under the data and objects above it, passed on by doors of ours. They are added to the
 * map when first switched on, so that a page that shows none asks for none.
 */

import { TOLERANCE, distanceTo, rounded } from './pick.mjs';
import { MARK_LAYERS } from './style.mjs';

const QUIET = { validate: false };
const FILL = 0.3;

/** What stands before the id of a layer from elsewhere where an object of ours would have the id of its layer. */
const PREFIX = 'remote:';
const POINT = { geometry: 'point' };

const sourceId = (id) => `${PREFIX}${id}`;
const layerIds = (record) => parts(record).map((part) => part.id);

/** Style layers of a record. */
export function parts(record) {
  const source = sourceId(record.id);
  if (record.kind === 'raster') return [{ id: source, type: 'raster', source, paint: { 'raster-fade-duration': 0 } }];
  const { color } = record;
  const only = (type) => ['==', ['geometry-type'], type];
  return [
    { id: `${source}/fill`, type: 'fill', source, filter: only('Polygon'), paint: { 'fill-color': color } },
    { id: `${source}/line`, type: 'line', source, filter: ['!', only('Point')], paint: { 'line-color': color, 'line-width': 2 } },
    {
      id: `${source}/circle`, type: 'circle', source, filter: only('Point'),
      paint: { 'circle-color': color, 'circle-radius': 4, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1 },
    },
  ];
}

/**
 * Source of a record.
 * @param {object} record of `spec.remote`
 * @param {string} origin scheme and host put before its address
 */
export function sourceOf(record, origin) {
  if (record.kind !== 'raster') return { type: 'geojson', data: origin + record.url, attribution: record.attribution };
  return {
    type: 'raster', tiles: [origin + record.url], tileSize: record.size, minzoom: record.minzoom, maxzoom: record.maxzoom,
    attribution: record.attribution,
  };
}

/** Layers from elsewhere of one map. */
export class RemoteLayers {
  /**
   * @param {object} map MapLibre map
   * @param {object} spec spec of the map; the records of `remote` say which are on at first
   */
  constructor(map, spec) {
    this.map = map;
    this.opacities = new Map();
    this.records = spec.remote ?? [];
    this.on = new Set(this.records.filter((record) => record.visible).map((record) => record.id));
  }

  /** Put in what is on after the style was made, or made anew. */
  restore(spec) {
    this.records = spec.remote ?? [];
    this.follow();
  }

  /**
   * Switch layers.
   * @param {Array<string>} ids those that are on
   */
  set(ids) {
    this.on = new Set(ids);
    this.follow();
  }

  follow() {
    for (const record of this.records) {
      const on = this.on.has(record.id);
      if (on && !this.map.getSource(sourceId(record.id))) this.add(record);
      for (const id of layerIds(record)) {
        if (this.map.getLayer(id)) this.map.setLayoutProperty(id, 'visibility', on ? 'visible' : 'none', QUIET);
      }
    }
  }

  add(record) {
    this.map.addSource(sourceId(record.id), sourceOf(record, window.location.origin));
    const above = record.kind === 'raster' ? this.lowest() : MARK_LAYERS[0];
    for (const part of parts(record)) this.map.addLayer(part, this.map.getLayer(above) ? above : undefined);
    this.setOpacity(record.id, this.opacities.get(record.id) ?? record.opacity);
  }

  /** The veil over the other districts, or the mark: pictures lie above the base map and under all data. */
  lowest() {
    const found = this.map.getStyle().layers.find(({ id }) => id === 'citymap-focus' || id === MARK_LAYERS[0]);
    return found?.id;
  }

  /**
   * How much of what lies below a layer lets through.
   * @param {string} id
   * @param {number} opacity 0 to 1
   */
  setOpacity(id, opacity) {
    this.opacities.set(id, opacity);
    const record = this.records.find((one) => one.id === id);
    for (const { id: layer, type } of record ? parts(record) : []) {
      if (!this.map.getLayer(layer)) continue;
      this.map.setPaintProperty(layer, `${type}-opacity`, type === 'fill' ? opacity * FILL : opacity, QUIET);
      if (type === 'circle') this.map.setPaintProperty(layer, 'circle-stroke-opacity', opacity, QUIET);
    }
  }

  /** Ask again for what a layer shows: its source has come back. */
  refresh(id) {
    const source = this.map.getSource(sourceId(id));
    const record = this.records.find((one) => one.id === id);
    if (!source || !record) return;
    if (record.kind === 'raster') source.setTiles(sourceOf(record, window.location.origin).tiles);
    else source.setData(window.location.origin + record.url);
  }

  /** What a selected place of a layer from elsewhere is marked like; null for layers of ours. */
  layer(id) { return id?.startsWith(PREFIX) ? POINT : null; }

  /**
   * The nearest object at a place of the screen of the layers that are on, the upper ones first.
   * @param {{x: number, y: number}} point
   * @param {number} [tolerance] pixels around it
   */
  objectAt(point, tolerance = TOLERANCE) {
    const { map } = this;
    const shown = this.shown().filter((record) => record.kind !== 'raster').reverse();
    const box = [[point.x - tolerance, point.y - tolerance], [point.x + tolerance, point.y + tolerance]];
    for (const record of shown) {
      const layers = layerIds(record).filter((id) => map.getLayer(id));
      const found = layers.length ? map.queryRenderedFeatures(box, { layers }) : [];
      const near = found.some((one) => distanceTo(map, one.geometry, point) <= tolerance);
      if (near) return this.place(record, point);
    }
    return null;
  }

  /** A place of the uppermost picture that can be asked what it shows there. */
  placeAt(point) {
    const record = this.shown().filter((one) => one.asked).at(-1);
    return record ? this.place(record, point) : null;
  }

  shown() { return this.records.filter((record) => this.on.has(record.id)); }

  /** A place as the page knows a selected object; its number follows from the place. */
  place(record, point) {
    const { lng, lat } = this.map.unproject([point.x, point.y]);
    const fid = Math.round((lng + 180) * 1e5) * 1e8 + Math.round((lat + 90) * 1e5);
    const zoom = Math.round(this.map.getZoom() * 100) / 100;
    return { layer: sourceId(record.id), fid, lon: rounded(lng), lat: rounded(lat), zoom, props: {} };
  }
}
