"""The demo register of education: held to the printed totals, marked, at real places, beside the open points."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from data.store import Store
from tests.city_world import copied, opened, present
from tests.indicator_world import csv_rows

SOURCES = ("demo_schools", "demo_kindergartens", "demo_school_sites", "demo_school_visits", "demo_school_meals")
LAYERS = ("education_orgs", "school_sites", "school_visits", "school_meals")
TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def built(almaty_gpkg: str) -> Iterator[Store]:
    """The city on a GeoPackage, only read."""
    with opened(almaty_gpkg) as store:
        yield store


@pytest.fixture(scope="module")
def plan() -> Mapping[str, int]:
    """Whole numbers that the plan prints, by id of the fact."""
    return {row["id"]: int(float(row["value_base"])) for row in csv_rows("plan2025/facts.csv")
            if row["value_base"].replace(".", "").isdigit()}  # fmt: skip


@pytest.fixture(scope="module")
def review() -> Mapping[str, float]:
    """Numbers that the review prints about education, by their English name."""
    return {row["metric_en"]: float(row["value"]) for row in csv_rows("sdg/facts.csv") if row["topic"] == "education"}


@pytest.fixture(scope="module")
def orgs(built: Store) -> list[Any]:
    return present(built, "education_orgs")


def of(orgs: list[Any], kind: str, ownership: str = "") -> list[Any]:
    return [row for row in orgs if row.kind == kind and (not ownership or row.ownership == ownership)]


def total(rows: list[Any], name: str) -> int:
    return sum(getattr(row, name) or 0 for row in rows)


def test_R014_every_row_is_marked_in_three_languages(built: Store) -> None:
    for layer in LAYERS:
        rows = present(built, layer)
        assert {row.origin for row in rows} == {"synthetic"}
        assert {row.source for row in rows} <= set(SOURCES)
        for row in rows:
            assert row.name_ru.endswith("(демо)")
            assert row.name_kk.endswith("(демо)")
            assert row.name_en.endswith("(demo)")
        if layer != "school_meals":
            assert len({row.name_ru for row in rows}) == len(rows)


def test_R072_there_are_as_many_organizations_and_children_as_printed(orgs: list[Any], plan: Mapping[str, int]) -> None:
    schools, gardens = of(orgs, "school"), of(orgs, "kindergarten")
    assert len(schools) == plan["f-011"] == plan["f-164"]
    assert len(of(orgs, "school", "state")) == plan["f-166"]
    assert len(of(orgs, "school", "private")) == plan["f-167"]
    assert total(schools, "pupils") == plan["f-165"]
    assert total(schools, "teachers") == plan["f-168"]
    assert len(gardens) == plan["f-186"]
    assert len(of(orgs, "kindergarten", "state")) == plan["f-187"]
    assert len(of(orgs, "kindergarten", "private")) == plan["f-188"]
    assert total(gardens, "pupils") == plan["f-189"]
    assert (total(gardens, "queue_length"), total(gardens, "queue_3_6")) == (plan["f-194"], plan["f-195"])
    assert all(row.queue_3_6 <= row.queue_length for row in gardens)
    assert len(of(orgs, "sport_school")) == plan["f-266"]
    assert total(of(orgs, "sport_school"), "pupils") == plan["f-267"]
    assert len(of(orgs, "pupils_house")) == plan["f-185"]


def test_R073_overloaded_schools_and_places_short_are_those_printed(
    orgs: list[Any], review: Mapping[str, float]
) -> None:
    over = [row for row in of(orgs, "school") if row.pupils > row.capacity]
    assert {row.ownership for row in over} == {"state"}
    assert len(over) == review["Overcrowded state schools"]
    short = sum(row.pupils - row.capacity for row in over)
    assert short == round(review["School place deficit, end of 2021-2022"] * 1000)
    crowded = [row for row in of(orgs, "school") if row.class_max > 40]
    assert len(crowded) == review["Schools with classes over 40 pupils"]
    assert {row.object_id for row in crowded} <= {row.object_id for row in over}
    assert {row.object_id for row in orgs if row.shifts == 3} <= {row.object_id for row in over}


def test_R073_load_its_class_and_free_places_follow_from_children_and_capacity(orgs: list[Any]) -> None:
    for row in orgs:
        if row.capacity is None:
            assert (row.load_pct, row.load_class, row.free_places) == (None, "unknown", None)
            continue
        assert row.load_pct == pytest.approx(row.pupils / row.capacity * 100, abs=0.051)
        assert row.free_places == max(row.capacity - row.pupils, 0)
        assert row.capacity > 0
        assert (row.load_class in ("over", "far_over")) == (row.pupils > row.capacity)
    assert {row.kind for row in orgs if row.capacity is None} == {"pupils_house"}


def test_R072_inclusion_safety_and_grounds_are_those_printed(orgs: list[Any], plan: Mapping[str, int]) -> None:
    schools, gardens = of(orgs, "school"), of(orgs, "kindergarten")
    assert sum(bool(row.inclusive) for row in schools) == plan["f-197"]
    assert total(schools, "inclusive_children") == plan["f-199"]
    assert sum(bool(row.inclusive) for row in gardens) == plan["f-200"]
    assert total(gardens, "inclusive_children") == plan["f-202"]
    assert sum(row.cctv_indoor is not None for row in schools) == plan["f-174"]
    assert (total(schools, "cctv_indoor"), total(schools, "cctv_outdoor")) == (plan["f-176"], plan["f-177"])
    assert total(schools, "cctv_indoor") + total(schools, "cctv_outdoor") == plan["f-175"]
    assert sum(bool(row.turnstile) for row in schools) == plan["f-178"]
    assert sum(bool(row.alarm_button) for row in schools) == plan["f-179"]
    assert Counter(row.sport_ground_state for row in schools)["renewed"] == plan["f-545"]


def test_R078_appeals_about_education_are_those_printed_and_add_up(orgs: list[Any]) -> None:
    printed = next(row for row in csv_rows("cra/appeals.csv")
                   if row["record_type"] == "category_count" and row["metric_en"] == "Education")  # fmt: skip
    assert total(orgs, "appeals_total") == int(printed["value"])
    topics = ("places", "meals", "building", "staff", "fees", "other")
    for row in of(orgs, "school") + of(orgs, "kindergarten"):
        assert sum(getattr(row, f"appeals_{topic}") for topic in topics) == row.appeals_total


def test_R075_sites_and_their_places_are_those_planned(built: Store, plan: Mapping[str, int]) -> None:
    sites = present(built, "school_sites")
    schools = [row for row in sites if row.kind == "new_school"]
    by_program = Counter(row.program for row in schools)
    assert len(schools) == plan["f-527"]
    assert by_program == {"budget": plan["f-529"], "branch": plan["f-531"], "memorandum": plan["f-533"],
                          "private": plan["f-535"]}  # fmt: skip
    assert total(schools, "capacity") == plan["f-528"]
    for program, fact in (("budget", "f-530"), ("branch", "f-532"), ("memorandum", "f-534"), ("private", "f-536")):
        assert total([row for row in schools if row.program == program], "capacity") == plan[fact]
    gardens = [row for row in sites if row.kind == "new_kindergarten"]
    assert (len(gardens), total(gardens, "capacity")) == (plan["f-547"], plan["f-548"])
    for row in sites:
        assert (row.fact_open is None) == (row.state == "late") == (row.build_stage != "stage_opened")
        assert row.fact_open is None or row.plan_open <= row.fact_open <= TODAY
    assert 8 <= sum(row.state == "late" for row in sites) <= 30


def test_R075_visits_are_those_that_the_sites_count(built: Store) -> None:
    visits = present(built, "school_visits")
    number = Counter(row.site_ref for row in visits)
    still = Counter(row.site_ref for row in visits if row.state == "remark_open")
    for site in present(built, "school_sites"):
        assert number[site.object_id] == site.visits
        assert still[site.object_id] == site.remarks_open
        days = [row.valid_from for row in visits if row.site_ref == site.object_id]
        assert max(days, default=None) == site.last_visit
    assert all((row.remark is None) == (row.state == "no_remarks") for row in visits)
    assert min(row.valid_from for row in visits) >= date(2025, 5, 1)


def test_R076_meal_events_are_those_that_the_schools_count(built: Store, orgs: list[Any]) -> None:
    events = present(built, "school_meals")
    complaints = Counter(row.org_ref for row in events if row.kind == "meal_complaint")
    inspected = {row.org_ref: row.valid_from for row in events if row.kind == "meal_inspection"}
    for school in of(orgs, "school"):
        assert complaints[school.object_id] == (school.meal_complaints or 0)
        assert inspected.get(school.object_id) == school.meal_inspection_at
        assert (school.meal_inspection_at is None) == (school.ownership == "private")
    assert all(row.valid_from <= TODAY and row.valid_from.month not in (6, 7, 8) for row in events)
    assert all(row.valid_from > TODAY - timedelta(days=460) for row in events)


def test_R072_the_register_stands_at_open_points_first_and_is_a_layer_of_its_own(built: Store, orgs: list[Any]) -> None:
    to_metres = Transformer.from_crs(4326, built.city.metric_crs, always_xy=True)

    def metres(rows: list[Any]) -> Any:
        return shapely.points(np.column_stack(to_metres.transform(
            *shapely.get_coordinates(shapely.from_wkb([row.geom for row in rows])).T)))  # fmt: skip

    for layer, kind, least in (("schools", "school", 220), ("kindergartens", "kindergarten", 180)):
        real = present(built, layer)
        assert {row.origin for row in real} == {"open"}
        _, far = shapely.STRtree(metres(real)).query_nearest(
            metres(of(orgs, kind)), return_distance=True, all_matches=False
        )
        assert int((far < 0.5).sum()) >= least
    people = {row.object_id: row.population for row in present(built, "districts")}
    have = Counter(row.district for row in of(orgs, "kindergarten"))
    assert set(have) == set(people)
    for district, number in people.items():
        assert have[district] == pytest.approx(866 * number / sum(people.values()), rel=0.25)


def test_both_engines_have_the_same_register(almaty_gpkg: str, almaty_postgis: str, tmp_path: Any) -> None:
    found = []
    for url in (almaty_gpkg, almaty_postgis):
        with copied(url, tmp_path) as copy, opened(copy) as store:
            found.append([tuple(row) for layer in LAYERS for row in present(store, layer, "object_id", "row_hash")])
    assert found[0] == found[1]
