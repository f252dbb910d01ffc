"""Properties of cut geometry that hold for any lines and polygons."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from tests.tiles.helpers import CENTRE, cut, features, snapshot_of
from tiles.mercator import Tile, tile_at

LOW = tile_at(10, 730, 376)
WELL_INSIDE = shapely.box(-50, -50, 4146, 4146)
GRID = 0.125
NUMBER = st.integers(-24_000, 56_000).map(lambda eighths: eighths * GRID)
PLACE = st.tuples(NUMBER, NUMBER)
TILES = st.sampled_from([LOW, CENTRE])
SLACK = {LOW: 2.5, CENTRE: 1.2}


@st.composite
def areas(draw: st.DrawFn) -> BaseGeometry:
    """Valid polygons and multipolygons, with holes, touching corners and slivers: triangles less other triangles."""
    triangles = [
        shapely.make_valid(
            shapely.Polygon(draw(st.lists(PLACE, min_size=3, max_size=6))), method="structure", keep_collapsed=False
        )
        for _ in range(draw(st.integers(2, 7)))
    ]
    half = len(triangles) // 2 + 1
    one, two = (shapely.union_all(some, grid_size=GRID) for some in (triangles[:half], triangles[half:]))
    whole = shapely.difference(one, two, grid_size=GRID)
    parts = [p for p in shapely.get_parts(whole) if p.geom_type == "Polygon"]
    assume(parts)
    return shapely.MultiPolygon(parts)


@st.composite
def lines(draw: st.DrawFn) -> shapely.MultiLineString:
    """Lines and multilines that wander in and out."""
    paths = [draw(st.lists(PLACE, min_size=2, max_size=9)) for _ in range(draw(st.integers(1, 3)))]
    return shapely.MultiLineString(paths)


def drawn(shape: BaseGeometry, tile: Tile) -> BaseGeometry:
    result = features(cut(snapshot_of(shape, tile=tile), tile))
    assert len(result) <= 1
    return result[0].geometry if result else shapely.Point()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(areas(), TILES)
def test_polygons_are_valid_and_where_they_were(shape: BaseGeometry, tile: Tile) -> None:
    geometry, slack = drawn(shape, tile), SLACK[tile]
    assert geometry.is_valid
    assert geometry.difference(shape.buffer(slack)).area == pytest.approx(0, abs=1e-3)
    core = shape.buffer(-slack - 3).intersection(WELL_INSIDE)
    assert core.difference(geometry.buffer(slack)).area == pytest.approx(0, abs=1e-3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(areas(), TILES)
def test_every_corner_is_a_whole_unit_inside_the_buffer(shape: BaseGeometry, tile: Tile) -> None:
    xy = shapely.get_coordinates(drawn(shape, tile))
    assert (xy == np.rint(xy)).all()
    assert ((xy >= -64) & (xy <= 4160)).all()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lines(), TILES)
def test_lines_are_where_they_were(shape: shapely.MultiLineString, tile: Tile) -> None:
    geometry, slack = drawn(shape, tile), SLACK[tile]
    segments = [pair for path in shape.geoms for pair in itertools.pairwise(path.coords)]
    assert geometry.difference(shape.buffer(slack)).length == pytest.approx(0, abs=1e-3)
    right = shapely.intersection(shapely.linestrings(segments), WELL_INSIDE)
    lost = shapely.difference(right, geometry.buffer(slack))
    assert (shapely.length(lost) < 8.01).all()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(areas())
def test_neighbours_show_the_same_along_their_edge(shape: BaseGeometry) -> None:
    """Both tiles, put side by side, agree within two units on the strip that both draw."""
    right_tile = CENTRE._replace(x=CENTRE.x + 1)
    snapshot = snapshot_of(shape)
    left = features(cut(snapshot, CENTRE))
    right = features(cut(snapshot, right_tile))
    strip = shapely.box(4096 - 62, -60, 4096 + 62, 4156)
    one = left[0].geometry.intersection(strip) if left else shapely.Point()
    moved = affinity.translate(right[0].geometry, 4096) if right else shapely.Point()
    two = moved.intersection(strip)
    assert one.buffer(-3).difference(two.buffer(2)).area == pytest.approx(0, abs=1e-3)
    assert two.buffer(-3).difference(one.buffer(2)).area == pytest.approx(0, abs=1e-3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(PLACE, min_size=1, max_size=80))
def test_points_within_one_unit(points: list[tuple[float, float]]) -> None:
    inside = {i + 1: p for i, p in enumerate(points) if min(p) > 0.001 and max(p) < 4095.999}
    geometries = [shapely.Point(p) for p in points]
    found = {f.fid: f.geometry for f in features(cut(snapshot_of(*geometries)))}
    assert set(inside) <= set(found) <= {i for i, p in enumerate(points, 1) if min(p) > -0.001 and max(p) < 4096.001}
    for fid, (x, y) in inside.items():
        assert abs(found[fid].x - x) <= 0.501
        assert abs(found[fid].y - y) <= 0.501
