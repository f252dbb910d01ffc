"""Outlines of cells that are kept are those that are worked out anew, whatever was kept before."""

import numpy as np
import pytest
from h3ronpy.vector import coordinates_to_cells

from data.cells import parents
from tiles import hexagons
from tiles.cells import cell_tags
from tiles.hexagons import Atlas, Outlines, outlines
from tiles.mercator import Ints, tile_at, tile_numbers

RESOLUTION = 9


def cells(seed: int, count: int, span: float = 0.05) -> Ints:
    chance = np.random.default_rng(seed)
    lat, lon = 43.24 + chance.uniform(-span, span, count), 76.92 + chance.uniform(-span, span, count)
    found = np.asarray(coordinates_to_cells(lat, lon, RESOLUTION), dtype=np.uint64).astype(np.int64)
    return np.unique(found)


@pytest.mark.parametrize("most", [10, 200, 100_000])
def test_what_was_kept_before_changes_nothing(most: int) -> None:
    atlas, x, y = Atlas(most), *tile_numbers(np.array([76.92]), np.array([43.24]), 12)
    tile = tile_at(12, int(x[0]), int(y[0]))
    for seed in (1, 2, 1, 3):
        asked = cells(seed, 300)
        hit, rings = atlas.touching(asked, np.arange(len(asked)), RESOLUTION, tile)
        again, fresh = outlines(asked).touching(tile, np.arange(len(asked)))
        assert len(hit) > 50
        assert hit.tolist() == again.tolist()
        assert rings.xy.tolist() == fresh.xy.tolist()
        assert rings.ends.tolist() == fresh.ends.tolist()


def test_resolutions_are_told_apart() -> None:
    atlas, tile = Atlas(), tile_at(3, 5, 2)
    fine = cells(4, 50)
    coarse = np.unique(parents(fine, 5))
    for asked, resolution in ((fine, RESOLUTION), (coarse, 5), (fine, RESOLUTION)):
        hit, _ = atlas.touching(asked, np.arange(len(asked)), resolution, tile)
        assert hit.tolist() == list(range(len(asked)))


def test_no_cell_touches_nothing() -> None:
    none = np.empty(0, dtype=np.int64)
    hit, rings = Atlas().touching(none, none, RESOLUTION, tile_at(10, 1, 1))
    assert (len(hit), len(rings.xy)) == (0, 0)


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
        hit, rings = atlas.touching(every, around, RESOLUTION, tile)
        again, fresh = outlines(every[around]).touching(tile, np.arange(20))
        assert hit.tolist() == again.tolist() == list(range(20))
        assert rings.xy.tolist() == fresh.xy.tolist()
    assert asked == ([len(every)] if learnt else [20, 20])


def test_learnt_cells_are_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    atlas, every = Atlas(), cells(6, 100)
    atlas.learn(every, RESOLUTION)
    monkeypatch.setattr(hexagons, "outlines", None)
    atlas.learn(every[::2], RESOLUTION)
    hit, _ = atlas.touching(every[::2], np.arange(10), RESOLUTION, tile_at(3, 5, 2))
    assert len(hit) == 10


def test_a_cell_is_named_by_its_digits() -> None:
    one = np.array([0x8928308280FFFFF], dtype=np.int64)
    tags = cell_tags(one, np.array([7]), np.array([2]))
    # Two numbers, ascending, behind one text: 2 has place 1, 7 has place 2.
    assert tags.keys == ("n", "q", "cell")
    assert tags.places.tolist() == [[2, 1, 0]]
    assert tags.values == b'"\x11\n\x0f8928308280fffff' + b'"\x02(\x02' + b'"\x02(\x07'
