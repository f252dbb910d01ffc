"""Metres of the city's plane, polylines of addresses, and areas as people write them."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analysis.metric import plane_of
from analysis.polyline import decode, encode
from analysis.wish import Wish, read_wish
from data.queries.filters import AskError

PLANE = plane_of(32643)
X, Y = 660_000.0, 4_790_000.0


def test_a_square_of_a_kilometre_is_one_in_the_plane() -> None:
    square = PLANE.degrees(shapely.box(X, Y, X + 1000, Y + 1000))
    back = PLANE.metres(square)
    assert back.area == pytest.approx(1e6, rel=1e-4)
    assert back.length == pytest.approx(4000, rel=1e-4)


def test_a_long_edge_in_degrees_stays_on_its_parallel() -> None:
    flat = PLANE.metres(shapely.LineString([(76.5, 43.2), (77.5, 43.2)]))
    assert shapely.get_num_coordinates(flat) > 100
    assert np.allclose(PLANE.lonlat(shapely.get_coordinates(flat))[:, 1], 43.2, atol=1e-7)


def test_the_box_around_a_place_holds_its_circle() -> None:
    west, south, east, north = PLANE.around(76.9, 43.2, 500)
    circle = PLANE.degrees(shapely.buffer(PLANE.metres(shapely.Point(76.9, 43.2)), 500))
    assert shapely.covers(shapely.box(west, south, east, north), circle)


def test_a_known_polyline_is_read_and_written() -> None:
    text, places = "_p~iF~ps|U_ulLnnqC_mqNvxq`@", [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]
    assert decode(text, 10) == places
    assert encode(places) == text


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=40))
def test_every_line_comes_back_within_half_a_unit(places: list[tuple[float, float]]) -> None:
    found = decode(encode(places), 40)
    assert len(found) == len(places)
    for one, other in zip(found, places, strict=True):
        assert one == pytest.approx(other, abs=6e-6)


@given(st.text(max_size=60))
def test_any_text_is_a_line_or_a_fault(text: str) -> None:
    try:
        found = decode(text, 100)
    except ValueError:
        return
    assert decode(encode(found), 100) == found


@pytest.mark.parametrize("text", ["d.medeu", "c.500.76.94500,43.24000", "o.300.schools.sch-0001", "s.50.roads.1"])
def test_an_area_is_written_as_it_was_read(text: str) -> None:
    assert str(read_wish(text)) == text


def test_a_polygon_of_json_and_of_an_address_are_one() -> None:
    ring = [[76.9, 43.2], [76.91, 43.2], [76.91, 43.21], [76.9, 43.2]]
    wish = read_wish({"polygon": {"type": "Polygon", "coordinates": [ring]}, "buffer_m": 20})
    assert (wish.kind, wish.buffer_m, len(wish.points)) == ("polygon", 20, 3)
    assert read_wish(str(wish)) == wish == Wish("polygon", 20, ((76.9, 43.2), (76.91, 43.2), (76.91, 43.21)))


BAD: list[object] = [
    None, 7, [], {}, "", "x", "d.", "d.Medeu'", "c.500", "c.500.1", "c.0.76,43", "c.-1.76,43", "c.99999.76,43",
    "c.5.999,43", "c.5.76,99", "c.5.nan,43", "p.0.", "p.0.\x00", "p.0.ab cd", "p.x._p~iF", "o.1.", "o.1." + "x" * 400,
    "p.0." + "??" * 501, "z" * 10_000, {"polygon": []}, {"polygon": [[76, 43]] * 600}, {"polygon": [[76, 43]] * 3},
    {"polygon": {"type": "Point", "coordinates": [1, 2]}}, {"polygon": {"type": "Polygon", "coordinates": [[], []]}},
    {"polygon": [[76, 43], [76.1, 43], [float("nan"), 43]]}, {"polygon": [[76, 43], [76.1, 43], [10**400, 43]]},
    {"polygon": [[76, 43], [76.1, 43], ["76", 43]]}, {"polygon": [[76, 43], [76.1, 43], [True, 43]]},
    {"polygon": [[76, 43], [76.1, 43], [76, 43, 5]]}, {"polygon": "x"}, {"district": 5},
    {"district": "a", "object": "b"},
    {"object": "a.b", "buffer_m": float("inf")}, {"object": "a.b", "buffer_m": True}, {"circle": [76, 43]},
    {"circle": [76, 43], "buffer_m": 1e9}, {"district": "medeu", "other": 1}, {"object": "\0"},
]  # fmt: skip


@pytest.mark.parametrize("raw", BAD, ids=lambda raw: str(raw)[:40])
def test_nonsense_is_no_area(raw: object) -> None:
    with pytest.raises(AskError) as caught:
        read_wish(raw)
    assert caught.value.part.startswith("area")


def test_numbers_beyond_all_bounds_come_from_json_too() -> None:
    with pytest.raises(AskError):
        read_wish(json.loads('{"polygon": [[76, 43], [76.1, 43], [1e999, 43]]}'))
