/**
 * One map on the page: made once, patched when a property changes, taken down with its element.
 */

import { Clicks } from './clicks.mjs';
import { addControls, holdNorth, listenToKeys, locale } from './controls.mjs';
import { Dense } from './dense.mjs';
import { MapFault, library, pixelRatio } from './environment.mjs';
import { Extras } from './extras.mjs';
import { dropSky, saveFrames } from './frames.mjs';
import { countInView, reachOf } from './pick.mjs';
import { Overlays } from './overlays.mjs';
import { Pointer } from './pointer.mjs';
import { RemoteLayers } from './remote.mjs';
import { Selection } from './selection.mjs';
import { Status } from './status.mjs';
import { drawnIds, filtersOf, lowestOfData, styleOf } from './style.mjs';
import { Switch } from './switch.mjs';
import { View, firstView, roomAround } from './view.mjs';

const CACHED_TILES = 64;

/**
 * Make a map in an element.
 * @param {HTMLElement} root element of the component
 * @param {object} props properties of the component
 * @param {function(object): void} report sets properties of the component
 * @param {function(): boolean} stopped whether the element has gone meanwhile
 * @returns {Promise<CityMap|null>}
 * @throws {MapFault} with code `library` or `webgl`
 */
export async function create(root, props, report, stopped) {
  const maplibre = await library(props.spec.lib, props.spec.font);
  return stopped() ? null : new CityMap(maplibre, root, props, report);
}

/** A map and its properties. */
class CityMap {
  constructor(maplibre, root, props, report) {
    this.root = root;
    this.props = props;
    this.report = report;
    this.spec = props.spec;
    this.specText = JSON.stringify(props.spec);
    this.selected = props.selected ?? null;
    this.box = document.createElement('div');
    this.box.className = 'citymap-box';
    root.append(this.box);
    this.map = this.makeMap(maplibre);
    dropSky(this.map);
    this.stopFrames = saveFrames(this.map);
    addControls(maplibre, this.map, root);
    holdNorth(this.map);
    this.status = new Status(root, this.map, () => this.spec.words, () => Boolean(this.dense?.waits()));
    this.selection = new Selection(this.map);
    this.overlays = new Overlays(this.map);
    this.remote = new RemoteLayers(this.map, this.spec);
    this.pointer = new Pointer(this.map, this.box, {
      at: (point) => this.extras.shapeAt(point),
      layer: (id) => this.layer(id),
      group: () => this.spec.words.group,
      lang: () => this.spec.lang,
      reach: (layer) => (layer ? reachOf(layer, this.map.getZoom()) : 0),
      report: (hovered) => this.spec.hover && this.report({ hovered }),
    });
    this.dense = new Dense(this.map, this.spec, this.state(), () => this.status.busyUntilDrawn());
    this.switch = new Switch(this.map, this.state().visible);
    this.filters = new Map(filtersOf(this.spec, this.state()));
    this.clicks = new Clicks(this);
    this.extras = new Extras(this);
    this.view = new View(this.map, props.view, (view) => this.report({ view }));
    this.deafen = listenToKeys(this.map, root, {
      clear: () => this.select(null),
      pickCentre: () => this.clicks.centre(),
    });
    this.ready = false;
    this.listen();
  }

  makeMap(maplibre) {
    const { spec, props } = this;
    try {
      return new maplibre.Map({
        container: this.box,
        style: styleOf(spec, this.state(), window.location.origin),
        ...firstView(spec, props.view),
        maxBounds: spec.max_bounds ?? roomAround(spec.bounds),
        minZoom: spec.min_zoom ?? 8,
        maxZoom: spec.max_zoom ?? 19,
        maxPitch: 0,
        attributionControl: false,
        locale: locale(spec.words),
        pixelRatio: pixelRatio(),
        fadeDuration: 0,
        renderWorldCopies: false,
        refreshExpiredTiles: false,
        maxTileCacheSize: CACHED_TILES,
        validateStyle: Boolean(spec.validate),
        canvasContextAttributes: { antialias: false },
      });
    } catch (cause) {
      this.box.remove();
      throw new MapFault('webgl', cause);
    }
  }

  /** State of the properties from which the style follows. */
  state() {
    const { visible, filters, district, time } = this.props;
    const on = visible ?? this.spec.layers.filter((layer) => layer.visible).map((layer) => layer.id);
    return {
      visible: new Set(on), filters: filters ?? {}, district: district ?? null, time: time ?? '',
      selected: this.selected,
    };
  }

  /** Layer of the spec by id, null when it has none. */
  layer(id) {
    return this.spec.layers.find((candidate) => candidate.id === id) ?? null;
  }

  listen() {
    const { map } = this;
    map.once('style.load', () => {
      this.ready = true;
      this.overlays.restore();
      this.remote.restore(this.spec);
      this.patch();
      this.extras.warm();
      this.mark();
      this.view.tell();
    });
    map.on('movestart', () => this.ready && this.switch.dropFaded());
    map.on('idle', () => this.count());
  }

