// Counting and addresses of the map page: pure functions, no document. The server reads and counts the same way.
(function () {
  "use strict";

  const SLACK = 1e-9;

  // Whether a row of a cube lets a rule through; a row without the value never does.
  function fits(value, rule, step) {
    if (value === null || value === undefined) { return false; }
    if (Array.isArray(rule.in)) { return rule.in.includes(value); }
    const edge = value * step;
    if (Number.isFinite(rule.min) && edge < rule.min - SLACK) { return false; }
    return !(Number.isFinite(rule.max) && edge > rule.max + SLACK);
  }

  // Rows of a cube that all rules let through; a field named in `without` is not asked.
  function kept(cube, rules, without) {
    const asked = cube.fields
      .map((field, at) => ({ at: at + 1, step: field.step || 1, rule: (rules || {})[field.name], name: field.name }))
      .filter((field) => field.rule && field.name !== without);
    return cube.rows.filter((row) => asked.every((field) => fits(row[field.at], field.rule, field.step)));
  }

  function sum(rows) { return rows.reduce((total, row) => total + row[row.length - 1], 0); }

  function inDistrict(rows, district) { return district ? rows.filter((row) => row[0] === district) : rows; }

  // Number of objects that the rules and the district let through.
  function count(cube, rules, district) { return sum(inDistrict(kept(cube, rules), district)); }

  // Numbers by code of district, of what the rules let through.
  function byDistrict(cube, rules) {
    const found = {};
    for (const row of kept(cube, rules)) { found[row[0]] = (found[row[0]] || 0) + row[row.length - 1]; }
    return found;
  }

  // Numbers by value of one field, of what the other rules let through.
  function byValue(cube, rules, district, name) {
    const at = cube.fields.findIndex((field) => field.name === name) + 1;
    const found = {};
    for (const row of inDistrict(kept(cube, rules, name), district)) {
      found[String(row[at])] = (found[String(row[at])] || 0) + row[row.length - 1];
    }
    return found;
  }

  function same(one, other) { return one.length === other.length && one.every((value, i) => value === other[i]); }

  // Query of a state, what is as usual left out; `state` as in components/map_state.py.
  function query(state, usual) {
    const found = new URLSearchParams();
    const shown = [...state.visible, ...(state.remote || [])];
    if (!same(shown, usual)) { found.set("l", shown.join(",")); }
    if (Object.keys(state.filters).length) { found.set("f", JSON.stringify(state.filters)); }
    if (state.district) { found.set("d", state.district); }
    if (state.centre && Number.isFinite(state.zoom)) {
      found.set("c", state.centre.map((degrees) => degrees.toFixed(5)).join(","));
      found.set("z", state.zoom.toFixed(2));
    }
    if (state.selected) { found.set("o", state.selected); }
    if (state.listed) { found.set("list", state.listed); }
    if (state.time) { found.set("t", state.time); }
    for (const [name, value] of Object.entries(state.extra || {})) { if (value) { found.set(name, value); } }
    return found;
  }

  window.sitcenterMapState = { count, byDistrict, byValue, query };
}());
