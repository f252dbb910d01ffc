"""Building a snapshot from plain arrays."""

import numpy as np
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, Polygon, box

from tests.tiles.helpers import CENTRE, cut, features, to_lon_lat, units
from tiles.rules import LayerRules
from tiles.snapshot import Snapshot, SnapshotError
from tiles.values import ColumnError


def objects(*values: object) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def test_points_may_come_as_degrees_wkb_or_geometries() -> None:
    place = units([(10, 20), (30, 40)])
    shapes = np.asarray(shapely.points(place), dtype=object)
    bodies = {
        cut(Snapshot.from_columns(np.array([1, 2]), g, {}))
        for g in (place, np.asarray(shapely.to_wkb(shapes), dtype=object), shapes)
    }
    assert len(bodies) == 1
    single = objects(*(MultiPoint([p]) for p in shapes))
    assert cut(Snapshot.from_columns(np.array([1, 2]), single, {})) in bodies


def test_heights_are_ignored() -> None:
    line = to_lon_lat(objects(LineString([(1, 1), (50, 60)])))
    high = shapely.force_3d(line, 850.0)
    wkb = shapely.to_wkb(high, output_dimension=3)
    assert cut(Snapshot.from_columns(np.array([1]), wkb, {})) == cut(Snapshot.from_columns(np.array([1]), line, {}))


@pytest.mark.parametrize("geometry", [np.empty((0, 2)), np.empty(0, dtype=object)])
def test_an_empty_layer_gives_empty_tiles(geometry: np.ndarray) -> None:
    snapshot = Snapshot.from_columns(np.empty(0, dtype=np.int64), geometry, {"a": np.empty(0, dtype=object)})
    assert len(snapshot) == 0
    assert cut(snapshot, CENTRE, ("a",)) == b""


def test_rows_without_a_place_are_left_out() -> None:
    place = np.array([[76.9, 43.2], [np.nan, 43.2], [76.9, np.inf], [76.9, 89.0], [190.0, 43.2]])
    assert Snapshot.from_columns(np.arange(5), place, {}).fid.tolist() == [0]
    with np.errstate(invalid="ignore"):
        broken = LineString([(76, 43), (np.nan, 44)])
    lines = objects(LineString([(76, 43), (77, 44)]), None, LineString(), broken)
    assert Snapshot.from_columns(np.arange(4), lines, {}).fid.tolist() == [0]
    areas = objects(Polygon([(76, 43), (77, 44), (76, 43)]), box(76, 43, 77, 44), Polygon())
    assert Snapshot.from_columns(np.arange(3), areas, {}).fid.tolist() == [1]
    assert Snapshot.from_columns(np.arange(2), objects(None, Point(76, 43)), {}).fid.tolist() == [1]


@pytest.mark.parametrize(
    ("fid", "geometry", "words"),
    [
        ([1, 1], objects(Point(1, 1), Point(2, 2)), "twice"),
        ([-1, 1], objects(Point(1, 1), Point(2, 2)), "negative"),
        ([1, 2], objects(Point(1, 1), box(0, 0, 1, 1)), "geometry types"),
        ([1], objects(GeometryCollection([Point(1, 1)])), "geometry types"),
        ([1], objects(MultiPoint([(1, 1), (2, 2)])), "several points"),
        ([1, 2, 3], objects(Point(1, 1)), "1 geometries for 3 rows"),
    ],
)
def test_bad_rows_are_refused_with_a_reason(fid: list[int], geometry: np.ndarray, words: str) -> None:
    with pytest.raises(SnapshotError, match=words):
        Snapshot.from_columns(np.array(fid), geometry, {})


def test_columns_must_fit() -> None:
    with pytest.raises(ColumnError, match="column a: 2 values for 1 rows"):
        Snapshot.from_columns(np.array([1]), np.array([[76.9, 43.2]]), {"a": np.array([1, 2])})
    line = objects(LineString([(76, 43), (77, 44)]))
    with pytest.raises(ColumnError, match="kind"):
        Snapshot.from_columns(np.array([1]), line, {}, LayerRules(min_zoom_field="kind", min_zoom={"a": 3}))


def test_attributes_stay_with_their_rows() -> None:
    random = np.random.default_rng(1)
    place = units(random.uniform(0, 4096, (300, 2)).tolist())
    fid = random.permutation(300)
    snapshot = Snapshot.from_columns(fid, place, {"twice": fid * 2})
    assert {f.fid: f.properties["twice"] for f in features(cut(snapshot, CENTRE, ("twice",)))} == {
        int(i): int(i) * 2 for i in fid
    }
    lines = to_lon_lat(shapely.linestrings(random.uniform(0, 4096, (300, 2, 2))))
    drawn = features(cut(Snapshot.from_columns(fid, lines, {"twice": fid * 2}), CENTRE, ("twice",)))
    assert [(f.fid, f.properties["twice"]) for f in drawn] == [(i, 2 * i) for i in range(300)]
