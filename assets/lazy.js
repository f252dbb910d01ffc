// Big component libraries come when the first of their components is drawn: most screens have neither table nor dialog.
(function () {
  "use strict";

  const LIBRARIES = JSON.parse(document.currentScript?.dataset.lazy || "{}");
  const CHARTS = document.currentScript?.dataset.charts;

  // Dash writes here where its whole library of charts is; the document names the one that draws what we have.
  if (CHARTS) { Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => CHARTS, set: () => undefined }); }

  function fetchOnce(address, namespace) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => done(window[namespace]);
      script.onerror = () => failed(new Error(`${namespace} did not load`));
      document.head.append(script);
    });
  }

  // The name that Dash looks components up under; functions of the library answer once it is there.
  function standIn(namespace, address) {
    const parts = new Map();
    let real = null;
    let coming = null;
    let stand = null;

    function load() {
      coming = coming || fetchOnce(address, namespace).then(
        (library) => { real = library; window[namespace] = stand; return library; },
        (error) => { coming = null; throw error; },
      );
      return coming;
    }

    function part(type) {
      function Lazy(props) {
        const { useEffect, useState, createElement } = window.React;
        const [there, show] = useState(Boolean(real));
        useEffect(() => {
          let gone = false;
          if (!there) { load().then(() => { if (!gone) { show(true); } }, (error) => console.error(error)); }
          return () => { gone = true; };
        }, [there]);
        return there ? createElement(real[type], props) : null;
      }
      Lazy.displayName = `${namespace}.${type}`;
      return Lazy;
    }

    stand = new Proxy({ load }, {
      get(own, name) {
        if (typeof name !== "string" || name === "load") { return own[name]; }
        if (!/^[A-Z]/.test(name)) { return real ? real[name] : undefined; }
        if (!parts.has(name)) { parts.set(name, part(name)); }
        return parts.get(name);
      },
    });
    window[namespace] = stand;
  }

  Object.entries(LIBRARIES).forEach(([namespace, address]) => standIn(namespace, address));
}());
