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
    this.stop();
    this.known = new Map(spec.layers.filter((layer) => layer.dense)
      .map((layer) => [layer.id, tilesOf(layer, state, window.location.origin)]));
    this.on = new Set(state.visible);
  }

  /** Ask for the tiles of a state a moment later; equal addresses and layers that are off ask for nothing. */
  follow(spec, state) {
    this.stop();
    const changed = spec.layers.filter((layer) => layer.dense && state.visible.has(layer.id))
      .map((layer) => [layer.id, tilesOf(layer, state, window.location.origin)])
      .filter(([id, address]) => this.known.get(id) !== address);
    const fresh = changed.filter(([id]) => !this.on.has(id));
    this.on = new Set(state.visible);
    this.ask(fresh);
    if (changed.length === fresh.length) return;
    this.busy();
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.ask(changed.filter(([id]) => this.on.has(id)));
      this.busy();
    }, WAIT_MS);
  }

  ask(addresses) {
    for (const [id, address] of addresses) {
      if (this.known.get(id) === address) continue;
      this.known.set(id, address);
      this.map.getSource(id)?.setTiles([address]);
      this.busy();
    }
  }

  /** Whether tiles are going to be asked for: the map is not at rest yet. */
  waits() { return this.timer !== 0; }

  stop() {
    window.clearTimeout(this.timer);
    this.timer = 0;
  }
}
