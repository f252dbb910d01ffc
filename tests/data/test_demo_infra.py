"""The synthetic registers of infrastructure: marked, on real ground, and held to what the documents print."""

from collections import Counter
from datetime import date

import pytest
import shapely

from data.demo.places import TODAY
from data.repair import next_repair
from data.store import Store
from tests.city_world import present
from tests.indicator_world import csv_rows

LAYERS = {
    "city_objects": 389, "construction_sites": 44, "pedestrian_crossings": 500, "green_areas": 211, "hazard_zones": 42,
    "heritage": 201, "land_plots": 60, "stop_bays": 1_759, "road_sections": 6_277,
}  # fmt: skip


def printed(number: str) -> float:
    """A figure of the plan of development."""
    return float(next(row["value"] for row in csv_rows("plan2025/facts.csv") if row["id"] == number))


@pytest.mark.parametrize("layer", LAYERS)
def test_R014_every_row_is_marked_as_made_up_in_three_languages(almaty: Store, layer: str) -> None:
    rows = present(almaty, layer, "name_ru", "name_kk", "name_en", "origin", "object_id")
    assert len(rows) == LAYERS[layer]
    for row in rows:
        assert row.origin == "synthetic"
        assert (row.name_ru.endswith("(демо)"), row.name_kk.endswith("(демо)")) == (True, True)
        assert row.name_en.endswith("(demo)")
    assert len({row.object_id for row in rows}) == len(rows)


def test_R027_there_are_as_many_objects_as_the_plan_counts(almaty: Store) -> None:
    kinds = Counter(row.kind for row in present(almaty, "city_objects", "kind"))
    for kind, number in (("hospital", "f-220"), ("clinic", "f-217"), ("library", "f-257"), ("theatre", "f-024"),
                         ("cinema", "f-025"), ("stadium", "f-023")):  # fmt: skip
        assert kinds[kind] == printed(number), kind
    assert kinds["hospital"] + kinds["clinic"] == printed("f-019")
    culture = [row for row in present(almaty, "city_objects", "sector", "district") if row.sector == "culture"]
    assert len(culture) == printed("f-260")
    by_district = Counter(row.district for row in culture)
    assert by_district["almaly"] + by_district["medeu"] == printed("f-261")
    assert by_district["alatau"] + by_district["nauryzbay"] == printed("f-263")


def test_R030_owners_are_as_printed_and_everybody_is_attached_to_one_clinic(almaty: Store) -> None:
    rows = present(almaty, "city_objects", "kind", "ownership", "served_population", "district", "load_pct")
    clinics = [row for row in rows if row.kind == "clinic"]
    owners = Counter(row.ownership for row in clinics)
    assert (owners["state"], owners["private"]) == (printed("f-218"), printed("f-219"))
    hospitals = Counter(row.ownership for row in rows if row.kind == "hospital")
    assert [hospitals[name] for name in ("state", "private", "republican")] == [
        printed(number) for number in ("f-221", "f-222", "f-223")
    ]  # fmt: skip
    attached: Counter[str] = Counter()
    for row in clinics:
        attached[row.district] += row.served_population
        assert row.load_pct > 0
    assert attached == {row.object_id: row.population for row in present(almaty, "districts")}


def test_R028_clinics_built_and_being_built_are_the_printed_17_in_their_districts(almaty: Store) -> None:
    sites = [row for row in present(almaty, "construction_sites") if row.kind == "clinic"]
    built = [row for row in present(almaty, "city_objects") if row.kind == "clinic" and row.project_no]
    assert len(sites) + len(built) == printed("f-418")
    assert {row.district for row in [*sites, *built]} <= {"alatau", "medeu", "nauryzbay", "turksib"}
    numbers = [row.project_no for row in [*sites, *built]]
    assert len(set(numbers)) == len(numbers)
    for row in built:
        assert row.fact_end <= TODAY
        assert row.build_year == row.fact_end.year
    stations = [row for row in present(almaty, "construction_sites") if row.kind == "metro_station"]
    assert len(stations) == printed("f-047")
    west = min(shapely.from_wkb(row.geom).x for row in present(almaty, "metro_stations"))
    assert all(shapely.from_wkb(row.geom).x < west for row in stations)


