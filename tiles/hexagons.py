"""Outlines and middles of H3 cells as world fractions and as rings in tile units."""

from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import numpy as np
import pyarrow as pa
from h3ronpy import vector

from config.limits import ATLAS_CELLS
from tiles.encode import Drawing, Tails
from tiles.geometry import MOVE_TO_ONE, Flags, Parts, commands, oriented, runs
from tiles.mercator import EXTENT, Floats, Ints, Tile, to_fractions, to_metres
from tiles.rules import BUFFER, zooms_of
from tiles.wire import put_varints, sizes, zigzag

# Mean edge of a cell in kilometres by resolution (https://h3geo.org/docs/core-library/restable).
EDGE_KM = (1281.256, 483.057, 182.513, 68.979, 26.072, 9.854, 3.725, 1.406, 0.531, 0.201, 0.0759, 0.0287)
EARTH_KM = 40_075.0
HEAD, CORNER = 13, 16
# A ring begins with a move to its first corner: the command, and two numbers.
HEAD_SLOTS = 3
# Edges are at most half longer than the mean, and a descendant reaches less than an edge beyond its ancestor.
DESCENDANT_REACH = 3.0
FARTHEST = 89.0


@dataclass(frozen=True)
class Sheet:
    """Cells at one zoom, in whole units of it counted from the world's north-western corner (all cells x 2).

    A ring's steps are the same in every tile: only its first corner is counted from the tile's own.
    """

    low: Ints
    high: Ints
    first: Ints
    tails: Tails

    def touching(self, tile: Tile, cells: Ints) -> tuple[Ints, Drawing]:
        """Which of these cells (places of them) touch the tile by their box (rule C3), and how they are drawn in it."""
        corner = np.array((tile.x, tile.y), dtype=np.int64) * EXTENT
        near = (self.high[cells] >= corner - BUFFER) & (self.low[cells] <= corner + (EXTENT + BUFFER))
        hit = np.flatnonzero(near[:, 0] & near[:, 1])
        chosen = cells[hit]
        slots = np.empty((len(hit), HEAD_SLOTS), dtype=np.uint32)
        slots[:, 0] = MOVE_TO_ONE
        slots[:, 1:] = zigzag(self.first[chosen] - corner)
        counts = np.full(len(hit), HEAD_SLOTS, dtype=np.int64)
        return hit, Drawing(chosen, slots.reshape(-1), counts, tails=self.tails.picked(chosen))


@dataclass(frozen=True)
class Outlines:
    """Corners of cells as world fractions (corners x 2, no corner twice); cell i has `ends[i-1]:ends[i]`."""

    xy: Floats
    ends: Ints
    _sheets: dict[int, Sheet] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def starts(self) -> Ints:
        """First corner of each cell."""
        return np.concatenate((np.zeros(1, dtype=np.int64), self.ends[:-1]))

    def sheet(self, z: int) -> Sheet:
        """The cells as they stand at a zoom, worked out once."""
        known = self._sheets.get(z)
        return known or self._sheets.setdefault(z, _sheet(self, z))

    def picked(self, cells: Ints) -> "Outlines":
        """Some of the cells, in that order."""
        sizes_of = self.ends[cells] - self.starts[cells]
        return Outlines(self.xy[runs(self.starts[cells], sizes_of)], np.cumsum(sizes_of))

    def with_more(self, order: Ints, more: "Outlines") -> "Outlines":
        """Cells of both, one after the other, taken in an order."""
        xy, ends = np.concatenate((self.xy, more.xy)), np.concatenate((self.ends, more.ends + len(self.xy)))
        return Outlines(xy, ends).picked(order)


def _sheet(lines: Outlines, z: int) -> Sheet:
    corners = np.rint(lines.xy * float(EXTENT << z)).astype(np.int64)
    if not len(lines.ends):
        none = np.empty((0, 2), dtype=np.int64)
        return Sheet(none, none, none, Tails(np.empty(0, dtype=np.uint8), *np.empty((2, 0), dtype=np.int64)))
    low, high = np.minimum.reduceat(corners, lines.starts), np.maximum.reduceat(corners, lines.starts)
    many = len(lines.ends)
    rings = oriented(Parts(corners, lines.ends, np.arange(many), np.ones(many, dtype=np.bool_)))
    _, slots, counts = commands(rings, closed=True)
    ends = np.cumsum(counts)
    later = np.ones(len(slots), dtype=np.bool_)
    later[(ends - counts)[:, None] + np.arange(HEAD_SLOTS)] = False
    slots = slots[later]
    size = sizes(slots)
    at = np.cumsum(size)
    data = np.empty(int(at[-1]), dtype=np.uint8)
    until = at[np.cumsum(counts - HEAD_SLOTS) - 1]
    put_varints(data, at - size, slots, size)
    lengths = np.diff(until, prepend=0)
    return Sheet(low, high, rings.xy[lines.starts], Tails(data, until - lengths, lengths))


# Cells in their order, and their outlines.
Page = tuple[Ints, Outlines]


class Atlas:
    """Outlines of cells by resolution, kept once worked out: where a cell lies follows from its index; thread-safe."""

    def __init__(self, most: int = ATLAS_CELLS) -> None:
        """Nothing is kept yet; of one resolution at most so many cells are."""
        self._most = most
        self._lock = Lock()
        self._pages: dict[int, Page] = {}

    def touching(self, cells: Ints, around: Ints, resolution: int, tile: Tile) -> tuple[Ints, Drawing]:
        """Which of `cells[around]` (ascending, of one resolution) touch a tile, as places in `around`, and their rings.

        Outlines not known yet are worked out for all cells at once where so many are kept, else for those around.
        """
        asked = cells[around]
        whole = len(cells) <= self._most
        known, lines = self._pages.get(resolution, _EMPTY)
        place = np.searchsorted(known, asked)
        if _missing(known, asked, place).any():
            known, lines = self._learnt(resolution, cells if whole else asked)
            place = np.searchsorted(known, asked)
        if whole:
            return lines.sheet(tile.z).touching(tile, place)
        return lines.picked(place).sheet(tile.z).touching(tile, np.arange(len(place)))

    def learn(self, cells: Ints, resolution: int) -> None:
        """Keep the outlines of these cells (ascending) before a tile asks for them; too many for that are left out."""
        if len(cells) <= self._most:
            _, lines = self._learnt(resolution, cells)
            for z in zooms_of(resolution):
                lines.sheet(z)

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
