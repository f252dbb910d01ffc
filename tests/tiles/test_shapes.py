"""Lines and polygons: clipping, rounding, simplification and the rules of low zooms."""

from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from tests.tiles.helpers import CENTRE, cut, features, snapshot_of, to_lon_lat
from tiles.mercator import Tile, bounds_m, tile_at
from tiles.rules import COARSE_BELOW, LayerRules
from tiles.shapes import KEPT_BELOW, ShapeIndex
from tiles.snapshot import Snapshot

LOW = tile_at(10, 730, 376)
BOTH = pytest.mark.parametrize("tile", [LOW, CENTRE], ids=["kept level", "from the tree"])
EDGE = 4096 + 64


def only(shape: BaseGeometry, tile: Tile) -> Any:
    (feature,) = features(cut(snapshot_of(shape, tile=tile), tile))
    assert feature.geometry.is_valid
    return feature.geometry


def test_the_two_tiles_take_the_two_ways() -> None:
    assert LOW.z < KEPT_BELOW <= CENTRE.z
    assert LOW.z < COARSE_BELOW <= CENTRE.z


@BOTH
def test_a_polygon_larger_than_the_tile_fills_it_with_its_buffer(tile: Tile) -> None:
    assert only(box(-90_000, -90_000, 90_000, 90_000), tile).equals(box(-64, -64, EDGE, EDGE))


@BOTH
def test_a_hole_across_the_edge_is_cut_with_its_polygon(tile: Tile) -> None:
    shape = Polygon(box(3000, 1000, 6000, 3000).exterior, [box(4000, 1500, 5000, 2500).exterior])
    expected = box(3000, 1000, EDGE, 3000).difference(box(4000, 1500, EDGE, 2500))
    assert only(shape, tile).equals(expected)


@BOTH
def test_a_tile_inside_a_hole_has_nothing(tile: Tile) -> None:
    shape = Polygon(box(-9000, -9000, 9000, 9000).exterior, [box(-500, -500, 5000, 5000).exterior])
    assert cut(snapshot_of(shape, tile=tile), tile) == b""


@BOTH
def test_a_hole_wholly_inside_stays_in_a_polygon_that_is_cut(tile: Tile) -> None:
    shape = Polygon(box(-900, 100, 2000, 3000).exterior, [box(500, 500, 1000, 1000).exterior])
    expected = Polygon(box(-64, 100, 2000, 3000).exterior, [box(500, 500, 1000, 1000).exterior])
    assert only(shape, tile).equals(expected)


@BOTH
def test_a_polygon_cut_in_two_becomes_a_multipolygon(tile: Tile) -> None:
    shape = box(3000, 1000, 5000, 3000).difference(box(2000, 1500, 4500, 2500))
    geometry = only(shape, tile)
    assert geometry.geom_type == "MultiPolygon"
    assert geometry.equals(MultiPolygon([box(3000, 1000, EDGE, 1500), box(3000, 2500, EDGE, 3000)]))


@BOTH
def test_a_line_that_leaves_and_comes_back_has_two_parts(tile: Tile) -> None:
    geometry = only(LineString([(4000, 1000), (5000, 1000), (5000, 2000), (4000, 2000)]), tile)
    expected = MultiLineString([[(4000, 1000), (EDGE, 1000)], [(EDGE, 2000), (4000, 2000)]])
    assert geometry.equals(expected)


@BOTH
def test_multilines_keep_their_parts(tile: Tile) -> None:
    shape = MultiLineString([[(10, 10), (500, 10)], [(10, 90), (500, 90)], [(9000, 0), (9900, 0)]])
    assert only(shape, tile).equals(MultiLineString(list(shape.geoms)[:2]))


@BOTH
def test_what_touches_only_beyond_the_buffer_is_absent(tile: Tile) -> None:
    shapes = (box(4200, 0, 4500, 500), LineString([(-70, 0), (-70, 4000)]), box(4130, 10, 4500, 500))
    ids = [[f.fid for f in features(cut(snapshot_of(s, tile=tile), tile))] for s in shapes]
    assert ids == [[], [], [1]]


@BOTH
def test_corners_are_rounded_to_the_nearest_unit_and_repeats_fall_away(tile: Tile) -> None:
    line = LineString([(10.4, 10.4), (10.2, 9.8), (99.6, 600.4), (900.2, 44.4), (900.4, 43.7)])
    assert list(only(line, tile).coords) == [(10, 10), (100, 600), (900, 44)]


@BOTH
def test_a_line_there_and_back_keeps_its_tip(tile: Tile) -> None:
    there_and_back = LineString([(10, 10), (400.3, 300.2), (10.3, 10.2)])
    assert list(only(there_and_back, tile).coords) == [(10, 10), (400, 300), (10, 10)]


def test_rounding_never_leaves_an_invalid_polygon() -> None:
    bow = Polygon([(0, 0), (1000, 0.45), (2000, 0), (2000, 300), (1000, 0.55), (0, 300)])
    needle = Polygon([(0, 500), (900, 500.2), (0, 500.4)])
    assert bow.is_valid
    result = features(cut(snapshot_of(bow, needle)))
    assert [f.fid for f in result] == [1]
    assert result[0].geometry.is_valid
    assert result[0].geometry.symmetric_difference(bow).area < 2500


