"""Closing valves and sections of small networks drawn by hand: who loses service."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analysis.outage import Scheme, joints_at, loss, total
from data.topology import dependence, served, topology

Line = list[tuple[float, float]]
# A source at A (0, 0); A-B feeds B-C and B-D; D-E hangs on D. F-G lies apart from everything.
TREE: list[Line] = [
    [(0, 0), (1, 0)], [(1, 0), (2, 0)], [(1, 0), (1, 1)], [(1, 1), (1, 2)], [(5, 5), (6, 5)],
]  # fmt: skip
DISTRICTS = ["medeu", "medeu", "almaly", "almaly", "turksib"]


def scheme(lines: list[Line], sources: list[tuple[float, float]], people: list[float] | None = None) -> Scheme:
    """A network of lines (0.01 degree a unit) with a hundred metres, two buildings and ten people each."""
    shapes = np.array([shapely.LineString(np.array(line) * 0.01) for line in lines], dtype=object)
    net = topology(shapes, np.array(sources, dtype=float).reshape(-1, 2) * 0.01)
    size = len(lines)
    return Scheme(
        "water", [f"s{i}" for i in range(size)], (DISTRICTS * size)[:size], ["op"] * size, np.full(size, 100.0),
        np.array(people or [10.0] * size), np.full(size, 2.0), shapes, net, served(net),
    )  # fmt: skip


def test_R043_closing_a_section_takes_what_hangs_on_it() -> None:
    found = loss(scheme(TREE, [(0, 0)]), sections=[2])
    assert found.sections.tolist() == [2, 3]
    assert (found.whole.length_m, found.whole.buildings, found.whole.people) == (200.0, 4, 20)


def test_R043_the_main_from_the_source_takes_everything_it_feeds_and_nothing_else() -> None:
    found = loss(scheme(TREE, [(0, 0)]), sections=[0])
    assert found.sections.tolist() == [0, 1, 2, 3]
    assert {code: part.people for code, part in found.by_district.items()} == {"medeu": 20, "almaly": 20}


def test_R043_a_leaf_takes_itself_only() -> None:
    assert loss(scheme(TREE, [(0, 0)]), sections=[3]).sections.tolist() == [3]


def test_R043_a_closed_valve_leaves_what_lies_before_it() -> None:
    own = scheme(TREE, [(0, 0)])
    assert loss(own, joints=joints_at(own, 0.01, 0.0)).sections.tolist() == [1, 2, 3]


def test_R043_a_valve_at_the_source_takes_all_that_it_feeds() -> None:
    own = scheme(TREE, [(0, 0)])
    assert loss(own, joints=joints_at(own, 0.0, 0.0)).sections.tolist() == [0, 1, 2, 3]


def test_R043_a_ring_keeps_its_service_but_for_the_closed_section() -> None:
    ring: list[Line] = [[(0, 0), (1, 0)], [(1, 0), (1, 1)], [(1, 1), (0, 1)], [(0, 1), (0, 0)]]
    assert loss(scheme(ring, [(0, 0)]), sections=[1]).sections.tolist() == [1]
    assert loss(scheme(ring, [(0, 0)]), sections=[1, 3]).sections.tolist() == [1, 2, 3]


def test_R043_a_second_source_keeps_its_side() -> None:
    line: list[Line] = [[(0, 0), (1, 0)], [(1, 0), (2, 0)], [(2, 0), (3, 0)]]
    assert loss(scheme(line, [(0, 0), (3, 0)]), sections=[1]).sections.tolist() == [1]
    assert loss(scheme(line, [(0, 0)]), sections=[1]).sections.tolist() == [1, 2]


def test_R043_a_branch_from_the_middle_of_a_section_is_fed_by_it() -> None:
    branch: list[Line] = [[(0, 0), (1, 0), (2, 0)], [(1, 0), (1, 1)]]
    assert loss(scheme(branch, [(0, 0)]), sections=[0]).sections.tolist() == [0, 1]


def test_R043_lines_that_cross_without_a_common_vertex_have_nothing_to_do_with_each_other() -> None:
    crossing: list[Line] = [[(0, 0), (2, 0)], [(1, -1), (1, 1)]]
    own = scheme(crossing, [(0, 0)])
    assert own.fed.tolist() == [True, False]
    assert loss(own, sections=[0]).sections.tolist() == [0]


def test_R043_nothing_is_lost_where_no_source_is_known() -> None:
    assert loss(scheme(TREE, []), sections=[0]).sections.tolist() == []


def test_R043_two_lines_in_a_street_are_closed_by_one_valve() -> None:
    shapes = np.array([
        shapely.MultiLineString([[(x, 0.0), (x + 0.01, 0.0)], [(x, 0.0001), (x + 0.01, 0.0001)]]) for x in (0.0, 0.01)
    ], dtype=object)  # fmt: skip
    net = topology(shapes, np.array([[0.0, 0.0]]))
    ones = np.ones(2)
    own = Scheme("power", ["a", "b"], ["x", "x"], [None, None], ones, ones, ones, shapes, net, served(net))
    assert len(joints_at(own, 0.01, 0.0)) == 2
    assert loss(own, joints=joints_at(own, 0.01, 0.0)).sections.tolist() == [1]


def test_R043_people_nobody_counted_are_unknown_and_not_zero() -> None:
    nobody = float("nan")
    found = loss(scheme(TREE, [(0, 0)], people=[nobody] * 5), sections=[0])
    assert found.whole.people is None
    assert total(np.array([nobody, 3.0])) == 3
    assert total(np.array([])) is None


def test_a_section_that_is_not_there_is_an_error() -> None:
    own = scheme(TREE, [(0, 0)])
    with pytest.raises(IndexError):
        loss(own, sections=[5])
    with pytest.raises(IndexError):
        loss(own, joints=[99])
    assert joints_at(own, 50.0, 50.0) == []


def test_a_network_without_sections_has_no_joints() -> None:
    net = topology(np.zeros(0, dtype=object), np.zeros((0, 2)))
    assert (net.size, net.joints, served(net).tolist()) == (0, 0, [])


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), min_size=1, max_size=18))
def test_R043_what_hangs_on_a_section_is_what_its_closing_takes(pieces: list[tuple[int, int, bool]]) -> None:
    lines: list[Line] = [[(x, y), (x + 1, y) if flat else (x, y + 1)] for x, y, flat in dict.fromkeys(pieces)]
    own = scheme(lines, [(float(lines[0][0][0]), float(lines[0][0][1]))])
    hangs = dependence(own.net)
    sums = hangs.sums(own.people)
    for number in range(len(lines)):
        found = loss(own, sections=[number])
        assert sorted(hangs.lost(number).tolist()) == found.sections.tolist()
        assert sums[number] == (found.whole.people or 0)
