"""Verdicts on indicators, reckoned by hand."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.course_of_indicator import (
    GAPS,
    SILENT,
    STATES,
    TRENDS,
    Verdict,
    copied_plan,
    expected_on,
    judge,
    rule,
    trend_of,
)

TODAY = date(2026, 11, 30)


def years(**values: float) -> list[tuple[date, float]]:
    """`y2021=3` as the first day of 2021 with 3."""
    return [(date(int(name[1:]), 1, 1), value) for name, value in values.items()]


def verdict(facts: Any, plans: Any, good: Any = "up", today: date = TODAY) -> Verdict:
    return judge(facts, plans, good, today)


@pytest.mark.parametrize(
    ("facts", "plans", "good", "state", "reason"),
    [
        # One fact, plan met, missed by 4 %, missed by 5 % exactly, missed by 6 %.
        (years(y2021=105), years(y2021=100), "up", "on_track", "met_unknown"),
        (years(y2021=96), years(y2021=100), "up", "at_risk", "close_unknown"),
        (years(y2021=95), years(y2021=100), "up", "at_risk", "close_unknown"),
        (years(y2021=94), years(y2021=100), "up", "off_track", "far_unknown"),
        # Where down is good the same figures say the opposite.
        (years(y2021=105), years(y2021=100), "down", "at_risk", "close_unknown"),
        (years(y2021=94), years(y2021=100), "down", "on_track", "met_unknown"),
        # To the last digit the same: on track, but it is said.
        (years(y2021=36), years(y2021=36), "down", "on_track", "equal_unknown"),
        # Rising by 10 a year from 100: next year's plan of 110 is in reach, one of 120 is not (105 = 95 % of 110 is).
        (years(y2019=80, y2020=90, y2021=100), years(y2021=100, y2022=110), "up", "on_track", "equal_enough"),
        (years(y2019=80, y2020=90, y2021=100), years(y2021=99, y2022=120), "up", "at_risk", "met_short"),
        (years(y2019=120, y2020=110, y2021=100), years(y2021=99, y2022=110), "up", "at_risk", "met_away"),
        # Slightly behind and going the wrong way is off track; far behind and catching up is at risk.
        (years(y2019=116, y2020=106, y2021=96), years(y2021=100, y2022=105), "up", "off_track", "close_away"),
        (years(y2019=40, y2020=60, y2021=80), years(y2021=100, y2022=104), "up", "at_risk", "far_enough"),
        (years(y2019=60, y2020=70, y2021=80), years(y2021=100, y2022=104), "up", "off_track", "far_short"),
        # The plan is over and must be held.
        (years(y2019=100, y2020=101, y2021=102), years(y2019=100), "up", "on_track", "met_last"),
        (years(y2019=110, y2020=107, y2021=104), years(y2019=100), "up", "at_risk", "met_away"),
        # Before the first plan only the pace can tell: 10 a year makes 130 of 100 in three years.
        (years(y2019=80, y2020=90, y2021=100), years(y2024=130), "up", "on_track", "not_due_enough"),
        (years(y2019=80, y2020=90, y2021=100), years(y2024=200), "up", "at_risk", "not_due_short"),
        (years(y2019=100, y2020=90, y2021=80), years(y2024=130), "up", "off_track", "not_due_away"),
        (years(y2021=100), years(y2024=130), "up", "no_data", "not_due"),
        # Nothing to judge.
        ([], years(y2021=1), "up", "no_data", "no_fact"),
        (years(y2021=1), [], "up", "no_data", "no_plan"),
        ([], [], "up", "no_data", "no_fact"),
        (years(y2021=1), years(y2021=2), None, "no_data", "no_direction"),
        (years(y2021=5, y2022=6), years(y2020=4, y2021=5, y2022=6, y2023=7), "up", "no_data", "copied_plan"),
    ],
)
def test_R245_fact_plan_direction_and_pace_give_the_state(
    facts: Any, plans: Any, good: Any, state: str, reason: str
) -> None:
    found = verdict(facts, plans, good)
    assert (found.state, found.reason) == (state, reason)


def test_R245_numbers_behind_a_verdict() -> None:
    found = verdict(years(y2019=60, y2020=70, y2021=80), years(y2021=100, y2022=104))
    assert (found.fact, found.expected, found.plan, found.period) == (80, 100, 104, "2021")
    # 730.5 days would be two years to the day; 2020 had 366 days, 2019 and 2021 had 365.
    assert found.slope == pytest.approx(10.0, rel=2e-3)
    assert found.values["projected"] == pytest.approx(90.0, rel=1e-3)
    assert found.values["gap"] == pytest.approx(-0.2)
    assert found.values["overdue"] is True
    assert found.values["old"] is True


def test_R245_a_plan_between_two_years_is_read_on_a_straight_line() -> None:
    plans = years(y2020=100, y2022=120)
    assert expected_on(plans, date(2021, 1, 1))[0] == pytest.approx(100 + 20 * 366 / 731)
    assert expected_on(plans, date(2022, 1, 1)) == (120, False)
    assert expected_on(plans, date(2019, 1, 1)) == (None, False)
    assert expected_on(plans, date(2030, 1, 1)) == (120, False)
    assert verdict(years(y2021=111), plans).values["between"] is True


def test_R245_one_odd_year_does_not_bend_the_trend() -> None:
    straight = trend_of(years(y2017=1, y2018=2, y2019=3, y2020=4, y2021=5))
    odd = trend_of(years(y2017=1, y2018=2, y2019=40, y2020=4, y2021=5))
    assert straight == pytest.approx(1.0, rel=2e-3)
    assert odd == pytest.approx(1.0, rel=2e-3)
    assert trend_of(years(y2020=4, y2021=5)) is None


def test_R245_only_the_last_five_facts_make_the_trend() -> None:
    assert trend_of(years(y2015=900, y2017=1, y2018=2, y2019=3, y2020=4, y2021=5)) == pytest.approx(1.0, rel=2e-3)


@pytest.mark.parametrize(
    ("facts", "plans", "copied"),
    [
        (years(y2021=5, y2022=6), years(y2021=5, y2022=6), False),  # the first year may be the base: one year is left
        (years(y2020=4, y2021=5, y2022=6), years(y2020=4, y2021=5, y2022=6), True),
        (years(y2021=5, y2022=6), years(y2020=3, y2021=5, y2022=6), True),
        (years(y2020=3, y2021=5, y2022=6), years(y2020=4, y2021=5, y2022=6), False),
        (years(y2020=4, y2021=5, y2022=6.1), years(y2020=4, y2021=5, y2022=6), False),
        (years(y2020=4, y2021=5, y2022=6, y2023=9), years(y2020=4, y2021=5, y2022=6), False),
        (years(y2020=100, y2021=100, y2022=100), years(y2020=100, y2021=100, y2022=100), False),
    ],
)
def test_R245_a_plan_copied_from_the_fact_is_noticed(facts: Any, plans: Any, copied: bool) -> None:
    assert copied_plan(facts, plans) is copied


def test_R245_rates_of_both_signs_are_measured_by_their_span() -> None:
    # Plan -4.6, fact -3.2: better. Plan 0, fact -1 of a span of 8: 12.5 % behind.
    assert verdict(years(y2021=-3.2), years(y2021=-4.6)).state == "on_track"
    found = verdict(years(y2021=-1.0), years(y2021=0.0, y2022=7.0))
    assert (found.state, found.values["gap"]) == ("off_track", pytest.approx(-0.125))


def test_R245_facts_of_the_future_do_not_count_and_order_does_not_matter() -> None:
    facts = [*reversed(years(y2019=80, y2020=90, y2021=100)), (date(2030, 1, 1), 0.0)]
    assert verdict(facts, years(y2022=110, y2021=100)).reason == "equal_enough"


def test_R245_every_pair_of_gap_and_trend_has_a_state() -> None:
    assert {rule(gap, trend) for gap in GAPS for trend in TRENDS} == set(STATES)


VALUES = st.floats(-1e6, 1e6, allow_nan=False)
SERIES = st.lists(st.tuples(st.dates(date(1992, 1, 1), date(2030, 1, 1)), VALUES), max_size=12)


@given(SERIES, SERIES, st.sampled_from(["up", "down", None]))
def test_R245_any_series_gets_a_verdict_with_a_known_reason(facts: Any, plans: Any, good: Any) -> None:
    found = judge(facts, plans, good, TODAY)
    assert found.state in STATES
    assert found.reason in SILENT or tuple(found.reason.rsplit("_", 1)) in {(g, t) for g in GAPS for t in TRENDS}
    assert (found.state == "no_data") == (found.reason in SILENT)
