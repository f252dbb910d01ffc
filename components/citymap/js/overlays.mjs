/**
 * What tools of the page draw above the data: GeoJSON with style layers, kept when the style of the map changes.
 */

const id = (name, index) => `overlay:${name}:${index}`;

/** Overlays of one map. */
export class Overlays {
  /** @param {object} map MapLibre map */
  constructor(map) {
    this.map = map;
    this.known = new Map();
  }

  /**
   * Show an overlay, replace its data, or take it away.
   * @param {string} name
   * @param {object|null} data GeoJSON, null to take it away
   * @param {Array<object>} layers style layers without id and source; with other layers than before it is made anew
   * @param {string} [below] id of the style layer it stays under
   */
  set(name, data, layers, below) {
    const old = this.known.get(name);
    const source = this.map.getSource(`overlay:${name}`);
    if (data && old && source && JSON.stringify(old.layers) === JSON.stringify(layers)) {
      this.known.set(name, { data, layers, below });
      source.setData(data);
      return;
    }
    this.remove(name);
    if (!data) return;
    this.known.set(name, { data, layers, below });
    if (this.map.isStyleLoaded() || this.map.getSource('citymap-mark')) this.put(name);
  }

  /** Draw all overlays again after the style was made anew. */
  restore() {
    for (const name of this.known.keys()) {
      if (!this.map.getSource(`overlay:${name}`)) this.put(name);
    }
  }

  put(name) {
    const { data, layers, below } = this.known.get(name);
    const before = below && this.map.getLayer(below) ? below : undefined;
    this.map.addSource(`overlay:${name}`, { type: 'geojson', data });
    layers.forEach((layer, index) => {
      this.map.addLayer({ ...layer, id: id(name, index), source: `overlay:${name}` }, before);
    });
  }

  remove(name) {
    const old = this.known.get(name);
    this.known.delete(name);
    if (!old) return;
    old.layers.forEach((_, index) => {
      if (this.map.getLayer(id(name, index))) this.map.removeLayer(id(name, index));
    });
    if (this.map.getSource(`overlay:${name}`)) this.map.removeSource(`overlay:${name}`);
  }
}
