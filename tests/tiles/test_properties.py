"""Properties of cut geometry that hold for any lines and polygons."""

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from tests.tiles.helpers import CENTRE, cut, features, snapshot_of
from tiles.mercator import Tile, tile_at

LOW = tile_at(10, 730, 376)
FRAME = shapely.box(-64, -64, 4160, 4160)
PLACE = st.tuples(st.floats(-3000, 7000, width=32), st.floats(-3000, 7000, width=32))
TILES = st.sampled_from([LOW, CENTRE])
SLACK = {LOW: 2.5, CENTRE: 1.2}


@st.composite
def areas(draw: st.DrawFn) -> BaseGeometry:
    """Valid polygons and multipolygons, with holes, touching corners and slivers: triangles less other triangles."""
    triangles = [
        shapely.make_valid(shapely.Polygon(draw(st.lists(PLACE, min_size=3, max_size=6))))
        for _ in range(draw(st.integers(2, 7)))
    ]
    half = len(triangles) // 2 + 1
    whole = shapely.union_all(triangles[:half]).difference(shapely.union_all(triangles[half:]))
    parts = [p for p in shapely.get_parts(whole) if p.geom_type == "Polygon"]
    assume(parts)
    return shapely.MultiPolygon(parts)


@st.composite
def lines(draw: st.DrawFn) -> BaseGeometry:
    """Lines and multilines that wander in and out."""
    paths = [draw(st.lists(PLACE, min_size=2, max_size=9)) for _ in range(draw(st.integers(1, 3)))]
    return shapely.multilinestrings([shapely.linestrings(p) for p in paths])


def drawn(shape: BaseGeometry, tile: Tile) -> BaseGeometry:
    result = features(cut(snapshot_of(shape, tile=tile), tile))
    assert len(result) <= 1
    return result[0].geometry if result else shapely.Point()


@settings(max_examples=150, deadline=None)
@given(areas(), TILES)
def test_polygons_are_valid_and_where_they_were(shape: BaseGeometry, tile: Tile) -> None:
    geometry, slack = drawn(shape, tile), SLACK[tile]
    right = shape.intersection(FRAME)
    assert geometry.is_valid
    assert geometry.difference(right.buffer(slack)).area == pytest.approx(0, abs=1e-3)
    assert right.buffer(-slack - 3).difference(geometry.buffer(slack)).area == pytest.approx(0, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(areas(), TILES)
def test_every_corner_is_a_whole_unit_inside_the_buffer(shape: BaseGeometry, tile: Tile) -> None:
    xy = shapely.get_coordinates(drawn(shape, tile))
    assert (xy == np.rint(xy)).all()
    assert ((xy >= -64) & (xy <= 4160)).all()


@settings(max_examples=100, deadline=None)
@given(lines(), TILES)
def test_lines_are_where_they_were(shape: BaseGeometry, tile: Tile) -> None:
    geometry, slack = drawn(shape, tile), SLACK[tile]
    right = shape.intersection(FRAME)
    assert geometry.difference(right.buffer(slack)).length == pytest.approx(0, abs=1e-3)
    lost = shapely.get_parts(right.difference(geometry.buffer(slack)))
    assert all(part.length < 8 for part in lost)


@settings(max_examples=40, deadline=None)
@given(areas())
def test_neighbours_show_the_same_along_their_edge(shape: BaseGeometry) -> None:
    """Both tiles, put side by side, agree within two units on the strip that both draw."""
    right_tile = CENTRE._replace(x=CENTRE.x + 1)
    snapshot = snapshot_of(shape)
    left = features(cut(snapshot, CENTRE))
    right = features(cut(snapshot, right_tile))
    strip = shapely.box(4096 - 62, -60, 4096 + 62, 4156)
    one = left[0].geometry.intersection(strip) if left else shapely.Point()
    two = (
        shapely.transform(right[0].geometry, lambda xy: xy + (4096, 0)).intersection(strip)
        if right
        else shapely.Point()
    )
    assert one.buffer(-3).difference(two.buffer(2)).area == pytest.approx(0, abs=1e-3)
    assert two.buffer(-3).difference(one.buffer(2)).area == pytest.approx(0, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(PLACE, min_size=1, max_size=80))
def test_points_within_one_unit(points: list[tuple[float, float]]) -> None:
    inside = {i + 1: p for i, p in enumerate(points) if 0.001 < min(p) and max(p) < 4095.999}
    geometries = [shapely.Point(p) for p in points]
    found = {f.fid: f.geometry for f in features(cut(snapshot_of(*geometries)))}
    assert set(inside) <= set(found) <= {i for i, p in enumerate(points, 1) if -0.001 < min(p) and max(p) < 4096.001}
    for fid, (x, y) in inside.items():
        assert abs(found[fid].x - x) <= 0.501
        assert abs(found[fid].y - y) <= 0.501
