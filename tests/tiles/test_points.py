"""Points: which tile, which place in it, and thinning."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tiles.helpers import CENTRE, cut, features, raw, units
from tiles.mercator import MAX_LATITUDE, Tile, tile_at
from tiles.points import interleave
from tiles.rules import GRIDS, POINT_LIMIT, TILE_BYTES, LayerRules, point_budget
from tiles.snapshot import Snapshot

PARENT = tile_at(12, CENTRE.x >> 2, CENTRE.y >> 2)


def many(count: int, tile: Tile, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Random points of a tile in tile units, away from rounding borders, and as degrees."""
    place = np.random.default_rng(seed).integers(0, 4096, (count, 2)) + 0.25
    return place, units(place.tolist(), tile)


def test_positions_are_rounded_to_the_nearest_unit() -> None:
    snapshot = Snapshot.from_columns(np.arange(3), units([(0.2, 0.2), (99.6, 7.4), (4095.9, 4095.9)]), {})
    assert [(f.geometry.x, f.geometry.y) for f in features(cut(snapshot))] == [(0, 0), (100, 7), (4096, 4096)]


def test_each_point_is_in_exactly_one_tile_and_there_is_no_buffer() -> None:
    place = units([(1, 1), (4095, 4095), (-1, 5), (4097, 5), (5, -1), (5, 4097)])
    snapshot = Snapshot.from_columns(np.arange(6), place, {})
    assert [f.fid for f in features(cut(snapshot))] == [0, 1]
    z, x, y = CENTRE
    seen = [f.fid for dx in (-1, 0, 1) for dy in (-1, 0, 1) for f in features(cut(snapshot, Tile(z, x + dx, y + dy)))]
    assert sorted(seen) == [0, 1, 2, 3, 4, 5]


def test_the_middle_of_the_world_belongs_to_the_south_east() -> None:
    snapshot = Snapshot.from_columns(np.array([1]), np.array([[0.0, 0.0]]), {})
    found = [(x, y) for x in (0, 1) for y in (0, 1) if cut(snapshot, tile_at(1, x, y))]
    assert found == [(1, 1)]


def test_the_edge_of_the_world_is_in_its_last_tile() -> None:
    snapshot = Snapshot.from_columns(np.array([1]), np.array([[180.0, -MAX_LATITUDE + 1e-11]]), {})
    (feature,) = features(cut(snapshot, tile_at(22, 2**22 - 1, 2**22 - 1)))
    assert (feature.geometry.x, feature.geometry.y) == (4096, 4096)


def test_up_to_the_limit_every_point_is_drawn() -> None:
    _, place = many(POINT_LIMIT, PARENT)
    drawn = features(cut(Snapshot.from_columns(np.arange(POINT_LIMIT), place, {}), PARENT))
    assert len(drawn) == POINT_LIMIT
    assert all("n" not in f.properties for f in drawn)


