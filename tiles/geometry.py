"""Lines and rings on the grid of tile units: rounding, repair, orientation and drawing commands."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tiles.mercator import Floats, Ints, to_fractions
from tiles.rules import Kind

Geometries = NDArray[np.object_]
Flags = NDArray[np.bool_]

NESTED = (shapely.GeometryType.MULTILINESTRING, shapely.GeometryType.MULTIPOLYGON)
MOVE_TO_ONE, LINE_TO, CLOSE_PATH = 1 << 3 | 1, 2, 1 << 3 | 7


@dataclass(frozen=True)
class Frame:
    """A grid of units over the world: `units` of them across the world, counted from `left`, `top`."""

    units: int
    left: int = 0
    top: int = 0

    def place(self, metres: Floats) -> Floats:
        """Web mercator metres (m x 2) to unrounded units of this grid, y downwards."""
        across, down = to_fractions(metres[:, 0], metres[:, 1])
        return np.column_stack((across * self.units - self.left, down * self.units - self.top))


@dataclass(frozen=True)
class Parts:
    """Lines or rings of many features, flat.

    `xy` are all corners in whole units (a ring without its repeated last corner); part i has the corners
    `ends[i-1]:ends[i]`, belongs to feature `owner[i]` (ascending) and, in a polygon, is an outer ring if `outer[i]`.
    """

    xy: Ints
    ends: Ints
    owner: Ints
    outer: Flags

    def lengths(self) -> Ints:
        """Corners of each part."""
        return np.asarray(np.diff(self.ends, prepend=0), dtype=np.int64)

    def pick(self, parts: Ints, owner: Ints) -> "Parts":
        """These parts, in this order, with new owners."""
        lengths = self.lengths()
        kept = lengths[parts]
        return Parts(self.xy[runs(self.ends[parts] - kept, kept)], np.cumsum(kept), owner, self.outer[parts])

    def moved(self, left: int, top: int) -> "Parts":
        """The same parts counted from another corner of the grid."""
        return Parts(self.xy - np.array((left, top)), self.ends, self.owner, self.outer)


def joined(first: Parts, second: Parts) -> Parts:
    """The parts of both, one after the other."""
    if not len(second.ends):
        return first
    if not len(first.ends):
        return second
    return Parts(
        np.concatenate((first.xy, second.xy)),
        np.concatenate((first.ends, second.ends + first.ends[-1])),
        np.concatenate((first.owner, second.owner)),
        np.concatenate((first.outer, second.outer)),
    )


def runs(starts: Ints, lengths: Ints) -> Ints:
    """Index of `lengths[i]` items from `starts[i]` on, for all i in a row."""
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(total) + np.repeat(starts - before, lengths), dtype=np.int64)


def to_parts(geoms: Geometries, kind: Kind, frame: Frame) -> Parts:
    """Lines or polygons in web mercator metres as clean parts on the grid of `frame` (rules L4, L5).

    The owner of a part is the place of its geometry in `geoms`; geometries of which nothing is left own no part.
    """
    return line_parts(geoms, frame) if kind == "line" else polygon_parts(geoms, frame)


def line_parts(geoms: Geometries, frame: Frame) -> Parts:
    """Lines and multilines, rounded; repeated points and lines of one point fall away."""
    lines, owner = _simple(geoms, (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING))
    metres, part = shapely.get_coordinates(lines, return_index=True)
    xy = np.rint(frame.place(metres)).astype(np.int64)
    keep = np.ones(len(xy), dtype=np.bool_)
    keep[1:] = (xy[1:] != xy[:-1]).any(axis=1) | (part[1:] != part[:-1])
    lengths = np.bincount(part[keep], minlength=len(lines))
    long = lengths >= 2
    keep &= long[part]
    kept = lengths[long]
    return Parts(xy[keep], np.cumsum(kept), owner[long], np.ones(len(kept), dtype=np.bool_))


def polygon_parts(geoms: Geometries, frame: Frame) -> Parts:
    """Polygons and multipolygons, rounded and valid, outer rings with positive area in tile units, holes negative."""
    parts = _ring_parts(geoms, frame)
    built, owners = _built(parts)
    bad = np.flatnonzero(~shapely.is_valid(built))
    if len(bad):
        faulty = owners[bad]
        placed = shapely.transform(geoms[faulty], frame.place)
        good = np.flatnonzero(~np.isin(parts.owner, faulty))
        fresh = _ring_parts(snapped(placed, 1.0), None)
        fresh = Parts(fresh.xy, fresh.ends, faulty[fresh.owner], fresh.outer)
        both = joined(parts.pick(good, parts.owner[good]), fresh)
        order = np.argsort(both.owner, kind="stable")
        parts = both.pick(order, both.owner[order])
    return oriented(parts)


def _simple(geoms: Geometries, types: tuple[int, ...]) -> tuple[Geometries, Ints]:
    """Non-empty simple geometries of the wanted types inside `geoms`, with the place of each one's whole."""
    parts, owner = shapely.get_parts(geoms, return_index=True)
    if np.isin(shapely.get_type_id(parts), NESTED).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    keep = np.isin(shapely.get_type_id(parts), types) & ~shapely.is_empty(parts)
    return parts[keep], owner[keep]


