/**
 * The mark around the selected object. Points and lines are marked by a copy of their geometry on top of the map (no
 * tile has to be worked out again for it); areas by the outline of their own layer, which has no seams at tile edges.
 */

import { MARK, MARK_LAYERS, markData } from './style.mjs';

/** Keeps the mark of one map at the selected object. */
export class Selection {
  /** @param {object} map MapLibre map */
  constructor(map) {
    this.map = map;
    this.drawn = '[]';
    map.on('idle', () => this.refresh());
  }

  /**
   * Mark an object, or nothing.
   * @param {object|null} selected {layer, fid, lon, lat}
   * @param {object|null} layer layer of the spec it belongs to
   */
  show(selected, layer) {
    this.selected = layer ? selected : null;
    this.layer = layer;
    this.refresh(true);
  }

  /** Draw the mark again when a finer piece of the object came with new tiles. */
  refresh(always = false) {
    const source = this.map.getSource(MARK);
    if (!source) return;
    const found = this.geometries();
    if (found.length === 0 && !always) return;
    const text = JSON.stringify(found);
    if (text === this.drawn) return;
    this.drawn = text;
    source.setData(markData(found));
    const visibility = found.length > 0 ? 'visible' : 'none';
    for (const id of MARK_LAYERS) this.map.setLayoutProperty(id, 'visibility', visibility);
  }

  geometries() {
    const { selected, layer } = this;
    if (!selected || layer.geometry === 'polygon') return [];
    const { lon, lat } = selected;
    if (layer.geometry === 'point' && Number.isFinite(lon) && Number.isFinite(lat)) {
      return [{ type: 'Point', coordinates: [lon, lat] }];
    }
    const filter = ['==', ['id'], Number(selected.fid)];
    return this.map.querySourceFeatures(layer.id, { sourceLayer: layer.id, filter })
      .map((feature) => feature.geometry);
  }

  /** The style was made anew: its mark is empty. */
  forget() {
    this.drawn = '[]';
  }
}
