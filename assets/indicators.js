// Catalogue of indicators: its search and choices stand in the address, and one button clears them.
(function () {
  "use strict";

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sitcenter = Object.assign(window.dash_clientside.sitcenter || {}, {
    indicatorsAddress: function (q, topic, source, collection) {
      var to = new URL(location.href);
      if (to.pathname.replace(/\/$/, "") === "/indicators") {
        Object.entries({ q: q, topic: topic, source: source, collection: collection }).forEach(function (pair) {
          if (pair[1] && pair[1] !== "*") { to.searchParams.set(pair[0], pair[1]); } else { to.searchParams.delete(pair[0]); }
        });
        if (to.href !== location.href) { history.replaceState(history.state, "", to.href); }
      }
      return window.dash_clientside.no_update;
    },
    indicatorsClear: function () { return ["", "*", "*", "*"]; }
  });
}());
