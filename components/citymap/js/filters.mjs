/**
 * Filters of the map as MapLibre expressions. Pure functions: no map, no document.
 *
 * A rule is `{in: [values]}` or `{min, max}` (ends included, either may be missing or null), the shape the server reads.
 * An object without the value is never kept, and an empty list keeps nothing: the same as in the list beside the map.
 */

/** The attribute that carries the code of the district in every tile. */
export const DISTRICT = 'district';

/** The attributes that carry the first and the last day of an object's time in the world, as ISO text. */
export const [FROM, TO] = ['valid_from', 'valid_to'];
const [EVER_SINCE, FOR_EVER] = ['', '9999-12-31'];

/** An expression no object fulfils. */
export const NOTHING = ['==', ['id'], -1];

/**
 * Expression of one rule.
 * @param {string} field name of the tile attribute
 * @param {{in?: Array<string|number|boolean>, min?: number|string|null, max?: number|string|null}} rule
 * @returns {Array|null} an expression, or null when the rule lets everything through
 */
export function condition(field, rule) {
  if (!rule) return null;
  if (Array.isArray(rule.in)) return oneOf(field, rule.in);
  const parts = [];
  for (const [end, operator] of [['min', '>='], ['max', '<=']]) {
    const bound = rule[end];
    if (bound !== null && bound !== undefined) parts.push(compared(field, operator, bound));
  }
  return all(parts);
}

/**
 * Expression that keeps the objects of one layer.
 * @param {Array|null} own filter of the style layer itself
 * @param {Object<string, object>|null} rules rules of the layer by field
 * @param {string|null} district code of a district, or null for the whole city
 * @param {string} [time] "" for all time, a day "2024-06-01" or days "2024-06-01..2024-06-30"
 * @returns {Array|null} an expression for setFilter, or null for no filter
 */
export function layerFilter(own, rules, district, time) {
  const parts = own ? [own] : [];
  for (const field of Object.keys(rules ?? {}).sort()) {
    const part = condition(field, rules[field]);
    if (part) parts.push(part);
  }
  if (district) parts.push(['==', ['get', DISTRICT], district]);
  if (time) parts.push(...timeConditions(time));
  return all(parts);
}

/**
 * Conditions that keep objects valid on some day of a time; an unknown beginning or end is no limit.
 * ISO days stand in the order of their letters, so that they are compared as they are.
 * @param {string} time a day or `first..last`, both included
 * @returns {Array<Array>} two expressions
 */
export function timeConditions(time) {
  const [first, last = first] = time.split('..');
  return [
    ['<=', ['coalesce', ['get', FROM], EVER_SINCE], last],
    ['>=', ['coalesce', ['get', TO], FOR_EVER], first],
  ];
}

/** One of the values; `match` looks up many values at once where `in` would compare one by one. */
function oneOf(field, values) {
  const unique = [...new Set(values)].filter((value) => value !== null && value !== undefined);
  if (unique.length === 0) return NOTHING;
  if (unique.length === 1) return ['==', ['get', field], unique[0]];
  if (unique.every((value) => typeof value === 'string')) return ['match', ['get', field], unique, true, false];
  return ['in', ['get', field], ['literal', unique]];
}

/** A comparison that is false, and not an error, where the value is missing or of another type. */
function compared(field, operator, bound) {
  return ['all', ['==', ['typeof', ['get', field]], typeof bound], [operator, ['get', field], bound]];
}

function all(parts) {
  if (parts.length === 0) return null;
  return parts.length === 1 ? parts[0] : ['all', ...parts];
}
