"""Ranks, gaps and changes of territories, by hand."""

import pytest

from analysis.ranking import Direction, Place, better, gap, per_thousand, places, ranks

FOUR = {"a": 10.0, "b": 30.0, "c": 20.0, "d": 20.0}


def test_R059_the_best_comes_first_and_equal_figures_share_a_rank() -> None:
    assert ranks(FOUR, "up") == {"a": 4, "b": 1, "c": 2, "d": 2}
    assert ranks(FOUR, "down") == {"a": 1, "b": 4, "c": 2, "d": 2}
    assert ranks(FOUR, None) == ranks(FOUR, "up")
    assert ranks({}, "up") == {}


def test_R059_figures_are_made_comparable_by_people() -> None:
    assert per_thousand({"a": 5.0, "b": 9.0, "c": 1.0}, {"a": 1_000, "b": 3_000, "c": 0}) == {"a": 5.0, "b": 3.0}


@pytest.mark.parametrize(
    ("value", "mean", "direction", "expected"),
    [
        (12.0, 10.0, "up", 0.2), (12.0, 10.0, "down", -0.2), (8.0, 10.0, "down", 0.2), (8.0, 10.0, None, -0.2),
        (-8.0, -10.0, "up", 0.2), (5.0, 0.0, "up", None), (5.0, None, "up", None),
    ],
)  # fmt: skip
def test_R059_the_gap_to_the_mean_is_above_zero_when_better(
    value: float, mean: float | None, direction: Direction | None, expected: float | None
) -> None:
    assert gap(value, mean, direction) == pytest.approx(expected)


def test_R059_places_are_in_order_with_the_year_before() -> None:
    found = places(FOUR, {"b": 25.0, "c": 20.0}, 20.0, "up")
    assert [*found] == ["b", "c", "d", "a"]
    assert found["b"] == Place(30.0, 1, 4, 20.0, 0.5, 25.0)
    assert (found["b"].change, found["c"].change, found["d"].change) == (5.0, 0.0, None)


@pytest.mark.parametrize(
    ("change", "direction", "expected"),
    [(1.0, "up", True), (1.0, "down", False), (-1.0, "down", True), (0.0, "up", None), (None, "up", None),
     (1.0, None, None)],
)  # fmt: skip
def test_R058_a_change_is_judged_by_its_good_direction(
    change: float | None, direction: Direction | None, expected: bool | None
) -> None:
    assert better(change, direction) is expected
