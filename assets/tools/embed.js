// Draws the figure of a frame; when the chart library does not come, the numbers are opened as a table.
(function () {
  "use strict";

  const box = document.getElementById("chart");
  const figure = JSON.parse(document.getElementById("figure").textContent);
  if (!window.Plotly) { document.querySelector("details").open = true; return; }
  const shown = document.createElement("div");
  box.replaceChildren(shown);
  window.Plotly.newPlot(shown, figure.data, figure.layout, figure.config);
}());
