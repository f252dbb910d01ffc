"""Breaks of series: stated by a document or made up with the series, kept with day and words, seen with the series."""

from datetime import date

import pytest
from sqlalchemy import select

from config.policy import VISITOR
from data import schema
from data.indicators import breaks
from data.indicators.bundle import BreakRow, Bundle, IndicatorRow, ValueRow
from data.queries.indicator_breaks import breaks as breaks_of
from data.queries.rhythm import rhythm_of
from data.store import Store
from tests.data.indicators.test_publish import bundle, put


def series(code: str, *years: int, unit: str = "%", kind: str = "year") -> Bundle:
    values = tuple(
        ValueRow(code, "almaty", str(year), "fact", 1.0, place, period_kind=kind, period_start=date(year, 1, 1))
        for place, year in enumerate(years)
    )
    return Bundle((IndicatorRow(code, "test", "Проба", "Probe", 1, unit_ru=unit, topic="economy"),), values)


def test_R100_the_break_of_borders_is_that_of_the_document(world: Store) -> None:
    with world.read() as conn:
        found = breaks_of(conn, VISITOR, "sdg-11-1-1")
    assert [(b.kind, b.day, b.period, b.source_doc, b.source_line) for b in found] == [
        ("borders", date(2014, 1, 1), "2014", "seed 003", "639")
    ]
    assert "33,3" in found[0].words["ru"]


@pytest.mark.parametrize(
    ("code", "stated"),
    [
        ("plan-11-2-daily-pt-trips", [("2020", "seed 003", "2644"), ("2022", "seed 002", "840")]),
        ("eiu-place", [("2022", "seed 001", "722")]),
        ("plan-04-a-school-places-deficit", [("2022", "seed 003", "5140")]),
        ("plan-03-maternal-mortality", [("2020", "seed 003", "2644"), ("2021", "seed 003", "5424")]),
    ],
)
def test_R100_events_on_a_line_are_those_that_documents_state(
    world: Store, code: str, stated: list[tuple[str, str, str]]
) -> None:
    with world.read() as conn:
        found = [one for one in breaks_of(conn, VISITOR, code) if one.kind == "event"]
    assert [(one.period, one.source_doc, one.source_line) for one in found] == stated
    assert all(one.words[lang] for one in found for lang in ("kk", "ru", "en"))


def test_real_series_have_no_break_that_no_document_states(world: Store) -> None:
    table = schema.indicator_break
    with world.read() as conn:
        rows = conn.execute(select(table.c.source_doc, table.c.kind).where(table.c.origin != "synthetic")).all()
    assert rows
    assert all(row.source_doc for row in rows)
    assert {row.kind for row in rows} <= {"borders", "event"}


def test_a_series_of_one_side_has_no_break(empty: Store) -> None:
    put(empty, series("t-1", 2015, 2016))
    with empty.read() as conn:
        assert breaks_of(conn, VISITOR, "t-1") == []
        assert breaks_of(conn, VISITOR, "\0") == []


def test_own_breaks_come_go_and_raise_the_version_once(empty: Store) -> None:
    own = BreakRow("t-1", "method", date(2020, 6, 1), "2020-06-01", "счёт", "есеп", "count", "seed 001", "5")
    whole = bundle()
    with_break = Bundle(whole.indicators, whole.values, whole.facts, whole.registers, breaks=(own, own))
    put(empty, with_break)
    with empty.read() as conn:
        (found,) = breaks_of(conn, VISITOR, "t-1")
        assert (found.kind, found.words["kk"], found.source_line) == ("method", "есеп", "5")
    counts = put(empty, with_break)
    assert (counts.added, counts.changed, counts.closed) == (0, 0, 0)
    put(empty, whole)
    with empty.read() as conn:
        assert breaks_of(conn, VISITOR, "t-1") == []


def test_money_before_the_tenge_is_a_break_of_made_up_series_only() -> None:
    (rule,) = [rule for rule in breaks.rules() if rule.kind == "currency"]
    days = {"almaty": (date(1992, 1, 1), date(2020, 1, 1))}
    money = {"code": "t", "unit": "mln-kzt", "topic": None, "origin": "synthetic"}
    assert rule.meets(money, days)
    assert not rule.meets({**money, "origin": "official"}, days)
    assert not rule.meets({**money, "unit": "percent"}, days)
    assert not rule.meets(money, {"almaty": (date(1993, 12, 1), date(2020, 1, 1))})


@pytest.mark.parametrize(
    ("kind", "days", "said"),
    [
        ("year", [(2019, 1), (2020, 1), (2021, 1), (2023, 1)], "year"),
        ("year", [(2015, 1), (2018, 1), (2021, 1)], "several_years"),
        ("year", [(2015, 1), (2016, 1), (2019, 1), (2021, 1), (2025, 1)], "irregular"),
        ("year", [(2021, 1)], "once"),
        ("month", [(2021, 1), (2021, 2)], "month"),
        ("quarter", [(2021, 1), (2021, 4)], "quarter"),
        ("none", [(2021, 1), (2022, 1)], "once"),
    ],
)
def test_R100_the_rhythm_is_told_by_the_periods(kind: str, days: list[tuple[int, int]], said: str) -> None:
    rows = [ValueRow("t", "almaty", "", "fact", 1.0, 1, period_kind=kind, period_start=date(y, m, 1)) for y, m in days]
    assert rhythm_of(rows) == said
