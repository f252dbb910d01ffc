"""Line and polygon layers in memory: found by an R-tree, or in the layer as simplified for a low zoom, then clipped."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from tiles.encode import Drawing
from tiles.geometry import Flags, Frame, Geometries, Parts, commands, joined, to_parts
from tiles.mercator import EXTENT, Floats, Ints, Tile, bounds_m
from tiles.rules import BUFFER, Kind, min_area_m2, min_length_m, tolerance_m

KEPT_BELOW = 13
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Level:
    """A whole layer as one zoom draws it: rows left, their simplified geometry, and its parts in world units."""

    rows: Ints
    geoms: Geometries
    bounds: Floats
    parts: Parts


@dataclass(frozen=True)
class ShapeIndex:
    """Lines or polygons in web mercator metres, in the order of fid, with what the rules measure."""

    kind: Kind
    geoms: Geometries
    bounds: Floats
    tree: shapely.STRtree
    measure: Floats
    min_zoom: NDArray[np.int8]
    levels: dict[tuple[int, int], Level] = field(default_factory=dict, repr=False, compare=False)

    def draw(self, tile: Tile, step: int, allowed: Flags | None) -> Drawing:
        """Drawing of one tile at a guard step; `allowed` marks the rows that may be drawn (None: all)."""
        cut = self._from_level if tile.z < KEPT_BELOW else self._from_tree
        rows, parts = cut(tile, step, allowed)
        owners, slots, counts = commands(parts, self.kind == "polygon")
        return Drawing(rows[owners], slots, counts)

    def _kept(self, rows: Ints | slice, z: int, step: int) -> Flags:
        """Which of the rows rules L1 and L2 leave at this zoom."""
        least = min_length_m(z, step) if self.kind == "line" else min_area_m2(z, step)
        return (self.min_zoom[rows] <= z) & (self.measure[rows] >= least)

    def _simplified(self, geoms: Geometries, z: int, step: int) -> Geometries:
        tolerance = tolerance_m(self.kind, z, step)
        if not tolerance or not len(geoms):
            return geoms
        return np.asarray(shapely.simplify(geoms, tolerance, preserve_topology=self.kind == "polygon"), dtype=object)

    def _from_tree(self, tile: Tile, step: int, allowed: Flags | None) -> tuple[Ints, Parts]:
        """High zooms: few rows, found in the R-tree, cut and rounded on the spot."""
        box = bounds_m(tile, BUFFER)
        rows = np.sort(self.tree.query(shapely.box(*box))).astype(np.int64)
        keep = self._kept(rows, tile.z, step)
        rows = rows[keep if allowed is None else keep & allowed[rows]]
        geoms = self._simplified(self.geoms[rows], tile.z, step)
        crossing = ~_inside(self.bounds[rows], box)
        geoms[crossing] = _clipped(geoms[crossing], box)
        return rows, to_parts(geoms, self.kind, _frame(tile))

    def _from_level(self, tile: Tile, step: int, allowed: Flags | None) -> tuple[Ints, Parts]:
        """Low zooms: rows wholly inside are copied from the layer's rounded parts, the others cut and rounded."""
        level = self._level(tile.z, step)
        box, frame = bounds_m(tile, BUFFER), _frame(tile)
        hit = _touching(level.bounds, box)
        if allowed is not None:
            hit &= allowed[level.rows]
        inside = hit & _inside(level.bounds, box)
        crossing = np.flatnonzero(hit & ~inside)
        chosen = np.flatnonzero(inside[level.parts.owner])
        whole = level.parts.pick(chosen, level.parts.owner[chosen]).moved(frame.left, frame.top)
        cut = to_parts(_clipped(level.geoms[crossing], box), self.kind, frame)
        return level.rows, joined(whole, Parts(cut.xy, cut.ends, crossing[cut.owner], cut.outer))

    def _level(self, z: int, step: int) -> Level:
        """The layer at a low zoom, made on first use and kept (two threads may make the same one; one is kept)."""
        known = self.levels.get((z, step))
        if known is None:
            rows = np.flatnonzero(self._kept(slice(None), z, step))
            geoms = self._simplified(self.geoms[rows], z, step)
            parts = to_parts(geoms, self.kind, Frame(EXTENT << z))
            known = Level(rows, geoms, shapely.bounds(geoms), parts)
            self.levels[z, step] = known
        return known


def _clipped(geoms: Geometries, box: Box) -> Geometries:
    """The geometries cut to the box; the fast way gives up on rare corners, the slow way takes them."""
    try:
        cut = shapely.clip_by_rect(geoms, *box)
    except shapely.errors.GEOSException:
        cut = shapely.intersection(geoms, shapely.box(*box))
    return np.asarray(cut, dtype=object)


def _frame(tile: Tile) -> Frame:
    return Frame(EXTENT << tile.z, tile.x * EXTENT, tile.y * EXTENT)


def _touching(bounds: Floats, box: Box) -> Flags:
    west, south, east, north = box
    return (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)


def _inside(bounds: Floats, box: Box) -> Flags:
    west, south, east, north = box
    return (bounds[:, 0] >= west) & (bounds[:, 2] <= east) & (bounds[:, 1] >= south) & (bounds[:, 3] <= north)


def index_shapes(kind: Kind, geoms: Geometries, min_zoom: NDArray[np.int8]) -> ShapeIndex:
    """Index of clean geometries in web mercator metres."""
    measure = shapely.length(geoms) if kind == "line" else shapely.area(geoms)
    return ShapeIndex(kind, geoms, shapely.bounds(geoms), shapely.STRtree(geoms), measure, min_zoom)