def _ring_parts(geoms: Geometries, frame: Frame | None) -> Parts:
    """Rings of polygons on the grid; `frame` None: the coordinates are units already."""
    polygons, owner = _simple(geoms, (shapely.GeometryType.POLYGON,))
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    raw, ring = shapely.get_coordinates(rings, return_index=True)
    xy = np.rint(raw if frame is None else frame.place(raw)).astype(np.int64)
    last = np.ones(len(xy), dtype=np.bool_)
    last[:-1] = ring[1:] != ring[:-1]
    keep = last.copy()
    keep[:-1] |= (xy[1:] != xy[:-1]).any(axis=1)
    keep &= ~last
    outer = np.ones(len(rings), dtype=np.bool_)
    outer[1:] = polygon[1:] != polygon[:-1]
    xy, ring = xy[keep], ring[keep]
    lengths = np.bincount(ring, minlength=len(rings))
    ends = np.cumsum(lengths)
    sound = (lengths >= 3) & (doubled_areas(xy, ends) != 0)
    outer_of = np.flatnonzero(outer)[polygon] if len(rings) else np.empty(0, dtype=np.int64)
    kept = np.flatnonzero(sound & sound[outer_of])
    return Parts(xy, ends, owner[polygon], outer).pick(kept, owner[polygon[kept]])


def doubled_areas(xy: Ints, ends: Ints) -> Ints:
    """Twice the signed area of each ring by the surveyor's formula, positive when clockwise as seen (y downwards)."""
    if not len(ends):
        return np.empty(0, dtype=np.int64)
    starts = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1]))
    empty = starts == ends
    following = np.arange(1, len(xy) + 1)
    following[ends[~empty] - 1] = starts[~empty]
    cross = local_cross(xy, xy[following], xy[np.repeat(starts, ends - starts)])
    total = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(cross)))
    return total[ends] - total[starts]


def local_cross(one: Ints, two: Ints, origin: Ints) -> Ints:
    """Cross product of corners seen from `origin`, so that large world units do not overflow."""
    a, b = one - origin, two - origin
    return a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]


