"""Cells in tiles: outlines kept before change nothing, rings are those of the corners, ids stand for indexes."""

import numpy as np
import pytest
from h3ronpy.vector import coordinates_to_cells

from data.cells import parents
from tiles import hexagons
from tiles.cells import cell_tags, feature_ids
from tiles.encode import Drawing, write_layer
from tiles.geometry import Parts, commands, oriented
from tiles.hexagons import Atlas, Outlines, outlines
from tiles.mercator import EXTENT, Ints, Tile, tile_at, tile_numbers
from tiles.rules import BUFFER

RESOLUTION = 9


def cells(seed: int, count: int, span: float = 0.05) -> Ints:
    chance = np.random.default_rng(seed)
    lat, lon = 43.24 + chance.uniform(-span, span, count), 76.92 + chance.uniform(-span, span, count)
    found = np.asarray(coordinates_to_cells(lat, lon, RESOLUTION), dtype=np.uint64).astype(np.int64)
    return np.unique(found)


def written(ids: Ints, drawing: Drawing) -> bytes:
    tags = cell_tags(np.ones(len(ids), dtype=np.int64), np.zeros(len(ids), dtype=np.int64))
    return write_layer("cells", "polygon", feature_ids(ids, RESOLUTION), drawing, tags)


def by_corners(some: Ints, tile: Tile) -> tuple[Ints, Drawing]:
    """Cells whose box touches the tile, and their rings, from each corner placed in the tile by itself."""
    lines = outlines(some)
    place = (lines.xy * float(1 << tile.z) - np.array((tile.x, tile.y))) * EXTENT
    corners = np.split(np.rint(place).astype(np.int64), lines.ends[:-1])
    low, high = -BUFFER, EXTENT + BUFFER
    hit = [i for i, xy in enumerate(corners) if (xy.max(axis=0) >= low).all() and (xy.min(axis=0) <= high).all()]
    ends = np.cumsum([len(corners[i]) for i in hit])
    many = len(hit)
    rings = Parts(np.concatenate([corners[i] for i in hit]), ends, np.arange(many), np.ones(many, dtype=np.bool_))
    return np.array(hit), Drawing(*commands(oriented(rings), closed=True))


@pytest.mark.parametrize("most", [10, 200, 100_000])
@pytest.mark.parametrize("z", [11, 12, 14])
def test_what_was_kept_before_changes_nothing(most: int, z: int) -> None:
    atlas, x, y = Atlas(most), *tile_numbers(np.array([76.92]), np.array([43.24]), z)
    tile = tile_at(z, int(x[0]), int(y[0]))
    for seed in (1, 2, 1, 3):
        asked = cells(seed, 300)
        hit, drawing = atlas.touching(asked, np.arange(len(asked)), RESOLUTION, tile)
        again, fresh = by_corners(asked, tile)
        assert len(hit) > 2
        assert hit.tolist() == again.tolist()
        assert written(asked[hit], drawing) == written(asked[hit], fresh)


def test_the_index_of_a_cell_is_read_from_its_id() -> None:
    fine = cells(7, 50)
    for resolution in (0, 1, 5, RESOLUTION):
        asked = np.unique(parents(fine, resolution))
        for index, one in zip(asked.tolist(), feature_ids(asked, resolution).tolist(), strict=True):
            (r,) = [r for r in range(16) if one >> (7 + 3 * r) == r]
            assert r == resolution
            assert 1 << 59 | (one + 1 << 3 * (15 - r)) - 1 == index


def test_resolutions_are_told_apart() -> None:
    atlas, tile = Atlas(), tile_at(3, 5, 2)
    fine = cells(4, 50)
    coarse = np.unique(parents(fine, 5))
    for asked, resolution in ((fine, RESOLUTION), (coarse, 5), (fine, RESOLUTION)):
        hit, _ = atlas.touching(asked, np.arange(len(asked)), resolution, tile)
        assert hit.tolist() == list(range(len(asked)))


def test_no_cell_touches_nothing() -> None:
    none = np.empty(0, dtype=np.int64)
    hit, drawing = Atlas().touching(none, none, RESOLUTION, tile_at(10, 1, 1))
    assert (len(hit), len(drawing.slots)) == (0, 0)


@pytest.mark.parametrize(("most", "learnt"), [(100, False), (100_000, True)])
def test_the_first_tile_learns_all_cells_where_so_many_are_kept(
    monkeypatch: pytest.MonkeyPatch, most: int, *, learnt: bool
) -> None:
    every = cells(5, 400)
    near, far = np.arange(20), np.arange(len(every) - 20, len(every))
    asked: list[int] = []

    def counted(some: Ints) -> Outlines:
        asked.append(len(some))
        return outlines(some)

    monkeypatch.setattr(hexagons, "outlines", counted)
    atlas, tile = Atlas(most), tile_at(3, 5, 2)
    for around in (near, far, near):
        hit, drawing = atlas.touching(every, around, RESOLUTION, tile)
        assert hit.tolist() == list(range(20))
        assert written(every[around], drawing) == written(every[around], by_corners(every[around], tile)[1])
    assert asked == ([len(every)] if learnt else [20, 20])


def test_learnt_cells_are_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    atlas, every = Atlas(), cells(6, 100)
    atlas.learn(every, RESOLUTION)
    monkeypatch.setattr(hexagons, "outlines", None)
    atlas.learn(every[::2], RESOLUTION)
    hit, _ = atlas.touching(every[::2], np.arange(10), RESOLUTION, tile_at(3, 5, 2))
    assert len(hit) == 10


def test_a_cell_has_its_count_and_its_class() -> None:
    tags = cell_tags(np.array([7, 2]), np.array([2, 1]))
    # The values of the tile are 1, 2, 7: the first cell has the last and the second of them.
    assert tags.keys == ("n", "q")
    assert tags.places.tolist() == [[2, 1], [1, 0]]
    assert tags.values == b'"\x02(\x01' + b'"\x02(\x02' + b'"\x02(\x07'
