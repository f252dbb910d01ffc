/**
 * Names of areas at the label points their tiles carry. A tile holds only its piece of an area, so a name drawn from
 * the piece would stand in every tile; drawn from the label point it stands once.
 */

import { labelSource } from './style.mjs';

/** Collects the label points of the areas seen so far. */
export class Labels {
  /**
   * @param {object} map MapLibre map
   * @param {function(): object} spec present spec
   */
  constructor(map, spec) {
    this.map = map;
    this.spec = spec;
    this.known = new Map();
    map.on('data', (event) => {
      if (event.dataType === 'source' && event.tile) this.collect(event.sourceId);
    });
  }

  /** Take new label points out of the tiles of a layer. */
  collect(layerId) {
    const layer = this.spec().layers.find((candidate) => candidate.id === layerId);
    if (!layer?.label_at) return;
    const [lon, lat] = layer.label_at;
    const points = this.known.get(layerId) ?? new Map();
    const before = points.size;
    for (const { id, properties } of this.map.querySourceFeatures(layerId, { sourceLayer: layerId })) {
      if (points.has(id) || properties[lon] === undefined || properties[lat] === undefined) continue;
      const geometry = { type: 'Point', coordinates: [properties[lon], properties[lat]] };
      points.set(id, { type: 'Feature', id, geometry, properties: { ...properties } });
    }
    this.known.set(layerId, points);
    if (points.size > before) this.draw(layerId);
  }

  /** Draw all known labels of a layer, also after the style was changed. */
  draw(layerId) {
    const features = [...(this.known.get(layerId)?.values() ?? [])];
    this.map.getSource(labelSource(layerId))?.setData({ type: 'FeatureCollection', features });
  }

  drawAll() {
    for (const layerId of this.known.keys()) this.draw(layerId);
  }
}