def _built(parts: Parts) -> tuple[Geometries, Ints]:
    """Multipolygons made of the parts, for a look at their validity, and the owner of each."""
    if not len(parts.ends):
        return np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    lengths = parts.lengths()
    starts = parts.ends - lengths
    closed = np.arange(len(parts.xy) + len(lengths)) - np.repeat(np.arange(len(lengths)), lengths + 1)
    closed[np.cumsum(lengths + 1) - 1] = starts
    ring_offsets = np.concatenate(((0,), np.cumsum(lengths + 1)))
    polygon_offsets = np.append(np.flatnonzero(parts.outer), len(lengths))
    owner = parts.owner[parts.outer]
    change = np.concatenate(((True,), owner[1:] != owner[:-1]))
    offsets = np.append(np.flatnonzero(change), len(owner))
    built = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON,
        parts.xy[closed].astype(np.float64),
        (ring_offsets, polygon_offsets, offsets),
    )
    return np.asarray(built, dtype=object), owner[change]


def snapped(polygons: Geometries, grid: float) -> Geometries:
    """Valid multipolygons with coordinates on a grid of that side, nearest to the given polygons (valid or not)."""
    try:
        valid = shapely.set_precision(polygons, grid)
    except shapely.errors.GEOSException:
        valid = np.array([_snapped_one(p, grid) for p in polygons], dtype=object)
    parts, owner = _simple(valid, (shapely.GeometryType.POLYGON,))
    whole = np.full(len(polygons), shapely.MultiPolygon(), dtype=object)
    shapely.multipolygons(parts, indices=owner, out=whole)
    return whole


def _snapped_one(polygon: BaseGeometry, grid: float) -> BaseGeometry:
    """One polygon snapped: as it is, else after a repair ring by ring, else rebuilt from its outline."""
    for repair in (_as_is, _by_rings, _by_outline):
        try:
            return shapely.set_precision(repair(polygon), grid)
        except shapely.errors.GEOSException:
            continue
    return shapely.MultiPolygon()


def _as_is(polygon: BaseGeometry) -> BaseGeometry:
    return polygon


def _by_rings(polygon: BaseGeometry) -> BaseGeometry:
    return shapely.make_valid(polygon, method="structure", keep_collapsed=False)


def _by_outline(polygon: BaseGeometry) -> BaseGeometry:
    return shapely.buffer(polygon, 0.0)


def oriented(parts: Parts) -> Parts:
    """Rings turned so that outer ones have positive area and holes negative."""
    area = doubled_areas(parts.xy, parts.ends)
    turn = (area > 0) != parts.outer
    if not turn.any():
        return parts
    lengths = parts.lengths()
    starts = parts.ends - lengths
    here = np.arange(len(parts.xy))
    back = np.repeat(starts + parts.ends - 1, lengths) - here
    return Parts(parts.xy[np.where(np.repeat(turn, lengths), back, here)], parts.ends, parts.owner, parts.outer)


def commands(parts: Parts, closed: bool) -> tuple[Ints, NDArray[np.uint32], Ints]:
    """MVT drawing commands: owners drawn (in part order), all command numbers, and how many each owner has."""
    lengths = parts.lengths()
    size = 2 * lengths + (3 if closed else 2)
    ends = np.cumsum(size)
    begins = ends - size
    first_part = np.ones(len(lengths), dtype=np.bool_)
    first_part[1:] = parts.owner[1:] != parts.owner[:-1]
    starts = parts.ends - lengths
    steps = np.empty_like(parts.xy)
    steps[1:] = parts.xy[1:] - parts.xy[:-1]
    fresh = starts[first_part]
    steps[fresh] = parts.xy[fresh]
    slots = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint32)
    at = np.repeat(begins + 2 - 2 * starts, lengths) + 2 * np.arange(len(parts.xy))
    at[starts] -= 1
    zigzagged = (steps << 1 ^ steps >> 63).astype(np.uint32)
    slots[at], slots[at + 1] = zigzagged[:, 0], zigzagged[:, 1]
    slots[begins] = MOVE_TO_ONE
    slots[begins + 3] = (lengths - 1) << 3 | LINE_TO
    if closed:
        slots[ends - 1] = CLOSE_PATH
    counts = np.add.reduceat(size, np.flatnonzero(first_part)) if len(size) else size
    return parts.owner[first_part], slots, counts
