"""The numbers of the thinning rules, worked out by hand."""

import pytest

from tiles.mercator import unit_m
from tiles.rules import (
    POINT_LIMIT,
    STEPS,
    TILE_BYTES,
    LayerRules,
    min_area_m2,
    min_length_m,
    point_budget,
    points_allowed,
    tolerance_m,
)


def test_the_unit_of_zoom_10_is_nine_and_a_half_metres() -> None:
    assert unit_m(10) == pytest.approx(9.5546, abs=1e-4)


def test_the_budget_shrinks_with_every_field() -> None:
    assert point_budget(0) == TILE_BYTES // 23
    assert point_budget(4) == TILE_BYTES // 35
    assert [point_budget(n) > point_budget(n + 1) for n in range(40)] == [True] * 40


def test_points_allowed_before_and_from_the_full_zoom() -> None:
    rules = LayerRules()
    assert points_allowed(12, 4, rules) == POINT_LIMIT
    assert points_allowed(13, 4, rules) == point_budget(4)
    assert points_allowed(12, 60, rules) == point_budget(60) < POINT_LIMIT
    assert points_allowed(10, 4, LayerRules(full_zoom=10)) == point_budget(4)


def test_least_lengths_and_areas_in_mercator_metres() -> None:
    assert min_length_m(11, 0) == pytest.approx(8 * unit_m(11))
    assert min_length_m(12, 0) == pytest.approx(unit_m(12))
    assert min_length_m(12, 2) == pytest.approx(16 * unit_m(12))
    assert min_area_m2(11, 0) == pytest.approx(16 * unit_m(11) ** 2)
    assert min_area_m2(14, 0) == pytest.approx(unit_m(14) ** 2)
    assert min_area_m2(14, 1) == pytest.approx(16 * unit_m(14) ** 2)


def test_the_last_step_drops_whatever_is_shorter_than_sixteen_tiles() -> None:
    assert min_length_m(14, STEPS) >= 16 * 4096 * unit_m(14)


@pytest.mark.parametrize(
    ("kind", "z", "step", "units"),
    [("line", 13, 0, 1), ("line", 14, 0, 0), ("polygon", 11, 0, 1), ("polygon", 12, 0, 0), ("polygon", 15, 3, 8)],
)
def test_tolerances_in_units(kind: str, z: int, step: int, units: float) -> None:
    assert tolerance_m(kind, z, step) == pytest.approx(units * unit_m(z))  # type: ignore[arg-type]
