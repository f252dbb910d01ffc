/**
 * From the spec of the page to the style of MapLibre: one source per layer, sub-layers with their ids, the marks of what
 * is selected. Pure functions: no map, no document.
 */

import { NOTHING, layerFilter } from './filters.mjs';

/** Source of the mark around a selected point or line. */
export const MARK = 'citymap-mark';
/** The layers of the mark, from the lowest to the highest. */
export const MARK_LAYERS = ['citymap-mark-halo', 'citymap-mark-line', 'citymap-mark-ring-halo', 'citymap-mark-ring'];
/** Around a dot from afar, around a sign from near. */
const RING = { usual: ['step', ['zoom'], 10, 14, 15], wall: ['step', ['zoom'], 20, 14, 32] };

/**
 * Id of a sub-layer of a layer.
 * @param {string} layer id of the layer
 * @param {number|string} part number of the style layer, `labels` or `picked`
 */
export function subId(layer, part) {
  return `${layer}/${part}`;
}

/** Ids of the sub-layers of a layer of the spec. */
export function drawnIds(layer) {
  return layer.style.map((_, index) => subId(layer.id, index));
}

/** Whether a style layer draws signs of points: they belong to the data, not to the names. */
export function isSign(part) {
  return part.type === 'symbol' && Boolean(part.layout?.['icon-image']);
}

/** Whether a style layer is the outline of areas of the base map: it lies over the streets, which often follow it. */
function isEdge(layer, part) {
  return layer.base && layer.geometry === 'polygon' && part.type === 'line';
}

/** Sub-layers of a layer with id, kind and paint, the outline of what is selected among them. */
export function drawnParts(layer) {
  const kind = (part) => (isSign(part) ? 'sign' : part.type);
  const parts = layer.style.map((part, index) => ({ id: subId(layer.id, index), type: kind(part), paint: part.paint }));
  if (layer.geometry === 'polygon') parts.push({ id: subId(layer.id, 'picked'), type: 'line', paint: {} });
  return parts;
}

/** Whether a layer follows the choice of a district: what lies in districts does, the base map does not. */
export function followsDistrict(layer) {
  return layer.district ?? !layer.base;
}

/**
 * Address of a layer's tiles in a state. Tiles of a dense layer are chosen and counted by the server: its filters, the
 * time and the district stand in their address. All others are the same in every state, and filtered here.
 * @param {object} layer layer of the spec
 * @param {{filters: object, district: (string|null), time: string}} state
 * @param {string} origin scheme and host put before an address that has none
 */
export function tilesOf(layer, state, origin) {
  const whole = layer.tiles.startsWith('/') ? origin + layer.tiles : layer.tiles;
  if (!layer.dense) return whole;
  const rules = state.filters?.[layer.id];
  const asked = new URLSearchParams();
  if (rules && Object.keys(rules).length) asked.set('f', JSON.stringify(rules));
  if (state.time && layer.timed) asked.set('t', state.time);
  if (state.district && followsDistrict(layer)) asked.set('d', state.district);
  const query = asked.toString();
  return query ? `${whole}${whole.includes('?') ? '&' : '?'}${query}` : whole;
}

/**
 * Filters of all sub-layers in a state.
 * @param {object} spec spec of the map
 * @param {{filters: object, district: (string|null), time: string, selected: (object|null)}} state
 * @returns {Array<[string, (Array|null)]>} pairs of sub-layer and filter
 */
export function filtersOf(spec, state) {
  const pairs = [];
  for (const layer of spec.layers) {
    const district = followsDistrict(layer) && !layer.dense ? state.district : null;
    const rules = layer.dense ? null : state.filters?.[layer.id];
    const time = layer.timed && !layer.dense ? state.time : '';
    layer.style.forEach((part, index) => {
      pairs.push([subId(layer.id, index), layerFilter(part.filter ?? null, rules, district, time)]);
    });
    if (layer.geometry === 'polygon') pairs.push([subId(layer.id, 'picked'), pickedFilter(layer, state.selected)]);
  }
  if (spec.focus) pairs.push(['citymap-focus', focusFilter(spec, state.district)]);
  return pairs;
}

/**
 * The whole style: signs lie over names, because what lies higher takes its place first and names give way to signs.
 * @param {object} spec spec of the map
 * @param {{visible: Set<string>, filters: object, district: (string|null), time: string, selected: (object|null)}} state
 * @param {string} origin scheme and host put before the addresses of tiles
 */