  /**
   * Take over new properties; only what changed is touched.
   * @param {object} props properties of the component
   */
  update(props) {
    const old = this.props;
    this.props = props;
    if (props.spec && props.spec !== old.spec) this.updateSpec(props.spec);
    const same = ['visible', 'filters', 'district', 'time'].every((name) => props[name] === old[name]);
    if (!same) this.patch();
    if (props.heat !== old.heat) this.extras.warm();
    if (props.selected !== old.selected) this.follow(props.selected ?? null);
    if (props.view !== old.view) this.view.follow(props.view);
  }

  /** Another theme or other layers: MapLibre changes what differs and keeps the tiles of the rest. */
  updateSpec(spec) {
    const text = JSON.stringify(spec);
    if (text === this.specText) return;
    this.spec = spec;
    this.specText = text;
    if (!this.ready) return;
    this.map.setStyle(styleOf(spec, this.state(), window.location.origin), { validate: Boolean(spec.validate) });
    this.selection.forget();
    this.overlays.restore();
    this.remote.restore(spec);
    this.dense.reset(spec, this.state());
    this.switch.reset(this.state().visible);
    this.filters = new Map(filtersOf(spec, this.state()));
    this.extras.restore();
    this.mark();
    this.status.busyUntilDrawn();
  }

  /** Bring visibility and filters of all sub-layers in line with the properties; equal ones cost nothing. */
  patch() {
    if (!this.ready) return;
    const state = this.state();
    this.dense.follow(this.spec, state);
    for (const layer of this.spec.layers) this.switch.set(layer, state.visible.has(layer.id));
    this.filter(state);
    this.extras.follow();
    this.status.busyUntilDrawn();
  }

  /** Set the filters that changed: MapLibre works out all tiles of a layer again for each, equal or not. */
  filter(state) {
    for (const [id, filter] of filtersOf(this.spec, state)) {
      if (JSON.stringify(filter) === JSON.stringify(this.filters.get(id))) continue;
      this.filters.set(id, filter);
      this.map.setFilter(id, filter, { validate: false });
    }
  }

  /**
   * Give clicks to a tool of the page instead of selecting objects.
   * @param {(function({lon: number, lat: number, point: object}): void)|null} taker null: select again
   */
  grab(taker) {
    this.clicks.taker = taker;
    this.pointer.grab(Boolean(taker));
  }

  /**
   * Draw something of a tool above the data, or take it away.
   * @param {string} name name of the overlay
   * @param {object|null} data GeoJSON, null to take it away
   * @param {Array<object>} layers style layers without id and source
   * @param {{under: boolean}} [place] `under`: between the base map and the data instead of above all
   */
  overlay(name, data, layers = [], { under = false } = {}) {
    this.overlays.set(name, data, layers, under ? lowestOfData(this.map, this.spec) : undefined);
    this.status.busyUntilDrawn();
  }

  /** Select an object or nothing and tell the page; false when nothing was and is selected. */
  select(selected) {
    if (!selected && !this.selected) return false;
    this.selected = selected;
    this.mark();
    this.report({ selected });
    return true;
  }

  /** Follow a selection made by the page, and bring it into the picture. */
  follow(selected) {
    const key = (object) => (object ? `${object.layer}/${object.fid}` : '');
    if (key(selected) === key(this.selected)) return;
    this.selected = selected;
    this.mark();
    if (!Number.isFinite(selected?.lon) || !Number.isFinite(selected?.lat)) return;
    const place = [selected.lon, selected.lat];
    if (!this.map.getBounds().contains(place)) {
      this.map.easeTo({ center: place, zoom: Math.max(this.map.getZoom(), this.spec.object_zoom ?? 14) });
    }
  }

  mark() {
    if (!this.ready) return;
    this.filter(this.state());
    this.selection.show(this.selected, this.layer(this.selected?.layer) ?? this.remote.layer(this.selected?.layer));
    this.status.busyUntilDrawn();
  }

  /** Tell how many objects of each layer are in the picture, if the page wants to know. */
  count() {
    if (!this.spec.count) return;
    const counts = countInView(this.map, this.spec, this.state().visible);
    const text = JSON.stringify(counts);
    if (text === this.countsText) return;
    this.countsText = text;
    this.report({ features_in_view: counts });
  }

  /**
   * Objects of a layer that are to be seen now, for tests and tools of the page.
   * @param {string} layerId
   * @returns {Array<{fid: number, props: object}>}
   */
  drawn(layerId) {
    const layer = this.layer(layerId);
    if (!layer || !this.switch.on.has(layerId)) return [];
    return this.map.queryRenderedFeatures({ layers: drawnIds(layer) })
      .filter((feature) => feature.id !== undefined)
      .map((feature) => ({ fid: feature.id, props: { ...feature.properties } }));
  }

  /** The picture of the map as a data address, taken while it is drawn: no drawing buffer has to be kept for it. */
  png() {
    return new Promise((resolve) => {
      this.map.once('render', () => resolve(this.map.getCanvas().toDataURL('image/png')));
      this.map.triggerRepaint();
    });
  }

  /** Take the map down. */
  destroy() {
    this.deafen();
    this.stopFrames();
    this.dense.stop();
    this.view.stop();
    this.status.stop();
    this.map.remove();
    this.box.remove();
    this.root.dataset.idle = 'false';
  }
}
