"""Load, walking distance, nearest places, meal alerts and cohorts on cases worked out by hand."""

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from analysis.cohort import Cohort, Refusal, cohort, student
from analysis.meal_alerts import Alert, alerts, last_day
from analysis.network import Network
from analysis.places_near import minutes_to, offers
from analysis.roadgraph import FOOT_KMH
from analysis.school_load import by_district, load_of, overloaded, short_of, worst_district
from analysis.school_walk import Need, access, need_of, neighbours, shortage, starts, within
from data.queries.education import MealEvent, Org
from tests.analysis.test_roads import CROSS, X, Y, town

METRES_A_MINUTE = FOOT_KMH * 1000 / 60


def org(name: str, kind: str = "school", district: str = "west", **more: Any) -> Org:
    given = {"capacity": None, "pupils": None, "load_pct": None, "shifts": None, "free_places": None, "queue": None}
    return Org(name, kind, district, 0.0, 0.0, **{**given, **more}, row={})


SCHOOLS = (
    org("a", capacity=100, pupils=130, load_pct=130.0, shifts=3),
    org("b", capacity=200, pupils=190, load_pct=95.0, shifts=2, free_places=10),
    org("c", district="east", capacity=100, pupils=150, load_pct=150.0, shifts=2),
    org("d", district="east", pupils=40),
)


def test_R073_free_places_of_one_school_do_not_help_another() -> None:
    load = load_of(SCHOOLS)
    assert (load.orgs, load.known, load.capacity, load.pupils) == (4, 3, 400, 470)
    assert (load.over, load.overloaded, load.free, load.three_shifts) == (80, 2, 10, 1)
    assert load.pct == pytest.approx(117.5)
    assert load_of([]).pct is None


def test_R073_districts_and_the_worst_of_them() -> None:
    loads = by_district(SCHOOLS, "school", ("west", "east", "north"))
    assert {code: short_of("school", load) for code, load in loads.items()} == {"west": 30, "east": 50, "north": 0}
    assert worst_district("school", loads) == "east"
    assert worst_district("school", by_district((), "school", ("west",))) is None
    assert [one.id for one in overloaded(SCHOOLS)] == ["c", "a"]


def test_R074_those_who_wait_beyond_the_free_places_are_short() -> None:
    gardens = [org("k", "kindergarten", queue=70, free_places=20), org("l", "kindergarten", queue=5, free_places=0)]
    assert short_of("kindergarten", load_of(gardens)) == 55
    assert short_of("kindergarten", load_of([org("m", "kindergarten", queue=3, free_places=9)])) == 0


def test_R073_children_stand_at_the_ends_of_home_roads() -> None:
    graph = town(([(0, 0), (300, 0)], {}), ([(300, 0), (400, 0)], {"kind": "motorway"}),
                 ([(300, 0), (300, 100)], {"district": "east"}))  # fmt: skip
    need = need_of(graph, {"west": 30.0, "east": 8.0, "north": 99.0})
    assert need.children.sum() == pytest.approx(38.0)
    at = np.bincount(need.node, weights=need.children)
    assert sorted(at[at > 0].tolist()) == pytest.approx([4.0, 15.0, 19.0])


def test_R073_a_walk_ends_at_its_minutes_and_goes_round_corners() -> None:
    side = Network(town(*CROSS)).side("foot")
    around = neighbours(side)
    start = side.nearest(X, Y)
    near = within(side, around, start, 60 * 499 / METRES_A_MINUTE)
    assert len(near) == 1
    assert len(within(side, around, start, 60 * 501 / METRES_A_MINUTE)) == 2
    assert len(within(side, around, start, 60 * 1001 / METRES_A_MINUTE)) == 5
    assert starts(side, np.array([[X + 100_000, Y]])) == [None]


def test_R073_places_are_shared_among_all_who_reach_them() -> None:
    need = Need(np.array([0, 1, 2]), np.array([0, 0, 1]), np.array([60.0, 40.0, 50.0]))
    share, count = access(need, [np.array([0, 1]), np.array([1])], [50.0, 10.0], 3)
    # 50 places for 100 children: 0.5 each; 10 places for 40: 0.25 more at node 1; nobody reaches node 2.
    assert share.tolist() == pytest.approx([0.5, 0.75, 0.0])
    assert count.tolist() == [1, 2, 0]
    found = shortage(need, share, count, ("west", "east"))
    assert (found["west"].children, found["west"].short, found["west"].far) == pytest.approx((100, 40, 0))
    assert (found["east"].children, found["east"].short, found["east"].far) == pytest.approx((50, 50, 50))


def test_R073_more_places_than_children_leave_nobody_without_one() -> None:
    need = Need(np.array([0]), np.array([0]), np.array([10.0]))
    share, count = access(need, [np.array([0]), np.array([], dtype=np.int64)], [500.0, 9.0], 1)
    assert shortage(need, share, count, ("west",))["west"].short == 0.0


