"""The city plan in the store says what its printed tables say, read here without any code of the program."""

from collections import Counter, defaultdict

import pytest

from config.policy import VISITOR
from data.queries import city_plan as query
from data.queries.city_plan import PARTS, PASSPORT, WHOLE, Choice, CityPlan, Money
from data.queries.printed import series_of
from data.store import Store
from tests.indicator_world import csv_rows

COUNTS = {"goals": 20, "series": 134, "measures": 407}


@pytest.fixture(scope="module")
def plan(almaty: Store) -> CityPlan:
    """The plan as a visitor sees it."""
    with almaty.read() as conn:
        return query.city_plan(conn, almaty, VISITOR)


def printed(scopes: list[str], year: str, source: str) -> float:
    rows = [row for row in csv_rows("plan2025/funding.csv") if (row["year"], row["source"]) == (year, source)]
    return sum(float(row["amount_mln_kzt"] or 0) for row in rows if row["scope"] in scopes)


def test_R246_goals_series_and_measures_are_as_many_as_printed(plan: CityPlan) -> None:
    assert {name: len(getattr(plan, name)) for name in COUNTS} == COUNTS
    of_goals = Counter(query.goal_no(one) for one in plan.series)
    assert of_goals == Counter(row["goal_no"] for row in csv_rows("plan2025/indicators.csv"))
    assert Counter(one.goal for one in plan.measures) == Counter(
        row["goal_no"] for row in csv_rows("plan2025/measures.csv")
    )
    assert [one.code for one in plan.series] == [row["id"] for row in csv_rows("plan2025/indicators.csv")]


def test_R246_every_printed_value_stands_in_its_year_and_kind(plan: CityPlan) -> None:
    kinds = {"actual": "fact", "estimate": "estimate", "plan": "plan"}
    have = {one.code: one for one in plan.series}
    rows = csv_rows("plan2025/indicator_values.csv")
    for row in rows:
        point = have[row["indicator_id"]].at(row["year"], kinds[row["kind"]])
        assert point is not None
        number = row["upper_bound"] or row["value"]
        assert point.value == (float(number) if number else None), row
    assert sum(len(kinds) for one in plan.series for kinds in one.years.values()) == len(rows)


def test_R105_money_is_that_of_the_table_and_its_blanks_are_none(plan: CityPlan) -> None:
    rows = csv_rows("plan2025/funding.csv")
    assert len(plan.money) == len(rows) == 420
    for row in rows:
        cell = plan.cell(row["scope"].removeprefix("goal-"), row["year"], row["source"])
        assert cell.amount == (float(row["amount_mln_kzt"]) if row["amount_mln_kzt"] else None)
    assert plan.cell("7.1", "2024").amount is None
    assert plan.cell("9.9", "2021") == Money(None)
    assert query.added(plan, ["7.1"], ["2024", "2025"]) is None


def test_R105_the_passport_is_checked_against_the_goals(plan: CityPlan) -> None:
    found = {(one.year, one.source): one for one in query.balances(plan)}
    assert len(found) == 20
    scopes = [f"goal-{goal.no}" for goal in plan.goals]
    for (year, source), one in found.items():
        assert one.summed == pytest.approx(printed(scopes, year, source))
        assert one.printed == pytest.approx(printed([PASSPORT], year, source))
    odd = {key: round(one.gap or 0.0, 1) for key, one in found.items() if not one.agrees}
    assert odd == {
        ("2021", WHOLE): 3053.1, ("2021", "republican"): 11366.0, ("2021", "other"): -8312.8,
        ("2022", WHOLE): 4537.4, ("2022", "republican"): 12668.8, ("2022", "other"): -8131.2,
        ("2023", "republican"): 2242.1, ("2023", "other"): -2242.1,
    }  # fmt: skip
    assert query.unlike_parts(plan) == ()


