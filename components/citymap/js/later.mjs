/**
 * What the map needs only after its first picture: fetched then, so that the first picture does not wait for it.
 */

export { Hover } from './hover.mjs';
export { Names } from './names.mjs';
