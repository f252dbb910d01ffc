"""Outlines and middles of H3 cells as world fractions and as rings in tile units."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
import pyarrow as pa
from h3ronpy import vector

from config.limits import ATLAS_CELLS
from tiles.geometry import Flags, Parts, oriented, runs
from tiles.mercator import EXTENT, Floats, Ints, Tile, to_fractions, to_metres
from tiles.rules import BUFFER

# Mean edge of a cell in kilometres by resolution (https://h3geo.org/docs/core-library/restable).
EDGE_KM = (1281.256, 483.057, 182.513, 68.979, 26.072, 9.854, 3.725, 1.406, 0.531, 0.201, 0.0759, 0.0287)
EARTH_KM = 40_075.0
HEAD, CORNER = 13, 16
# Edges are at most half longer than the mean, and a descendant reaches less than an edge beyond its ancestor.
DESCENDANT_REACH = 3.0
FARTHEST = 89.0


@dataclass(frozen=True)
class Outlines:
    """Corners of cells as world fractions (corners x 2, no corner twice); cell i has `ends[i-1]:ends[i]`."""

    xy: Floats
    ends: Ints

    @cached_property
    def starts(self) -> Ints:
        """First corner of each cell."""
        return np.concatenate((np.zeros(1, dtype=np.int64), self.ends[:-1]))

    @cached_property
    def boxes(self) -> tuple[Floats, Floats]:
        """Least and greatest corner of each cell."""
        if not len(self.ends):
            return np.empty((0, 2)), np.empty((0, 2))
        return np.minimum.reduceat(self.xy, self.starts), np.maximum.reduceat(self.xy, self.starts)

    def touching(self, tile: Tile, cells: Ints) -> tuple[Ints, Parts]:
        """Which of these cells (places of them) touch the tile by their box (rule C3), and their rings in its units."""
        low, high = (_placed(corner[cells], tile) for corner in self.boxes)
        hit = np.flatnonzero(((high >= -BUFFER) & (low <= EXTENT + BUFFER)).all(axis=1))
        chosen = cells[hit]
        sizes = self.ends[chosen] - self.starts[chosen]
        xy = _placed(self.xy[runs(self.starts[chosen], sizes)], tile)
        return hit, oriented(Parts(xy, np.cumsum(sizes), np.arange(len(hit)), np.ones(len(hit), dtype=np.bool_)))

    def with_more(self, order: Ints, more: "Outlines") -> "Outlines":
        """Cells of both, one after the other, taken in an order."""
        xy, ends = np.concatenate((self.xy, more.xy)), np.concatenate((self.ends, more.ends + len(self.xy)))
        both = Outlines(xy, ends)
        sizes = both.ends[order] - both.starts[order]
        return Outlines(xy[runs(both.starts[order], sizes)], np.cumsum(sizes))


def _placed(fractions: Floats, tile: Tile) -> Ints:
    place = fractions * float(1 << tile.z) - np.array((tile.x, tile.y), dtype=np.float64)
    return np.rint(place * EXTENT).astype(np.int64)


# Cells in their order, and their outlines.
Page = tuple[Ints, Outlines]


class Atlas:
    """Outlines of cells by resolution, kept once worked out: where a cell lies follows from its index; thread-safe."""

    def __init__(self, most: int = ATLAS_CELLS) -> None:
        """Nothing is kept yet; of one resolution at most so many cells are."""
        self._most = most
        self._lock = Lock()
        self._pages: dict[int, Page] = {}

    def touching(self, cells: Ints, around: Ints, resolution: int, tile: Tile) -> tuple[Ints, Parts]:
        """Which of `cells[around]` (ascending, of one resolution) touch a tile, as places in `around`, and their rings.

        Outlines not known yet are worked out for all cells at once where so many are kept, else for those around.
        """
        asked = cells[around]
        known, lines = self._pages.get(resolution, _EMPTY)
        place = np.searchsorted(known, asked)
        if _missing(known, asked, place).any():
            known, lines = self._learnt(resolution, cells if len(cells) <= self._most else asked)
            place = np.searchsorted(known, asked)
        return lines.touching(tile, place)

    def learn(self, cells: Ints, resolution: int) -> None:
        """Keep the outlines of these cells (ascending) before a tile asks for them; too many for that are left out."""
        if len(cells) <= self._most:
            self._learnt(resolution, cells)

    def _learnt(self, resolution: int, cells: Ints) -> Page:
        """A page with all these cells, kept unless it is too long."""
        page = self._pages.get(resolution, _EMPTY)
        fresh = cells[_missing(page[0], cells, np.searchsorted(page[0], cells))]
        if len(fresh):
            page = self._with(page, cells, fresh)
            self._keep(resolution, page)
        return page

    def _with(self, page: Page, cells: Ints, fresh: Ints) -> Page:
        """A page with all these cells, `fresh` of them new to it; one that would be too long begins anew."""
        known, lines = page
        if len(known) + len(fresh) > self._most:
            return cells, outlines(cells)
        every = np.concatenate((known, fresh))
        order = np.argsort(every, kind="stable")
        return every[order], lines.with_more(order, outlines(fresh))

    def _keep(self, resolution: int, page: Page) -> None:
        with self._lock:
            if len(page[0]) <= self._most:
                self._pages[resolution] = page


def _missing(known: Ints, cells: Ints, place: Ints) -> Flags:
    """Which cells are not among the known ones (ascending), into which they would go at `place`."""
    if not len(known):
        return np.ones(len(cells), dtype=np.bool_)
    found: Flags = np.take(known, place, mode="clip") != cells
    return found


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


@dataclass(frozen=True)
class Middles:
    """Middles of cells of one resolution as world fractions, and the mean edge there, in fractions too."""

    across: Floats
    down: Floats
    edge: Floats

    def near(self, tile: Tile, edges: float) -> Ints:
        """Places of those whose middle lies at most so many edges beyond the tile with its buffer."""
        side = 1.0 / (1 << tile.z)
        wide = self.edge * edges + side * (0.5 + BUFFER / EXTENT)
        beside = np.abs(self.across - (tile.x + 0.5) * side) <= wide
        return np.flatnonzero(beside & (np.abs(self.down - (tile.y + 0.5) * side) <= wide))


def middles(cells: Ints, resolution: int) -> Middles:
    """Middles of cells, all of that resolution."""
    found = vector.cells_to_coordinates(cells.astype(np.uint64))
    lat = np.clip(np.asarray(found["lat"], dtype=np.float64), -FARTHEST, FARTHEST)
    across, down = to_fractions(*to_metres(np.asarray(found["lng"], dtype=np.float64), lat))
    return Middles(across, down, EDGE_KM[resolution] / EARTH_KM / np.cos(np.radians(lat)))


_EMPTY = (np.empty(0, dtype=np.int64), Outlines(np.empty((0, 2)), np.empty(0, dtype=np.int64)))