def test_R074_minutes_are_those_of_the_way_along_the_streets() -> None:
    side = Network(town(*CROSS)).side("foot")
    home = side.nearest(X + 100, Y)
    targets = [side.nearest(X + 300, Y), side.nearest(X + 500, Y + 400), side.nearest(X + 100, Y + 60), None]
    found = minutes_to(side, home, targets)
    assert found[0] == pytest.approx(200 / METRES_A_MINUTE, rel=1e-3)
    assert found[1] == pytest.approx(800 / METRES_A_MINUTE, rel=1e-3)
    assert found[2] == pytest.approx(60 / METRES_A_MINUTE, rel=1e-2)
    assert math.isinf(found[3])


def test_R074_a_parent_is_told_of_free_places_first_and_of_the_nearest() -> None:
    orgs = [org("k1", "kindergarten", free_places=0), org("k2", "kindergarten", free_places=4), org("s", "school"),
            org("k3", "kindergarten"), org("k4", "kindergarten", free_places=9)]  # fmt: skip
    found = offers(orgs, np.array([2.0, 12.0, 1.0, 5.0, 50.0]), "kindergarten", 2)
    assert [(one.org.id, one.minutes) for one in found.free] == [("k2", 12.0)]
    assert [one.org.id for one in found.nearest] == ["k1", "k3"]


DAY = date(2026, 11, 30)


def complaint(ago: int, name: str = "a", kind: str = "meal_complaint") -> MealEvent:
    return MealEvent(name, kind, DAY - timedelta(days=ago), None, None, "in_work", "west")


def test_R076_three_complaints_within_thirty_days_raise_an_alert() -> None:
    events = [complaint(ago) for ago in (5, 20, 34)]
    assert alerts(events, DAY) == [Alert("a", 3, DAY - timedelta(days=34), DAY - timedelta(days=5), inspected=False)]
    assert alerts([complaint(ago) for ago in (5, 20, 35)], DAY) == []
    assert alerts([complaint(ago) for ago in (5, 20)], DAY) == []
    assert last_day(events) == DAY - timedelta(days=5)
    assert last_day([]) is None


def test_R076_an_inspection_after_the_last_complaint_answers_the_alert() -> None:
    repeated = [complaint(ago) for ago in (10, 12, 14)]
    assert [one.inspected for one in alerts([*repeated, complaint(11, kind="meal_inspection")], DAY)] == [False]
    assert [one.inspected for one in alerts([*repeated, complaint(10, kind="meal_commission")], DAY)] == [True]
    other = [complaint(ago, "b") for ago in (1, 2, 3, 4)]
    looked = [complaint(0, "b", "meal_inspection")]
    assert [one.org for one in alerts([*repeated, *other, *looked], DAY)] == ["a", "b"]


def test_R076_old_complaints_and_those_of_the_future_say_nothing() -> None:
    assert alerts([complaint(ago) for ago in (88, 89, 90)], DAY) == []
    assert len(alerts([complaint(ago) for ago in (87, 88, 89)], DAY)) == 1
    assert alerts([complaint(ago) for ago in (-1, -2, -3)], DAY) == []


def test_R073_first_graders_are_births_times_the_mean_factor() -> None:
    births = {2014: 100.0, 2015: 100.0, 2016: 200.0, 2017: 100.0, 2018: 150.0, 2019: 80.0}
    first = {2020: 110.0, 2021: 130.0, 2022: 240.0, 2023: 120.0}
    found = cohort(births, first)
    assert isinstance(found, Cohort)
    # Factors 1.1, 1.3, 1.2, 1.2: mean 1.2, deviation sqrt(0.02 / 3).
    assert found.factor == pytest.approx(1.2)
    assert found.spread == pytest.approx(math.sqrt(0.02 / 3))
    reach = 3.182 * math.sqrt(0.02 / 3) * math.sqrt(1.25)
    assert [one.year for one in found.years] == [2024, 2025]
    assert found.years[0].number == pytest.approx(180)
    assert (found.years[0].low, found.years[0].high) == pytest.approx((150 * (1.2 - reach), 150 * (1.2 + reach)))
    assert found.years[1].births == 80


@pytest.mark.parametrize(
    ("births", "first", "reason", "pairs"),
    [({}, {2020: 1.0}, "no_births", 0), ({2014: 9.0, 2015: 9.0, 2016: 9.0}, {2020: 9.0, 2021: 9.0, 2022: 9.0},
                                         "few_pairs", 3),
     ({2014 + i: 9.0 for i in range(4)}, {2020 + i: 9.0 for i in range(4)}, "no_future", 4)],
)  # fmt: skip
def test_R073_too_little_is_refused(births: dict[int, float], first: dict[int, float], reason: str, pairs: int) -> None:
    assert cohort(births, first) == Refusal(reason, pairs)  # type: ignore[arg-type]


def test_between_the_rows_of_the_table_the_interval_is_the_wider() -> None:
    assert student(3) == 3.182
    assert student(12) == student(10)
    assert student(500) == student(30)
