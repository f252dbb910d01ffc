"""Bytes of a tile, seen by the protobuf library and by an independent decoder."""

from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from tests.tiles.helpers import CENTRE, cut, features, raw, snapshot_of, units
from tiles.snapshot import Snapshot

BIG = 2**63 - 1


def test_the_example_of_the_specification() -> None:
    """Section 4.3.5 of the MVT 2.1 specification: point, line, polygon and multipolygon as command numbers."""
    point = raw(cut(snapshot_of(Point(25, 17))))
    assert list(point.features[0].geometry) == [9, 50, 34]
    line = raw(cut(snapshot_of(LineString([(2, 2), (2, 10), (10, 10)]))))
    assert list(line.features[0].geometry) == [9, 4, 4, 18, 0, 16, 16, 0]
    polygon = raw(cut(snapshot_of(Polygon([(3, 6), (8, 12), (20, 34)]))))
    assert list(polygon.features[0].geometry) == [9, 6, 12, 18, 10, 12, 24, 44, 15]
    lines = raw(cut(snapshot_of(MultiLineString([[(2, 2), (2, 10), (10, 10)], [(1, 1), (3, 5)]]))))
    assert list(lines.features[0].geometry) == [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]


def test_the_layer_header() -> None:
    layer = raw(cut(snapshot_of(Point(1, 1))))
    assert (layer.name, layer.version, layer.extent) == ("things", 2, 4096)
    assert layer.features[0].type == 1
    assert layer.features[0].id == 1
    assert list(layer.features[0].tags) == []


@pytest.mark.parametrize(
    ("geometry", "number"), [(Point(9, 9), 1), (LineString([(1, 1), (9, 9)]), 2), (box(1, 1, 50, 50), 3)]
)
def test_the_type_of_the_geometry(geometry: Any, number: int) -> None:
    assert raw(cut(snapshot_of(geometry))).features[0].type == number


def test_attributes_of_every_type() -> None:
    snapshot = snapshot_of(
        Point(1, 1),
        Point(2, 2),
        name=["Әл-Фараби даңғылы", "улица Абая \U0001f3d4"],
        small=[-1, 0],
        large=[BIG, -(2**63)],
        share=[0.1, -1e300],
        open=[True, False],
        since=[date(2024, 5, 1), None],
        empty=["", None],
    )
    fields = ("name", "small", "large", "share", "open", "since", "empty")
    first, second = features(cut(snapshot, fields=fields))
    assert first.properties == {
        "name": "Әл-Фараби даңғылы", "small": -1, "large": BIG, "share": 0.1, "open": True, "since": "2024-05-01",
        "empty": "",
    }  # fmt: skip
    assert second.properties == {
        "name": "улица Абая \U0001f3d4", "small": 0, "large": -(2**63), "share": -1e300, "open": False,
    }  # fmt: skip
    assert type(first.properties["open"]) is bool
    assert type(first.properties["small"]) is int


def test_null_nan_and_unasked_attributes_are_absent() -> None:
    snapshot = snapshot_of(
        *(Point(i, i) for i in range(1, 4)), a=["x", None, "z"], b=[None, None, None], c=[1.0, float("nan"), None]
    )
    body = cut(snapshot, fields=("b", "a"))
    assert [f.properties for f in features(body)] == [{"a": "x"}, {}, {"a": "z"}]
    assert list(raw(body).keys) == ["a"]
    assert [f.properties for f in features(cut(snapshot, fields=("c",)))] == [{"c": 1.0}, {}, {}]


def test_keys_and_values_stand_once_and_only_when_used() -> None:
    inside, outside = [Point(i, 5) for i in range(1, 9)], Point(-500, 5)
    snapshot = snapshot_of(
        *inside, outside, kind=["a", "b"] * 4 + ["never"], other=["b"] * 8 + ["a"], n1=[5] * 9, n2=[5, 6] * 4 + [7]
    )
    layer = raw(cut(snapshot, fields=("kind", "other", "n1", "n2")))
    assert list(layer.keys) == ["kind", "other", "n1", "n2"]
    assert [v.string_value or v.uint_value for v in layer.values] == ["a", "b", 5, 6]
    assert len({v.SerializeToString() for v in layer.values}) == len(layer.values)


