"""Fields made out of others while rows are loaded."""

from datetime import date

import pytest

from data.loading.derive import derived_of, late, money, term, year

PLAN, BEFORE, AFTER = date(2026, 5, 10), date(2026, 5, 1), date(2026, 5, 13)


@pytest.mark.parametrize(
    ("plan_end", "fact_end", "of", "days"),
    [
        (PLAN, AFTER, None, 3), (PLAN, BEFORE, AFTER, 0), (PLAN, None, AFTER, 3), (PLAN, None, BEFORE, 0),
        (PLAN, PLAN, AFTER, 0), (None, AFTER, AFTER, None), (PLAN, None, None, None),
    ],
)  # fmt: skip
def test_R051_days_late(plan_end: date | None, fact_end: date | None, of: date | None, days: int | None) -> None:
    assert late(plan_end, fact_end, of) == days


def test_R051_terms_and_money() -> None:
    assert [term(days) for days in (None, 0, 1)] == [None, "on_time", "late"]
    assert [money(plan, fact) for plan, fact in ((1, 2), (2, 2), (None, 1), (1, None))] == [
        "over", "within", None, None,
    ]  # fmt: skip
    assert (year(PLAN), year(None)) == (2026, None)


def test_rules_of_the_layer_fill_what_the_file_lacks() -> None:
    own = {
        "delay_days": "late:plan_end,fact_end,as_of", "term": "term:delay_days", "money": "money:cost_plan,cost_fact",
    }  # fmt: skip
    found = derived_of({}, own, {"plan_end": [PLAN, None]}, [AFTER, AFTER])
    assert found == {"plan_end": [PLAN, None], "delay_days": [3, None], "term": ["late", None], "money": [None, None]}


def test_what_the_file_brings_is_not_made_anew() -> None:
    own = {"delay_days": "late:plan_end,fact_end,as_of"}
    found = derived_of({"y": "year:plan_end"}, own, {"plan_end": [PLAN], "delay_days": [99]}, [AFTER])
    assert found == {"plan_end": [PLAN], "delay_days": [99], "y": [2026]}
