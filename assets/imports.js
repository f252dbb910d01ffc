// Screens of imports: their scripts come when a page of imports is there, and are told what it carries.
(function () {
  "use strict";

  const fetched = {};
  window.sitcenterImportScreens = {};

  function fetchAll(addresses) {
    return addresses.reduce((before, address) => before.then(() => {
      fetched[address] = fetched[address] || import(address).catch((error) => { delete fetched[address]; throw error; });
      return fetched[address];
    }), Promise.resolve());
  }

  // Each drawing of a page brings an element of its own.
  function look() {
    const page = document.getElementById("import-page");
    if (!page || page.dataset.started === page.dataset.boot.length + page.dataset.boot.slice(-40)) { return; }
    page.dataset.started = page.dataset.boot.length + page.dataset.boot.slice(-40);
    const boot = JSON.parse(page.dataset.boot);
    fetchAll(boot.scripts).then(() => window.sitcenterImportScreens[boot.load === undefined ? "table" : "review"](boot));
  }

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-boot"] });
  look();
}());
