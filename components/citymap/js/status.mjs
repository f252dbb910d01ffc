/**
 * What the map says about itself: `data-idle` and `data-error` on its element, the banner when tiles fail, and the
 * retries behind it.
 */

const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 30000;

/**
 * Pause before the next try.
 * @param {number} tries tries that have failed so far, from 0
 * @returns {number} milliseconds: doubled each time up to half a minute
 */
export function pauseAfter(tries) {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries);
}

/** Watches one map and writes its state on the element. */
export class Status {
  /**
   * @param {HTMLElement} root element of the component
   * @param {object} map MapLibre map
   * @param {function(): object} words texts of the spec
   * @param {function(): boolean} [waits] whether something is going to be asked for
   */
  constructor(root, map, words, waits = () => false) {
    this.waits = waits;
    this.root = root;
    this.map = map;
    this.words = words;
    this.failed = new Map();
    this.tries = 0;
    this.timer = 0;
    this.onOnline = () => this.retry();
    window.addEventListener('online', this.onOnline);
    map.on('dataloading', () => this.busy());
    map.on('movestart', () => this.busy());
    map.on('webglcontextlost', () => this.busy());
    map.on('idle', () => this.settle());
    map.on('error', (event) => this.onError(event));
  }

  /** Something was asked for that is not drawn yet. */
  busy() {
    this.root.dataset.idle = 'false';
  }

  /** Ask for a frame, so that an `idle` event is sure to follow. */
  busyUntilDrawn() {
    this.busy();
    this.map.triggerRepaint();
  }

  /** All that can be drawn is drawn. */
  settle() {
    if (!this.map.areTilesLoaded() || this.waits()) return;
    if (this.failed.size > 0) {
      this.fail();
      return;
    }
    this.heal();
    this.root.dataset.idle = 'true';
  }

  onError(event) {
    if (!event.tile || !event.sourceId) {
      console.error(event.error);
      return;
    }
    const { canonical } = event.tile.tileID;
    this.failed.set(`${event.sourceId}/${canonical.z}/${canonical.x}/${canonical.y}`, {
      source: event.sourceId, tile: canonical, offline: !event.error?.status,
    });
    this.map.triggerRepaint();
  }

  fail() {
    const offline = [...this.failed.values()].some((failure) => failure.offline);
    this.root.dataset.error = offline ? 'offline' : 'failed';
    const words = this.words();
    this.showBanner(offline ? words.offline : words.failed, words.retry);
    if (!this.timer) {
      this.timer = window.setTimeout(() => this.retry(), pauseAfter(this.tries));
      this.tries += 1;
    }
  }

  /** Ask again for the tiles that failed; the next `idle` event shows whether they came. */
  retry() {
    window.clearTimeout(this.timer);
    this.timer = 0;
    const bySource = new Map();
    for (const { source, tile } of this.failed.values()) {
      bySource.set(source, [...(bySource.get(source) ?? []), { x: tile.x, y: tile.y, z: tile.z }]);
    }
    if (bySource.size === 0) return;
    this.failed.clear();
    this.busyUntilDrawn();
    for (const [source, tiles] of bySource) {
      if (this.map.getSource(source)) this.map.refreshTiles(source, tiles);
    }
  }

  heal() {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.tries = 0;
    delete this.root.dataset.error;
    this.banner?.remove();
    this.banner = null;
  }

  showBanner(text, retryText) {
    if (!this.banner) {
      this.banner = document.createElement('div');
      this.banner.className = 'citymap-banner';
      this.banner.setAttribute('role', 'status');
      const button = document.createElement('button');
      button.type = 'button';
      button.addEventListener('click', () => this.retry());
      this.banner.append(document.createElement('span'), button);
      this.root.append(this.banner);
    }
    const [span, button] = this.banner.children;
    if (span.textContent !== text) span.textContent = text;
    button.textContent = retryText;
  }

  /** Stop watching. */
  stop() {
    this.heal();
    window.removeEventListener('online', this.onOnline);
  }
}
