"""Verdicts and forecasts on the shipped documents, on both engines, and their words in every language."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from analysis import indicator_forecast, indicator_status
from analysis.course_of_indicator import GAPS, SILENT, STATES, TRENDS, Verdict
from analysis.forecast import METHODS, Forecast, Refusal
from analysis.indicator_forecast import bounds_of, facts_of, foretold, series_forecast
from analysis.indicator_status import course, verdict_on, verdicts
from components import indicator_ahead
from components.charts import MARKS
from components.context import Context
from components.indicator_forecast import forecast_table, forecast_traces, forecast_words
from components.indicator_lines import MAIN, Drawn, Line
from components.indicator_status import ICONS, status_badge, status_words
from components.indicator_subject import subject
from components.indicator_wish import Wish
from config import i18n
from config.limits import FORECASTS_KEPT
from config.policy import VISITOR
from data.indicators.directions import direction, read
from data.queries import indicators
from data.queries.indicators import Point
from data.queries.kept import SIZES, shelf_of
from data.store import Store
from tests.indicator_world import csv_rows, stores

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module", params=["gpkg", "postgis"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from stores(request, tmp_path_factory.mktemp("status"))


def judged(store: Store) -> dict[str, Verdict]:
    with store.read() as conn:
        return dict(verdicts(conn, store, VISITOR, TODAY))


def test_R245_every_indicator_has_a_verdict_and_it_is_kept(shelf: Store) -> None:
    found = judged(shelf)
    with shelf.read() as conn:
        assert set(found) == {entry.code for entry in indicators.catalogue(conn, shelf)}
        assert verdicts(conn, shelf, VISITOR, TODAY) is verdicts(conn, shelf, VISITOR, TODAY)
    assert {verdict.state for verdict in found.values()} == set(STATES)
    assert sum(indicator_status.counts(found).values()) == len(found)


@pytest.mark.parametrize(
    ("code", "state", "reason", "fact", "expected"),
    [
        # seed 003: infant mortality 2022 fact 8.3, plan 7.2; 2021 was 10.48, 2020 7.64, 2019 8.05.
        ("plan-03-infant-mortality", "off_track", "far_away", 8.3, 7.2),
        # seed 002: unemployment 2021 plan 5.3, fact 5.2; down is good by its name.
        ("plan-030", "on_track", "met_unknown", 5.2, 5.3),
        # seed 002: GRP per resident 2021 plan 18974, fact 17595: 7.3 % behind.
        ("plan-012", "off_track", "far_unknown", 17595, 18974),
        # seed 002: one figure under "план (факт)".
        ("plan-010", "on_track", "equal_unknown", 98.5, 98.5),
        # seed 003: 2021 and 2022 of the plan repeat the fact (142, 180).
        ("plan-09-1-suburban-daily-trips", "no_data", "copied_plan", 180, 180),
        # Nobody says whether more moving in is good.
        ("plan-066", "no_data", "no_direction", 858, 634),
        # The place of 2024 is 123, the plan of the newer edition 109.
        ("eiu-place", "off_track", "far_away", 123, 109),
    ],
)
def test_R245_verdicts_on_printed_figures(
    shelf: Store, code: str, state: str, reason: str, fact: float, expected: float
) -> None:
    found = judged(shelf)[code]
    assert (found.state, found.reason, found.fact, found.expected) == (state, reason, fact, expected)


def test_R245_one_indicator_alone_is_judged_as_in_the_whole(shelf: Store) -> None:
    every = judged(shelf)
    for code in ("plan-03-infant-mortality", "plan-030", "eiu-place"):
        with shelf.read() as conn:
            row = indicators.passport(conn, VISITOR, code)
            points = indicators.points(indicators.values(conn, VISITOR, code))
        assert verdict_on(shelf, code, row["good_direction"], points, TODAY) == every[code]


def test_R100_directions_read_from_names_are_of_indicators_whose_document_prints_none(shelf: Store) -> None:
    with shelf.read() as conn:
        entries = {entry.code: entry for entry in indicators.catalogue(conn, shelf)}
    assert set(read()) <= set(entries)
    assert [code for code in read() if entries[code].good_direction] == []
    planned = {row["id"] for row in csv_rows("plan2025/indicators.csv")}
    assert planned - set(read()) == {"plan-066"}
    assert direction("plan-030", None) == ("down", "read")
    assert direction("plan-030", "up") == ("up", "printed")
    assert direction("plan-066", None) == (None, "none")


def point(**given: Any) -> Point:
    usual = {
        "territory": "almaty", "period": "2021", "period_kind": "year", "period_start": date(2021, 1, 1),
        "breakdown": "", "breakdown_ru": "", "kind": "fact", "value": 1.0, "value_text": "", "comparison": "=",
        "edition": "", "doubt": "", "position": 0, "data_date": None,
    }  # fmt: skip
    return Point(**{**usual, **given})


def test_R245_of_one_period_the_newest_document_counts_and_kinds_are_not_mixed() -> None:
    month = {"period": "2021-03", "period_kind": "month", "period_start": date(2021, 3, 1)}
    found = course(
        [point(value=2.0, data_date=date(2023, 1, 1)), point(value=1.0, data_date=date(2022, 1, 1)),
         point(kind="estimate", value=9.0), point(kind="plan", value=3.0), point(kind="plan", value=4.0, **month),
         point(kind="plan", value=None, value_text="n"), point(kind="plan", period_kind="range")],
        ("almaty",), "x", "up",
    )  # fmt: skip
    assert found.facts == ((date(2021, 1, 1), 2.0),)
    assert found.plans == ((date(2021, 1, 1), 3.0),)


def test_R245_facts_of_a_forecast_are_facts_alone() -> None:
    later = {"period_start": date(2022, 1, 1)}
    kind, facts = facts_of([point(value=5.0, **later), point(), point(kind="plan", value=7.0, **later),
                            point(comparison="<", period_start=date(2023, 1, 1)), point(value=None)])  # fmt: skip
    assert (kind, facts) == ("year", [(date(2021, 1, 1), 1.0), (date(2022, 1, 1), 5.0)])
    assert bounds_of("percent", facts) == (0, 100)
    assert bounds_of("m2", facts) == (0, None)
    assert bounds_of("percent", [(TODAY, 104.0)]) == (0, None)
    assert bounds_of("percent", [(TODAY, -1.0)]) == (None, None)


def test_R245_a_forecast_goes_past_today_or_is_refused() -> None:
    facts = [(date(2010 + n, 1, 1), float(n)) for n in range(14)]
    found = foretold(facts, "year", TODAY)
    assert isinstance(found, Forecast)
    assert [step.day.year for step in found.steps] == [2024, 2025, 2026, 2027, 2028]
    assert foretold(facts[:-3], "year", TODAY) == Refusal("old", 5, 7)
    assert foretold(facts, "day", TODAY) == Refusal("kind")
    assert foretold([], "year", TODAY) == Refusal("short", 0, 8)


def test_R245_a_series_of_the_store_is_foretold_once(shelf: Store) -> None:
    with shelf.read() as conn:
        own = indicators.main_series(indicators.points(indicators.values(conn, VISITOR, "sdg-11-3-1")), ("almaty",))
        found = series_forecast(conn, shelf, VISITOR, own, ("sdg-11-3-1", "m2", TODAY))
        again = series_forecast(conn, shelf, VISITOR, own, ("sdg-11-3-1", "m2", TODAY))
        stored = indicators.values(conn, VISITOR, "sdg-11-3-1")
    assert isinstance(found, Forecast)
    assert found is again
    assert (found.used, found.first.year, found.last.year, found.kind, found.origin) == (
        9, 2015, 2023, "forecast", "model")  # fmt: skip
    assert [step.day.year for step in found.steps] == [2024, 2025, 2026, 2027]
    assert not any(row["period_start"] and row["period_start"].year > 2023 for row in stored)


def test_R245_days_of_one_period_share_a_forecast_which_never_pushes_out_an_answer(shelf: Store) -> None:
    with shelf.read() as conn:
        own = indicators.main_series(indicators.points(indicators.values(conn, VISITOR, "sdg-11-3-1")), ("almaty",))
        indicators.catalogue(conn, shelf)
        before, made = len(shelf_of(shelf)), len(shelf_of(shelf, "forecasts"))
        days = [date(2025, month, day) for month in range(1, 13) for day in (1, 9, 28)]
        found = [series_forecast(conn, shelf, VISITOR, own, ("sdg-11-3-1", "m2", day)) for day in days]
        early = [series_forecast(conn, shelf, VISITOR, own, ("sdg-11-3-1", "m2", date(no, 5, 1))) for no in (1, 999)]
    assert all(one is found[0] for one in found)
    assert early[0] is early[1]
    assert len(shelf_of(shelf)) == before
    assert len(shelf_of(shelf, "forecasts")) <= made + 2
    assert SIZES["forecasts"] == FORECASTS_KEPT


def test_R245_one_forecast_is_made_at_a_time_and_a_refusal_is_not_kept(
    shelf: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicator_forecast, "FORECAST_WAIT_SECONDS", 0.01)
    with shelf.read() as conn:
        own = indicators.main_series(indicators.points(indicators.values(conn, VISITOR, "sdg-11-1-1")), ("almaty",))
        asked = ("sdg-11-1-1", "m2", date(2024, 7, 1))
        with indicator_forecast.ONE_AT_A_TIME:
            assert series_forecast(conn, shelf, VISITOR, own, asked) == Refusal("busy")
        assert series_forecast(conn, shelf, VISITOR, own, asked) != Refusal("busy")


def test_R245_a_day_to_come_asks_for_the_forecast_of_today(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []
    monkeypatch.setattr(indicator_ahead, "series_forecast", lambda *given: days.append(given[-1][2]))
    ctx = Context(shelf)
    found = subject(ctx, "sdg-11-3-1")
    line = Line(MAIN, "fact", "", MARKS["fact"], "", (), ())
    drawn = Drawn({}, empty=False, left_out=0, lines=(line,))
    for day in (date(9999, 1, 1), date(2020, 5, 1), None):
        indicator_ahead.ahead(ctx, found, Wish(day=day, forecast=True), drawn, ("almaty", ""))
    now = indicator_status.today_of(shelf)
    assert days == [now, date(2020, 5, 1), now]


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R245_every_verdict_has_a_shape_a_word_and_a_sentence(shelf: Store, lang: i18n.Lang) -> None:
    ctx = Context(shelf, lang=lang)
    assert len(set(ICONS.values())) == len(STATES)
    for code, verdict in judged(shelf).items():
        words = status_words(ctx, verdict)
        assert words, code
        assert "{" not in words
        badge = str(status_badge(ctx, verdict))
        assert ctx.t(f"verdict.state.{verdict.state}") in badge
        assert ICONS[verdict.state] in badge
    for reason in [*SILENT, *(f"{gap}_{trend}" for gap in GAPS for trend in TRENDS)]:
        assert status_words(ctx, Verdict("no_data", reason, values={"old": True, "between": True, "held": True}))


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R245_a_forecast_says_its_method_and_error_in_every_language(shelf: Store, lang: i18n.Lang) -> None:
    ctx = Context(shelf, lang=lang)
    facts = [(date(2010 + n, 1, 1), 100.0 + n + n % 2) for n in range(15)]
    found = foretold(facts, "year", TODAY)
    assert isinstance(found, Forecast)
    words = " ".join(forecast_words(ctx, found, "км"))
    assert ctx.t(f"forecast.method.{found.method}") in words
    assert "2010" in words
    assert "2024" in words
    wide, narrow, line = forecast_traces(ctx, found, facts[-1], "км")
    assert line["x"][0] == "2024-01-01"
    assert len(line["x"]) == len(found.steps) + 1
    assert min(wide["y"]) <= min(narrow["y"]) <= min(line["y"])
    assert json.dumps(forecast_table(ctx, found, "км"), cls=PlotlyJSONEncoder).count('"2027"') == 1
    for name in METHODS:
        assert ctx.t(f"forecast.method.{name}")
    for reason in ("short", "irregular", "broken", "numbers", "kind", "old", "busy"):
        refusal = Refusal(reason, 3, 8)
        assert forecast_words(ctx, refusal)
        assert forecast_traces(ctx, refusal, None) == []
        assert forecast_table(ctx, refusal) is None
