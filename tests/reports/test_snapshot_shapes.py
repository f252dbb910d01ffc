"""Shapes of a snapshot read back: nothing lost but what a pixel cannot show."""

from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from reports.snapshot.shapes import UNITS, encode, long_enough, middle, pixel_deg

DEGREES = st.floats(min_value=-0.5, max_value=0.5, allow_nan=False)
POINTS = st.lists(st.tuples(DEGREES, DEGREES), min_size=2, max_size=30)


def read(flat: list[int]) -> list[tuple[float, float]]:
    """Points of a path, added up as the script of the file does it."""
    x = y = 0
    found = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x / UNITS, y / UNITS))
    return found


def wkb(shape: Any) -> bytes:
    return bytes(shapely.to_wkb(shape))


def test_a_point_is_two_whole_numbers() -> None:
    assert encode([wkb(shapely.Point(76.945123, 43.238949))], "point", 10) == [[7694512, 4323895]]


def test_a_line_of_parts_is_a_list_of_paths() -> None:
    shape = shapely.MultiLineString([[(76.9, 43.2), (76.91, 43.21)], [(77, 43), (77.001, 43)]])
    (paths,) = encode([wkb(shape)], "line", 14)
    assert paths == [[7690000, 4320000, 1000, 1000], [7700000, 4300000, 100, 0]]


def test_an_area_keeps_its_holes_and_closes_by_itself() -> None:
    hole = [(76.4, 43.4), (76.4, 43.6), (76.6, 43.6), (76.6, 43.4)]
    shape = shapely.MultiPolygon([shapely.Polygon([(76, 43), (77, 43), (77, 44), (76, 44)], [hole])])
    ((rings,),) = encode([wkb(shape)], "polygon", 10)
    areas = [shapely.Polygon(read(ring)).area for ring in rings]
    assert areas == pytest.approx([1.0, 0.04])
    assert all(read(ring)[0] != read(ring)[-1] for ring in rings)


@given(POINTS, st.floats(min_value=5, max_value=16))
def test_a_line_stays_where_it_was_to_a_part_of_a_pixel(points: list[tuple[float, float]], zoom: float) -> None:
    shape = shapely.LineString([(76.9 + x, 43.2 + y) for x, y in points])
    (paths,) = encode([wkb(shapely.MultiLineString([shape]))], "line", zoom)
    back = shapely.LineString([point for path in paths for point in (read(path) * 2 if len(path) == 2 else read(path))])
    assert shapely.hausdorff_distance(shape, back) <= pixel_deg(zoom) / 8 + 2 / UNITS


def test_further_off_a_line_has_fewer_corners() -> None:
    shape = shapely.MultiLineString([[(76.9 + step / 1000, 43.2 + (step % 2) / 5000) for step in range(200)]])
    near, far, coarse = (len(encode([wkb(shape)], "line", *how)[0][0]) for how in ((15.0,), (8.0,), (15.0, 5)))
    assert near == 400
    assert far < 20
    assert coarse < 20


def test_points_that_fall_together_are_written_once_but_a_shape_never_vanishes() -> None:
    tiny = 1e-9
    line = shapely.MultiLineString([[(76.9, 43.2), (76.9 + tiny, 43.2), (76.9, 43.2 + tiny)]])
    assert encode([wkb(line)], "line", 20)[0][0][:2] == [7690000, 4320000]
    area = shapely.MultiPolygon([shapely.box(76.9, 43.2, 76.9 + tiny, 43.2 + tiny)])
    assert encode([wkb(area)], "polygon", 20)[0][0][0][:2] == [7690000, 4320000]


def test_stubs_of_the_ground_fall_away_only_from_afar() -> None:
    stub, street = (wkb(shapely.MultiLineString([[(76.9, 43.2), (76.9 + length, 43.2)]])) for length in (1e-5, 0.05))
    assert long_enough([stub, street], 10) == [False, True]
    assert long_enough([stub, street], 12) == [True, True]
    assert long_enough([], 3) == []


def test_the_middle_lies_in_the_shape() -> None:
    bent = shapely.Polygon([(0, 0), (10, 0), (10, 1), (1, 1), (1, 10), (0, 10)])
    x, y = middle(wkb(bent))
    assert bent.contains(shapely.Point(x / UNITS, y / UNITS))


def test_no_shapes_give_no_shapes() -> None:
    assert encode([], "point", 10) == []
