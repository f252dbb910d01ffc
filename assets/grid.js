// Tables: links and marks in cells, Enter follows the link of a cell.
(function () {
  "use strict";

  var components = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};

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
