/**
 * Parts of the map that come when they are first needed, so that the first picture does not wait for them: pictures of
 * signs, the surface of dense layers, names that follow the view, the outline under the pointer, points gathered in discs.
 */

import { TOLERANCE, pick, pickShape } from './pick.mjs';

/** The later parts of one map. */
export class Extras {
  /** @param {object} city the running map */
  constructor(city) {
    this.city = city;
    this.signs = null;
    this.heat = null;
    this.names = null;
    this.gather = null;
    city.map.setMissingStyleImageResolver((id) => this.picture(id));
    city.map.once('idle', () => this.finish());
  }

  /** Draw the picture of a sign. */
  async picture(id) {
    const { Signs } = await import('./signs.mjs');
    this.signs ??= new Signs(this.city.map);
    await this.signs.resolve(id);
  }

  /** After the first picture. */
  async finish() {
    const { Hover, Names } = await import('./later.mjs');
    const { city } = this;
    if (!city.map.style) return;
    this.names = new Names(city);
    city.pointer.hover = new Hover(city.map, city.box);
    this.names.settle();
    if (!city.spec.gather) return;
    const { Gather } = await import('./gather.mjs');
    if (city.map.style) this.gather = new Gather(city);
  }

  /** Draw the dense layers that the page names as a surface. */
  async warm() {
    const wanted = () => this.city.props.heat ?? [];
    if (!this.heat && wanted().length === 0) return;
    const { Heat } = await import('./heat.mjs');
    if (!this.city.map.style || !this.city.ready) return;
    this.heat ??= new Heat(this.city);
    this.heat.set(wanted());
  }

  /** Ids of the layers whose objects are hit where they are: all that are on but those gathered in discs. */
  plain() {
    const { visible } = this.city.state();
    return this.gather?.plain(visible) ?? visible;
  }

  /**
   * What lies at a place of the screen, the best first: gathered points come after points that are not.
   * @param {{x: number, y: number}} point
   * @param {number} [tolerance] pixels around it
   */
  hits(point, tolerance = TOLERANCE) {
    const { city } = this;
    const own = pick(city.map, city.spec, this.plain(), point, tolerance);
    const points = own.filter((hit) => city.layer(hit.layer).geometry === 'point');
    const gathered = (this.gather?.at(point, tolerance) ?? []).map(({ geometry: _piece, ...hit }) => hit);
    return gathered.length ? [...points, ...gathered, ...own.filter((hit) => !points.includes(hit))] : own;
  }

  /** The best of what lies at a place with its piece of geometry, null without any. */
  shapeAt(point) {
    const { city } = this;
    const own = pickShape(city.map, city.spec, this.plain(), point);
    if (own && city.layer(own.layer).geometry === 'point') return own;
    return this.gather?.at(point, TOLERANCE)[0] ?? own;
  }

  /** Layers were switched. */
  follow() {
    this.heat?.follow();
    this.gather?.follow();
  }

  /** The style was made anew. */
  restore() {
    this.heat?.restore();
    this.names?.forget();
    this.gather?.restore();
  }
}