def test_a_hole_goes_with_the_outer_ring_that_rounding_flattens() -> None:
    hole = [(49.55, 48.9), (48.4, 48.2), (48.9, 48.6)]
    needle = Polygon([(0, 0), (100, 100), (50.49, 49.6)], [hole])
    assert needle.is_valid
    assert cut(snapshot_of(needle)) == b""


def test_a_corner_that_the_fast_clipping_refuses_is_clipped_all_the_same() -> None:
    """A needle whose tip lies a ten-millionth of a unit off the edge of a rounded coordinate."""
    needle = MultiPolygon([Polygon([(0, -136), (1e-7, 0), (0, -137)]), box(50, 50, 90, 90)])
    with pytest.raises(shapely.errors.GEOSException):
        shapely.clip_by_rect(index_of(snapshot_of(needle)).geoms, *bounds_m(CENTRE, 64))
    neighbour = box(100, 100, 300, 300)
    crossing = box(-100, 1000, 300, 1300)
    drawn = {f.fid: f.geometry for f in features(cut(snapshot_of(needle, neighbour, crossing)))}
    assert set(drawn) == {1, 2, 3}
    assert drawn[1].equals(box(50, 50, 90, 90))
    assert drawn[2].equals(neighbour)
    assert drawn[3].equals(box(-64, 1000, 300, 1300))


def index_of(snapshot: Snapshot) -> ShapeIndex:
    assert snapshot.shapes is not None
    return snapshot.shapes


def test_parts_that_rounding_pushes_together_stay_valid() -> None:
    pair = MultiPolygon([box(0, 0, 100, 100), box(100.3, 50, 200, 150)])
    (feature,) = features(cut(snapshot_of(pair)))
    assert feature.geometry.is_valid
    assert feature.geometry.equals(box(0, 0, 100, 100).union(box(100, 50, 200, 150)))


def test_invalid_polygons_are_repaired_before_they_are_cut() -> None:
    bow = Polygon([(0, 0), (400, 400), (400, 0), (0, 400)])
    (feature,) = features(cut(snapshot_of(bow)))
    assert feature.geometry.is_valid
    assert feature.geometry.area == pytest.approx(80_000)


def test_small_things_wait_for_a_closer_zoom() -> None:
    lines = [LineString([(10, 10), (10, 10 + n)]) for n in (7.5, 8.5)]
    squares = [box(100, 100, 100 + n, 100 + n) for n in (3.5, 4.5)]
    assert [f.fid for f in features(cut(snapshot_of(*lines, tile=LOW), LOW))] == [2]
    assert [f.fid for f in features(cut(snapshot_of(*squares, tile=LOW), LOW))] == [2]
    assert len(features(cut(snapshot_of(*lines)))) == 2
    assert len(features(cut(snapshot_of(*squares)))) == 2


def test_lines_are_simplified_by_one_unit_at_low_zooms_only() -> None:
    line = LineString([(0, 100), (500, 100.7), (1000, 100), (1500, 103), (2000, 100)])
    assert len(only(line, LOW).coords) == 4
    near = LineString([(0, 100), (500, 100.7), (1000, 100)])
    assert len(only(near, CENTRE).coords) == 3


def test_polygons_are_simplified_by_one_unit_at_low_zooms_only() -> None:
    ring = [(0, 0), (500, 0.8), (1000, 0), (1000, 1000), (0, 1000)]
    assert shapely.get_num_coordinates(only(Polygon(ring), LOW)) == 5
    assert shapely.get_num_coordinates(only(Polygon(ring), CENTRE)) == 6


def test_classes_appear_from_their_zoom_on() -> None:
    lines = np.array([LineString([(100, 100 * i), (3000, 100 * i + 50)]) for i in range(1, 5)], dtype=object)
    kinds = np.array(["trunk", "service", None, "unlisted"], dtype=object)
    rules = LayerRules(min_zoom_field="kind", min_zoom={"trunk": 5, "service": 14, "ferry": 3})
    shown = {}
    for z in (4, 5, 13, 14):
        tile = tile_at(z, 3, 2)
        placed = to_lon_lat(lines, tile)
        snapshot = Snapshot.from_columns(np.arange(1, 5), placed, {"kind": kinds}, rules)
        shown[z] = [f.fid for f in features(cut(snapshot, tile))]
    assert shown == {4: [3, 4], 5: [1, 3, 4], 13: [1, 3, 4], 14: [1, 2, 3, 4]}


def test_too_much_for_one_tile_loses_the_smallest_first() -> None:
    random = np.random.default_rng(8)
    start = random.uniform(0, 4000, (40_000, 2))
    length = np.where(np.arange(40_000) % 20 == 0, 60.0, 6.0)
    angle = random.uniform(0, 2 * np.pi, 40_000)
    end = start + np.column_stack((np.cos(angle), np.sin(angle))) * length[:, None]
    lines = [LineString(pair) for pair in np.stack((start, end), axis=1)]
    body = cut(snapshot_of(*lines))
    assert 0 < len(body) <= 500_000
    kept = {f.fid for f in features(body)}
    assert kept == {int(i) + 1 for i in np.flatnonzero(length > 50)}


def test_heavy_attributes_are_given_up_last() -> None:
    lines = [LineString([(i, 0), (i, 4000)]) for i in range(100)]
    snapshot = snapshot_of(*lines, text=[str(i) + "x" * 9_000 for i in range(100)])
    body = cut(snapshot, fields=("text",))
    assert len(body) <= 500_000
    assert [(f.fid, f.properties) for f in features(body)] == [(i, {}) for i in range(1, 101)]
