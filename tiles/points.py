"""Point layers in memory: sorted along a Z-order curve, so that a tile and each thinning cell is one run of rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tiles.encode import Drawing
from tiles.mercator import EXTENT, Floats, Ints, Tile
from tiles.rules import GRIDS

CURVE_BITS = 30


@dataclass(frozen=True)
class PointIndex:
    """World fractions of the points and their place on the curve, in the order of the curve.

    `rank` is the place of each row in the order of fid, `by_rank` the row at each such place.
    """

    across: Floats
    down: Floats
    curve: Ints
    rank: NDArray[np.int32]
    by_rank: NDArray[np.int32]

    def tile_range(self, tile: Tile) -> slice:
        """Rows inside a tile (rule P1)."""
        shift = 2 * (CURVE_BITS - tile.z)
        first = int(interleave(np.array([tile.x]), np.array([tile.y]))[0]) << shift
        low, high = np.searchsorted(self.curve, (first, first + (1 << shift)))
        return slice(int(low), int(high))

    def thinned(self, rows: slice | Ints, z: int, grid: int) -> tuple[Ints, Ints]:
        """Per cell of the grid: the row with the lowest fid and the number of points (rule P4)."""
        shift = 2 * (CURVE_BITS - z - (grid.bit_length() - 1))
        cell = self.curve[rows] >> shift
        change = np.empty(len(cell), dtype=np.bool_)
        change[:1] = True
        np.not_equal(cell[1:], cell[:-1], out=change[1:])
        starts = np.flatnonzero(change)
        lowest = np.minimum.reduceat(self.rank[rows], starts) if len(starts) else self.rank[:0]
        return self.by_rank[lowest].astype(np.int64), np.diff(starts, append=len(cell))

    def draw(self, rows: Ints, tile: Tile, cells: Ints | None) -> Drawing:
        """Drawing commands of these rows (rule P2)."""
        scale = float(1 << tile.z)
        slots = np.empty((len(rows), 3), dtype=np.uint32)
        slots[:, 0] = 9
        slots[:, 1] = np.rint((self.across[rows] * scale - tile.x) * EXTENT) * 2
        slots[:, 2] = np.rint((self.down[rows] * scale - tile.y) * EXTENT) * 2
        return Drawing(rows, slots.ravel(), np.full(len(rows), 3, dtype=np.int64), cells)


def interleave(x: Ints, y: Ints) -> Ints:
    """Place on the Z-order curve: bits of x (even places) and y (odd places), each of at most 30 bits."""
    return _spread(x) | _spread(y) << 1


def _spread(value: Ints) -> Ints:
    wide = value.astype(np.int64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        wide = (wide | wide << shift) & mask
    return wide


def curve_places(across: Floats, down: Floats) -> Ints:
    """Place on the curve of world fractions 0..1; the far edge belongs to the last cell."""
    last = (1 << CURVE_BITS) - 1
    x = np.minimum(np.floor(across * (1 << CURVE_BITS)), last).astype(np.int64)
    y = np.minimum(np.floor(down * (1 << CURVE_BITS)), last).astype(np.int64)
    return interleave(x, y)


def index_points(across: Floats, down: Floats, fid: Ints) -> tuple[PointIndex, Ints]:
    """The index, and the order in which the rows stand in it."""
    curve = curve_places(across, down)
    order = np.argsort(curve)
    by_rank = np.argsort(fid[order]).astype(np.int32)
    rank = np.empty_like(by_rank)
    rank[by_rank] = np.arange(len(by_rank), dtype=np.int32)
    return PointIndex(across[order], down[order], curve[order], rank, by_rank), order


def first_grid(index: PointIndex, rows: slice | Ints, z: int, budget: int, coarser_than: int) -> tuple[int, Ints, Ints]:
    """The finest grid below `coarser_than` that leaves at most `budget` cells, with its rows and counts (rule P5)."""
    for grid in (g for g in GRIDS if g < coarser_than):
        kept, counts = index.thinned(rows, z, grid)
        if len(kept) <= budget:
            break
    return grid, kept, counts
