"""Forecasts of series whose future is known, their intervals and errors by hand, and refusals with their reason."""

import math
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis.forecast as module
from analysis.forecast import RHYTHMS, Forecast, Refusal, chosen, day_of, forecast, mase, number_of, smape


def years(values: Any, first: int = 2010) -> list[tuple[date, float]]:
    return [(date(first + number, 1, 1), float(value)) for number, value in enumerate(values)]


def months(values: Any, first: int = 2020) -> list[tuple[date, float]]:
    return [(day_of(first * 12 + number, 12), float(value)) for number, value in enumerate(values)]


def told(*args: Any, **given: Any) -> Forecast:
    found = forecast(*args, **given)
    assert isinstance(found, Forecast)
    return found


def refused(*args: Any, **given: Any) -> Refusal:
    found = forecast(*args, **given)
    assert isinstance(found, Refusal)
    return found


@pytest.fixture
def simple(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the methods that are reckoned at once, for tests of what is made of their errors."""
    usual = module._models
    monkeypatch.setattr(module, "_models", lambda *given: {n: usual(*given)[n] for n in ("naive", "drift")})


def test_R245_a_straight_line_goes_on_exactly() -> None:
    found = told(years(10 + 2 * n for n in range(10)), 3, "year")
    assert found.method == "drift"
    assert [step.value for step in found.steps] == pytest.approx([30, 32, 34])
    assert [step.day for step in found.steps] == [date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)]
    assert (found.mae, found.mase, found.smape) == pytest.approx((0, 0, 0), abs=1e-9)
    assert all(step.low95 == pytest.approx(step.high95) for step in found.steps)
    assert (found.kind, found.origin, found.used, found.first, found.last) == (
        "forecast", "model", 10, date(2010, 1, 1), date(2019, 1, 1))  # fmt: skip


def test_R245_what_never_moves_stays_and_has_no_error_to_compare_with() -> None:
    found = told(years([5] * 9), 3, "year")
    assert (found.method, [step.value for step in found.steps], found.mase) == ("naive", [5, 5, 5], None)


def test_R245_seasons_of_months_come_again() -> None:
    found = told(months(100 + 10 * math.sin(math.pi * n / 6) + n % 2 for n in range(48)), 12, "month")
    assert found.method in ("seasonal_naive", "seasonal")
    truth = [100 + 10 * math.sin(math.pi * n / 6) + n % 2 for n in range(48, 60)]
    assert [step.value for step in found.steps] == pytest.approx(truth, abs=0.5)
    assert found.steps[0].day == date(2024, 1, 1)


@pytest.mark.usefixtures("simple")
def test_R245_the_error_and_the_interval_are_those_of_the_back_test_by_hand() -> None:
    """Up and down by one: repeating the last value errs by 1 at odd steps and by 0 at even ones."""
    found = told(years([1, 2] * 5), 2, "year")
    assert found.method == "naive"
    # Origins 5 to 9: five first steps that miss by 1, four second steps that hit.
    assert (found.origins, found.tested) == (5, 9)
    assert found.scores["naive"] == pytest.approx(5 / 9)
    assert found.mase == pytest.approx(5 / 9)
    # Spread: root of (5 * 1 + 4 * 0) / 9; Student's quantile of 97.5 % with four degrees is 2.7764, of 90 % 1.5332.
    spread = math.sqrt(5 / 9)
    last = found.steps[0]
    assert (last.low95, last.high95) == pytest.approx((2 - 2.7764 * spread, 2 + 2.7764 * spread), abs=1e-3)
    assert (last.low80, last.high80) == pytest.approx((2 - 1.5332 * spread, 2 + 1.5332 * spread), abs=1e-3)
    second = found.steps[1]
    assert second.high95 - second.value == pytest.approx(2.7764 * spread * math.sqrt(2), abs=1e-3)


@pytest.mark.usefixtures("simple")
def test_R245_intervals_hold_what_they_promise_on_a_random_walk() -> None:
    """Of 200 walks of 20 years about 80 of 100 next values lie in the narrow interval, 95 of 100 in the wide one."""
    dice, narrow, wide, walks = random.Random(1), 0, 0, 200
    for _ in range(walks):
        walk = [100.0]
        for _ in range(20):
            walk.append(walk[-1] + dice.gauss(0, 1))
        step = told(years(walk[:-1], 2000), 1, "year").steps[0]
        narrow += step.low80 <= walk[-1] <= step.high80
        wide += step.low95 <= walk[-1] <= step.high95
    assert 0.70 <= narrow / walks <= 0.90
    assert 0.88 <= wide / walks <= 0.99


def test_R245_bounds_hold_values_and_intervals() -> None:
    share = told(years([70, 76, 83, 86, 91, 96, 97, 99]), 4, "year", bounds=(0, 100))
    assert all(step.value <= 100 and step.high95 <= 100 and step.high80 <= 100 for step in share.steps)
    count = told(years([40, 33, 28, 20, 15, 9, 4, 1]), 4, "year", bounds=(0, None))
    assert all(step.value >= 0 and step.low95 >= 0 for step in count.steps)
    assert count.steps[-1].value == 0


@pytest.mark.parametrize(
    ("points", "kind", "given", "reason", "have"),
    [
        (years(range(7)), "year", {}, "short", 7),
        ([], "year", {}, "short", 0),
        (months(range(29)), "month", {}, "short", 29),
        ([*years(range(8)), *years(range(3), 2020)], "year", {}, "irregular", 3),
        (years(range(12)), "year", {"breaks": [date(2017, 1, 1)]}, "broken", 5),
        (years([1, 2, math.nan, 4, 5, 6, 7, 8, 9]), "year", {}, "numbers", 0),
        (years(range(20)), "range", {}, "kind", 0),
    ],
)
def test_R245_a_series_that_does_not_do_is_refused_with_its_reason(
    points: Any, kind: str, given: Any, reason: str, have: int
) -> None:
    found = refused(points, 3, kind, **given)
    assert (found.reason, found.have) == (reason, have)
    assert found.need == (0 if reason in ("numbers", "kind") else RHYTHMS[kind].least)


def test_R245_only_points_after_a_break_count() -> None:
    found = told(years([500, 400, 300, *range(10, 19)]), 2, "year", breaks=[date(2013, 1, 1)])
    assert (found.used, found.first, found.cut) == (9, date(2013, 1, 1), True)
    assert [step.value for step in found.steps] == pytest.approx([19, 20])
    assert told(years(range(9)), 2, "year").cut is False


def test_R245_of_methods_that_do_nearly_as_well_the_simplest_is_taken() -> None:
    assert chosen({"naive": 1.04, "drift": 1.02, "theta": 1.0}) == "naive"
    assert chosen({"naive": 1.2, "drift": 1.04, "holt": 1.0}) == "drift"
    assert chosen({"naive": 0.0, "drift": 0.0}) == "naive"


def test_R245_errors_in_words_by_hand() -> None:
    assert smape([(110, 100), (90, 100)]) == pytest.approx(100 * (20 / 210 + 20 / 190) / 2)
    assert smape([(1, 0)]) is None
    assert smape([(1, -1)]) is None
    assert mase([(4, 5), (5, 5)], [1, 2, 4], 1) == pytest.approx(0.5 / 1.5)
    assert mase([(4, 5)], [3, 3], 1) is None


def test_R245_a_horizon_is_cut_to_what_the_series_can_carry() -> None:
    assert len(told(years(range(8)), 50, "year").steps) == 4
    assert len(told(years(range(40), 1980), 50, "year").steps) == 5
    with pytest.raises(ValueError, match="0"):
        forecast(years(range(8)), 0, "year")


@given(st.dates(date(1992, 1, 1), date(2040, 12, 31)), st.sampled_from([1, 2, 4, 12]))
def test_R245_periods_are_numbered_without_gaps(day: date, season: int) -> None:
    first = day_of(number_of(day, season), season)
    assert first <= day < day_of(number_of(day, season) + 1, season)


@settings(max_examples=8)
@given(st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=12))
def test_R245_intervals_hold_the_value_and_widen(values: list[float]) -> None:
    steps = told(years(values), 3, "year").steps
    for step in steps:
        assert step.low95 <= step.low80 <= step.value <= step.high80 <= step.high95
    widths = [step.high95 - step.low95 for step in steps]
    assert widths == sorted(widths) or widths == pytest.approx(sorted(widths))
