// Classes of numbers and series of an indicator: pure functions, no document.
(function () {
  "use strict";

  // Year of a value of an indicator as text, "" for an undated one.
  function yearOf(value) {
    const text = value.period_start || value.period || "";
    return /^\d{4}/.test(text) && value.period_kind !== "none" ? text.slice(0, 4) : "";
  }

  // Facts of one breakdown by territory and year; a later row of the same year stands for the earlier one.
  function series(values, breakdown) {
    const found = {};
    for (const one of values) {
      const asked = (one.breakdown || "") === breakdown && Number.isFinite(one.value);
      if (asked && (one.kind === "fact" || one.kind === "estimate")) {
        const own = (found[one.territory] = found[one.territory] || {});
        const year = yearOf(one);
        if (!(year in own) || one.kind === "fact") { own[year] = one.value; }
      }
    }
    return found;
  }

  // Lower ends of at most `most` classes of about as many values each; every class has a value.
  function quantiles(values, most) {
    const sorted = [...values].sort((a, b) => a - b);
    const count = Math.min(most, new Set(sorted).size);
    const lows = Array.from({ length: count }, (_, at) => sorted[Math.floor((at * sorted.length) / count)]);
    return [...new Set(lows)];
  }

  // Class of a value among lower ends, -1 for no value.
  function classOf(value, lows) {
    return Number.isFinite(value) ? lows.filter((low) => value >= low).length - 1 : -1;
  }

  // Years that any of the territories has a value for, ascending; undated values are no year.
  function years(found, territories) {
    const all = territories.flatMap((one) => Object.keys(found[one] || {}));
    return [...new Set(all)].filter(Boolean).sort();
  }

  // Points of a line in a box of width and height: pairs of x and y, y downwards.
  function line(points, { first, last, low, high }, width, height) {
    const across = (year) => (last === first ? width / 2 : ((year - first) / (last - first)) * width);
    const down = (value) => (high === low ? height / 2 : height - ((value - low) / (high - low)) * height);
    return points.map(([year, value]) => [across(year), down(value)]);
  }

  window.sitcenterClasses = { yearOf, series, quantiles, classOf, years, line };
}());
