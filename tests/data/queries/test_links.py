"""Links of an object to the other modules: by reference and by place, counted by hand, under the reader's rights."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import select

from analysis.metric import plane_of
from config.policy import VISITOR, Role, User
from data.queries.links import Linked, around, links_of, record
from data.queries.objects import CityObject, get_object
from data.store import Store
from tests.city_world import present
from tests.map_world import open_store, put, row

OFFICIAL = User("o", Role.OFFICIAL)
MEDEU = User("s", Role.DISTRICT_STAFF, "medeu")


def an_object(store: Store, layer: str, user: User = OFFICIAL, **where: Any) -> CityObject:
    """The first present object of a layer with some values."""
    table = store.tables[layer]
    query = select(table.c.object_id).where(table.c.known_to.is_(None), *(table.c[k] == v for k, v in where.items()))
    with store.read() as conn:
        name = conn.execute(query.order_by(table.c.fid).limit(1)).scalar_one()
        found = get_object(conn, store, f"{layer}.{name}", user)
    assert found is not None
    return found


def linked(store: Store, found: CityObject, user: User = VISITOR) -> dict[str, Linked]:
    with store.read() as conn:
        return {one.layer.id: one for one in links_of(conn, store, user, found)}


def within(store: Store, layer: str, wkb: bytes, metres: float) -> set[str]:
    """Objects of a layer within some metres, measured one by one."""
    plane = plane_of(store.city.metric_crs)
    table = store.tables[layer]
    with store.read() as conn:
        rows = conn.execute(select(table.c.object_id, table.c.geom).where(table.c.known_to.is_(None))).all()
    far = shapely.distance(plane.metres(shapely.from_wkb(wkb)), plane.metres(shapely.from_wkb([r.geom for r in rows])))
    return {row.object_id for row, metre in zip(rows, far.tolist(), strict=True) if metre <= metres}


def test_a_work_of_the_budget_refers_to_its_proposal_and_back(almaty: Store) -> None:
    work = an_object(almaty, "budget_works", state="done")
    proposal = linked(almaty, work)["budget_proposals"]
    assert (proposal.how, proposal.total, proposal.metres) == ("reference", 1, None)
    assert proposal.rows[0]["object_id"] == str(work.row["object_id"]).replace("demo-bw", "demo-bp")
    back = linked(almaty, an_object(almaty, "budget_proposals", proposal_no=work.row["proposal_no"]))
    assert (back["budget_works"].how, back["budget_works"].total) == ("reference", 1)


@pytest.mark.parametrize("layer", ["schools", "budget_works"])
def test_what_lies_near_is_counted_within_the_named_metres(almaty: Store, layer: str) -> None:
    found = an_object(almaty, layer, district="bostandyk")
    links = linked(almaty, found)
    groups = {name: group.metres for group in record().groups for name in group.layers}
    seen = 0
    for name in ("appeals", "budget_proposals", "budget_works"):
        if name == layer or (name in links and links[name].how == "reference"):
            continue
        near = within(almaty, name, found.wkb, groups[name])
        assert (links[name].total if name in links else 0) == pytest.approx(len(near), abs=1)
        if name in links:
            assert links[name].metres == groups[name]
            assert len({row["object_id"] for row in links[name].rows} - near) <= 1
            seen += 1
    assert seen


def test_all_rows_that_refer_are_counted_and_the_latest_of_them_shown(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'many.gpkg'}")
    put(store, "schools", [row("s1", 76.9, 43.25)])
    days = [None, date(2026, 1, 5), date(2026, 3, 1), *[date(2025, 1, 1)] * 220, date(2026, 2, 1)]
    put(store, "barriers", [row(f"b{no}", 76.9, 43.25, kind="ramp_missing", state="open", object_ref="schools.s1",
                                valid_from=day) for no, day in enumerate(days)])  # fmt: skip
    found = linked(store, an_object(store, "schools"))["barriers"]
    assert (found.how, found.total) == ("reference", 224)
    assert [one["object_id"] for one in found.rows] == ["b2", "b223", "b1"]
    store.close()


def test_the_latest_rows_come_first_and_no_more_than_three(almaty: Store) -> None:
    found = an_object(almaty, "schools", district="almaly")
    appeals = linked(almaty, found)["appeals"]
    days = [row["valid_from"] for row in appeals.rows]
    assert days == sorted(days, reverse=True)
    assert len(days) == min(3, appeals.total)


def test_R026_an_official_layer_is_linked_for_the_entitled_only(almaty: Store) -> None:
    table = almaty.tables["network_nodes"]
    with almaty.read() as conn:
        node = conn.execute(select(table).where(table.c.known_to.is_(None), table.c.district == "medeu")).first()
    assert node is not None
    work = an_object(almaty, "budget_works")
    here = CityObject(work.layer, {**work.row, "district": "medeu"}, bytes(node.geom), work.known_from, None)
    assert "network_nodes" not in linked(almaty, here, VISITOR)
    assert linked(almaty, here, OFFICIAL)["network_nodes"].total >= 1
    assert linked(almaty, here, MEDEU)["network_nodes"].total >= 1
    other = User("s", Role.DISTRICT_STAFF, "turksib")
    assert "network_nodes" not in linked(almaty, here, other)


def test_the_base_map_and_what_lies_outside_has_no_links_by_place(almaty: Store) -> None:
    assert linked(almaty, an_object(almaty, "districts")) == {}
    stop = an_object(almaty, "bus_stops", district="outside")
    assert linked(almaty, stop) == {}


def test_the_area_around_an_object_is_measured_in_metres(almaty: Store) -> None:
    zone = around(almaty, shapely.to_wkb(shapely.Point(76.93, 43.25)), 150)
    plane = plane_of(almaty.city.metric_crs)
    assert shapely.area(plane.metres(shapely.from_wkb(zone.wkb))) == pytest.approx(3.14159 * 150**2, rel=0.02)


def test_every_pointer_and_layer_of_the_table_is_a_record(almaty: Store) -> None:
    fields = {field.name for layer in almaty.layers.values() for field in layer.fields}
    assert "proposal_no" in fields
    assert len({group.id for group in record().groups}) == len(record().groups)


def test_R024_a_project_leads_to_its_site_and_back(almaty: Store) -> None:
    site = an_object(almaty, "construction_sites")
    project = linked(almaty, site)["city_projects"]
    assert (project.how, project.total) == ("reference", 1)
    found = an_object(almaty, "city_projects", project_no=site.row["project_no"])
    back = linked(almaty, found)["construction_sites"]
    assert (back.how, [row["object_id"] for row in back.rows]) == ("reference", [site.row["object_id"]])


def test_R030_a_check_of_accessibility_leads_to_the_hospital_it_was_made_at(almaty: Store) -> None:
    table = almaty.tables["access_objects"]
    with almaty.read() as conn:
        query = select(table.c.object_ref).where(table.c.known_to.is_(None), table.c.object_ref.like("city_objects.%"))
        ref = conn.execute(query.order_by(table.c.fid).limit(1)).scalar_one()
    checked = linked(almaty, an_object(almaty, "access_objects", object_ref=ref))["city_objects"]
    assert (checked.how, [f"city_objects.{row['object_id']}" for row in checked.rows]) == ("reference", [ref])
    there = linked(almaty, an_object(almaty, "city_objects", object_id=ref.partition(".")[2]))["access_objects"]
    assert there.how == "reference"


@pytest.mark.parametrize(("layer", "field", "target"), [
    ("works", "work_ref", "yards"), ("school_meals", "org_ref", "education_orgs"),
    ("school_visits", "site_ref", "school_sites"),
])  # fmt: skip
def test_R024_a_row_leads_to_what_it_names_and_back(almaty: Store, layer: str, field: str, target: str) -> None:
    table = almaty.tables[layer]
    with almaty.read() as conn:
        query = select(table.c.object_id, table.c[field]).where(table.c.known_to.is_(None), table.c[field].is_not(None))
        row = conn.execute(query.order_by(table.c.fid).limit(1)).one()
    one = linked(almaty, an_object(almaty, layer, object_id=row.object_id))[target]
    name = str(row[1]).removeprefix(f"{target}.")
    assert (one.how, [found["object_id"] for found in one.rows]) == ("reference", [name])
    back = linked(almaty, an_object(almaty, target, object_id=name))[layer]
    assert back.how == "reference"


def test_R046_work_before_the_winter_belongs_to_its_body_in_its_district_and_to_what_is_near(almaty: Store) -> None:
    rows = present(almaty, "winter_works")
    heat = next(row for row in rows if row.kind == "heat" and row.district == "medeu")
    section = an_object(almaty, "network_lines", kind="heat", district="medeu", body=heat.body)
    found = linked(almaty, section, OFFICIAL)["winter_works"]
    own = {row.object_id for row in rows if (row.body, row.district) == (heat.body, "medeu")}
    assert (found.how, found.total, found.metres) == ("same", len(own), None)
    assert {row["object_id"] for row in found.rows} <= own
    school = an_object(almaty, "schools")
    there = CityObject(school.layer, {**school.row, "object_id": "x", "district": "medeu"}, bytes(heat.geom),
                       school.known_from, None)  # fmt: skip
    near = linked(almaty, there)["winter_works"]
    assert (near.how, near.metres) == ("near", 150)
    assert near.total == len(within(almaty, "winter_works", bytes(heat.geom), 150))


def test_R057_yards_dumps_and_disputed_sites_near_an_object_are_named(almaty: Store) -> None:
    dump = an_object(almaty, "dumps")
    group = next(group for group in record().groups if group.id == "district_care")
    assert (group.layers, group.metres) == (("yards", "infill", "dumps"), 150)
    layer = an_object(almaty, "heritage").layer
    here = CityObject(layer, {**dump.row, "object_id": "x"}, dump.wkb, dump.known_from, None)
    found = linked(almaty, here)["dumps"]
    assert (found.how, found.metres) == ("near", 150)
    assert found.total == len(within(almaty, "dumps", dump.wkb, 150))
