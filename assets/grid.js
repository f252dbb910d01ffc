// Tables: links and marks in cells, Enter follows the link of a cell.
(function () {
  "use strict";

  var components = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};

  // On a phone the first column leaves room for the figures.
  function narrow() {
    document.querySelectorAll(".grid-table[id]:not([data-narrow])").forEach(function (table) {
      table.dataset.narrow = "1";
      window.dash_ag_grid.load().then(function (grid) { return grid.getApiAsync(table.id); }).then(function (api) {
        api.setColumnWidths([{ key: "name", newWidth: 152 }]);
      });
    });
  }
  if (window.matchMedia("(max-width: 600px)").matches) {
    new MutationObserver(narrow).observe(document.documentElement, { childList: true, subtree: true });
  }

  components.SitcenterLink = function (props) {
    var row = props.data || {};
    return window.React.createElement(
      "a", { href: row.href, className: "grid-link", tabIndex: -1, lang: row.name_lang || undefined }, props.value
    );
  };

  components.SitcenterText = function (props) {
    return window.React.createElement("span", { className: "grid-text" }, props.value);
  };

  components.SitcenterMark = function (props) {
    if (!props.value) { return null; }
    return window.React.createElement("span", { className: "badge-mark badge-doubt" }, props.value);
  };

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !event.target.closest) { return; }
    var cell = event.target.closest(".ag-cell");
    var link = cell && cell.querySelector("a.grid-link");
    if (link && event.target === cell) { link.click(); }
  });
}());
