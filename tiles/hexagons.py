"""Outlines and middles of H3 cells as world fractions and as rings in tile units."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from h3ronpy import vector

from tiles.geometry import Parts, oriented
from tiles.mercator import EXTENT, Floats, Ints, Tile, to_fractions, to_metres
from tiles.rules import BUFFER

# Mean edge of a cell in kilometres by resolution (https://h3geo.org/docs/core-library/restable).
EDGE_KM = (1281.256, 483.057, 182.513, 68.979, 26.072, 9.854, 3.725, 1.406, 0.531, 0.201, 0.0759, 0.0287)
EARTH_KM = 40_075.0
HEAD, CORNER = 13, 16
FARTHEST = 89.0


@dataclass(frozen=True)
class Outlines:
    """Corners of cells as world fractions (corners x 2, no corner twice); cell i has `ends[i-1]:ends[i]`."""

    xy: Floats
    ends: Ints

    def touching(self, tile: Tile) -> tuple[Ints, Parts]:
        """Cells whose box touches the tile with its buffer (rule C3), and their whole rings in its units."""
        if not len(self.ends):
            none = np.empty(0, dtype=np.int64)
            return none, Parts(np.empty((0, 2), dtype=np.int64), none, none, np.empty(0, dtype=np.bool_))
        place = self.xy * float(1 << tile.z) - np.array((tile.x, tile.y), dtype=np.float64)
        xy = np.rint(place * EXTENT).astype(np.int64)
        starts = np.concatenate(((0,), self.ends[:-1]))
        low, high = np.minimum.reduceat(xy, starts), np.maximum.reduceat(xy, starts)
        hit = np.flatnonzero(((high >= -BUFFER) & (low <= EXTENT + BUFFER)).all(axis=1))
        every = np.arange(len(self.ends), dtype=np.int64)
        rings = Parts(xy, self.ends, every, np.ones(len(every), dtype=np.bool_))
        return hit, oriented(rings.pick(hit, hit))


def outlines(cells: Ints) -> Outlines:
    """Outlines of cells. A cell across the 180th meridian lies on the side of its first corner, whole."""
    if not len(cells):
        return Outlines(np.empty((0, 2)), np.empty(0, dtype=np.int64))
    found = pa.array(vector.cells_to_wkb_polygons(cells.astype(np.uint64))).cast(pa.large_binary())
    _, offsets, data = found.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[: len(cells) + 1]
    raw = np.frombuffer(data, dtype=np.uint8)[: ends[-1]]
    kept = np.ones(len(raw), dtype=np.bool_)
    kept[ends[:-1, None] + np.arange(HEAD)] = False
    # The last corner repeats the first.
    kept[ends[1:, None] - np.arange(1, CORNER + 1)] = False
    degrees = np.ascontiguousarray(raw[kept]).view("<f8").reshape(-1, 2)
    corners = (np.diff(ends) - HEAD) // CORNER - 1
    last = np.cumsum(corners)
    first = np.repeat(degrees[last - corners, 0], corners)
    lon = degrees[:, 0] - 360.0 * np.rint((degrees[:, 0] - first) / 360.0)
    lat = np.clip(degrees[:, 1], -FARTHEST, FARTHEST)
    return Outlines(np.column_stack(to_fractions(*to_metres(lon, lat))), last)


def near(cells: Ints, resolution: int, tile: Tile) -> Ints:
    """Places of those cells (all of one resolution) of which a descendant may touch the tile with its buffer."""
    middles = vector.cells_to_coordinates(cells.astype(np.uint64))
    lat = np.clip(np.asarray(middles["lat"], dtype=np.float64), -FARTHEST, FARTHEST)
    across, down = to_fractions(*to_metres(np.asarray(middles["lng"], dtype=np.float64), lat))
    # A descendant reaches less than an edge beyond its ancestor, and edges are at most half longer than the mean.
    reach = 3.0 * EDGE_KM[resolution] / EARTH_KM / np.cos(np.radians(lat))
    side = 1.0 / (1 << tile.z)
    wide = reach + side * (0.5 + BUFFER / EXTENT)
    beside = np.abs(across - (tile.x + 0.5) * side) <= wide
    return np.flatnonzero(beside & (np.abs(down - (tile.y + 0.5) * side) <= wide))
