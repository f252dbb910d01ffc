/**
 * What lies under the pointer, and which of it is meant.
 */

import { drawnIds, isSign } from './style.mjs';

/** Pixels around the pointer in which a point or a line still counts as hit. */
export const TOLERANCE = 6;
const MOST = 10;
const RANK = { point: 0, line: 1, polygon: 2 };

/**
 * Objects under a place of the screen, the best first: points before lines before areas, then the upper layer, then
 * the nearer one.
 * @param {object} map MapLibre map
 * @param {object} spec spec of the map
 * @param {Set<string>} visible ids of the layers that are on
 * @param {{x: number, y: number}} point place in pixels
 * @param {number} [tolerance] pixels around it
 * @returns {Array<object>} candidates: layer, fid, props, lon, lat
 */
export function pick(map, spec, visible, point, tolerance = TOLERANCE) {
  const lngLat = map.unproject([point.x, point.y]);
  return hitsAt(map, spec, visible, point, tolerance).map((hit) => candidate(hit, lngLat));
}

/** The best of the objects under a place of the screen with its piece of geometry, null without any. */
export function pickShape(map, spec, visible, point) {
  const [hit] = hitsAt(map, spec, visible, point, TOLERANCE);
  return hit ? { ...candidate(hit, map.unproject([point.x, point.y])), geometry: hit.feature.geometry } : null;
}

/** Whether what was hit is a counted cell of a dense layer: only cells have a class. */
export function isCell(props) {
  return props.q !== undefined;
}

/** Pixels from the middle of a point to the edge of what is drawn for it, beyond the usual tolerance. */
export function reachOf(layer, zoom) {
  return layer.sign && zoom >= layer.sign.from ? layer.sign.radius : 0;
}

function hitsAt(map, spec, visible, point, tolerance) {
  const layers = spec.layers.filter((layer) => layer.clickable && visible.has(layer.id));
  const found = [];
  const zoom = map.getZoom();
  for (const exact of [false, true]) {
    const ids = new Map();
    for (const [order, layer] of layers.entries()) {
      if ((layer.geometry === 'polygon') !== exact) continue;
      layer.style.forEach((part, index) => {
        if (part.type !== 'symbol' || isSign(part)) ids.set(drawnIds(layer)[index], { layer, order });
      });
    }
    if (ids.size === 0) continue;
    const where = exact ? [point.x, point.y] : box(point, tolerance);
    for (const feature of map.queryRenderedFeatures(where, { layers: [...ids.keys()] })) {
      const { layer, order } = ids.get(feature.layer.id);
      const distance = Math.max(0, distanceTo(map, feature.geometry, point) - reachOf(layer, zoom));
      found.push({ layer, order, feature, distance });
    }
  }
  return ranked(found.filter((hit) => hit.distance <= tolerance)).slice(0, MOST);
}

/**
 * Hits in the order in which they are meant, each object once.
 * @param {Array<{layer: object, order: number, feature: object, distance: number}>} hits
 */
export function ranked(hits) {
  const best = new Map();
  for (const hit of hits) {
    const key = `${hit.layer.id}/${hit.feature.id}`;
    const known = best.get(key);
    if (!known || hit.distance < known.distance) best.set(key, hit);
  }
  return [...best.values()].sort((a, b) => RANK[a.layer.geometry] - RANK[b.layer.geometry]
    || b.order - a.order || a.distance - b.distance || a.feature.id - b.feature.id);
}

/**
 * Distance in pixels from a place to a geometry: exact for points and lines, 0 for areas (the map has tested them).
 * @param {{project: function}} map gives the pixels of a longitude and latitude
 * @param {object} geometry GeoJSON geometry
 * @param {{x: number, y: number}} point
 */
export function distanceTo(map, geometry, point) {
  const pixel = (position) => map.project(position);
  const { type, coordinates } = geometry;
  if (type === 'Point') return gap(pixel(coordinates), point);
  if (type === 'MultiPoint') return Math.min(...coordinates.map((c) => gap(pixel(c), point)));
  if (type === 'LineString') return lineGap(coordinates.map(pixel), point);
  if (type === 'MultiLineString') return Math.min(...coordinates.map((line) => lineGap(line.map(pixel), point)));
  return 0;
}

/**
 * Number of objects in the picture by layer; a thinned point counts for all it stands for.
 * @param {object} map MapLibre map
 * @param {object} spec spec of the map
 * @param {Set<string>} visible ids of the layers that are on
 * @returns {Object<string, number>}
 */
export function countInView(map, spec, visible) {
  const layers = spec.layers.filter((layer) => !layer.base && visible.has(layer.id));
  const counts = Object.fromEntries(layers.map((layer) => [layer.id, 0]));
  const owner = new Map(layers.flatMap((layer) => drawnIds(layer).map((id) => [id, layer.id])));
  const seen = new Set();
  for (const feature of map.queryRenderedFeatures({ layers: [...owner.keys()] })) {
    const layer = owner.get(feature.layer.id);
    const key = `${layer}/${feature.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    counts[layer] += feature.properties.n ?? 1;
  }
  return counts;
}

function candidate({ layer, feature }, lngLat) {
  const point = feature.geometry.type === 'Point';
  const [lon, lat] = point ? feature.geometry.coordinates : [lngLat.lng, lngLat.lat];
  return {
    layer: layer.id, fid: feature.id, props: { ...feature.properties },
    lon: rounded(lon), lat: rounded(lat),
  };
}

function box(point, tolerance) {
  return [[point.x - tolerance, point.y - tolerance], [point.x + tolerance, point.y + tolerance]];
}

function gap(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function lineGap(pixels, point) {
  let least = Infinity;
  for (let i = 1; i < pixels.length; i += 1) least = Math.min(least, segmentGap(pixels[i - 1], pixels[i], point));
  return least;
}

function segmentGap(a, b, point) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length;
  const t = Math.max(0, Math.min(1, along));
  return gap({ x: a.x + t * dx, y: a.y + t * dy }, point);
}

/** Six decimals of a degree: about 10 cm. */
export function rounded(degrees) {
  return Math.round(degrees * 1e6) / 1e6;
}