def test_R028_dates_progress_stage_and_state_of_a_site_agree(almaty: Store) -> None:
    for row in present(almaty, "construction_sites"):
        assert row.plan_start < row.plan_end
        assert (row.state == "planned") == (row.fact_start is None) == (row.progress_pct == 0)
        assert row.fact_end is None
        assert row.fact_start is None or row.plan_start <= row.fact_start <= TODAY
        assert 0 <= row.progress_pct < 100
    states = Counter(row.state for row in present(almaty, "construction_sites"))
    assert set(states) == {"planned", "running", "stopped"}


def test_R034_only_crossings_out_of_work_have_a_day_and_a_cause(almaty: Store) -> None:
    rows = present(almaty, "pedestrian_crossings")
    out = [row for row in rows if row.state != "working"]
    assert 0.05 < len(out) / len(rows) < 0.2
    assert all((row.out_of_work_since is None) == (row.state == "working") for row in rows)
    assert all(row.out_of_work_since < TODAY and row.out_of_work_cause for row in out)
    assert all(row.repair_plan is None for row in rows if row.state == "working")


def test_R032_parks_are_as_many_and_as_large_as_printed_and_129_are_surveyed(almaty: Store) -> None:
    rows = present(almaty, "green_areas")
    assert len(rows) == printed("f-318")
    assert sum(row.green_area_ha for row in rows) == pytest.approx(printed("f-319"))
    assert sum(row.area_m2 for row in rows) / 1e4 == pytest.approx(printed("f-319"), rel=0.001)
    kinds = Counter(row.kind for row in rows)
    for number, kind in enumerate(("park", "square", "boulevard", "embankment", "green_zone", "pedestrian_zone")):
        assert kinds[kind] == printed(f"f-{320 + number}"), kind
    surveyed = [row for row in rows if row.survey_date]
    told = next(row for row in csv_rows("cra/facts.csv") if row["metric_en"] == "Park areas surveyed")
    assert len(surveyed) == int(told["value"]) == 129
    assert all((row.greenery_state is None) == (row.survey_date is None) for row in rows)
    assert {row.survey_date.year for row in surveyed} <= set(range(2015, 2020))


def test_R032_no_park_lies_on_another(almaty: Store) -> None:
    shapes = shapely.from_wkb([row.geom for row in present(almaty, "green_areas", "geom")])
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert (first != second).sum() == 0


def test_R038_monuments_are_as_printed(almaty: Store) -> None:
    rows = [row for row in present(almaty, "heritage") if row.kind == "monument"]
    assert len(rows) == printed("f-252")
    status = Counter(row.protection_status for row in rows)
    assert (status["republican"], status["local"]) == (printed("f-253"), printed("f-254"))


def test_R033_R117_sections_are_real_roads_and_follow_the_rule_of_the_documents(almaty: Store) -> None:
    real = {bytes(row.geom) for row in present(almaty, "roads", "geom")}
    rows = present(almaty, "road_sections")
    assert {bytes(row.geom) for row in rows} <= real
    for row in rows:
        assert row.next_repair_year == next_repair(row.last_repair_year, row.state, TODAY.year)
    assert any(row.last_repair_year is None for row in rows)
    assert sum(row.length_m for row in rows if row.bus_lane) / 1000 == pytest.approx(printed("f-428"), abs=0.1)
    assert sum(row.kind == "modern_stop" for row in present(almaty, "stop_bays", "kind")) == printed("f-437")


def test_R037_zones_of_danger_lie_in_the_foothills(almaty: Store) -> None:
    rows = present(almaty, "hazard_zones")
    assert {row.district for row in rows} == {"bostandyk", "medeu", "nauryzbay"}
    assert Counter(row.kind for row in rows) == {"mudflow": 12, "landslide": 24, "flood": 6}


def test_the_day_of_the_demonstration_city_is_fixed() -> None:
    assert date(2026, 11, 30) == TODAY
