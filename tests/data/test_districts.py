"""A district is found from geometry: points by place, lines and areas by their largest share."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.districts import DistrictFinder
from data.geometry import as_kind
from data.loading.shapes import project, transformer
from data.store import Store
from tests.city_world import present

WEST, EAST = shapely.box(10.00, 50.00, 10.02, 50.02), shapely.box(10.02, 50.00, 10.04, 50.02)
HOLE = shapely.Polygon(WEST.exterior.coords, [[(10.008, 50.008), (10.012, 50.008), (10.012, 50.012), (10.008, 50.012)]])


def array(*shapes: shapely.Geometry) -> np.ndarray:
    out = np.empty(len(shapes), dtype=object)
    out[:] = shapes
    return out


def finder(west: shapely.Geometry = WEST) -> DistrictFinder:
    return DistrictFinder(["west", "east"], array(west, EAST), 32632)


def metric(*shapes: shapely.Geometry) -> np.ndarray:
    return project(array(*shapes), transformer(4326, 32632))


def test_points_lie_within_a_district_on_its_border_or_outside() -> None:
    points = [(10.01, 50.01), (10.03, 50.01), (10.02, 50.01), (10.05, 50.01), (10.0, 50.0), (10.01, 49.99)]
    found = finder().of_points(array(*(shapely.Point(*point) for point in points)))
    assert found == ["west", "east", "west", "outside", "west", "outside"]


def test_a_point_in_a_hole_lies_outside() -> None:
    assert finder(HOLE).of_points(array(shapely.Point(10.01, 50.01), shapely.Point(10.001, 50.01))) == [
        "outside", "west",
    ]  # fmt: skip


def test_a_line_belongs_where_most_of_it_runs() -> None:
    def line(start: float, end: float) -> shapely.LineString:
        return shapely.LineString([(start, 50.01), (end, 50.01)])

    found = finder().of_parts(metric(line(10.0, 10.01), line(10.015, 10.04), line(9.0, 10.001), line(10.04, 10.05)))
    assert found == ["west", "east", "outside", "outside"]


def test_an_area_belongs_where_most_of_it_lies() -> None:
    areas = metric(shapely.box(10.001, 50.001, 10.021, 50.01), shapely.box(10.015, 50.0, 10.04, 50.02),
                   shapely.box(10.05, 50.0, 10.06, 50.01))  # fmt: skip
    assert finder().of_parts(areas) == ["west", "east", "outside"]


def test_without_districts_everything_is_outside(store: Store) -> None:
    with store.read() as conn:
        empty = DistrictFinder.of_store(conn, store)
    assert empty.of_points(array(shapely.Point(76.9, 43.2))) == ["outside"]
    assert empty.of_parts(metric(shapely.LineString([(76.9, 43.2), (76.9, 43.3)]))) == ["outside"]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(9.99, 10.05), st.floats(49.99, 50.03)), min_size=1, max_size=30))
def test_many_points_are_judged_as_each_alone(points: list[tuple[float, float]]) -> None:
    def alone(point: shapely.Point) -> str:
        return "west" if WEST.covers(point) else "east" if EAST.covers(point) else "outside"

    shapes = [shapely.Point(*point) for point in points]
    assert finder().of_points(array(*shapes)) == [alone(point) for point in shapes]


@settings(max_examples=50)
@given(st.lists(st.tuples(*[st.floats(9.99, 10.05)] * 2, *[st.floats(49.99, 50.03)] * 2), min_size=1, max_size=10))
def test_many_lines_are_judged_as_each_alone(ends: list[tuple[float, float, float, float]]) -> None:
    lines = [shapely.LineString([(a, c), (b, d)]) for a, b, c, d in ends]
    west, east = metric(WEST, EAST)
    for line, code in zip(metric(*lines), finder().of_parts(metric(*lines)), strict=True):
        shares = {"west": line.intersection(west).length, "east": line.intersection(east).length}
        shares["outside"] = line.length - shares["west"] - shares["east"]
        if code == "outside":
            assert shares["outside"] >= max(shares.values()) - 1e-6
        else:
            assert shares[code] == pytest.approx(max(shares.values()), abs=1e-6)


def test_every_district_of_almaty_holds_its_own_label(almaty: Store) -> None:
    rows = present(almaty, "districts", "object_id", "label_lon", "label_lat", "geom")
    with almaty.read() as conn:
        found = DistrictFinder.of_store(conn, almaty)
    labels = array(*(shapely.Point(row.label_lon, row.label_lat) for row in rows))
    assert found.of_points(labels) == [row.object_id for row in rows]
    inner = array(*(shapely.from_wkb(row.geom).buffer(-0.001) for row in rows))
    parts = project(as_kind(inner, "polygon"), transformer(4326, almaty.city.metric_crs))
    assert found.of_parts(parts) == [row.object_id for row in rows]
