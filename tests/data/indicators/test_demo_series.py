"""Demonstration series since 1992: their number, rhythm, plans, breaks and words, and nothing of them without demo."""

from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np
import pytest

from config.city import load_city
from config.i18n import has
from config.policy import VISITOR
from data.build import remove_synthetic
from data.indicators import demo_series, demo_shapes
from data.indicators.bundle import Bundle, ValueRow
from data.indicators.units import plain_spelling, units_by_spelling
from data.queries.indicator_breaks import breaks
from data.queries.indicators import catalogue
from data.queries.rhythm import rhythm_of
from data.store import Store
from tests.indicator_world import csv_rows

CITY = load_city("almaty")


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    source = CITY.source("demo_series")
    assert source is not None
    assert source.origin == "synthetic"
    return demo_series.read(source, CITY.seed_path(source.seed[0]))


@pytest.fixture(scope="module")
def rows(bundle: Bundle) -> Mapping[str, list[ValueRow]]:
    found: dict[str, list[ValueRow]] = defaultdict(list)
    for value in bundle.values:
        found[value.code].append(value)
    return found


def printed(metric: str) -> float:
    (number,) = {row["value"] for row in csv_rows("cra/facts.csv") if row["metric_en"] == metric}
    return float(number)


def test_R098_more_than_1200_series_since_1992(bundle: Bundle, rows: Mapping[str, list[ValueRow]]) -> None:
    assert len(bundle.indicators) == len(rows) >= 1_200
    yearly = {code: found for code, found in rows.items() if rhythm_of(v for v in found if v.kind == "fact") == "year"}
    first = Counter(min(v.period for v in found) for found in yearly.values())
    assert min(first) == "1992"
    assert first["1992"] > 1_000
    assert {code.rpartition("-")[2] for code in set(rows) - set(yearly)} == {"month", "quarter"}


def test_R099_the_set_has_923_and_says_which_have_no_value_of_the_last_year(
    bundle: Bundle, rows: Mapping[str, list[ValueRow]]
) -> None:
    own = [row.code for row in bundle.indicators if row.collection == "demo-social-economic"]
    assert len(own) == 923
    last = Counter(max(v.period[:4] for v in rows[code] if v.kind == "fact") for code in own)
    assert set(last) == {"2022", "2023", "2024", "2025"}
    assert last["2025"] == 923 - sum(n for year, n in last.items() if year != "2025") > 800


def test_R099_the_documents_print_how_many_there_are() -> None:
    facts = [row for row in csv_rows("cra/facts.csv") if row["value"] == "923"]
    assert {(row["source_doc"], row["source_line"]) for row in facts} >= {("seed 001", "358")}
    assert demo_series.settings().set_size == 923


def test_R100_every_series_has_words_in_three_languages_and_is_marked(bundle: Bundle) -> None:
    for row in bundle.indicators:
        assert row.name_ru.endswith("(демо)")
        assert (row.name_kk or "").endswith("(демо)")
        assert row.name_en.endswith("(demo)")
        assert row.code.startswith("demo-")
        assert row.topic in {topic.id for topic in CITY.topics}
        assert all(has(lang, f"indicators.collection.{row.collection}") for lang in ("kk", "ru", "en"))
    for lang in ("name_ru", "name_kk", "name_en"):
        assert len({getattr(row, lang) for row in bundle.indicators}) == len(bundle.indicators)


def test_every_unit_is_one_of_the_directory(bundle: Bundle) -> None:
    known = units_by_spelling(CITY)
    assert {row.unit_ru for row in bundle.indicators if plain_spelling(row.unit_ru) not in known} == set()


def test_measures_follow_from_the_level(rows: Mapping[str, list[ValueRow]]) -> None:
    level = {v.period: v.value or 0 for v in rows["demo-health-doctors-total"] if v.kind == "fact"}
    index = {v.period: v.value or 0 for v in rows["demo-health-doctors-index"]}
    assert min(index) == "1992"
    assert index["2010"] == pytest.approx(100 * level["2010"] / level["2009"], abs=0.06)
    months = [v.value or 0 for v in rows["demo-safety-fires-month"] if v.period.startswith("2022")]
    whole = next(v.value or 0 for v in rows["demo-safety-fires-total"] if v.period == "2022" and v.kind == "fact")
    assert len(months) == 12
    assert sum(months) == pytest.approx(whole, abs=6)


def test_shares_stay_within_a_hundred_and_values_are_numbers(bundle: Bundle) -> None:
    growth = ("index", "five", "real", "points")
    percent = {r.code for r in bundle.indicators if r.unit_ru == "%" and r.code.rpartition("-")[2] not in growth}
    percent -= {"demo-economy-prices-total", "demo-economy-prices-month"}
    numbers = {code: [v.value for v in bundle.values if v.code == code] for code in sorted(percent)}
    assert all(v is not None and 0 <= v <= 100 for found in numbers.values() for v in found)
    assert all(v.value is not None and np.isfinite(v.value) for v in bundle.values)


def test_a_part_has_plans_and_a_few_of_them_copy_the_fact(rows: Mapping[str, list[ValueRow]]) -> None:
    planned = copied = 0
    for found in rows.values():
        facts = {v.period: v.value for v in found if v.kind == "fact"}
        plans = {v.period: v.value for v in found if v.kind == "plan"}
        shared = set(facts) & set(plans)
        planned += bool(plans)
        copied += bool(shared) and all(facts[period] == plans[period] for period in shared)
    assert 20 < planned < 100
    assert 0 < copied < planned / 2


def test_the_same_seed_makes_the_same_series(bundle: Bundle) -> None:
    source = CITY.source("demo_series")
    assert source is not None
    assert demo_series.read(source, CITY.seed_path(source.seed[0])) == bundle


def test_rounding_keeps_four_digits_of_the_usual_size() -> None:
    assert demo_shapes.rounded(np.array([12345.678, 9876.5])).tolist() == [12346.0, 9876.0]
    assert demo_shapes.rounded(np.array([1.23456, 2.0])).tolist() == [1.235, 2.0]
    assert demo_shapes.rounded(np.array([0.0])).tolist() == [0.0]


def test_R098_the_store_carries_them_beside_the_real_ones(almaty: Store) -> None:
    with almaty.read() as conn:
        entries = catalogue(conn, almaty, VISITOR)
        money = breaks(conn, VISITOR, "demo-economy-grp-total")
    real = [entry for entry in entries if entry.origin != "synthetic"]
    assert len(real) == 797
    assert sum(entry.source == "demo_series" for entry in entries) >= 1_200
    assert not any(entry.code.startswith("demo-") for entry in real)
    assert {(found.kind, found.period) for found in money} >= {("currency", "1993-11-15"), ("borders", "2014")}


def test_R098_without_demonstration_none_is_left(own_almaty: Store) -> None:
    remove_synthetic(own_almaty)
    with own_almaty.read() as conn:
        assert {entry.origin for entry in catalogue(conn, own_almaty, VISITOR)} == {"open", "official"}
        assert breaks(conn, VISITOR, "demo-economy-grp-total") == []
