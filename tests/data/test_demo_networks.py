"""Synthetic utility networks: held to the printed lengths, wear and people, connected, on real streets, plausible."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from data.build import remove_synthetic
from data.demo.netplan import PLANS
from data.demo.outages import NOW
from data.store import Store
from data.topology import dependence, served, topology
from tests.city_world import copied, made, opened, present
from tests.indicator_world import csv_rows

SOURCES = ("demo_networks", "demo_network_nodes", "demo_network_life")
LAYERS = ("network_lines", "network_nodes", "network_outages", "lamps", "winter_works")


@pytest.fixture(scope="module")
def told() -> dict[str, float]:
    """Figures of the plan by id, in their basic unit."""
    return {row["id"]: float(row["value_base"]) for row in csv_rows("plan2025/facts.csv") if row["value_base"]}


@pytest.fixture(scope="module")
def lines(almaty: Store) -> dict[str, list[Any]]:
    """Sections by network."""
    found = defaultdict(list)
    for row in present(almaty, "network_lines"):
        found[row.kind].append(row)
    return found


def test_R040_lengths_of_networks_are_those_of_the_plan(lines: dict[str, list[Any]], told: dict[str, float]) -> None:
    printed = {"water": 3_600, "sewerage": 1_800, "heat": 1_400, "power": 8_500, "lighting": 4_800, "gas_supply": 5_900}
    for kind, km in printed.items():
        assert told[PLANS[kind].length] == km
        assert sum(row.length_m for row in lines[kind]) / 1000 == pytest.approx(km, abs=0.1)
    assert sum(row.length_m for row in lines["communications"]) / 1000 == pytest.approx(2_000, abs=0.1)


def test_R041_worn_shares_are_those_of_the_plan(lines: dict[str, list[Any]], told: dict[str, float]) -> None:
    for kind, share in {"power": 65, "heat": 60, "water": 55.8, "sewerage": 57.5, "gas_supply": 36}.items():
        assert told[PLANS[kind].worn] == share
        worn = sum(row.length_m for row in lines[kind] if row.wear_pct >= 60)
        assert worn / sum(row.length_m for row in lines[kind]) * 100 == pytest.approx(share, abs=0.1)


def test_R041_a_worn_section_has_served_its_norm(lines: dict[str, list[Any]]) -> None:
    assert PLANS["heat"].life == 25
    for row in lines["heat"]:
        assert (row.wear_class in ("worn", "critical")) == (row.wear_pct >= 60)
        assert 1952 <= row.year_laid <= 2025
        assert row.wear_pct < 60 or 2026 - row.year_laid >= 25
        assert row.last_repair is None or row.year_laid + 8 <= row.last_repair.year < 2026


def test_R040_every_section_is_fed_from_a_source(almaty: Store, lines: dict[str, list[Any]]) -> None:
    nodes = present(almaty, "network_nodes")
    for kind, rows in lines.items():
        sources = [node.geom for node in nodes if node.kind == kind and node.element == "source"]
        assert len(sources) == PLANS[kind].sources
        shapes = np.array(shapely.from_wkb([row.geom for row in rows]), dtype=object)
        net = topology(shapes, shapely.get_coordinates(shapely.from_wkb(sources)))
        assert served(net).all(), kind
        assert net.source.sum() == len(sources)


def test_R040_networks_lie_in_real_streets(almaty: Store, lines: dict[str, list[Any]]) -> None:
    roads = shapely.union_all(shapely.from_wkb([row.geom for row in present(almaty, "roads", "geom")]))
    shapely.prepare(roads)
    for rows in lines.values():
        some = shapely.from_wkb([row.geom for row in rows[::40]])
        assert shapely.distance(some, roads).max() < 12 / 80_000
        assert shapely.hausdorff_distance(some[0], roads) >= 0
    named = sum(row.district == "outside" for rows in lines.values() for row in rows)
    assert named / sum(map(len, lines.values())) < 0.005


def test_R043_people_on_the_networks_are_the_real_residents_but_for_those_without(
    almaty: Store, lines: dict[str, list[Any]], told: dict[str, float]
) -> None:
    people = sum(row.population for row in present(almaty, "districts", "population"))
    on = {kind: sum(row.people_on or 0 for row in rows) for kind, rows in lines.items()}
    assert on["water"] == people - told["f-070"] == people - 30_000
    assert on["sewerage"] == people - told["f-072"] == people - 286_000
    assert on["power"] == people
    assert {row.people_on for row in lines["lighting"]} == {None}


def test_R043_who_loses_service_by_an_outage_follows_from_the_topology(
    almaty: Store, lines: dict[str, list[Any]]
) -> None:
    nodes, checked = present(almaty, "network_nodes"), 0
    outages = [row for row in present(almaty, "network_outages") if row.state == "off"]
    for kind in {row.kind for row in outages} - {"lighting"}:
        rows = sorted(lines[kind], key=lambda row: str(row.object_id))
        shapes = np.array(shapely.from_wkb([row.geom for row in rows]), dtype=object)
        fed = [node.geom for node in nodes if node.kind == kind and node.element == "source"]
        net = topology(shapes, shapely.get_coordinates(shapely.from_wkb(fed)))
        number = {row.object_id: i for i, row in enumerate(rows)}
        hangs = dependence(net)
        for outage in [row for row in outages if row.kind == kind]:
            lost = np.flatnonzero(~served(net, [number[outage.section]]))
            assert sorted(hangs.lost(number[outage.section]).tolist()) == lost.tolist()
            assert outage.affected_people == sum(rows[i].people_on for i in lost)
            assert outage.affected_buildings == sum(rows[i].buildings_on for i in lost)
            area = shapely.from_wkb(outage.geom)
            assert shapely.intersects(area, shapes[lost]).all()
            checked += 1
    assert checked == 12


def test_R042_outages_are_plausible_in_time(almaty: Store) -> None:
    rows = present(almaty, "network_outages")
    assert Counter(row.state for row in rows) == {"restored": 1_240, "off": 14}
    for row in rows:
        assert row.event_start < row.event_end_plan
        assert (row.event_end_fact is None) == (row.state == "off")
        assert row.valid_from is not None
        assert row.event_end_fact is None or row.event_start < row.event_end_fact
    assert max(row.event_start for row in rows) < NOW
    heat = Counter(row.event_start.month for row in rows if row.kind == "heat")
    assert sum(heat[month] for month in (11, 12, 1, 2)) > 4 * sum(heat[month] for month in (5, 6, 7, 8))
    assert all((row.event_kind == "planned") == (row.cause == "planned_repair") for row in rows)


def test_R045_lamps_stand_at_the_lines_of_lighting(almaty: Store, lines: dict[str, list[Any]]) -> None:
    rows = present(almaty, "lamps")
    assert len(rows) == 6_000
    tree = shapely.STRtree(np.array(shapely.from_wkb([row.geom for row in lines["lighting"]]), dtype=object))
    _, far = tree.query_nearest(shapely.from_wkb([row.geom for row in rows]), return_distance=True, all_matches=False)
    assert far.max() < 1e-5
    out = [row for row in rows if row.state != "working"]
    assert 0.01 < len(out) / len(rows) < 0.1
    assert all((row.out_since is None) == (row.state == "working") for row in rows)


def test_R046_yearly_work_before_the_winter_is_that_of_the_programmes(almaty: Store, told: dict[str, float]) -> None:
    rows = present(almaty, "winter_works")
    km = Counter[str]()
    for row in rows:
        if row.amount_unit == "km":
            km[row.kind] += row.plan_amount
        assert 0 < row.done_amount <= row.plan_amount
        assert (row.state == "done") == (row.done_amount == row.plan_amount)
    assert km["water"] == pytest.approx(told["f-444"])
    assert km["sewerage"] == pytest.approx(told["f-446"] / 3, abs=0.1)
    assert km["heat"] == pytest.approx(told["f-447"] / 3, abs=0.1)
    assert len({row.district for row in rows}) == 8


def test_R014_every_row_of_the_networks_is_marked(almaty: Store) -> None:
    for layer in LAYERS:
        for row in present(almaty, layer, "origin", "source", "name_ru", "name_kk", "name_en"):
            assert (row.origin, row.source in SOURCES) == ("synthetic", True)
            assert "(демо)" in row.name_ru
            assert "(демо)" in row.name_kk
            assert "(demo)" in row.name_en


def test_the_same_city_gives_the_same_networks_byte_for_byte(
    almaty_gpkg: str, almaty_postgis: str, tmp_path: Path
) -> None:
    found = []
    for url in (almaty_gpkg, almaty_postgis):
        with copied(url, tmp_path) as copy, opened(copy) as store:
            rows = [tuple(row) for layer in LAYERS for row in present(store, layer, "object_id", "row_hash")]
            found.append([rows, *(made(store, source_id) for source_id in SOURCES[1:])])
    assert found[0] == found[1]


def test_without_demonstration_there_is_no_network(own_almaty: Store) -> None:
    remove_synthetic(own_almaty)
    assert all(present(own_almaty, layer, "fid") == [] for layer in LAYERS)
