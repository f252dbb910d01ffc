"""A small water network drawn by hand: a source, four sections in two districts, outages, work before the winter."""

from datetime import date, datetime, timedelta
from typing import Any

import shapely

from data.store import Store
from tests.map_world import row

SINCE = datetime(2026, 11, 29, 18, 0)
# From the source at (76.90, 43.25) eastward; s3 branches off to the north at the end of s1.
PLACES = {
    "s0": [(76.90, 43.25), (76.91, 43.25)], "s1": [(76.91, 43.25), (76.92, 43.25)],
    "s2": [(76.92, 43.25), (76.94, 43.25)], "s3": [(76.92, 43.25), (76.92, 43.26)],
}  # fmt: skip
# District, wear, year, people, buildings.
FACTS: dict[str, tuple[str, float, int, int, int]] = {
    "s0": ("almaly", 20.0, 2016, 100, 10), "s1": ("almaly", 70.0, 1991, 200, 20),
    "s2": ("medeu", 90.0, 1981, 400, 40), "s3": ("medeu", 30.0, 2011, 50, 5),
}  # fmt: skip
COMMON = {"source": "network_lines", "origin": "official", "body": "almaty-su"}


def section(name: str) -> dict[str, Any]:
    """A section of a thousand metres."""
    district, wear, year, people, buildings = FACTS[name]
    return row(
        name, 0, 0, kind="water", state="working", district=district, name_ru=f"Тайный участок {name}", wear_pct=wear,
        wear_class="good" if wear < 30 else "fair" if wear < 60 else "worn" if wear < 80 else "critical",
        year_laid=year, people_on=people, buildings_on=buildings, network_level="main", length_m=1000.0,
        geom=shapely.to_wkb(shapely.MultiLineString([PLACES[name]])), **COMMON,
    )  # fmt: skip


def node(name: str, lon: float, lat: float, element: str, district: str) -> dict[str, Any]:
    """A node of the network."""
    return row(name, lon, lat, kind="water", state="working", element=element, district=district,
               name_ru=f"Тайный узел {name}", wear_pct=10.0, **COMMON)  # fmt: skip


def outage(name: str, **values: Any) -> dict[str, Any]:
    """An outage in Medeu that is off now."""
    area = shapely.MultiPolygon([shapely.box(76.93, 43.24, 76.94, 43.26)])
    given = {
        "kind": "water", "state": "off", "event_kind": "accident", "cause": "wear", "event_start": SINCE,
        "event_end_plan": SINCE + timedelta(hours=4), "event_end_fact": None, "affected_people": 400,
        "affected_buildings": 40, "affected_social": 1, "section": "s2", "district": "medeu",
        "valid_from": SINCE.date(), "area_m2": 1.0, "name_ru": f"Отключение {name}", "source": "network_outages",
    }  # fmt: skip
    return row(name, 0, 0, geom=shapely.to_wkb(area), **{**COMMON, **given, **values})


def over(name: str, hours: int, **values: Any) -> dict[str, Any]:
    """An outage of October that took some hours; four were planned."""
    start = datetime(2026, 10, 5, 6, 0)
    return outage(name, state="restored", event_start=start, event_end_plan=start + timedelta(hours=4),
                  event_end_fact=start + timedelta(hours=hours), valid_from=start.date(), valid_to=start.date(),
                  **values)  # fmt: skip


def item(name: str, district: str, done: float, **values: Any) -> dict[str, Any]:
    """Ten kilometres of water mains to be renewed."""
    given = {"kind": "water", "state": "done" if done >= 10 else "overdue", "winter_item": "network_repair",
             "plan_amount": 10.0, "done_amount": done, "amount_unit": "km", "ready_pct": done * 10,
             "plan_end": date(2026, 11, 1), "source": "demo_network_life", "origin": "synthetic"}  # fmt: skip
    return row(name, 76.92, 43.25, district=district, **{**COMMON, **given, **values})


def fill_networks(store: Store) -> Store:
    """Publish the small network."""
    rows = {
        "network_lines": [section(name) for name in FACTS],
        "network_nodes": [node("src", 76.90, 43.25, "source", "almaly"), node("v1", 76.92, 43.25, "valve", "medeu")],
        "network_outages": [outage("o1"), over("o2", 2), over("o3", 6, cause="dig", affected_people=None)],
        "winter_works": [item("w1", "almaly", 10.0), item("w2", "medeu", 5.0)],
    }  # fmt: skip
    for layer, some in rows.items():
        with store.write() as conn:
            for values in some:
                conn.execute(store.tables[layer].insert().values(**values))
            store.raise_version(conn, layer)
    return store
