// Catalogue of indicators: its scripts and rows are fetched when its page is there.
(function () {
  "use strict";

  // The scripts and the rows of the catalogue come together when its page is there; each drawing brings a page of its own.
  var fetched = {};
  function look() {
    var page = document.getElementById("catalogue-page");
    if (!page || page.dataset.started === page.dataset.boot) { return; }
    page.dataset.started = page.dataset.boot;
    var boot = JSON.parse(page.dataset.boot);
    var scripts = boot.scripts.reduce(function (before, address) {
      return before.then(function () {
        fetched[address] = fetched[address] || import(address).catch(function (fault) { delete fetched[address]; throw fault; });
        return fetched[address];
      });
    }, Promise.resolve());
    var rows = fetch(boot.address, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) { throw new Error("catalogue " + answer.status); }
      return answer.json();
    });
    Promise.all([rows, scripts]).then(function (both) {
      if (document.contains(page)) { window.sitcenterCatalogue.start(boot, both[0]); }
    }).catch(function (fault) {
      console.error(fault);
      document.getElementById("catalogue-fault").hidden = false;
    });
  }
  new MutationObserver(look).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-boot"],
  });
  look();
}());
