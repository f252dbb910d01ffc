"""The door: tiles of a snapshot with chosen fields and district."""

from typing import Any

import numpy as np
import pytest
from shapely.geometry import LineString, Point, box

from tests.tiles.helpers import CENTRE, cut, features, raw, snapshot_of
from tiles.memory import encode_tile
from tiles.mercator import tile_at
from tiles.values import ColumnError

SHAPES: dict[str, list[Any]] = {
    "point": [Point(10, 10), Point(20, 20), Point(30, 30)],
    "line": [LineString([(10, 10 * i), (900, 10 * i)]) for i in (1, 2, 3)],
    "polygon": [box(10 * i, 10, 10 * i + 8, 900) for i in (1, 2, 3)],
}
KINDS = pytest.mark.parametrize("kind", list(SHAPES))


@KINDS
def test_a_district_sees_its_own_rows_only(kind: str) -> None:
    snapshot = snapshot_of(*SHAPES[kind], district=["medeu", "almaly", None], name=["medeu", "x", "y"])
    assert [f.fid for f in features(cut(snapshot, district="medeu"))] == [1]
    assert [f.fid for f in features(cut(snapshot, district="almaly"))] == [2]
    assert cut(snapshot, district="turksib") == b""
    assert len(features(cut(snapshot))) == 3


@KINDS
def test_a_district_at_low_zooms_too(kind: str) -> None:
    tile = tile_at(10, 730, 376)
    snapshot = snapshot_of(*SHAPES[kind], tile=tile, district=["medeu", "almaly", None])
    assert [f.fid for f in features(cut(snapshot, tile, district="almaly"))] == [2]


def test_a_district_without_such_a_column_is_refused() -> None:
    with pytest.raises(ColumnError, match="district"):
        cut(snapshot_of(Point(1, 1)), district="medeu")


@KINDS
def test_a_tile_with_nothing_is_zero_bytes(kind: str) -> None:
    snapshot = snapshot_of(*SHAPES[kind])
    assert cut(snapshot, tile_at(14, 1, 1)) == b""
    assert cut(snapshot, tile_at(9, 1, 1)) == b""


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ColumnError, match="secret: not in the layer cameras"):
        encode_tile(snapshot_of(Point(1, 1)), "cameras", CENTRE, ("secret",))


def test_fields_keep_the_asked_order_and_stand_once() -> None:
    snapshot = snapshot_of(Point(1, 1), a=["1"], b=["2"], c=["3"])
    assert list(raw(cut(snapshot, fields=("c", "a", "c"))).keys) == ["c", "a"]


def test_the_name_of_the_layer_may_be_any_text() -> None:
    assert raw(encode_tile(snapshot_of(Point(1, 1)), "қабат", CENTRE, ())).name == "қабат"


@KINDS
def test_asking_twice_gives_the_same_bytes(kind: str) -> None:
    snapshot = snapshot_of(*SHAPES[kind], v=[1, 2, 3])
    for tile in (CENTRE, tile_at(8, CENTRE.x >> 6, CENTRE.y >> 6), tile_at(0, 0, 0)):
        assert cut(snapshot, tile, ("v",)) == cut(snapshot, tile, ("v",))


def test_every_zoom_can_be_asked() -> None:
    spots = np.array([Point(1000, 1000)], dtype=object)
    snapshot = snapshot_of(*spots)
    for z in range(23):
        shift = 14 - z
        x, y = (n >> shift if shift >= 0 else (n << -shift) + (1 << -shift) * 1000 // 4096 for n in CENTRE[1:])
        assert [f.fid for f in features(cut(snapshot, tile_at(z, x, y)))] == [1], z
