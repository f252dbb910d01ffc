/**
 * Which points lie on each other, and the discs that stand for them in squares of a grid. Pure functions: no map, no
 * document. A point has x and y in pixels of the world, `n`, the number of objects it stands for, and its kind.
 */

/**
 * A size of the style at a zoom.
 * @param {number|Array} size a number, or an exponential interpolation over the zoom
 * @param {number} zoom
 */
export function sizeAt(size, zoom) {
  if (!Array.isArray(size)) return size;
  if (size[0] !== 'interpolate') return plain(size);
  const [base, stops] = [size[1][1] ?? 1, size.slice(3)];
  let at = 0;
  while (at + 2 < stops.length - 2 && zoom > stops[at + 2]) at += 2;
  const [from, low, to, high] = [stops[at], plain(stops[at + 1]), stops[at + 2], plain(stops[at + 3])];
  const way = Math.min(Math.max(zoom, from), to) - from;
  const share = base === 1 ? way / (to - from) : (base ** way - 1) / (base ** (to - from) - 1);
  return low + (high - low) * share;
}

/** The size of one object of an expression that grows with `n`: its greatest number outside of that part. */
function plain(size) {
  if (!Array.isArray(size)) return size;
  if (size[0] === 'max') return Math.max(...size.slice(1).map(plain));
  if (size[0] === '*') return size.slice(1).map(plain).reduce((all, one) => all * one, 1);
  return 1;
}

/** Radius of a disc that says a number. */
export function radiusOf(n, radii) {
  return radii.reduce((found, [least, size]) => (n >= least ? size : found), radii[0][1]);
}

const keyOf = (x, y, side, tall = side) => `${Math.floor(x / side)}/${Math.floor(y / tall)}`;

/** Objects by the square of a side they lie in. */
function inSquares(points, side, tall = side) {
  const found = new Map();
  for (const point of points) {
    const key = keyOf(point.x, point.y, side, tall);
    if (found.has(key)) found.get(key).push(point);
    else found.set(key, [point]);
  }
  return found;
}

/** Number of objects of points. */
export const sum = (points) => points.reduce((all, { n }) => all + n, 0);

/** More points than this in a square touch in any case: there is no need to compare each with each. */
const FULL = 24;

/** Whether some of the points cannot be told apart: two are nearer than `apart`, or one stands for many. */
function touching(points, apart) {
  if (points.length > FULL || points.some(({ n }) => n > 1)) return true;
  const near = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) < apart;
  return points.some((one, no) => points.slice(0, no).some((other) => near(one, other)));
}

/**
 * Share of the objects that cannot be told apart.
 * @param {Array<{x: number, y: number, n: number}>} points in pixels of the world
 * @param {number} apart pixels
 */
export function crowding(points, apart) {
  const all = sum(points);
  let alone = 0;
  for (const near of inSquares(points, apart).values()) alone += near.length === 1 && near[0].n === 1 ? 1 : 0;
  return all ? (all - alone) / all : 0;
}

/**
 * Discs and single points of layers: the numbers of a layer add up to its objects.
 * @param {Array<{points: Array<{x: number, y: number, n: number, kind: *}>, apart: number}>} layers points in pixels
 * @param {{square: number, radii: Array<[number, number]>, edge: number}} look
 * @returns {Array<{dots: Array<object>, discs: Array<object>}>} discs have x, y, n, r, kind, mixed (several kinds)
 */
export function gathered(layers, look) {
  const columns = Math.ceil(Math.sqrt(layers.length));
  const [wide, tall] = [columns * look.square, Math.ceil(layers.length / columns) * look.square];
  const found = layers.map(() => ({ dots: [], discs: [] }));
  const apart = Math.max(0, ...layers.map((layer) => layer.apart));
  const squares = layers.map(({ points }) => inSquares(points, wide, tall));
  for (const key of new Set(squares.flatMap((one) => [...one.keys()]))) {
    const here = squares.map((one) => one.get(key) ?? []);
    const many = touching(here.flat(), apart);
    here.forEach((points, no) => {
      if (!many) found[no].dots.push(...points);
      else if (points.length) {
        const [column, row] = key.split('/').map(Number);
        const [right, down] = [no % columns, Math.floor(no / columns)];
        const part = [column * wide + right * look.square, row * tall + down * look.square];
        found[no].discs.push(disc(points, part, look));
      }
    });
  }
  return found;
}

/** The disc of some points, whole in its part of a square. */
function disc(points, [left, top], { square, radii, edge }) {
  const n = sum(points);
  const r = radiusOf(n, radii);
  const room = Math.min(r + edge, square / 2);
  const middle = (axis, start) => {
    const mean = points.reduce((all, point) => all + point[axis] * point.n, 0) / n;
    return Math.min(Math.max(mean, start + room), start + square - room);
  };
  const mixed = points.some(({ kind }) => kind !== points[0].kind);
  return { x: middle('x', left), y: middle('y', top), n, r, kind: points[0].kind, mixed };
}
