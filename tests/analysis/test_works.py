"""Works against their plan, counted by hand."""

from datetime import date
from typing import Any

import pytest

from analysis.works import Work, clashes, overlap, overspent, record, records, worst


def day(number: int) -> date:
    return date(2026, 5, number)


def work(name: str = "a", **given: Any) -> Work:
    return Work(name, **given)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ((1, 10), (5, 20), (5, 10)),
        ((1, 10), (10, 20), (10, 10)),
        ((1, 10), (11, 20), None),
        ((1, None), (11, 20), (11, 20)),
        ((1, None), (11, None), (11, None)),
        ((None, 10), (1, 10), None),
        ((3, 4), (1, 30), (3, 4)),
    ],
)
def test_R052_common_days_of_two_works(one: Any, other: Any, common: Any) -> None:
    def of(days: Any) -> Work:
        return work(begin=day(days[0]) if days[0] else None, end=day(days[1]) if days[1] else None)

    expected = None if common is None else (day(common[0]), day(common[1]) if common[1] else None)
    assert overlap(of(one), of(other)) == expected
    assert overlap(of(other), of(one)) == expected


def test_R052_works_on_one_street_collide_when_near_in_place_and_time() -> None:
    works = [
        work("a", street="Abay", begin=day(1), end=day(10), xy=(0, 0)),
        work("b", street="Abay", begin=day(8), end=day(20), xy=(300, 400)),
        work("c", street="Abay", begin=day(8), end=day(20), xy=(3000, 0)),
        work("d", street="Tole bi", begin=day(1), end=day(30), xy=(0, 0)),
        work("e", street="", begin=day(1), end=day(30), xy=(0, 0)),
        work("f", street="", begin=day(1), end=day(30), xy=(0, 0)),
    ]
    (found,) = clashes(works, 500, day(1))
    assert (found.one.id, found.other.id, found.first, found.last, found.metres) == ("a", "b", day(8), day(10), 500.0)
    assert clashes(works, 499, day(1)) == []
    assert clashes(works, 500, day(11)) == []
    assert clashes(works, 500, day(1), day(7)) == []
    assert len(clashes(works, 5000, day(9))) == 3


def test_R051_money_beyond_the_plan() -> None:
    assert overspent(work(cost_plan=100.0, cost_fact=130.0)) == 30.0
    assert overspent(work(cost_plan=100.0, cost_fact=90.0)) == 0.0
    assert overspent(work(cost_plan=None, cost_fact=90.0)) is None
    assert overspent(work(cost_plan=100.0, cost_fact=None)) is None


def test_R051_a_record_counts_what_is_known() -> None:
    found = record("x", [
        work("a", delay=10, cost_plan=100.0, cost_fact=150.0, mark=5.0, marks=1, complaints=2),
        work("b", delay=0, cost_plan=100.0, cost_fact=100.0, mark=2.0, marks=3, complaints=None),
        work("c", delay=None, cost_plan=100.0, cost_fact=None),
        work("d", delay=20, cost_plan=None, cost_fact=None, complaints=5),
    ])  # fmt: skip
    assert (found.works, found.told, found.late, found.mean_delay) == (4, 3, 2, 15.0)
    assert found.late_share == pytest.approx(2 / 3)
    assert (found.priced, found.over, found.overspent, found.over_share) == (2, 1, 50.0, 0.5)
    assert (found.mark, found.marks, found.complaints) == (2.75, 4, 7)
    assert (found.cost_plan, found.cost_fact) == (300.0, 250.0)


def test_nothing_known_is_none_and_not_zero() -> None:
    found = record("x", [work("a")])
    assert (found.late_share, found.over_share, found.mean_delay, found.mark, found.complaints) == (None,) * 5


def test_records_have_the_worst_first_and_need_a_name() -> None:
    works = [
        work("a", contractor="one", delay=0), work("b", contractor="one", delay=3),
        work("c", contractor="two", delay=1),
        work("d", contractor="", delay=9),
    ]  # fmt: skip
    found = records(works, lambda w: w.contractor)
    assert [(r.key, r.late, r.told) for r in found] == [("two", 1, 1), ("one", 1, 2)]
    assert worst(found, 2) == found[1]
    assert worst(found, 3) is None
    assert worst(records([work("a", contractor="x", delay=0)], lambda w: w.contractor), 1) is None
