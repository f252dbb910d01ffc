"""Geometry goes into both engines and comes back as it was."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data import geometry

HOLED = "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2))"


@pytest.mark.parametrize("wkt", ["POINT (76.9 43.2)", "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))", HOLED])
def test_a_blob_gives_back_its_wkb(wkt: str) -> None:
    wkb = shapely.to_wkb(shapely.from_wkt(wkt))
    blob = geometry.to_blob(wkb)
    assert blob[:2] == b"GP"
    assert geometry.from_blob(blob) == wkb


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_the_envelope_of_a_point_is_the_point(x: float, y: float) -> None:
    blob = geometry.to_blob(shapely.to_wkb(shapely.Point(x, y)))
    assert geometry.envelope(blob) == (x, y, x, y)


def test_the_envelope_of_an_area_is_west_south_east_north() -> None:
    blob = geometry.to_blob(shapely.to_wkb(shapely.box(1, 2, 3, 4)))
    assert geometry.envelope(blob) == (1.0, 2.0, 3.0, 4.0)


def test_an_empty_or_missing_geometry_has_no_envelope() -> None:
    assert geometry.envelope(None) is None
    assert geometry.envelope(geometry.to_blob(shapely.to_wkb(shapely.from_wkt("POINT EMPTY")))) is None
    assert geometry.envelope(geometry.to_blob(shapely.to_wkb(shapely.Point(1, 2), byte_order=0))) == (1, 2, 1, 2)
    assert geometry.envelope(geometry.to_blob(shapely.to_wkb(shapely.from_wkt("POLYGON EMPTY")))) is None


def test_what_is_no_blob_is_refused() -> None:
    with pytest.raises(ValueError, match="GeoPackage"):
        geometry.from_blob(b"XX\x00\x01")


def test_lines_and_areas_become_multi_parts_and_wrong_types_none() -> None:
    shapes = np.array([shapely.from_wkt("LINESTRING (0 0, 1 1)"), shapely.Point(1, 1), shapely.box(0, 0, 1, 1)])
    lines = geometry.as_kind(shapes, "line")
    assert lines[0].geom_type == "MultiLineString"
    assert lines[1] is None
    assert lines[2] is None
    assert geometry.as_kind(shapes, "polygon")[2].geom_type == "MultiPolygon"


def test_a_third_dimension_is_dropped() -> None:
    assert not geometry.as_kind(np.array([shapely.Point(1, 2, 3)]), "point")[0].has_z
