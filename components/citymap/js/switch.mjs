/**
 * Layers on and off. A layer that is switched off fades to nothing at once and keeps its tiles, so that switching it on
 * again is one frame without work for the tiles; when the map moves on, it is let go for good.
 */

import { drawnParts } from './style.mjs';

const OPACITY = {
  circle: ['circle-opacity', 'circle-stroke-opacity'],
  fill: ['fill-opacity'],
  line: ['line-opacity'],
  sign: ['icon-opacity'],
};
const QUIET = { validate: false };

/** Switches the layers of one map. */
export class Switch {
  /**
   * @param {object} map MapLibre map
   * @param {Set<string>} on ids of the layers the style was made with
   */
  constructor(map, on) {
    this.map = map;
    this.reset(on);
  }

  /** The style was made anew with these layers on; those that are off are so for good. */
  reset(on) {
    this.on = new Set(on);
    this.faded = new Map();
  }

  /**
   * Show or hide a layer; nothing happens when it already is as wanted.
   * @param {object} layer layer of the spec
   * @param {boolean} wanted
   */
  set(layer, wanted) {
    if (this.on.has(layer.id) === wanted) return;
    const gone = wanted && !this.faded.has(layer.id);
    if (wanted) {
      this.on.add(layer.id);
      this.faded.delete(layer.id);
    } else {
      this.on.delete(layer.id);
      this.faded.set(layer.id, layer);
    }
    for (const part of drawnParts(layer)) {
      // A name without opacity would still take the place of others: names really go.
      if (gone || !OPACITY[part.type]) this.setVisible(part.id, wanted);
      this.setOpacity(part, wanted);
    }
  }

  /** The map moves on: tiles of layers that are off are not needed any more, nor new ones for them. */
  dropFaded() {
    for (const layer of this.faded.values()) {
      for (const part of drawnParts(layer)) this.setVisible(part.id, false);
    }
    this.faded.clear();
  }

  setOpacity(part, on) {
    for (const name of OPACITY[part.type] ?? []) {
      this.map.setPaintProperty(part.id, name, on ? part.paint?.[name] : 0, QUIET);
    }
  }

  setVisible(id, on) {
    this.map.setLayoutProperty(id, 'visibility', on ? 'visible' : 'none', QUIET);
  }
}
