/**
 * Parts of the map that come when they are first needed, so that the first picture does not wait for them: pictures of
 * signs, the surface of dense layers, names that follow the view, the outline under the pointer.
 */

/** The later parts of one map. */
export class Extras {
  /** @param {object} city the running map */
  constructor(city) {
    this.city = city;
    this.signs = null;
    this.heat = null;
    this.names = null;
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

  /** Layers were switched. */
  follow() { this.heat?.follow(); }

  /** The style was made anew. */
  restore() {
    this.heat?.restore();
    this.names?.forget();
  }
}
