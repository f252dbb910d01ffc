"""Accessibility counted and compared, on cases worked out by hand."""

from datetime import date

import pytest

from analysis.access import (
    Candidate,
    Spread,
    Tally,
    by_district,
    estimated,
    fit,
    gap,
    gaps,
    in_the_way,
    overdue,
    plain_state,
    ranked,
    spread,
    waiting,
    worst_first,
)
from config.access import State

TODAY = date(2026, 11, 30)


def needs(wheelchair: State, hearing: State = "unknown") -> dict[str, State]:
    return {"wheelchair": wheelchair, "vision": "unknown", "hearing": hearing, "mental": "unknown"}


TALLIES = [
    Tally("medeu", "health", "full", needs("full", "full"), 3),
    Tally("medeu", "sport", "none", needs("none"), 1),
    Tally("turksib", "health", "partial", needs("partial", "none"), 6),
    Tally("turksib", "other", "partial", needs("full"), 2),
]


def test_R080_objects_are_counted_by_state_for_all_and_for_a_need() -> None:
    assert spread(TALLIES) == Spread(full=3, partial=8, none=1, unknown=0)
    assert spread(TALLIES, "wheelchair") == Spread(full=5, partial=6, none=1, unknown=0)
    hearing = spread(TALLIES, "hearing")
    assert hearing == Spread(full=3, partial=0, none=6, unknown=3)
    assert (hearing.total, hearing.share("full"), hearing.largest) == (12, 25.0, "none")
    assert spread(TALLIES, "vision").largest == "unknown"
    assert (spread([]).share("full"), spread([]).largest) == (None, None)


def test_R082_the_worst_district_comes_first_and_one_without_objects_last() -> None:
    found = by_district(TALLIES, ["alatau", "medeu", "turksib"])
    assert {name: one.total for name, one in found.items()} == {"alatau": 0, "medeu": 4, "turksib": 8}
    assert worst_first(found) == ["turksib", "medeu", "alatau"]


def test_R080_objects_with_a_gap_are_counted_by_district() -> None:
    whole = Tally("medeu", "sport", "full", dict.fromkeys(("wheelchair", "vision", "hearing", "mental"), "full"), 4)
    assert gaps([*TALLIES, whole]) == {"medeu": 4, "turksib": 8}
    assert gaps([whole]) == {"medeu": 0}


def test_a_share_is_compared_with_its_plan() -> None:
    assert gap(10.2, 30.0) == 19.8
    assert gap(31.0, 30.0) == -1.0
    assert gap(None, 30.0) is None
    assert gap(10.0, None) is None


@pytest.mark.parametrize(
    ("profile", "states", "fits"),
    [
        (["wheelchair"], {"wheelchair": "full"}, "full"),
        (["wheelchair", "hearing"], {"wheelchair": "full", "hearing": "partial"}, "partial"),
        (["wheelchair", "hearing"], {"wheelchair": "partial", "hearing": "unknown"}, "unknown"),
        (["wheelchair", "hearing"], {"wheelchair": "none", "hearing": "unknown"}, "none"),
        (["mental"], {}, "unknown"),
        ([], {"wheelchair": "none"}, "full"),
    ],
)
def test_R080_unknown_promises_nothing_to_a_person(profile: list[str], states: dict[str, State], fits: State) -> None:
    assert fit(profile, states) == fits


def test_R080_what_is_in_the_way_is_named_with_what_decides_first() -> None:
    items = {"ramp": "none", "door_width_cm": 85.0, "lift": False, "toilet": True, "parking": None}
    found = [(one.item, one.verdict, one.decisive) for one in in_the_way(["wheelchair"], items)]
    assert found == [("ramp", "no", True), ("lift", "no", False), ("door_width_cm", "partly", True),
                     ("parking", "unknown", False)]  # fmt: skip
    assert in_the_way([], items) == []
    assert [one.need for one in in_the_way(["hearing", "mental"], {"visual_info": True, "sign_language": True})] == [
        "mental", "mental",
    ]  # fmt: skip


def test_R080_objects_are_ranked_by_the_need_then_by_the_way() -> None:
    near_none = Candidate(10.0, {"wheelchair": "none"}, {"id": "a"})
    near_unknown = Candidate(20.0, {"wheelchair": "unknown"}, {"id": "b"})
    far_full = Candidate(900.0, {"wheelchair": "full"}, {"id": "c"})
    nearer_full = Candidate(800.0, {"wheelchair": "full"}, {"id": "d"})
    order = ranked(["wheelchair"], [near_none, near_unknown, far_full, nearer_full])
    assert [one.row["id"] for one in order] == ["d", "c", "b", "a"]


def test_R081_barriers_that_stay_longest_come_first() -> None:
    rows = [("no_ramp", date(2026, 11, 20)), ("no_ramp", date(2026, 11, 10)), ("no_ramp", date(2024, 11, 30)),
            ("no_lift", date(2025, 11, 30)), ("no_sign", date(2027, 1, 1))]  # fmt: skip
    found = [(one.kind, one.count, one.median_days, one.longest_days) for one in waiting(rows, TODAY)]
    assert found == [("no_lift", 1, 365, 365), ("no_ramp", 3, 20, 730), ("no_sign", 1, 0, 0)]
    assert waiting([], TODAY) == []


def test_R081_a_planned_day_that_has_gone_by_is_overdue() -> None:
    assert overdue(date(2026, 11, 29), TODAY)
    assert not overdue(TODAY, TODAY)
    assert not overdue(None, TODAY)


def test_R082_a_printed_number_is_spread_as_people_live() -> None:
    assert estimated(57_400, {"a": 100, "b": 300}) == {"a": 14_350.0, "b": 43_050.0}
    assert estimated(57_400, {}) == {}


def test_a_state_of_the_layer_loses_its_prefix() -> None:
    assert plain_state("access_none") == "none"
    with pytest.raises(ValueError, match="gone"):
        plain_state("gone")
