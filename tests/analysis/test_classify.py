"""Classes of figures by hand: equal numbers, equal widths, natural groups; ties, gaps, no data."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.classify import METHODS, Classes, Method, classify, fit

EIGHT = [1.0, 2.0, 3.0, 10.0, 11.0, 12.0, 50.0, 51.0]


@pytest.mark.parametrize(
    ("method", "uppers", "counts"),
    [
        ("quantile", (3.0, 12.0, 51.0), (3, 3, 2)),
        ("equal", (1 + 50 / 3, 1 + 100 / 3, 51.0), (6, 0, 2)),
        ("natural", (3.0, 12.0, 51.0), (3, 3, 2)),
    ],
)
def test_R059_classes_by_hand(method: Method, uppers: tuple[float, ...], counts: tuple[int, ...]) -> None:
    found = classify(EIGHT, method, 3)
    assert found.low == 1.0
    assert found.uppers == pytest.approx(uppers)
    assert found.counts == counts


def test_R059_natural_breaks_follow_the_groups_where_quantiles_cut_them() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 40.0]
    assert classify(values, "quantile", 2).uppers == (3.0, 40.0)
    natural = classify(values, "natural", 2)
    assert natural.uppers == (5.0, 40.0)
    # Whole: mean 55/6, sum of squares 1655 - 55²/6; inside: 10 for 1 to 5, nothing for 40 alone.
    assert fit(values, natural) == pytest.approx(1 - 10 / (1655 - 55**2 / 6))


def test_R059_an_upper_limit_belongs_to_its_class_and_no_figure_to_none() -> None:
    found = classify([1.0, 2.0, None, 3.0, 4.0], "quantile", 2)
    assert (found.uppers, found.counts, found.missing) == ((2.0, 4.0), (2, 2), 1)
    assert [found.of(value) for value in (1.0, 2.0, 2.1, 4.0, 9.0, None)] == [0, 0, 1, 1, 1, None]
    assert [found.limits(at) for at in (0, 1)] == [(1.0, 2.0), (2.0, 4.0)]


@pytest.mark.parametrize("method", METHODS)
def test_R059_there_are_never_more_classes_than_figures(method: Method) -> None:
    assert classify([7.0, 7.0, 7.0], method, 5).uppers == (7.0,)
    assert classify([7.0, 7.0, 9.0], method, 5).counts == (2, 1)
    assert classify([], method, 4) == Classes(0.0, (), ())
    assert classify([None, float("nan")], method, 4) == Classes(0.0, (), (), 2)
    assert fit([7.0, 7.0], classify([7.0], method, 2)) is None
    with pytest.raises(ValueError, match="two classes"):
        classify([1.0], method, 1)


def inside(values: list[float]) -> float:
    return sum((value - sum(values) / len(values)) ** 2 for value in values)


@given(st.lists(st.integers(0, 40).map(float), min_size=3, max_size=9, unique=True), st.integers(2, 4))
def test_R059_natural_breaks_are_the_best_of_all(values: list[float], count: int) -> None:
    ordered = sorted(values)
    most = min(count, len(ordered))
    best = min(
        sum(inside(ordered[a:b]) for a, b in zip((0, *cuts), (*cuts, len(ordered)), strict=True))
        for cuts in combinations(range(1, len(ordered)), most - 1)
    )
    found = classify(values, "natural", count)
    groups = [[v for v in ordered if found.of(v) == at] for at in range(len(found.uppers))]
    assert sum(map(inside, groups)) == pytest.approx(best, abs=1e-6)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), st.integers(2, 7), st.sampled_from(METHODS))
def test_R059_every_figure_is_in_one_class(values: list[float], count: int, method: Method) -> None:
    found = classify(values, method, count)
    assert sum(found.counts) == len(values)
    assert list(found.uppers) == sorted(found.uppers)
    assert found.uppers[-1] == max(values)
