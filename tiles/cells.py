"""Tiles of dense layers from afar: counts by H3 cell, made once for a choice, from which every tile is cut."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from config.limits import CELL_CACHE_BYTES, CELL_CACHE_COUNTS
from data.cells import RESOLUTION, parents
from tiles.encode import Tags, write_layer
from tiles.geometry import runs
from tiles.held import Held
from tiles.hexagons import DESCENDANT_REACH, Atlas, Middles, middles
from tiles.mercator import Ints, Tile
from tiles.rules import CLASS_FIELD, COUNT_FIELD, TILE_BYTES, cell_resolution, nice_breaks
from tiles.values import integer_values

if TYPE_CHECKING:
    from tiles.sources import TileAsk

COARSER = 1
SEEK_FROM = 6
BITS = 3
DIGITS = 15
HEAD_BITS = 11


@dataclass(frozen=True)
class Level:
    """Cells of one resolution with at least one row, ascending, and the rows of each."""

    resolution: int
    cells: Ints
    counts: Ints

    @property
    def size(self) -> int:
        """Bytes of its arrays."""
        return self.cells.nbytes + self.counts.nbytes

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Lower bounds of the classes after the first (rule C4)."""
        return nice_breaks(np.sort(self.counts))

    @cached_property
    def _blocks(self) -> tuple[Middles, Ints]:
        """Ancestors a level up: their middles, and the first cell of each (with the end)."""
        resolution = max(self.resolution - COARSER, 0)
        ancestors = parents(self.cells, resolution)
        starts = _changes(ancestors)
        return middles(ancestors[starts], resolution), np.append(starts, len(self.cells))

    def around(self, tile: Tile) -> Ints:
        """Places of the cells that may touch a tile: all of those that do, and some beside it."""
        if tile.z < SEEK_FROM or not len(self.cells):
            return np.arange(len(self.cells), dtype=np.int64)
        ancestors, starts = self._blocks
        hit = ancestors.near(tile, DESCENDANT_REACH)
        return runs(starts[hit], starts[hit + 1] - starts[hit])

    def coarser(self, resolution: int) -> "Level":
        """The same rows counted by the parents at a resolution not above this one."""
        if resolution == self.resolution:
            return self
        above = parents(self.cells, resolution)
        starts = _changes(above)
        counts = np.add.reduceat(self.counts, starts) if len(starts) else self.counts
        return Level(resolution, above[starts], counts)


def _changes(ordered: Ints) -> Ints:
    """Places where another value begins."""
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return np.flatnonzero(first)


@dataclass(frozen=True)
class Counted:
    """Counts of all chosen rows at a finest resolution, and the coarser levels made of them so far."""

    finest: Level
    levels: dict[int, Level] = field(default_factory=dict, repr=False, compare=False)

    @property
    def size(self) -> int:
        """Bytes it may come to: the coarser levels together have less than the finest."""
        return 2 * self.finest.size

    def level(self, resolution: int) -> Level:
        """Counts at a resolution not above the finest (two threads may make the same one; one is kept)."""
        known = self.levels.get(resolution)
        if known is None:
            known = self.levels.setdefault(resolution, self.finest.coarser(resolution))
        return known


def feature_ids(cells: Ints, resolution: int) -> NDArray[np.uint64]:
    """Ids of features (rule C5): resolution, base cell and used digits of each index, below 2^44."""
    used = BITS * resolution
    return ((cells >> (BITS * (DIGITS - resolution))) & ((1 << (HEAD_BITS + used)) - 1)).astype(np.uint64)


def encode_cells(level_of: Callable[[int], Level], layer_name: str, tile: Tile, atlas: Atlas) -> bytes:
    """One tile of cells as uncompressed Mapbox Vector Tile by rules C1 to C6; `level_of` gives a resolution's counts.

    Zero bytes when no cell touches the tile. ValueError for a zoom at which the layer shows points.
    """
    wanted = cell_resolution(tile.z)
    if wanted is None:
        raise ValueError(f"no cells at zoom {tile.z}")
    for resolution in range(wanted, -1, -1):
        body = _written(level_of(resolution), layer_name, tile, atlas)
        if len(body) <= TILE_BYTES:
            break
    return body


def _written(level: Level, layer_name: str, tile: Tile, atlas: Atlas) -> bytes:
    around = level.around(tile)
    hit, drawing = atlas.touching(level.cells, around, level.resolution, tile)
    rows = around[hit]
    if not len(rows):
        return b""
    cells, counts = level.cells[rows], level.counts[rows]
    tags = cell_tags(counts, np.searchsorted(level.breaks, counts, side="right"))
    return write_layer(layer_name, "polygon", feature_ids(cells, level.resolution), drawing, tags)


def cell_tags(counts: Ints, classes: Ints) -> Tags:
    """Attributes of cells: count and class."""
    used, places = np.unique(np.stack((counts, classes), axis=1), return_inverse=True)
    return Tags((COUNT_FIELD, CLASS_FIELD), places.reshape(-1, 2).astype(np.int32), integer_values(used)[0])


class CellShelf:
    """Counts by cell, kept for each choice of each present version of a layer, bounded; safe for many threads."""

    def __init__(self, count: "Callable[[TileAsk, int], Level]", finest: int | None = None) -> None:
        """A shelf over `count`, which counts the rows of an ask at a resolution.

        With `finest` all is counted at that resolution; without it at the one asked, unless a finer one is there.
        """
        self._count = count
        self._finest = finest
        self._atlas = Atlas()
        self._held: Held[Counted] = Held(CELL_CACHE_COUNTS, CELL_CACHE_BYTES, lambda counted: counted.size)

    def __len__(self) -> int:
        return len(self._held)

    def tile(self, ask: "TileAsk") -> bytes:
        """The ask's tile of cells."""
        return encode_cells(lambda resolution: self.level(ask, resolution), ask.layer.id, ask.tile, self._atlas)

    def outline(self, ask: "TileAsk", resolution: int) -> None:
        """Make ready what tiles of a resolution are cut from: counts and outlines of its cells."""
        self._atlas.learn(self.level(ask, resolution).cells, resolution)

    def level(self, ask: "TileAsk", resolution: int) -> Level:
        """Counts of the chosen rows at a resolution."""
        base = (ask.layer.id, ask.stamp, ask.scope, ask.choice)
        for finer in range(resolution, RESOLUTION + 1):
            found = self._held.peek((*base, finer))
            if found is not None:
                return found.level(resolution)
        finest = resolution if self._finest is None else self._finest
        self._held.drop(lambda key: _is_old(key, ask))
        return self._held.get((*base, finest), lambda: Counted(self._count(ask, finest))).level(resolution)


def _is_old(key: Hashable, ask: "TileAsk") -> bool:
    """Whether a key belongs to another version of the ask's layer."""
    return isinstance(key, tuple) and key[0] == ask.layer.id and key[1] != ask.stamp
