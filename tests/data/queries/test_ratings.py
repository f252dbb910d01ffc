"""Ratings and own targets are those of the printed tables, read here without any code of the program."""

from collections import Counter, defaultdict

import pytest

from config.policy import VISITOR
from data.queries import ratings as query
from data.queries.ratings import ECONOMY, SOCIAL, Ratings
from data.store import Store
from tests.indicator_world import csv_rows

EIU = "EIU Global Liveability Index"


@pytest.fixture(scope="module")
def found(almaty: Store) -> Ratings:
    """The ratings as a visitor sees them."""
    with almaty.read() as conn:
        return query.ratings(conn, almaty, VISITOR)


def printed(measure: str, kind: str, index: str = EIU) -> dict[str, float]:
    rows = [row for row in csv_rows("cra/eiu_rating.csv") if (row["index"], row["measure"]) == (index, measure)]
    return {row["year"]: float(row["value"]) for row in rows if row["kind"] == kind}


def test_R242_places_scores_and_goals_are_the_printed_ones(found: Ratings) -> None:
    tables = (
        (found.places, "place", {"fact": "actual", "plan": "target"}), (found.scores, "score", {"fact": "actual"}),
        (found.tops, "top", {"plan": "goal"}),
    )  # fmt: skip
    for ours, measure, kinds in tables:
        for kind, theirs in kinds.items():
            have = {value.point.period: value.point.value for value in found.of_kind(ours, kind)}
            assert have == printed(measure, theirs)
    last, asked = found.fact(), found.asked("2024")
    assert last is not None
    assert asked is not None
    assert (last.point.period, last.point.value, asked.point.value) == ("2024", 123.0, 109.0)
    assert found.plan_eiu is not None
    assert found.plan_eiu.code == "plan-001"


def test_R243_mercer_has_its_goals_and_the_places_of_the_plan(found: Ratings) -> None:
    index = "Mercer Quality of Living"
    assert {v.point.period: v.point.value for v in found.mercer} == printed("top", "goal", index)
    assert {v.point.period: v.point.value for v in found.mercer_rises} == printed("rise", "target", index)
    assert found.plan_mercer is not None
    base = found.plan_mercer.at("2019", "fact")
    assert base is not None
    assert base.value == 177.0


def test_R244_every_factor_has_indicators_of_the_plan(found: Ratings) -> None:
    assert [factor.id for factor in found.factors] == ["safety", "infrastructure", "health", "education", "culture"]
    assert all(factor.series for factor in found.factors)
    codes = Counter(one.code for factor in found.factors for one in factor.series)
    assert max(codes.values()) == 1


def test_R247_all_73_values_of_the_own_targets_are_there(found: Ratings) -> None:
    rows = csv_rows("cra/kpi.csv")
    assert sum(len(target.values) for target in found.targets) == len(rows) == 73
    have = {target.entry.code: target for target in found.targets}
    assert Counter(row["kpi_code"] for row in rows) == {code: len(target.values) for code, target in have.items()}
    for row in rows:
        value = have[row["kpi_code"]].at(row["edition"], row["kind"], row["year"])
        assert value is not None
        assert (value.point.value, value.point.comparison) == (float(row["value"]), row["comparison"])


def test_R247_conflicts_are_those_of_the_tables(found: Ratings) -> None:
    numbers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in csv_rows("cra/kpi.csv"):
        numbers[row["kpi_code"], row["year"]].add(row["value"])
    odd = {key for key, values in numbers.items() if len(values) > 1}
    assert {(t.entry.code, year) for t in found.targets for year in t.conflicts()} == odd
    assert odd == {("K3", "2025"), ("K3", "2026"), ("S3", "2024"), ("S3", "2025"), ("S3", "2026")}


def test_R247_modules_and_facts_are_all_there(found: Ratings) -> None:
    assert len(found.modules) == len(csv_rows("cra/modules_kpi.csv"))
    facts = Counter(row["topic"] for row in csv_rows("cra/facts.csv"))
    assert len(found.of_topics(ECONOMY)) == sum(facts[topic] for topic in ECONOMY)
    assert len(found.of_topics(SOCIAL)) == facts["social"]
    assert [len(group) for group in found.beside()] == [3, 4, 2]


def test_R242_nothing_loaded_is_told_so(store: Store) -> None:
    with store.read() as conn:
        assert not query.ratings(conn, store, VISITOR).told
