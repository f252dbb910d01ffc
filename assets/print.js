// On paper: charts take the width of the sheet instead of that of the window, and get it back afterwards; a day that nobody
// chose is a dash, not the pattern of a date in the browser's own language.
(() => {
  "use strict";
  const SHEET = 650; // CSS pixels of an upright A4 sheet inside a card
  const charts = () => [...document.querySelectorAll(".js-plotly-plot")].filter((plot) => plot.layout && window.Plotly);
  const kept = new Map();
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("input[type='date']").forEach((day) => day.classList.toggle("day-none", !day.value));
    charts().forEach((plot) => {
      if (plot.clientWidth <= SHEET) { return; }
      kept.set(plot, plot.layout.width);
      window.Plotly.relayout(plot, { width: SHEET });
    });
  });
  window.addEventListener("afterprint", () => {
    kept.forEach((width, plot) => window.Plotly.relayout(plot, width ? { width } : { width: null, autosize: true }));
    kept.clear();
  });
})();
