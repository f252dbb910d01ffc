// Time of the map as numbers and words: pure functions, no document.
//
// A time is "" (all), a day "2024-06-01" or days "2024-06-01..2024-06-30". A grain is "day", "month" or "year"; a unit is
// the number of a day, month or year, so that one more is the next one.
(function () {
  "use strict";

  const DAY_MS = 86400000;
  const DAYS = /^(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?$/;
  const GRAINS = ["year", "month", "day"];

  const iso = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
  const dayNumber = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY_MS);
  const parts = (text) => text.split("-").map(Number);

  // First and last day of a time, null for all time and for nonsense.
  function read(time) {
    const found = DAYS.exec(time || "");
    return found ? { first: found[1], last: found[2] || found[1] } : null;
  }

  function write(first, last) { return first === last ? first : `${first}..${last}`; }

  // Unit in which a day lies.
  function unit(grain, day) {
    const [year, month] = parts(day);
    if (grain === "year") { return year; }
    return grain === "month" ? year * 12 + month - 1 : dayNumber(day);
  }

  function firstDay(grain, number) {
    if (grain === "day") { return iso(number); }
    const [year, month] = grain === "year" ? [number, 0] : [Math.floor(number / 12), number % 12];
    return `${String(year).padStart(4, "0")}-${String(month + 1).padStart(2, "0")}-01`;
  }

  function lastDay(grain, number) {
    return grain === "day" ? iso(number) : iso(dayNumber(firstDay(grain, number + 1)) - 1);
  }

  // Time of the units from one to another, both included.
  function ofUnits(grain, from, to) { return write(firstDay(grain, from), lastDay(grain, to)); }

  // The coarsest grain whose units make up a span of days, and whether one of them is enough.
  function grainOf({ first, last }) {
    const grain = GRAINS.find((one) => firstDay(one, unit(one, first)) === first && lastDay(one, unit(one, last)) === last);
    return { grain, single: unit(grain, first) === unit(grain, last) };
  }

  function fill(template, values) { return template.replace(/\{(\w+)\}/g, (_, name) => values[name]); }

  // Words of one unit as people write it; `speech` holds templates and names of months.
  function unitWords(grain, number, speech) {
    const [y, month, d] = parts(firstDay(grain, number));
    const names = grain === "day" ? speech.months : speech.alone;
    return fill(speech[grain], { y, month: names[month - 1], d });
  }

  function words(time, speech) {
    const days = read(time);
    if (!days) { return speech.all; }
    const { grain, single } = grainOf(days);
    const [from, to] = [unitWords(grain, unit(grain, days.first), speech), unitWords(grain, unit(grain, days.last), speech)];
    return single ? from : fill(speech.span, { from, to });
  }

  // Time of a preset: `today` is an ISO day, `plan` a year.
  function preset(name, today, plan) {
    const now = dayNumber(today);
    const year = unit("year", today);
    const found = {
      today, days30: write(iso(now - 29), today), year: ofUnits("year", year, year),
      last_year: ofUnits("year", year - 1, year - 1), plan: ofUnits("year", plan, plan)
    };
    return found[name] || "";
  }

  // Ends of the bar in units: all of it by year; by month or day a window with the place inside.
  function ends(grain, range, place) {
    const low = unit(grain, range.first);
    const high = unit(grain, range.last);
    const width = { year: high - low, month: 10 * 12 - 1, day: 365 }[grain];
    if (high - low <= width) { return { low, high }; }
    const start = Math.min(Math.max(low, place - Math.round(width * 0.6)), high - width);
    return { low: start, high: start + width };
  }

  // Numbers by month of several layers as heights of at most `most` bars over the ends of the bar.
  function bars(layers, grain, { low, high }, most) {
    const count = Math.min(high - low + 1, most);
    const each = (high - low + 1) / count;
    const found = new Array(count).fill(0);
    for (const months of layers) {
      for (const [month, number] of Object.entries(months)) {
        const [from, to] = [unit(grain, `${month}-01`), unit(grain, lastDay("month", unit("month", `${month}-01`)))];
        for (let at = Math.max(from, low); at <= Math.min(to, high); at += 1) {
          found[Math.min(count - 1, Math.floor((at - low) / each))] += number / (to - from + 1);
        }
      }
    }
    return found;
  }

  // Units at which the bar has a mark with words, at most about `most` of them.
  function ticks(grain, { low, high }, most) {
    if (grain === "day") {
      const months = [];
      for (let at = unit("month", iso(low)) + 1; at <= unit("month", iso(high)); at += 1) { months.push(at); }
      const step = Math.max(1, Math.ceil(months.length / most));
      return months.filter((_, place) => place % step === 0)
        .map((month) => ({ at: dayNumber(firstDay("month", month)), grain: "month", unit: month }));
    }
    const years = grain === "month" ? [Math.ceil(low / 12), Math.floor(high / 12)] : [low, high];
    const step = [1, 2, 5, 10, 20, 25, 50, 100].find((one) => (years[1] - years[0]) / one <= most) || 200;
    const found = [];
    for (let year = Math.ceil(years[0] / step) * step; year <= years[1]; year += step) {
      found.push({ at: grain === "month" ? year * 12 : year, grain: "year", unit: year });
    }
    return found;
  }

  window.sitcenterSpan = {
    read, write, unit, firstDay, lastDay, ofUnits, grainOf, unitWords, words, preset, ends, bars, ticks, fill
  };
}());