def test_R105_a_whole_that_is_not_its_parts_is_named() -> None:
    money = {
        ("1.1", "2021", WHOLE): Money(10.0),
        ("1.1", "2021", "local"): Money(7.0),
        ("1.1", "2021", "other"): Money(2.5),
    }
    odd = CityPlan((query.Goal("1.1", "1", "x"),), (), money)
    assert query.unlike_parts(odd) == (("1.1", "2021", 10.0, 9.5),)
    assert PARTS == ("republican", "local", "other")


def test_R246_series_without_facts_are_found(plan: CityPlan) -> None:
    facts: dict[str, set[str]] = defaultdict(set)
    for row in csv_rows("plan2025/indicator_values.csv"):
        if row["kind"] == "actual" and (row["value"] or row["upper_bound"]):
            facts[row["indicator_id"]].add(row["year"])
    codes = [row["id"] for row in csv_rows("plan2025/indicators.csv")]
    assert query.last_year_of_facts(plan) == "2021"
    assert [one.code for one in query.factless(plan)] == [code for code in codes if code not in facts]
    assert [one.code for one in query.silent(plan)] == [code for code in codes if "2021" not in facts[code]]
    assert (len(query.factless(plan)), len(query.silent(plan))) == (49, 67)


def test_R246_the_review_adds_facts_of_the_same_indicator_only(plan: CityPlan, almaty: Store) -> None:
    assert len(plan.review) == 34
    own = {one.code: one for one in plan.series}
    for code, other in plan.review.items():
        for year in ("2022", "2023", "2024"):
            here, there = own[code].at(year, "plan"), other.at(year, "plan")
            if here is not None and there is not None and here.value is not None:
                assert there.value == pytest.approx(here.value, rel=0.001), (code, year)
        for year in ("2019", "2021"):
            mine, theirs = own[code].at(year, "fact"), other.at(year, "fact")
            if mine is not None and mine.value is not None and theirs is not None:
                assert theirs.value == pytest.approx(mine.value, rel=0.001), (code, year)
    with almaty.read() as conn:
        review = {one.code for one in series_of(conn, almaty, VISITOR, "sdg")}
    assert {other.code for other in plan.review.values()} <= review


def test_R246_choices_narrow_the_lists(plan: CityPlan) -> None:
    rows = csv_rows("plan2025/measures.csv")
    one = query.narrowed(plan, Choice(direction="5"))
    assert {goal.no for goal in one.goals} == {"5.1", "5.2"}
    assert len(one.measures) == sum(row["direction_no"] == "5" for row in rows)
    there = query.narrowed(plan, Choice(district="turksib"))
    assert len(there.measures) == sum("turksib" in row["district"].split(";") for row in rows)
    assert len(there.series) == 134
    then = query.narrowed(plan, Choice(year="2024"))
    assert {m.id for m in then.measures} == {
        row["id"] for row in rows
        if row["year_from"] + row["year_to"]
        and int(row["year_from"] or row["year_to"]) <= 2024 <= int(row["year_to"] or row["year_from"])
    }  # fmt: skip
    words = query.narrowed(plan, Choice(text="МОЛОДЁЖИ neet"))
    assert [series.code for series in words.series] == ["plan-072"]
    assert len(query.narrowed(plan, Choice(silent=True)).series) == 67


def test_R246_nothing_loaded_is_an_empty_plan(store: Store) -> None:
    with store.read() as conn:
        assert query.city_plan(conn, store, VISITOR) == CityPlan()


def test_R246_measures_keep_their_words_districts_and_money(plan: CityPlan) -> None:
    have = {one.id: one for one in plan.measures}
    for row in csv_rows("plan2025/measures.csv"):
        one = have[row["id"]]
        assert (one.text_ru, one.deadline, one.place_ru) == (row["name_ru"], row["deadline"], row["place_ru"])
        assert ";".join(one.districts) == row["district"]
    assert sum(len(one.sums) for one in plan.measures) == len(csv_rows("plan2025/measure_funding.csv"))
