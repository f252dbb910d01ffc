"""A small city in a store for tests of queries, doors and pages of the map: every row is written by hand here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import shapely

from config.city import load_city
from config.policy import Role, Sensitivity, User
from config.records import FieldRecord, LayerRecord, StyleRecord
from data.store import Store, make_engine
from layers import layers_of
from tests import city_world

PROBE = LayerRecord(
    id="probe",
    module="infrastructure",
    topic="transport",
    geometry="point",
    kinds=("a", "b"),
    fields=(
        FieldRecord(
            name="wear_pct", type="num", filter="range", step=5.0, in_tile=True, sensitivity=Sensitivity.OFFICIAL
        ),
        FieldRecord(name="capacity_mw", type="num", filter="range", step=0.5, in_tile=True),
        FieldRecord(name="working", type="bool", filter="choice", in_tile=True),
    ),
    style=StyleRecord(color="cat-1"),
    filters=("kind", "capacity_mw", "wear_pct", "working"),
    list_columns=("kind", "capacity_mw", "wear_pct"),
)
STAMP = datetime.fromisoformat("2025-01-01T12:00:00")
USERS: dict[str, User] = {
    role.value: User(role.value, role, "medeu" if role is Role.DISTRICT_STAFF else None) for role in Role
} | {"visitor": User()}


def day(text: str) -> datetime:
    """Midnight (UTC) of a day."""
    return datetime.fromisoformat(text)


def row(object_id: str, lon: float, lat: float, **values: Any) -> dict[str, Any]:
    """A present, public, open point of the district almaly unless said otherwise."""
    return {
        "object_id": object_id, "kind": "school", "name_ru": None, "name_kk": None, "name_en": None,
        "state": "existing", "address": None, "district": "almaly", "body": None, "valid_from": None, "valid_to": None,
        "known_from": STAMP, "known_to": None, "source": "osm_social_points", "data_date": date(2024, 6, 1),
        "loaded_at": STAMP, "origin": "open", "sensitivity": "public", "doubt": None, "row_hash": object_id,
        "geom": shapely.to_wkb(shapely.Point(lon, lat)), **values,
    }  # fmt: skip


def line(object_id: str, points: list[tuple[float, float]], **values: Any) -> dict[str, Any]:
    """A present street."""
    geom = shapely.to_wkb(shapely.MultiLineString([points]))
    return row(object_id, 0, 0, **{"geom": geom, "source": "osm_roads", "length_m": 100.0, **values})


SCHOOLS = [
    row("sch-0001", 76.90, 43.25, name_ru="Школа № 1", name_kk="№ 1 мектеп", address="ул. Абая, 5", district="almaly"),
    row("sch-0002", 76.95, 43.24, name_ru="Гимназия Әл-Фараби", district="medeu", valid_from=date(2010, 9, 1)),
    row("sch-0003", 76.85, 43.22, name_ru="лицей 100%", district="auezov", valid_to=date(2024, 5, 31)),
    row("sch-0004", 77.30, 43.60, district="outside", data_date=date(2023, 1, 1)),
    row("sch-0005", 76.86, 43.23, name_ru="Старое имя", district="auezov", known_from=day("2020-03-01"),
        known_to=STAMP),
    row("sch-0005", 76.87, 43.23, name_ru="Новое имя", district="auezov"),
    row("sch-gone", 76.88, 43.23, name_ru="Закрытая школа", district="auezov", known_from=day("2019-01-01"),
        known_to=day("2021-01-01")),
]  # fmt: skip
ROADS = [
    line("1", [(76.90, 43.24), (76.91, 43.24)], name_ru="проспект Абая", kind="primary"),
    line("2", [(76.91, 43.24), (76.92, 43.24)], name_ru="проспект Абая", kind="primary", district="medeu"),
    line("3", [(76.90, 43.26), (76.90, 43.27)], name_ru="улица Толе би", kind="secondary"),
    line("4", [(76.93, 43.26), (76.93, 43.265)], kind="footway"),
]
QUAKES = [
    row("q1", 76.9, 43.2, kind="earthquake", state="past", event_year=1887, magnitude=7.3, source="usgs_earthquakes"),
    row("q2", 78.0, 43.0, kind="earthquake", state="past", event_year=1911, magnitude=8.0, district="outside"),
    row("q3", 77.0, 43.1, kind="earthquake", state="past", event_year=1990, magnitude=5.5, district="medeu"),
    row("q4", 77.0, 43.1, kind="earthquake", state="past", event_year=1990, magnitude=None, district="medeu"),
]
CAMERAS = [
    row(f"cam-{i}", 76.9 + i / 100, 43.25, kind="school_yard", state="working" if i % 2 else "broken", district=where,
        source="demo_city", origin="synthetic", sensitivity="restricted",
        name_ru=f"Секретная камера {i}", working=bool(i % 2))
    for i, where in enumerate(("medeu", "medeu", "almaly", "auezov", "outside"))
]  # fmt: skip
NODES = [
    row(f"node-{i}", 76.9 + i / 100, 43.26, kind=kind, state="working", district=where, source="demo_city",
        origin="synthetic", sensitivity="official", name_ru=f"Скрытый узел {i}", year_laid=1970 + i)
    for i, (kind, where) in enumerate((("water", "medeu"), ("heat", "almaly"), ("power", "auezov")))
]  # fmt: skip
PROBES = [
    row(f"p{i}", 76.9, 43.2 + i / 100, kind=kind, district=where, capacity_mw=mw, wear_pct=wear, working=working,
        sensitivity=level)
    for i, (kind, where, mw, wear, working, level) in enumerate((
        ("a", "medeu", 0.5, 12.5, True, "public"), ("a", "almaly", 1.0, 35.0, False, "public"),
        ("b", "almaly", 1.25, 40.0, None, "public"), ("b", "medeu", None, None, True, "official"),
        ("b", "almaly", 3.0, 90.0, True, "restricted"),
    ))
]  # fmt: skip
DISTRICT_BOXES = {"almaly": (76.88, 43.23, 76.93, 43.28), "medeu": (76.93, 43.15, 77.05, 43.27)}
DISTRICTS = [
    row(name, 0, 0, kind="district", name_ru=ru, name_kk=kk, name_en=en, district=name, source="osm_districts",
        kato=name, population=1000, area_m2=1.0,
        geom=shapely.to_wkb(shapely.MultiPolygon([shapely.box(*DISTRICT_BOXES[name])])))
    for name, ru, kk, en in (("almaly", "Алмалинский район", "Алмалы ауданы", "Almaly District"),
                             ("medeu", "Медеуский район", "Медеу ауданы", "Medeu District"))
]  # fmt: skip
ROWS: Mapping[str, list[dict[str, Any]]] = {
    "schools": SCHOOLS, "roads": ROADS, "earthquakes": QUAKES, "cameras": CAMERAS, "network_nodes": NODES,
    "probe": PROBES, "districts": DISTRICTS,
}  # fmt: skip


def open_store(url: str) -> Store:
    """A store of Almaty with all its layers and the probe; a new file begins as a copy of a prepared one."""
    city = load_city("almaty")
    layers = {**layers_of(city, demo=True), PROBE.id: PROBE}
    if city_world.begin_file(url, _with_probe):
        return Store(make_engine(url), city, layers)
    return Store.open(url, city, layers)


def _with_probe() -> str:
    def add(store: Store) -> None:
        url = store.engine.url.render_as_string(hide_password=False)
        Store.open(url, store.city, {**store.layers, PROBE.id: PROBE}).close()

    return city_world.filled("probe", "gpkg", "", add)


def put(store: Store, layer: str, rows: list[dict[str, Any]]) -> None:
    """Publish rows as they are: one transaction that raises the layer's version."""
    with store.write() as conn:
        for values in rows:
            conn.execute(store.tables[layer].insert().values(**values))
        store.raise_version(conn, layer)


def fill(store: Store) -> Store:
    """Publish all rows of the small city."""
    for layer, rows in ROWS.items():
        put(store, layer, rows)
    return store
