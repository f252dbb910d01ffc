// Screens of imports: their scripts come when a page of imports is opened, and are told its data.
(function () {
  "use strict";

  const fetched = {};

  function fetchAll(addresses) {
    return addresses.reduce((before, address) => before.then(() => {
      fetched[address] = fetched[address] || import(address).catch((error) => { delete fetched[address]; throw error; });
      return fetched[address];
    }), Promise.resolve());
  }

  window.sitcenterImportScreens = {};
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sitcenterImports = {
    start: function (boot) {
      if (boot) {
        fetchAll(boot.scripts).then(() => {
          const screen = boot.load === undefined ? "table" : "review";
          window.sitcenterImportScreens[screen](boot);
        });
      }
      return window.dash_clientside.no_update;
    }
  };
}());