def test_more_than_127_keys_and_values() -> None:
    columns: dict[str, Any] = {f"field_{i:03}": [i, i + 1000] for i in range(300)}
    snapshot = snapshot_of(Point(1, 1), Point(2, 2), **columns)
    first, second = features(cut(snapshot, fields=tuple(columns)))
    assert first.properties == {name: values[0] for name, values in columns.items()}
    assert second.properties == {name: values[1] for name, values in columns.items()}


@pytest.mark.parametrize("fid", [0, 1, 127, 128, 2**31, 2**53 + 1, BIG])
def test_ids_of_any_size(fid: int) -> None:
    snapshot = Snapshot.from_columns(np.array([fid]), units([(7, 7)]), {})
    assert [f.fid for f in features(cut(snapshot))] == [fid]


def test_features_stand_in_the_order_of_their_ids() -> None:
    positions = np.random.default_rng(3).uniform(0, 4096, (500, 2))
    fid = np.random.default_rng(4).permutation(500) + 10
    ids = [f.fid for f in features(cut(Snapshot.from_columns(fid, units(positions.tolist()), {})))]
    assert ids == list(range(10, 510))


def test_the_same_rows_in_another_order_give_the_same_bytes() -> None:
    random = np.random.default_rng(5)
    place, order = units(random.uniform(0, 4096, (9_000, 2)).tolist()), random.permutation(9_000)
    fid, kind = np.arange(9_000), random.integers(0, 9, 9_000)
    text = np.array([f"k{i}" for i in kind], dtype=object)
    one = Snapshot.from_columns(fid, place, {"kind": text, "v": kind})
    two = Snapshot.from_columns(fid[order], place[order], {"kind": text[order], "v": kind[order]})
    zooms = [CENTRE._replace(z=z, x=CENTRE.x >> (14 - z), y=CENTRE.y >> (14 - z)) for z in (14, 12, 5)]
    for tile in zooms:
        assert cut(one, tile, ("kind", "v")) == cut(two, tile, ("kind", "v"))


def test_holes_and_parts_are_kept_and_turn_the_right_way() -> None:
    yard = Polygon(
        box(100, 100, 900, 900).exterior, [box(200, 200, 400, 400).exterior, box(500, 500, 600, 700).exterior]
    )
    islands = MultiPolygon([yard, box(1000, 1000, 1100, 1200)])
    for shape in (islands, shapely.reverse(islands), islands.normalize()):
        (feature,) = features(cut(snapshot_of(shape)))
        assert feature.geometry.equals(islands)
        (spec,) = raw(cut(snapshot_of(shape))).features
        areas = ring_areas(list(spec.geometry))
        assert sorted(areas) == [-200 * 200, -100 * 200, 100 * 200, 800 * 800]
        yard_at = areas.index(800 * 800)
        assert max(areas[yard_at + 1 : yard_at + 3]) < 0, "holes follow their outer ring"


def ring_areas(commands: list[int]) -> list[float]:
    """Signed areas of the rings by the surveyor's formula, reading the commands as the specification says."""
    areas: list[float] = []
    ring: list[tuple[int, int]] = []
    x = y = i = 0
    while i < len(commands):
        command, count = commands[i] & 7, commands[i] >> 3
        i += 1
        if command == 7:
            pairs = zip(ring, ring[1:] + ring[:1], strict=True)
            areas.append(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) / 2)
            continue
        ring = [] if command == 1 else ring
        for _ in range(count):
            x += commands[i] >> 1 ^ -(commands[i] & 1)
            y += commands[i + 1] >> 1 ^ -(commands[i + 1] & 1)
            ring.append((x, y))
            i += 2
    return areas
