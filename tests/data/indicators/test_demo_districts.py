"""Demonstration series by district: marked, apart from real series, with the printed totals of the city."""

import csv
from collections import defaultdict

import pytest

from analysis import attention
from config.city import load_city
from config.policy import VISITOR
from data.indicators import demo_districts
from data.indicators.bundle import Bundle, ReadError
from data.queries.indicators import catalogue, district_values
from data.store import Store
from tests.house.files import ROOT

# Line of data/seed and the factor to the unit of the series.
PRINTED = {
    "demo-sme-count": (("sdg/facts.csv", (137,)), 1_000, "2022"),
    "demo-sme-employed": (("sdg/facts.csv", (138,)), 1_000, "2022"),
    "demo-crime-registered": (("cra/facts.csv", (29,)), 1_000, "2024"),
    "demo-pop-vulnerable": (("cra/facts.csv", (23,)), 1_000, "2024"),
    "demo-net-length": (("plan2025/facts.csv", tuple(range(54, 60))), 1_000, "2022"),
}
YEARS = [str(year) for year in range(1992, 2026)]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """What the maker hands on."""
    city = load_city("almaty")
    source = city.source("demo_district_series")
    assert source is not None
    assert source.origin == "synthetic"
    return demo_districts.read(source, city.seed_path(source.seed[0]))


def line(name: str, number: int) -> float:
    """The value printed in a line of a file of data/seed."""
    with (ROOT / "data" / "seed" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return float(dict(zip(rows[0], rows[number - 1], strict=False))["value"].replace(",", "."))


@pytest.mark.parametrize("code", PRINTED)
def test_R058_the_city_has_its_printed_total(bundle: Bundle, code: str) -> None:
    (name, lines), factor, year = PRINTED[code]
    printed = sum(line(name, number) for number in lines) * factor
    values = {v.territory: v.value for v in bundle.values if (v.code, v.period, v.kind) == (code, year, "fact")}
    assert values["almaty"] == pytest.approx(printed)
    assert sum(value or 0 for name, value in values.items() if name != "almaty") == pytest.approx(printed)


def test_R058_eight_categories_in_three_languages_and_all_marked(bundle: Bundle) -> None:
    assert len({row.category for row in bundle.indicators}) == 8
    for row in bundle.indicators:
        assert row.code.startswith("demo-")
        assert row.name_ru.endswith("(демо)")
        assert (row.name_kk or "").endswith("(демо)")
        assert row.name_en.endswith("(demo)")
    assert len({row.code for row in bundle.indicators}) == len(bundle.indicators) == 29


def test_R058_every_series_has_the_districts_of_its_year_since_1992(bundle: Bundle) -> None:
    places: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for value in bundle.values:
        places[value.period, value.code, value.kind].add(value.territory)
    late = {year: {places_of for key, p in places.items() if key[0] == year for places_of in p} for year in YEARS}
    assert {period for period, _, _ in places} == set(YEARS)
    assert {len(found) for (period, _, _), found in places.items() if int(period) < 2008} == {7}
    assert {len(found) for (period, _, _), found in places.items() if 2008 <= int(period) < 2014} == {8}
    assert {len(found) for (period, _, _), found in places.items() if int(period) >= 2014} == {9}
    assert "alatau" not in late["2007"]
    assert "nauryzbay" not in late["2013"]


def test_R058_the_city_is_the_sum_of_the_districts_of_every_year(bundle: Bundle) -> None:
    sums: dict[str, float] = defaultdict(float)
    for value in bundle.values:
        if value.code == "demo-crime-registered" and value.kind == "fact":
            sums[value.period] += (value.value or 0) * (-1 if value.territory == "almaty" else 1)
    assert set(sums) == set(YEARS)
    assert all(rest == pytest.approx(0, abs=0.5) for rest in sums.values())


def test_the_forming_of_districts_is_a_break_of_every_series(bundle: Bundle) -> None:
    days = {(row.code, row.kind, row.day.year) for row in bundle.breaks}
    assert days == {(row.code, "borders", year) for row in bundle.indicators for year in (2008, 2014)}


def test_R061_the_share_spent_is_that_of_its_plan(bundle: Bundle) -> None:
    values = {(v.code, v.kind, v.territory): v.value for v in bundle.values if v.period == "2024"}
    fact, plan = (values["demo-budget-spent", kind, "medeu"] for kind in ("fact", "plan"))
    assert fact is not None
    assert plan is not None
    assert values["demo-budget-share", "fact", "medeu"] == pytest.approx(100 * fact / plan, abs=0.06)


def test_percent_stays_within_a_hundred(bundle: Bundle) -> None:
    percent = {row.code for row in bundle.indicators if row.unit_ru == "%"}
    shares = {s.code for s in demo_districts.settings().series if s.mode == "share"}
    assert all(0 <= (v.value or 0) <= 100 for v in bundle.values if v.code in percent - shares)


def test_a_file_without_people_is_refused() -> None:
    source = load_city("almaty").source("demo_district_series")
    assert source is not None
    with pytest.raises(ReadError):
        demo_districts.read(source, ROOT / "data" / "seed" / "nothing.geojson")
    with pytest.raises(ReadError):
        demo_districts.read(source, ROOT / "pyproject.toml")


def test_R058_demo_series_stand_beside_the_real_ones_and_never_in_them(almaty: Store) -> None:
    with almaty.read() as conn:
        entries = {entry.code: entry for entry in catalogue(conn, almaty, VISITOR)}
        rows = district_values(conn, almaty, VISITOR)
        plans = attention.plans(conn, almaty, VISITOR)
    own = {code for code, e in entries.items() if e.source == "demo_district_series"}
    made = {code for code, e in entries.items() if e.source == "demo_series"}
    assert own | made == {code for code in entries if code.startswith("demo-")}
    assert own.isdisjoint(made)
    assert {entries[code].origin for code in own} == {"synthetic"}
    assert sum(row.entry.code in own for row in rows) == len(own) == 29
    assert not any(gap.entry.code.startswith("demo-") for gap in plans.behind)
