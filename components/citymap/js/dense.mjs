/**
 * Tiles of dense layers follow filters, time and district by their address. What is on the screen stays until the new
 * tiles are there; quick changes one after the other ask once.
 */

import { tilesOf } from './style.mjs';

const WAIT_MS = 120;

/** Keeps the addresses of the dense layers of one map. */
export class Dense {
  /**
   * @param {object} map MapLibre map
   * @param {object} spec spec the style was made of
   * @param {object} state state the style was made in
   * @param {function(): void} busy called when something is asked for
   */
  constructor(map, spec, state, busy) {
    this.map = map;
    this.busy = busy;
    this.timer = 0;
    this.reset(spec, state);
  }

  /** The style was made anew. */
  reset(spec, state) {
    window.clearTimeout(this.timer);
    this.known = new Map(this.wanted(spec, state));
  }

  wanted(spec, state) {
    return spec.layers.filter((layer) => layer.dense)
      .map((layer) => [layer.id, tilesOf(layer, state, window.location.origin)]);
  }

  /** Ask for the tiles of a state a moment later; equal addresses ask for nothing. */
  follow(spec, state) {
    window.clearTimeout(this.timer);
    const changed = this.wanted(spec, state).filter(([id, address]) => this.known.get(id) !== address);
    if (changed.length === 0) return;
    this.busy();
    this.timer = window.setTimeout(() => {
      for (const [id, address] of changed) {
        this.known.set(id, address);
        this.map.getSource(id)?.setTiles([address]);
      }
      this.busy();
    }, WAIT_MS);
  }

  stop() {
    window.clearTimeout(this.timer);
  }
}