def test_above_the_limit_one_point_stands_for_a_cell() -> None:
    """Four cells worked out by hand in a tile whose other points fill its far corner."""
    crowd = [(4000.25 + 0.001 * (i % 50), 4000.25 + 0.001 * (i // 50)) for i in range(POINT_LIMIT)]
    hand = [(0.3, 0.3), (15.7, 15.7), (16.3, 0.3), (0.3, 16.3), (31.7, 0.3)]
    fid = np.concatenate(([9, 8, 7, 6, 5], np.arange(100, 100 + POINT_LIMIT)))
    kind = np.array(["a", "b", "c", "d", "e"] + ["crowd"] * POINT_LIMIT, dtype=object)
    snapshot = Snapshot.from_columns(fid, units(hand + crowd, PARENT), {"kind": kind})
    drawn = {f.fid: f for f in features(cut(snapshot, PARENT, ("kind",)))}
    assert {fid: (f.properties["kind"], f.properties["n"]) for fid, f in drawn.items()} == {
        8: ("b", 2), 5: ("e", 2), 6: ("d", 1), 100: ("crowd", POINT_LIMIT),
    }  # fmt: skip
    assert (drawn[8].geometry.x, drawn[8].geometry.y) == (16, 16)
    assert (drawn[5].geometry.x, drawn[5].geometry.y) == (32, 0)


def reference(place: np.ndarray, fid: np.ndarray, grid: int) -> dict[int, int]:
    """Lowest fid and number of points per cell, worked out point by point."""
    side = 4096 // grid
    cells: dict[tuple[int, int], list[int]] = {}
    for (x, y), one in zip(place.tolist(), fid.tolist(), strict=True):
        cells.setdefault((int(x // side), int(y // side)), []).append(one)
    return {min(fids): len(fids) for fids in cells.values()}


@pytest.mark.parametrize(("count", "grid"), [(8_000, 256), (60_000, 64), (300_000, 64)])
def test_thinning_agrees_with_a_slow_reference(count: int, grid: int) -> None:
    place, degrees = many(count, PARENT)
    fid = np.random.default_rng(2).permutation(count) * 3
    fields = tuple(f"f{i}" for i in range(10))
    columns = dict.fromkeys(fields, fid % 7)
    body = cut(Snapshot.from_columns(fid, degrees, columns), PARENT, fields)
    drawn = features(body)
    assert len(drawn) <= point_budget(len(fields))
    assert {f.fid: f.properties["n"] for f in drawn} == reference(place, fid, grid)
    assert {f.fid: f.properties["f3"] for f in drawn} == {f.fid: f.fid % 7 for f in drawn}


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(5_001, 40_000), st.integers(0, 12), st.integers(0, 10_000))
def test_no_point_is_lost_from_the_count(count: int, z: int, seed: int) -> None:
    tile = Tile(z, CENTRE.x >> (14 - z), CENTRE.y >> (14 - z))
    random = np.random.default_rng(seed)
    place = np.clip(random.normal(random.uniform(0, 4096, 2), 500, (count, 2)), 0.001, 4095.99)
    snapshot = Snapshot.from_columns(np.arange(count), units(place.tolist(), tile), {})
    drawn = features(cut(snapshot, tile))
    assert sum(f.properties["n"] for f in drawn) == count
    assert len({f.fid for f in drawn}) == len(drawn)


def test_no_thinning_from_the_full_zoom_on() -> None:
    place, _ = many(POINT_LIMIT + 1, PARENT)
    for z, thinned in ((12, True), (13, False)):
        tile = Tile(z, CENTRE.x >> (14 - z), CENTRE.y >> (14 - z))
        snapshot = Snapshot.from_columns(np.arange(len(place)), units(place.tolist(), tile), {})
        assert any("n" in f.properties for f in features(cut(snapshot, tile))) is thinned
    far = Snapshot.from_columns(np.arange(len(place)), units(place.tolist(), PARENT), {}, LayerRules(full_zoom=12))
    assert len(features(cut(far, PARENT))) == POINT_LIMIT + 1


def test_the_byte_limit_holds_at_full_zooms_too() -> None:
    _, place = many(100_000, CENTRE)
    body = cut(Snapshot.from_columns(np.arange(100_000), place, {"v": np.arange(100_000)}), CENTRE, ("v",))
    assert len(body) <= TILE_BYTES
    assert sum(f.properties["n"] for f in features(body)) == 100_000


def test_long_texts_take_a_coarser_grid_than_the_budget_asks() -> None:
    place, degrees = many(10_000, PARENT)
    text = np.array([f"{i} " + "ұзақ атау " * 20 for i in range(10_000)], dtype=object)
    body = cut(Snapshot.from_columns(np.arange(10_000), degrees, {"t": text}), PARENT, ("t",))
    assert len(body) <= TILE_BYTES
    drawn = {f.fid: f.properties["n"] for f in features(body)}
    assert drawn == reference(place, np.arange(10_000), 32)


def test_a_single_monstrous_text_is_given_up() -> None:
    text = np.array(["x" * 600_000], dtype=object)
    body = cut(Snapshot.from_columns(np.array([5]), units([(9, 9)]), {"t": text}), CENTRE, ("t",))
    assert [(f.fid, f.properties) for f in features(body)] == [(5, {"n": 1})]


def test_the_count_replaces_a_field_of_its_name() -> None:
    _, place = many(6_000, PARENT)
    snapshot = Snapshot.from_columns(np.arange(6_000), place, {"n": np.full(6_000, 77)})
    drawn = features(cut(snapshot, PARENT, ("n",)))
    assert list(raw(cut(snapshot, PARENT, ("n",))).keys) == ["n"]
    assert sum(f.properties["n"] for f in drawn) == 6_000
    assert {f.properties["n"] for f in features(cut(snapshot, CENTRE, ("n",)))} == {77}


def test_counts_share_the_values_of_integer_fields() -> None:
    place = units([(5.3, 5.3)] * 5_001 + [(99.3, 99.3)], PARENT)
    snapshot = Snapshot.from_columns(np.arange(5_002), place, {"v": np.full(5_002, 5_001)})
    assert [f.properties for f in features(cut(snapshot, PARENT, ("v",)))] == [
        {"v": 5001, "n": 5001},
        {"v": 5001, "n": 1},
    ]
    body = cut(snapshot, PARENT, ("v",))
    assert body.count(b"\x28\x89\x27") == 1


def test_a_district_is_counted_alone() -> None:
    place, degrees = many(12_000, PARENT)
    district = np.where(np.arange(12_000) % 2, "medeu", "almaly").astype(object)
    snapshot = Snapshot.from_columns(np.arange(12_000), degrees, {"district": district})
    drawn = {f.fid: f.properties["n"] for f in features(cut(snapshot, PARENT, (), "medeu"))}
    odd = np.arange(1, 12_000, 2)
    assert drawn == reference(place[odd], odd, 256)


@given(st.integers(0, 2**30 - 1), st.integers(0, 2**30 - 1))
def test_the_curve_interleaves_bits(x: int, y: int) -> None:
    expected = sum((x >> i & 1) << (2 * i) | (y >> i & 1) << (2 * i + 1) for i in range(30))
    assert interleave(np.array([x]), np.array([y])).tolist() == [expected]


def test_grids_halve_down_to_one_cell() -> None:
    assert tuple(2**i for i in range(8, -1, -1)) == GRIDS
