// Classes of numbers and series of an indicator: pure functions, no document. components/district_values.py and
// analysis/classify.py do the same for paper; one table of cases holds both (tests/components/test_map_classes.py).
(function () {
  "use strict";

  // Year of a value of an indicator as text, "" for an undated one.
  function yearOf(value) {
    const text = value.period_start || value.period || "";
    return /^\d{4}/.test(text) && value.period_kind !== "none" ? text.slice(0, 4) : "";
  }

  // The whole when there is one, else the first breakdown printed.
  function usual(values) {
    return values.some((one) => !one.breakdown && Number.isFinite(one.value)) || !values.length ? "" : values[0].breakdown;
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

  // Value of each territory in a year; an undated one stands in where the year has none.
  function valuesOf(found, territories, year) {
    return Object.fromEntries(territories.map((id) => {
      const own = found[id] || {};
      return [id, year in own ? own[year] : own[""]];
    }));
  }

  // Upper limits of at most `most` classes of about as many values each; every class has a value.
  function quantiles(values, most) {
    const sorted = [...values].sort((a, b) => a - b);
    const count = Math.min(most, new Set(sorted).size);
    const uppers = Array.from({ length: count }, (_, at) => sorted[Math.ceil(((at + 1) * sorted.length) / count) - 1]);
    return [...new Set(uppers)];
  }

  // Class of a value among upper limits, which belong to the class below them; -1 for no value.
  function classOf(value, uppers) {
    return Number.isFinite(value) ? uppers.findIndex((upper) => value <= upper) : -1;
  }

  // Colour of a class among `count`: the last has the last colour.
  function shade(at, count, colors) {
    const last = colors.length - 1;
    return colors[count === 1 ? last : Math.round((at * last) / (count - 1))];
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

  window.sitcenterClasses = { yearOf, usual, series, valuesOf, quantiles, classOf, shade, years, line };
}());
