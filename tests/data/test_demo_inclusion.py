"""The demonstration register of accessibility: held to the printed totals, marked, and true to its own check lists."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from config.access import overall, rule, state_of, verdict
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import present
from tests.indicator_world import csv_rows

TODAY = date(2026, 11, 30)
SPHERES = {
    "education": "education", "health care": "health", "government offices": "government", "culture": "culture",
    "sport": "sport", "passenger transport": "passenger_transport", "other": "other",
}  # fmt: skip


def printed(metric: str) -> int:
    row = next(row for row in csv_rows("sdg/facts.csv") if row["metric_en"] == metric)
    return int(row["value"])


@pytest.fixture(scope="module")
def objects(almaty: Store) -> dict[str, Any]:
    return {row.object_id: row for row in present(almaty, "access_objects")}


@pytest.fixture(scope="module")
def barriers(almaty: Store) -> list[Any]:
    return present(almaty, "barriers")


def test_R080_the_register_has_the_printed_totals(objects: dict[str, Any]) -> None:
    assert len(objects) == printed("Objects with data on the inva.gov.kz map") == 4_083
    states = Counter(row.state for row in objects.values())
    assert states["access_full"] == printed("Fully adapted objects (inva.gov.kz)") == 415
    assert states["access_unknown"] == 0
    spheres = Counter(row.kind for row in objects.values())
    for row in csv_rows("sdg/charts.csv"):
        if row["series_id"] == "accessibility-map-objects":
            assert spheres[SPHERES[row["category_en"]]] == pytest.approx(4_083 * float(row["value"]) / 100, abs=1)


def test_R080_every_row_is_marked_and_points_at_an_object(almaty: Store, objects: dict[str, Any]) -> None:
    real = {f"{layer}.{row.object_id}" for layer in ("schools", "kindergartens", "parks", "supermarkets",
            "metro_stations", "city_objects") for row in present(almaty, layer, "object_id")}  # fmt: skip
    refs = [row.object_ref for row in objects.values()]
    assert len(set(refs)) == len(refs)
    assert all(ref in real or ref.startswith("place-") for ref in refs)
    assert sum(ref in real for ref in refs) > 1_050
    for layer in ("access_objects", "barriers", "social_objects"):
        for row in present(almaty, layer):
            assert (row.origin, row.source) == ("synthetic", "demo_inclusion")
            assert "(демо)" in row.name_ru
            assert "(демо)" in row.name_kk
            assert "(demo)" in row.name_en
            assert row.district != "outside"


def test_R080_states_follow_from_the_items_by_the_rule(objects: dict[str, Any]) -> None:
    for row in objects.values():
        items = {item: getattr(row, item) for item in rule().items}
        states = {need: state_of(need, items) for need in rule().needs}
        assert states == {need: getattr(row, f"access_{need}") for need in rule().needs}
        assert row.state == f"access_{overall(states.values())}"


def test_R080_unknown_is_the_largest_state_where_nobody_asks(objects: dict[str, Any]) -> None:
    for need in ("vision", "hearing", "mental"):
        states = Counter(getattr(row, f"access_{need}") for row in objects.values())
        assert set(states) == {"full", "partial", "none", "unknown"}
        assert states.most_common(1)[0][0] == "unknown"


def test_R081_checks_and_barriers_have_possible_days(objects: dict[str, Any], barriers: list[Any]) -> None:
    assert all(date(2021, 3, 1) <= row.checked_at < TODAY for row in objects.values())
    assert {row.checked_by for row in objects.values()} == {"survey_team", "public_council", "resident"}
    weekend = sum(row.checked_at.weekday() > 4 for row in objects.values())
    assert weekend < len(objects) / 20
    for row in barriers:
        assert row.barrier_since <= row.checked_at
        assert (row.fixed_at is not None) == (row.state == "removed")
        assert row.fixed_at is None or row.barrier_since < row.fixed_at <= row.checked_at
        assert row.fix_plan is None or row.barrier_since < row.fix_plan
        assert (row.fix_plan is None) == (row.state == "open")


def test_R081_standing_barriers_are_about_what_is_missing(objects: dict[str, Any], barriers: list[Any]) -> None:
    for row in barriers:
        layer, _, name = row.object_ref.partition(".")
        item = rule().barriers[row.kind]
        said = verdict(item, getattr(objects[name], item))
        assert layer == "access_objects"
        assert row.need == rule().need_of(item)
        assert (said == "yes") == (row.state == "removed")


def test_R081_an_object_carries_its_oldest_standing_barrier(objects: dict[str, Any], barriers: list[Any]) -> None:
    oldest: dict[str, date] = {}
    for row in barriers:
        if row.state != "removed":
            name = row.object_ref.partition(".")[2]
            oldest[name] = min(oldest.get(name, date.max), row.barrier_since)
    assert {name: row.barrier_since for name, row in objects.items() if row.barrier} == oldest


def test_R083_social_objects_have_services_hours_and_places(almaty: Store) -> None:
    rows = present(almaty, "social_objects")
    assert len(rows) == 128
    assert all(0 < row.places_taken <= row.places and row.opening_hours and row.service_kind for row in rows)
    assert {row.access_hearing for row in rows} == {"full", "partial", "none", "unknown"}


def test_without_the_printed_figures_there_is_no_register(store: Store) -> None:
    report = import_source(store, "demo_inclusion", None)
    assert (report.status, "load.demo_needs" in report.message) == ("refused", True)


def test_R030_health_culture_and_sport_are_checked_at_objects_of_the_register(
    almaty: Store, objects: dict[str, Any]
) -> None:  # fmt: skip
    kinds = {f"city_objects.{row.object_id}": (row.kind, row.geom) for row in present(almaty, "city_objects")}
    spheres = {"health": {"hospital", "clinic", "youth_center"}, "culture": {"library", "theatre", "cinema",
               "culture_center"}, "sport": {"stadium", "sport_complex"}}  # fmt: skip
    for sphere, wanted in spheres.items():
        rows = [row for row in objects.values() if row.kind == sphere]
        there = {row.object_ref: row for row in rows if row.object_ref in kinds}
        assert {kinds[ref][0] for ref in there} == wanted
        assert all(row.geom == kinds[ref][1] for ref, row in there.items())
        assert len(there) == min(len(rows), sum(kind in wanted for kind, _ in kinds.values()))
