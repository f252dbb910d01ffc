/**
 * What lies under the pointer: the form of the pointer, the number of a cell beside it, and the report to the page.
 */

import { Hint, cellWords, objectWords } from './hint.mjs';
import { isCell } from './pick.mjs';

const HOVER_MS = 60;

/** Follows the pointer over one map. */
export class Pointer {
  /**
   * @param {object} map MapLibre map
   * @param {HTMLElement} box element in which the hint stands
   * @param {{at: function(object): (object|null), layer: function(string): object, group: function(): string,
   *   lang: function(): string, reach: function(object): number, report: function((object|null)): void}} page `at` finds
   *   what lies at a point, `layer` a layer of the spec by id, `group` is the sign between thousands, `reach` the radius of
   *   a layer's signs, `report` hears of another object under the pointer
   */
  constructor(map, box, page) {
    this.map = map;
    this.page = page;
    this.hint = new Hint(box);
    this.hover = null;
    this.grabbed = false;
    this.place = null;
    this.key = '';
    this.waiting = 0;
    map.on('mousemove', (event) => this.moved(event.point));
    map.on('mouseout', () => this.left());
  }

  /** Whether clicks go to a tool: the pointer is a cross then. */
  grab(on) {
    this.grabbed = on;
    this.map.getCanvas().style.cursor = on ? 'crosshair' : '';
  }

  moved(point) {
    this.place = point;
    if (this.waiting) return;
    this.waiting = window.setTimeout(() => {
      this.waiting = 0;
      if (this.place && !this.map.isMoving()) this.over(this.page.at(this.place));
    }, HOVER_MS);
  }

  /** The number of a cell, or whose object lies under the pointer; nothing over the base map. */
  words(hit, layer) {
    if (!layer) return '';
    if (isCell(hit.props)) return cellWords(layer, hit.props, this.page.group());
    return layer.base ? '' : objectWords(layer, hit.props, this.page.lang());
  }

  left() {
    this.place = null;
    this.over(null);
  }

  over(hit) {
    this.map.getCanvas().style.cursor = this.grabbed ? 'crosshair' : hit ? 'pointer' : '';
    const layer = hit ? this.page.layer(hit.layer) : null;
    this.hint.show(this.place, this.words(hit, layer));
    this.hover?.show(layer && !layer.base && !isCell(hit.props) ? hit : null, this.page.reach(layer));
    const key = hit ? `${hit.layer}/${hit.fid}` : '';
    if (key === this.key) return;
    this.key = key;
    const { geometry: _piece, ...told } = hit ?? {};
    this.page.report(hit ? told : null);
  }
}
