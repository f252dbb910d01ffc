"""Rows of a snapshot: what is in the picture, for whom, and how much of it."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.policy import User
from data.queries.filters import Filter
from data.queries.objects import get_object
from data.store import Store
from reports.snapshot import View, rows
from reports.snapshot.rows import Group, gather, share_out, zoom_of
from tests.reports.snapshot_world import ANALYST, EVERYWHERE, MIDDLE, OFFICIAL, SHOWN, STAFF, VISITOR, view


def groups(store: Store, asked: View, user: User = VISITOR, coarse: int = 0) -> dict[str, Group]:
    with store.read() as conn:
        return {group.layer.id: group for group in gather(conn, store, user, asked, coarse)}


def ids(group: Group) -> set[str]:
    return {row["object_id"] for row in group.rows}


def test_objects_are_those_of_the_box_and_the_ground_areas_are_whole(world: Store) -> None:
    found = groups(world, view(box=(76.88, 43.245, 76.92, 43.255), zoom=14))
    assert ids(found["schools"]) == {"sch-0001"}
    assert ids(found["districts"]) == {"almaly", "medeu"}
    assert [name for name in found if not found[name].layer.base] == ["schools"]


def test_groups_go_from_the_lowest_layer_to_the_highest(world: Store) -> None:
    found = groups(world, view(visible=("earthquakes", "schools", *SHOWN)))
    assert list(found) == ["city_boundary", "districts", "roads", "earthquakes", "schools"]


@pytest.mark.parametrize(
    ("zoom", "kinds", "thinned"),
    [
        (8.9, {"primary"}, True),
        (10, {"primary", "secondary"}, True),
        (14.2, {"primary", "secondary", "footway"}, False),
    ],
)
def test_roads_are_those_that_the_map_draws_at_the_zoom(
    world: Store, zoom: float, kinds: set[str], thinned: bool
) -> None:
    roads = groups(world, view(zoom=zoom))["roads"]
    assert {row["kind"] for row in roads.rows} == kinds
    assert roads.thinned is thinned
    assert not roads.cut


def test_a_forged_zoom_asks_for_no_more_than_the_box_can_show(world: Store) -> None:
    wide = view(box=EVERYWHERE, zoom=22)
    assert 10 < zoom_of(wide) < 11
    assert {row["kind"] for row in groups(world, wide)["roads"].rows} == {"primary", "secondary"}


def test_streets_go_on_a_little_beyond_the_box(world: Store) -> None:
    beside = groups(world, view(box=(76.88, 43.23, 76.899, 43.28), zoom=10))["roads"]
    far = groups(world, view(box=(76.80, 43.23, 76.83, 43.28), zoom=10))["roads"]
    assert (ids(beside), ids(far)) == ({"1", "3"}, set())


def test_each_coarse_step_leaves_out_classes_as_a_zoom_further_off(world: Store) -> None:
    kinds = [{row["kind"] for row in groups(world, view(zoom=14), coarse=n)["roads"].rows} for n in (0, 1, 6)]
    assert kinds == [{"primary", "secondary", "footway"}, {"primary", "secondary"}, {"primary"}]


def test_too_many_lines_of_the_ground_leave_out_classes(world: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SNAPSHOT_BASE_ROWS", 3)
    roads = groups(world, view(zoom=14))["roads"]
    assert {row["kind"] for row in roads.rows} == {"primary", "secondary"}
    monkeypatch.setattr(rows, "SNAPSHOT_BASE_ROWS", 1)
    assert len(groups(world, view(zoom=14))["roads"].rows) == 1


def test_filters_hold_for_objects_and_for_the_ground(world: Store) -> None:
    filters = {"roads": {"kind": Filter(values=("secondary", "footway"))}, "earthquakes": {"magnitude": Filter(low=7)}}
    found = groups(world, View(visible=(*SHOWN, "earthquakes"), box=EVERYWHERE, zoom=10, filters=filters))
    assert {row["kind"] for row in found["roads"].rows} == {"secondary"}
    assert ids(found["earthquakes"]) == {"q1", "q2"}


def test_a_district_narrows_objects_but_not_the_ground(world: Store) -> None:
    found = groups(world, view(district="medeu"))
    assert ids(found["schools"]) == {"sch-0002"}
    assert {row["district"] for row in found["roads"].rows} == {"almaly", "medeu"}
    assert ids(found["districts"]) == {"almaly", "medeu"}


@pytest.mark.parametrize(
    ("visible", "on"),
    [
        (SHOWN, {"city_boundary", "districts", "roads", "schools"}),
        (("districts", "schools"), {"districts", "schools"}),
        (("schools",), {"city_boundary", "districts", "roads", "schools"}),
        ((), {"city_boundary", "districts", "roads"}),
    ],
)
def test_the_ground_is_always_there_and_drawn_as_switched(world: Store, visible: tuple[str, ...], on: set[str]) -> None:
    found = groups(world, view(visible=visible))
    assert {"city_boundary", "districts", "roads"} <= set(found)
    assert {name for name, group in found.items() if group.on} == on


@pytest.mark.parametrize("name", ["cameras", "network_nodes"])
def test_R026_a_visitor_takes_nothing_sensitive_away_even_when_it_is_named(world: Store, name: str) -> None:
    assert name not in groups(world, view(visible=(name, *SHOWN), box=EVERYWHERE))
    assert len(groups(world, view(visible=(name,), box=EVERYWHERE), OFFICIAL)[name].rows) > 2


def test_R026_staff_take_away_sensitive_rows_of_their_district_only(world: Store) -> None:
    found = groups(world, view(visible=("cameras", "network_nodes"), box=EVERYWHERE), STAFF)
    assert {row["district"] for name in ("cameras", "network_nodes") for row in found[name].rows} == {"medeu"}


def test_R026_rows_of_an_open_layer_are_left_out_by_their_own_sensitivity(world: Store) -> None:
    asked = view(visible=("probe",), box=EVERYWHERE)
    assert ids(groups(world, asked)["probe"]) == {"p0", "p1", "p2"}
    assert ids(groups(world, asked, ANALYST)["probe"]) == {"p0", "p1", "p2", "p3"}


def test_the_limit_holds_for_all_layers_together_and_what_is_cut_is_known(
    world: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "SNAPSHOT_FEATURES", 5)
    found = groups(world, view(visible=("schools", "earthquakes"), box=(76, 42, 79, 44)))
    quakes, schools = found["earthquakes"], found["schools"]
    assert (len(quakes.rows), quakes.matched, quakes.cut) == (2, 4, True)
    assert (len(schools.rows), schools.matched, schools.cut) == (3, 5, True)
    assert not found["districts"].cut


def test_the_third_coarse_step_halves_the_objects(world: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SNAPSHOT_FEATURES", 4)
    asked = view(visible=("schools",), box=EVERYWHERE)
    assert [len(groups(world, asked, coarse=n)["schools"].rows) for n in (0, 2, 3, 4, 6)] == [4, 4, 2, 1, 0]


def selected(store: Store, name: str, user: User = VISITOR) -> View:
    with store.read() as conn:
        return view(selected=get_object(conn, store, name, user))


def test_the_selected_object_is_there_wherever_it_lies(world: Store) -> None:
    assert ids(groups(world, selected(world, "schools.sch-0004"))["schools"]) == {"sch-0001", "sch-0002", "sch-0004"}
    found = groups(world, selected(world, "earthquakes.q2"))
    assert (ids(found["earthquakes"]), list(found)[3:]) == ({"q2"}, ["earthquakes", "schools"])
    assert len(groups(world, selected(world, "schools.sch-0001"))["schools"].rows) == 2


def test_a_closed_object_is_no_part_of_the_picture(world: Store) -> None:
    asked = selected(world, "schools.sch-gone")
    assert asked.selected is not None
    assert "sch-gone" not in ids(groups(world, asked)["schools"])


def test_R026_a_selected_object_that_may_not_be_taken_away_is_left_out(world: Store) -> None:
    asked = selected(world, "cameras.cam-0", OFFICIAL)
    assert asked.selected is not None
    assert "cameras" in groups(world, asked, OFFICIAL)
    assert "cameras" not in groups(world, asked)


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(min_value=0, max_value=100_000), max_size=8),
    st.integers(min_value=0, max_value=10_000),
)
def test_shares_fill_the_limit_and_small_layers_go_whole(counts: Mapping[str, int], limit: int) -> None:
    shares = share_out(counts, limit)
    assert sum(shares.values()) == min(limit, sum(counts.values()))
    assert all(0 <= shares[name] <= count for name, count in counts.items())
    cut = [shares[name] for name in counts if shares[name] < counts[name]]
    assert not cut or max(cut) - min(cut) <= 1
    assert not cut or all(shares[name] <= max(cut) for name in counts)


def test_an_empty_store_gives_empty_groups(own: Store) -> None:
    found = groups(own, view(box=MIDDLE))
    assert {name: (len(group.rows), group.cut) for name, group in found.items()} == {
        "city_boundary": (0, False), "districts": (0, False), "roads": (0, False), "schools": (0, False),
    }  # fmt: skip
