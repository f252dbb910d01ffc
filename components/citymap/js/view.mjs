/**
 * The view of the map: where it starts, how far it may go, and how it is told to the page.
 */

import { rounded } from './pick.mjs';

const REPORT_MS = 250;
const ROOM = 1.0;

/**
 * Bounds the map may not leave: the city with as much again on each side.
 * @param {[number, number, number, number]} bounds west, south, east, north of the city
 */
export function roomAround([west, south, east, north]) {
  const [dx, dy] = [(east - west) * ROOM, (north - south) * ROOM];
  return [west - dx, south - dy, east + dx, north + dy];
}

/**
 * Options of the map for its first view: the one asked for, else that of the spec, else the whole city.
 * @param {object} spec spec of the map
 * @param {object|null} view {lon, lat, zoom} or {bounds}
 */
export function firstView(spec, view) {
  const asked = isPlace(view) || view?.bounds ? view : spec.view;
  if (isPlace(asked)) return { center: [asked.lon, asked.lat], zoom: asked.zoom };
  return { bounds: asked?.bounds ?? spec.bounds, fitBoundsOptions: { padding: 12 } };
}

function isPlace(view) {
  return [view?.lon, view?.lat, view?.zoom].every(Number.isFinite);
}

/** Reports the view after it came to rest, and moves the map to a view asked for from outside. */
export class View {
  /**
   * @param {object} map MapLibre map
   * @param {object|null} asked view the map was made with
   * @param {function(object): void} report receives {lon, lat, zoom, bounds}
   */
  constructor(map, asked, report) {
    this.map = map;
    this.known = JSON.stringify(asked ?? null);
    this.report = report;
    this.timer = 0;
    map.on('moveend', () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.tell(), REPORT_MS);
    });
  }

  /** The present view: degrees with six decimals, zoom with two. */
  now() {
    const centre = this.map.getCenter();
    const bounds = this.map.getBounds().toArray().flat().map(rounded);
    const zoom = Math.round(this.map.getZoom() * 100) / 100;
    return { lon: rounded(centre.lng), lat: rounded(centre.lat), zoom, bounds };
  }

  /** Report the present view unless the page knows it. */
  tell() {
    const view = this.now();
    const text = JSON.stringify(view);
    if (text === this.known) return;
    this.known = text;
    this.report(view);
  }

  /** Follow a view given by the page, unless it is the one reported last. */
  follow(view) {
    const text = JSON.stringify(view ?? null);
    if (!view || text === this.known) return;
    this.known = text;
    if (isPlace(view)) this.map.easeTo({ center: [view.lon, view.lat], zoom: view.zoom });
    else if (view.bounds) this.map.fitBounds(view.bounds, { padding: 24 });
  }

  stop() {
    window.clearTimeout(this.timer);
  }
}
