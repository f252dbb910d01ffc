/**
 * The Dash component CityMap: a small shell that loads the map when the element is on the page.
 * No build step: a function component on the React that Dash brings along.
 */
(function () {
  'use strict';

  const { createElement, useEffect, useRef } = window.React;
  const maps = new Map();

  /** Say in words why there is no map. */
  function showFault(root, code, words) {
    const box = document.createElement('div');
    box.className = 'citymap-fault';
    box.setAttribute('role', 'alert');
    const text = document.createElement('p');
    text.textContent = words[code === 'webgl' ? 'no_webgl' : 'no_library'];
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = words.retry;
    button.addEventListener('click', () => window.location.reload());
    box.append(text, button);
    root.append(box);
    root.dataset.error = code;
    return () => {
      box.remove();
      delete root.dataset.error;
    };
  }

  /** Start a map in an element; the returned object stops it, also while it is still loading. */
  function start(root, latest) {
    const first = latest.current;
    const run = { map: null, stopped: false, unfault: null };
    const report = (changes) => { if (!run.stopped) latest.current.setProps?.(changes); };
    import(first.spec.lib.js).catch(() => null); // A head start; whether it came is seen where it is used.
    import(first.spec.lib.app)
      .then((module) => (run.stopped ? null : module.create(root, latest.current, report, () => run.stopped)))
      .then((map) => {
        if (!map) return;
        run.map = map;
        maps.set(first.id, map);
        map.update(latest.current);
      })
      .catch((error) => {
        if (run.stopped) return;
        if (!error.code) console.error(error);
        run.unfault = showFault(root, error.code || 'library', first.spec.words);
      });
    run.stop = () => {
      run.stopped = true;
      run.unfault?.();
      if (run.map && maps.get(first.id) === run.map) maps.delete(first.id);
      run.map?.destroy();
    };
    return run;
  }

  /**
   * Map of a city. Properties: see components/citymap/component.py.
   * Another language or library makes a new map; every other change patches the one that is there.
   */
  function CityMap(props) {
    const root = useRef(null);
    const latest = useRef(props);
    const running = useRef(null);
    latest.current = props;
    const { spec } = props;
    useEffect(() => {
      if (!spec) return undefined;
      running.current = start(root.current, latest);
      return () => {
        running.current.stop();
        running.current = null;
      };
    }, [spec?.lang, spec?.lib?.app, spec?.lib?.js]);
    useEffect(() => { running.current?.map?.update(props); });
    return createElement('div', {
      id: props.id,
      ref: root,
      className: `citymap ${props.className || ''}`.trim(),
      style: props.style,
      'data-idle': 'false',
      'data-theme': spec?.theme,
      'data-size': spec?.size || undefined,
    });
  }

  window.citymap = {
    CityMap,
    /** The running map of an element, for tests and for tools of the page. */
    of: (id) => maps.get(id),
    /** Picture of a map as a PNG data address. */
    png: (id) => maps.get(id)?.png() ?? Promise.reject(new Error(`no map ${id}`)),
  };
}());