export function styleOf(spec, state, origin) {
  const filters = new Map(filtersOf(spec, state));
  const sources = { [MARK]: { type: 'geojson', data: markData([]) } };
  const [ground, edges, data, labels, names, signs] = [[], [], [], [], [], []];
  for (const layer of spec.layers) {
    const below = layer.base ? ground : data;
    sources[layer.id] = source(layer, tilesOf(layer, state, origin));
    if (layer.labels?.length) sources[subId(layer.id, 'labels')] = { type: 'geojson', data: namesData(layer.labels) };
    const visible = state.visible.has(layer.id);
    layer.style.forEach((part, index) => {
      const drawn = subLayer(layer, part, subId(layer.id, index), visible, filters);
      if (isSign(part)) signs.push(drawn);
      else if (part.type === 'symbol') (layer.labels?.length ? names : labels).push(drawn);
      else (isEdge(layer, part) ? edges : below).push(drawn);
    });
    if (layer.geometry === 'polygon') below.push(picked(spec, layer, visible, filters));
  }
  const focused = spec.layers.find((layer) => layer.id === spec.focus?.layer);
  const veil = focused ? [focus(spec, focused, filters)] : [];
  const [lines, rings] = [marks(spec).slice(0, 2), marks(spec).slice(2)];
  return {
    version: 8,
    name: `${spec.lang}-${spec.theme}`,
    transition: { duration: 0, delay: 0 },
    sources,
    layers: [
      background(spec), ...ground, ...edges, ...veil, ...data, ...lines, ...labels, ...names, ...signs, ...rings,
    ],
  };
}

function source(layer, address) {
  const made = { type: 'vector', tiles: [address] };
  for (const key of ['minzoom', 'maxzoom', 'bounds', 'attribution']) {
    if (layer[key] !== undefined && layer[key] !== null) made[key] = layer[key];
  }
  return made;
}

function subLayer(layer, part, id, visible, filters) {
  const { filter: _own, ...drawn } = part;
  const filter = filters.get(id);
  return {
    ...drawn,
    ...(filter ? { filter } : {}),
    id,
    ...(layer.labels?.length && part.type === 'symbol' && !isSign(part) ? { source: subId(layer.id, 'labels') }
      : { source: layer.id, 'source-layer': layer.id }),
    layout: { ...part.layout, visibility: visible ? 'visible' : 'none' },
  };
}

/**
 * GeoJSON of the names of areas.
 * @param {Array<{lon: number, lat: number, name: string, short: string, key: string}>} labels
 * @param {Map<string, [number, number]>} [places] other places than their own
 */
export function namesData(labels, places = new Map()) {
  return {
    type: 'FeatureCollection',
    features: labels.map(({ lon, lat, name, short, key }) => ({
      type: 'Feature', properties: { name, short: short ?? name },
      geometry: { type: 'Point', coordinates: places.get(key) ?? [lon, lat] },
    })),
  };
}

function background(spec) {
  return { id: 'citymap-background', type: 'background', paint: { 'background-color': spec.colors.land } };
}

/** A veil over all districts but the chosen one: over the base map, under the data. */
function focus(spec, layer, filters) {
  const part = { type: 'fill', paint: { 'fill-color': spec.colors.veil, 'fill-opacity': spec.colors.veil_opacity } };
  return subLayer(layer, part, 'citymap-focus', true, filters);
}

function focusFilter(spec, district) {
  return district ? ['!=', ['get', spec.focus.field], district] : NOTHING;
}

/** Outline of the selected area, in the source of the layer: MapLibre cuts it at tile edges without a seam. */
function picked(spec, layer, visible, filters) {
  const part = {
    type: 'line',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': spec.colors.mark, 'line-width': 3.5 },
  };
  return subLayer(layer, part, subId(layer.id, 'picked'), visible, filters);
}

function pickedFilter(layer, selected) {
  return selected?.layer === layer.id ? ['==', ['id'], Number(selected.fid)] : NOTHING;
}

/** Off until something is selected: an empty source would still be cut into tiles. */
function marks(spec) {
  const { mark, halo } = spec.colors;
  const line = (id, color, width) => ({
    id, type: 'line', source: MARK,
    layout: { 'line-cap': 'round', 'line-join': 'round', visibility: 'none' },
    paint: { 'line-color': color, 'line-width': width },
  });
  const ring = (id, color, width) => ({
    id, type: 'circle', source: MARK, layout: { visibility: 'none' }, filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': RING[spec.size || 'usual'], 'circle-opacity': 0,
      'circle-stroke-color': color, 'circle-stroke-width': width,
    },
  });
  const [lineHalo, lineMark, ringHalo, ringMark] = MARK_LAYERS;
  return [line(lineHalo, halo, 9), line(lineMark, mark, 5), ring(ringHalo, halo, 5), ring(ringMark, mark, 3)];
}

/**
 * GeoJSON of the mark around what is selected.
 * @param {Array<object>} geometries pieces of the object from the tiles
 */
export function markData(geometries) {
  const features = geometries.map((geometry) => ({ type: 'Feature', geometry, properties: {} }));
  return { type: 'FeatureCollection', features };
}

/**
 * The lowest sub-layer of the data, before which something is put to lie between the base map and the data.
 * @param {object} map MapLibre map
 * @param {object} spec spec of the map
 * @returns {string|undefined} its id
 */
export function lowestOfData(map, spec) {
  const ids = new Set(spec.layers.filter((layer) => !layer.base).flatMap(drawnIds));
  return map.getStyle().layers.find((layer) => ids.has(layer.id))?.id;
}
