/**
 * Clicks on the map: an object of ours, an object or a place of a layer from elsewhere, a cell to go nearer to, or the
 * tool of the page that has taken the clicks.
 */

import { isCell } from './pick.mjs';

const CENTRE_TOLERANCE = 16;
const CLUSTER_STEP = 2;

/** Follows the clicks on one map. */
export class Clicks {
  /** @param {object} city the running map: `map`, `remote`, `extras`, `layer`, `select` */
  constructor(city) {
    this.city = city;
    this.taker = null;
    city.map.on('click', ({ point, lngLat }) => {
      if (this.taker) this.taker({ lon: lngLat.lng, lat: lngLat.lat, point });
      else this.at(point);
    });
  }

  /** Select what lies in the middle of the picture. */
  centre() {
    const { clientWidth, clientHeight } = this.city.map.getContainer();
    this.at({ x: clientWidth / 2, y: clientHeight / 2 }, CENTRE_TOLERANCE);
  }

  /**
   * Select what lies at a place of the screen.
   * @param {{x: number, y: number}} point
   * @param {number} [tolerance] pixels around it
   */
  at(point, tolerance) {
    const { city } = this;
    const hits = city.extras.hits(point, tolerance);
    const best = hits[0] ?? null;
    if (best && (best.props.n > 1 || isCell(best.props))) {
      city.map.easeTo({ center: [best.lon, best.lat], zoom: city.map.getZoom() + CLUSTER_STEP });
      return;
    }
    const foreign = this.elsewhere(best, point, tolerance);
    if (foreign) city.select(hits.length ? { ...foreign, candidates: hits } : foreign);
    else if (best) city.select(hits.length > 1 ? { ...best, candidates: hits } : best);
    else city.select(null);
  }

  /** What of the layers from elsewhere is meant before our best hit, if anything is. */
  elsewhere(best, point, tolerance) {
    const { remote } = this.city;
    const layer = best && this.city.layer(best.layer);
    const ground = !layer || layer.base;
    if (!ground && layer.geometry !== 'polygon') return null;
    return remote.objectAt(point, tolerance) ?? (ground ? remote.placeAt(point) : null);
  }
}
