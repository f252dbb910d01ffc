"""Districts through time by hand: periods, bases, places gained, people of the time; districts that are alike."""

from datetime import date

import pytest

from analysis.atlas import Question, atlas, bases, periods, residents, shifts, spaced
from analysis.peers import nearest
from tests.analysis.test_standing import entry, point, series

PEOPLE = [*series({"a": (1_000.0, 2_000.0), "b": (4_000.0, 4_000.0), "city": (5_000.0, 6_000.0)})]
ASKED = Question(["a", "b"], "city", PEOPLE)


def test_R059_any_year_is_ranked_with_the_people_of_its_time() -> None:
    crimes = series({"a": (10.0, 10.0), "b": (20.0, 60.0), "city": (30.0, 70.0)})
    found = atlas(entry(unit="piece", direction="down"), crimes, ASKED)
    assert found.basis == "per_thousand"
    first, last = found.shots
    assert first.values == {"a": 10.0, "b": 5.0}
    assert last.values == {"a": 5.0, "b": 15.0}
    assert first.mean == 6.0
    assert last.mean == pytest.approx(70 / 6)
    assert (first.ranks, last.ranks) == ({"b": 1, "a": 2}, {"a": 1, "b": 2})
    assert shifts(last, first) == {"a": 1, "b": -1}
    assert shifts(first, None) == {"a": None, "b": None}
    assert (found.at("2023"), found.at("1999"), found.before(last), found.before(first)) == (first, None, first, None)
    assert (first.year, last.year) == (2023, 2024)


def test_R059_amounts_are_shown_by_residents_or_as_they_are() -> None:
    amount = entry(unit="piece")
    assert bases(amount, PEOPLE) == ("per_thousand", "value")
    assert bases(amount, []) == ("value",)
    assert bases(entry(), PEOPLE) == ("value",)
    found = atlas(amount, series({"a": (10.0,), "b": (20.0,)}), Question(["a", "b"], "city", PEOPLE, "value"))
    assert found.shots[0].values == {"a": 10.0, "b": 20.0}
    share = atlas(entry(), series({"a": (10.0,)}), Question(["a"], "city", PEOPLE, "per_thousand"))
    assert share.basis == "value"


def test_R059_only_periods_of_one_kind_are_compared_and_a_gap_stays_one() -> None:
    points = [*series({"a": (1.0, 2.0), "b": (3.0, 4.0)}), point("a", 2025, 5.0), point("b", 2025, None)]
    found = atlas(entry(), points, ASKED)
    assert [shot.like.period for shot in found.shots] == ["2023", "2024", "2025"]
    assert found.shots[-1].values == {"a": 5.0}
    assert shifts(found.shots[-1], found.shots[-2]) == {"a": 1}
    assert periods([point("city", 2024, 1.0)], ["a"]) == []
    assert atlas(entry(), [], ASKED).shots == ()


def test_R060_people_are_those_of_the_nearest_day() -> None:
    assert residents(PEOPLE, point("a", 2019, 1.0)) == {"a": 1_000.0, "b": 4_000.0, "city": 5_000.0}
    assert residents(PEOPLE, point("a", 2028, 1.0))["a"] == 2_000.0
    assert residents(PEOPLE, point("a", 2017, 1.0)) == {}
    assert residents([point("a", 2023, None)], point("a", 2023, 1.0)) == {}


def test_R060_years_far_from_any_known_people_are_not_shown_by_residents() -> None:
    crimes = series({"a": (10.0, 10.0, 10.0), "b": (20.0, 60.0, 60.0)}, 2016)
    by_people = atlas(entry(unit="piece"), crimes, ASKED)
    assert [shot.year for shot in by_people.shots] == [2018]
    plain = atlas(entry(unit="piece"), crimes, Question(["a", "b"], "city", PEOPLE, "value"))
    assert [shot.year for shot in plain.shots] == [2016, 2017, 2018]


def test_R059_small_maps_are_spread_over_the_years() -> None:
    found = atlas(entry(), series({"a": tuple(range(34))}, 1992), ASKED)
    shown = [shot.year for shot in spaced(found.shots, 12)]
    assert (len(shown), shown[0], shown[-1]) == (12, 1992, 2025)
    assert [shot.year for shot in spaced(found.shots[:3], 12)] == [1992, 1993, 1994]
    assert found.shots[0].like.period_start == date(1992, 1, 1)


def test_R059_districts_with_like_people_and_density_are_peers() -> None:
    people = {"a": 100.0, "b": 200.0, "c": 100.0, "d": 50.0, "e": 100.0}
    density = {"a": 10.0, "b": 10.0, "c": 80.0, "d": 20.0, "f": 1.0}
    found = nearest(people, density, "a")
    # b: ln 2; d: ln 2 in both; c: ln 8 in one.
    assert [peer.id for peer in found] == ["b", "d", "c"]
    assert [peer.distance for peer in found] == pytest.approx([0.6931, 0.9803, 2.0794], abs=1e-4)
    assert nearest(people, density, "e") == []
