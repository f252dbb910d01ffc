"""Provision, watched area, danger, need of repair and course of sites, each worked out by hand."""

from datetime import date

import numpy as np
import pytest
import shapely

from analysis.course import course
from analysis.exposure import danger, exposed, in_danger
from analysis.provision import lacks, provision
from analysis.road_need import Section, need
from analysis.watched import sectors, watched
from data.repair import next_repair

PEOPLE = {"a": 10_000, "b": 30_000, "c": None}
NAN = float("nan")


def near(found: float | None, wanted: float) -> bool:
    return found is not None and found == pytest.approx(wanted)


def test_R029_rates_are_for_a_thousand_residents_and_the_city_is_all_for_all() -> None:
    found = provision("library", {"a": 6, "b": 6, "outside": 9}, PEOPLE, {"a": 300.0, "b": 500.0})
    a, b, c = found.rows
    # 12 objects for 40 thousand: 0.3; 800 seats: 20.
    assert found.city.count == 12
    assert near(found.city.rate, 0.3)
    assert near(found.city.capacity_rate, 20)
    assert near(a.rate, 0.6)
    assert not a.below
    assert near(a.capacity_rate, 30)
    # b would need 9 objects and 600 seats.
    assert near(b.rate, 0.2)
    assert near(b.missing, 3)
    assert near(b.capacity_missing, 100)
    assert (c.rate, c.below, c.capacity_rate, c.count) == (None, False, None, 0)
    assert [row.district for row in found.below] == ["b"]


def test_R029_without_capacity_it_is_unknown_and_not_zero() -> None:
    found = provision("park", {"a": 1, "b": 3}, {"a": 10_000, "b": 30_000})
    assert (found.city.capacity, found.city.capacity_rate) == (None, None)
    assert [(row.capacity, row.capacity_below) for row in found.rows] == [(None, False)] * 2
    # Both have exactly the city's rate: nobody is below.
    assert found.below == ()


def test_R029_what_a_district_lacks_most_comes_first_and_rare_objects_do_not_count() -> None:
    people = {"a": 10_000.0, "b": 10_000.0}
    half = provision("clinic", {"a": 6, "b": 2}, people)
    none = provision("stadium", {"a": 8}, people)
    rare = provision("theatre", {"a": 7}, people)
    assert [(lack.kind, lack.district, round(lack.share, 2), lack.missing) for lack in lacks([half, none, rare])] == [
        ("stadium", "b", 1.0, 4.0), ("clinic", "b", 0.5, 2.0),
    ]  # fmt: skip
    assert lacks([half, none, rare], "a") == []


def test_R035_a_sector_looks_where_the_azimuth_says() -> None:
    east, circle, unknown, off = sectors(
        np.zeros((4, 2)), np.array([90.0, 0.0, NAN, 0.0]), np.array([100.0, 100.0, 50.0, 0.0]),
        np.array([90.0, 360.0, 60.0, 60.0]),
    )  # fmt: skip
    assert east.area == pytest.approx(np.pi * 100**2 / 4, rel=0.002)
    assert (east.contains(shapely.Point(50, 0)), east.contains(shapely.Point(-50, 0))) == (True, False)
    assert circle.area == pytest.approx(np.pi * 100**2, rel=0.002)
    assert unknown.is_empty
    assert off.is_empty


def test_R035_what_two_cameras_see_is_counted_once_and_cut_at_borders() -> None:
    west, east = shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)
    square = shapely.box(900, 100, 1100, 200)
    seen = np.array([square, square, shapely.box(1050, 100, 1150, 200), shapely.Polygon()], dtype=object)
    found = {row.district: row for row in watched(seen, ["w", "w", "e", "e"], {"w": west, "e": east})}
    assert found["w"].watched_km2 == pytest.approx(0.01)
    assert found["e"].watched_km2 == pytest.approx(0.015)
    assert near(found["w"].share, 0.01)
    assert near(found["w"].unwatched_km2, 0.99)
    assert [(row.watching, row.cameras) for row in found.values()] == [(2, 2), (1, 2)]


def test_R037_objects_within_the_buffer_of_a_fault_are_in_danger_and_its_edge_belongs_to_it() -> None:
    zone = danger([shapely.LineString([(0, 0), (0, 1000)])], 100.0)
    objects = shapely.points([(100, 500), (99, 500), (101, 500), (-50, 10)])
    mask = in_danger(objects, zone)
    assert mask.tolist() == [True, True, False, True]
    found = exposed(mask, ["a", "a", "b", "outside"], ["a", "b"])
    assert (found.total, found.exposed) == ({"a": 2, "b": 1}, {"a": 2, "b": 0})
    assert (found.share("a"), found.share("b")) == (1.0, 0.0)
    assert near(found.share(), 2 / 3)
    assert in_danger(objects, danger([])).tolist() == [False] * 4
    assert exposed(np.zeros(0, dtype=bool), [], ["a"]).share() is None


def test_R033_R117_a_road_repaired_in_2020_is_due_in_2025() -> None:
    assert next_repair(2020, "good", 2022) == 2025
    assert next_repair(2024, "poor", 2026) == 2027
    assert next_repair(2019, "poor", 2026) == 2024
    assert next_repair(None, "poor", 2026) == 2027
    assert next_repair(None, "good", 2026) is None


def test_R117_the_need_by_year_adds_up_to_all_roads() -> None:
    sections = [
        Section("a", "good", 2027, 1500.0), Section("a", "poor", 2026, 500.0), Section("b", "fair", 2024, 2000.0),
        Section("b", "good", None, 1000.0),
    ]  # fmt: skip
    found = need(sections, 2026)
    assert (found.by_year, found.overdue_km, found.unknown_km) == ({2026: 0.5, 2027: 1.5}, 2.0, 1.0)
    assert found.total_km == sum(found.by_year.values()) + found.overdue_km + found.unknown_km == 5.0
    assert found.fair_share == pytest.approx(0.9)
    assert need(sections, 2026, "a").total_km == 2.0
    assert need([], 2026).fair_share is None


def test_R028_a_site_is_late_against_today_until_it_is_finished() -> None:
    today = date(2026, 11, 30)
    running = course(date(2026, 11, 20), None, today, 100.0, 90.0)
    assert (running.late_days, running.late, running.over_kzt, running.overspent) == (10, True, -10.0, False)
    done = course(date(2026, 6, 1), date(2026, 5, 20), today, 100.0, 130.0)
    assert (done.late_days, done.late, done.over_kzt, done.overspent) == (-12, False, 30.0, True)
    assert course(today, None, today).late is False
    assert course(None, None, today).late_days is None
