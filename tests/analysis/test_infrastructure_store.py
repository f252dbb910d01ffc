"""Answers of infrastructure from the store, the same on both engines, and only for whom they are."""

import pytest
import shapely

from analysis import infrastructure
from analysis.road_need import need
from config.policy import VISITOR, Role, User
from data.queries import infrastructure as query
from data.store import Store
from tests.city_world import present

OFFICIAL = User("official", Role.OFFICIAL)
ANALYST = User("analyst", Role.ANALYST)
STAFF = User("staff", Role.DISTRICT_STAFF, "medeu")


def test_R029_provision_counts_every_object_of_a_district_once(almaty: Store) -> None:
    with almaty.read() as conn:
        found = infrastructure.provisions(conn, almaty, VISITOR)
    clinics = [row for row in present(almaty, "city_objects", "kind", "district", "capacity") if row.kind == "clinic"]
    clinic = found["clinic"]
    assert sum(row.count for row in clinic.rows) == len(clinics) == clinic.city.count
    assert clinic.city.capacity == sum(row.capacity for row in clinics)
    people = {row.object_id: row.population for row in present(almaty, "districts", "object_id", "population")}
    medeu = next(row for row in clinic.rows if row.district == "medeu")
    own = sum(row.district == "medeu" for row in clinics)
    assert medeu.rate == pytest.approx(own / people["medeu"] * 1000)
    # What lies outside of the city is nobody's.
    assert found["bus_stops"].city.count == 1_925 - 166
    assert found["road_sections"].city.capacity == pytest.approx(1_418.2, abs=0.5)


def test_R035_shares_are_for_the_cleared_and_the_shape_for_those_who_see_cameras(almaty: Store) -> None:
    with almaty.read() as conn:
        assert infrastructure.coverage(conn, almaty, VISITOR) is None
        assert infrastructure.watched_shape(conn, almaty, VISITOR) is None
        assert infrastructure.watched_shape(conn, almaty, ANALYST) is None
        shares = infrastructure.coverage(conn, almaty, ANALYST)
        whole = infrastructure.watched_shape(conn, almaty, OFFICIAL)
        own = infrastructure.watched_shape(conn, almaty, STAFF)
        mine = infrastructure.coverage(conn, almaty, STAFF)
    assert shares is not None
    assert mine is not None
    assert [row.district for row in mine] == ["medeu"]
    assert sum(row.cameras for row in shares) == 1_810
    working = [row for row in present(almaty, "cameras", "working") if row.working]
    assert sum(row.watching for row in shares) == len(working)
    assert all(0 < row.watched_km2 < row.km2 for row in shares)
    assert 0 < own.area < whole.area
    assert shapely.is_valid(whole)


def test_R037_more_metres_never_mean_fewer_objects_in_danger(almaty: Store) -> None:
    with almaty.read() as conn:
        found = [infrastructure.risk(conn, almaty, VISITOR, metres) for metres in infrastructure.BUFFERS]
    counts = [one.both("schools")[0] for one in found]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    schools = [row for row in present(almaty, "schools", "district") if row.district != "outside"]
    assert found[0].faults["schools"].all_total == len(schools) == 267
    assert {one.zones["schools"].all_exposed for one in found} == {found[0].zones["schools"].all_exposed}


def test_R033_sections_taken_together_keep_their_length(almaty: Store) -> None:
    with almaty.read() as conn:
        found = infrastructure.sections(conn, almaty, VISITOR)
    rows = present(almaty, "road_sections", "length_m", "district", "next_repair_year")
    assert need(found, 2026).total_km == pytest.approx(sum(row.length_m for row in rows) / 1000)
    unknown = sum(row.length_m for row in rows if row.next_repair_year is None) / 1000
    assert need(found, 2026).unknown_km == pytest.approx(unknown)


def test_means_are_over_rows_that_have_the_value(almaty: Store) -> None:
    with almaty.read() as conn:
        found = query.means(conn, almaty, "city_objects", VISITOR, "load_pct", "clinic")
        none = query.means(conn, almaty, "no_such_layer", VISITOR, "load_pct", "clinic")
    loads = [row.load_pct for row in present(almaty, "city_objects", "kind", "load_pct") if row.kind == "clinic"]
    mean, number = found[""]
    assert number == len(loads)
    assert mean == pytest.approx(sum(loads) / len(loads))
    assert none == {}


def test_figures_of_the_documents_are_found_by_their_ids(almaty: Store) -> None:
    with almaty.read() as conn:
        found = query.printed(conn, almaty, ("f-436", "no-such-fact"))
    assert list(found) == ["f-436"]
    assert (found["f-436"].value, found["f-436"].source) == (95.0, "plan2025")
