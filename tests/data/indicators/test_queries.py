"""Catalogue, search, headline, districts and facts as people ask for them."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from config.policy import VISITOR
from data.indicators.synonyms import in_russian
from data.queries import indicators, narrative
from data.queries.indicators import Entry, Point, UnknownIndicatorError, main_series
from data.store import Store
from tests.indicator_world import STAMP, csv_rows, load, sample


def entries(store: Store) -> dict[str, Entry]:
    with store.read() as conn:
        return {entry.code: entry for entry in indicators.catalogue(conn, store)}


def found(store: Store, query: str) -> list[str]:
    with store.read() as conn:
        return [entry.code for entry, _ in indicators.search(conn, store, query)]


def point(**given: Any) -> Point:
    usual = {
        "territory": "almaty", "period": "2020", "period_kind": "year", "period_start": date(2020, 1, 1),
        "breakdown": "", "breakdown_ru": "", "kind": "fact", "value": 1.0, "value_text": "", "comparison": "=",
        "edition": "", "doubt": "", "position": 1, "data_date": None,
    }  # fmt: skip
    return Point(**{**usual, **given})


def test_last_fact_plan_and_change_by_hand(world: Store) -> None:
    mortality = entries(world)["plan-056"]
    assert mortality.last is not None
    assert mortality.plan is not None
    assert (mortality.last.period, mortality.last.value) == ("2021", 53.79)
    assert mortality.change == pytest.approx(53.79 - 15.4)
    assert (mortality.plan.period, mortality.plan.value, mortality.plan.comparison) == ("2025", 10.0, "<=")
    assert (mortality.count, mortality.first_period, mortality.last_period) == (8, "2019", "2025")
    assert mortality.doubtful


def test_the_newer_edition_speaks_for_a_plan(world: Store) -> None:
    modules = entries(world)["K3"]
    assert modules.last is None
    assert modules.plan is not None
    assert (modules.plan.period, modules.plan.value, modules.plan.edition) == ("2026", 15.0, "edition February 2025")


def test_a_part_of_a_year_is_compared_with_nothing(world: Store) -> None:
    appeals = entries(world)["appeals-received"]
    assert appeals.last is not None
    assert appeals.last.period == "2023-01/2023-04"
    assert (appeals.previous, appeals.change) == (None, None)


def test_an_indicator_without_printed_period_has_a_value_and_no_change(world: Store) -> None:
    salary = entries(world)["kz-avg-salary"]
    assert salary.last is not None
    assert (salary.last.value, salary.last.territory, salary.last.period) == (354860.0, "almaty", "")
    assert salary.last.inferred is None
    assert (salary.change, salary.first_period) == (None, "")


@pytest.mark.parametrize(("_place", "row"), sample("sdg/indicators.csv", 30))
def test_passports_are_as_printed(world: Store, _place: int, row: dict[str, str]) -> None:
    with world.read() as conn:
        passport = indicators.passport(conn, VISITOR, row["id"])
    for name in ("name_ru", "name_en", "unit_ru", "unit_en", "source_line"):
        assert passport[name] == row[name]
    assert (passport["good_direction"] or "") == row["desired_direction"]
    assert (passport["responsible"], passport["provider"]) == (row["responsible_ru"], row["source_ru"])
    assert row["doubt"] in passport["doubt"]
    assert row["note"] in passport["note"]


@pytest.mark.parametrize(("_place", "row"), sample("plan2025/indicator_values.csv", 40))
def test_values_are_as_printed(world: Store, _place: int, row: dict[str, str]) -> None:
    with world.read() as conn:
        rows = indicators.values(conn, VISITOR, row["indicator_id"])
    (value,) = [v for v in rows if v["period"] == row["year"] and v["printed_kind"] == row["kind"]]
    printed = row["upper_bound"] or row["value"]
    assert value["value"] == (float(printed) if printed else None)
    assert (value["value_text"], value["evidence"]) == (row["value_text"], row["column_header_ru"])


@pytest.mark.parametrize("code", ["", "no-such", "plan-001' OR '1'='1", "\0", "💥"])
def test_an_unknown_code_is_unknown(world: Store, code: str) -> None:
    with world.read() as conn, pytest.raises(UnknownIndicatorError):
        indicators.passport(conn, VISITOR, code)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("жұмыссыздық", {"kz-unemployment-rate", "plan-030", "sdg-08-5-2"}),
        ("мектептер", {"kz-number-of-schools"}),
        ("Ана өлімі", {"plan-056"}),
        ("ауаның ластануы", {"kz-air-pollution-index"}),
        ("безработиза", {"plan-030"}),
        ("bezrabotica", {"plan-030"}),
        ("unemploymnt", {"plan-030"}),
        ("РМ2.5", {"sdg-11-6-2-pm25", "plan-088a", "plan-09-4-pm25"}),
        ("eiu", {"eiu-place"}),
    ],
)
def test_search_in_three_languages(world: Store, query: str, codes: set[str]) -> None:
    assert codes <= set(found(world, query)[:12])


def test_search_ranks_and_bounds(world: Store) -> None:
    assert found(world, "") == []
    assert found(world, "plan-030")[0] == "plan-030"
    assert found(world, "ъъъъъъъ") == []
    with world.read() as conn:
        ranked = [score for _, score in indicators.search(conn, world, "школы")]
        assert all(one >= other for one, other in pairwise(ranked))
        assert len(indicators.search(conn, world, "доля", limit=3)) == 3
        assert indicators.search(conn, world, "x" * 5000) == []


@pytest.mark.parametrize(
    ("query", "russian"),
    [
        ("мектептердің саны", "школ саны"),
        ("құқық бұзушылық", "правонарушений"),
        ("тұрғын үй", "жильё"),
        ("школа", None),
        ("", None),
        ("water", None),
    ],
)
def test_kazakh_words_in_russian(query: str, russian: str | None) -> None:
    assert in_russian(query) == russian


def test_headline_figures_have_facts_in_their_order(world: Store) -> None:
    with world.read() as conn:
        shown = indicators.headline(conn, world)
        first = indicators.in_order(conn, world)[: len(shown)]
    assert [entry.code for entry in shown] == [entry.code for entry in first]
    assert shown[0].code == "population"
    assert all(entry.last is not None and entry.last.value is not None for entry in shown)


def test_districts_have_their_printed_figures(world: Store) -> None:
    with world.read() as conn:
        rows = {(r.entry.code, r.breakdown): r for r in indicators.district_values(conn, world)}
    density = rows["district-density", ""]
    printed = {
        r["territory"]: float(r["value"])
        for r in csv_rows("sdg/charts.csv") if r["series_id"] == "district-density" and r["year"] == "2022"
    }  # fmt: skip
    assert density.city is not None
    assert density.city.value == printed.pop("almaty")
    assert {district: p.value for district, p in density.values.items()} == printed
    people = rows["population", ""]
    assert people.city is not None
    assert sum(p.value or 0 for p in people.values.values()) == people.city.value == 2161695
    assert ("population", "sex=male") in rows


def test_the_main_series_is_of_the_city_and_whole() -> None:
    series = [
        point(territory="kazakhstan"), point(breakdown="sex=male", value=2.0), point(value=3.0),
        point(territory="shymkent"),
    ]  # fmt: skip
    assert [p.value for p in main_series(series, ("almaty", "kazakhstan"))] == [3.0]
    assert main_series(series, ("nowhere",))[0].territory == "kazakhstan"
    parts = [point(breakdown="a"), point(breakdown="b"), point(breakdown="a", period="2021")]
    assert [p.breakdown for p in main_series(parts, ("almaty",))] == ["a", "a"]
    assert main_series([], ("almaty",)) == []


def test_facts_are_found_with_slips_and_choices(world: Store) -> None:
    with world.read() as conn:
        page = narrative.facts(conn, world, "библиотки", limit=3)
        kazakh = narrative.facts(conn, world, "кітапхана", limit=50)
        chosen = narrative.facts(conn, world, "", {"collection": "cra", "kind": "comparison"}, limit=100)
        second = narrative.facts(conn, world, "", limit=10, offset=1230)
    assert page.matched >= len(page.rows) == 3
    assert all("библиотек" in row["metric_ru"].casefold() for row in page.rows)
    assert {row["id"] for row in page.rows} <= {row["id"] for row in kazakh.rows}
    assert {row["collection"] for row in chosen.rows} == {"cra"}
    assert chosen.matched == sum(r["note"] == "comparison value" for r in csv_rows("cra/facts.csv"))
    assert (second.matched, len(second.rows)) == (1234, 4)


def test_answers_change_with_the_version_of_the_store(empty: Store) -> None:
    assert entries(empty) == {}
    load(empty, "population_2023")
    assert set(entries(empty)) == {"population"}
    load(empty, "kz_regions", STAMP + timedelta(days=1))
    assert len(entries(empty)) == 17


def test_as_of_a_day_gives_what_was_known_at_its_end(empty: Store) -> None:
    load(empty, "population_2023")
    with empty.read() as conn:
        for day, count in ((STAMP.date() - timedelta(days=1), 0), (STAMP.date(), 27), (date.max, 27), (date.min, 0)):
            assert len(indicators.values(conn, VISITOR, "population", empty.end_of(day))) == count, day
