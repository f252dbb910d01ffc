"""Official files of closed streets, dumps and services are taken as they come."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl

from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import present

DUMPS = [
    ("Номер", "Вид", "Состояние", "Адрес", "Объём, м3", "Дата сообщения", "Срок вывоза", "Дата вывоза", "Долгота",
     "Широта"),
    ("17", "строительный", "передано", "ул. Абая, 5", "12,5", "03.11.2026", "20.11.2026", None, 76.95, 43.25),
    ("18", "бытовой", "вывезено", "ул. Абая, 7", 3, "01.11.2026", "10.11.2026", "08.11.2026", 76.951, 43.25),
]  # fmt: skip
SERVICES = [
    ("Служба", "Район", "Дата", "План, км", "Сделано, км", "Техника", "Выполнение", "Долгота", "Широта"),
    ("снег", "medeu", "29.11.2026", 150, 141.5, 22, "нет", 76.98, 43.24),
]


def workbook(path: Path, rows: Sequence[tuple[object, ...]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_R057_a_workbook_of_dumps(store: Store, tmp_path: Path) -> None:
    report = import_source(store, "works_dumps", workbook(tmp_path / "d.xlsx", DUMPS))
    assert (report.status, report.message) == ("ok", "")
    first, second = present(store, "dumps")
    assert (first.kind, first.state, first.dump_volume_m3) == ("dump_building", "dump_assigned", 12.5)
    assert (first.valid_from, first.due_date, first.removed_at) == (date(2026, 11, 3), date(2026, 11, 20), None)
    assert (second.state, second.removed_at, second.origin) == ("dump_removed", date(2026, 11, 8), "official")


def test_R055_a_report_of_services_adds_to_what_is_there(store: Store, tmp_path: Path) -> None:
    for day in ("28.11.2026", "29.11.2026"):
        rows = [SERVICES[0], (*SERVICES[1][:2], day, *SERVICES[1][3:])]
        assert import_source(store, "works_services", workbook(tmp_path / "s.xlsx", rows)).status == "ok"
    found = present(store, "services")
    told = [(row.kind, row.valid_from.day, row.service_done) for row in found]
    assert told == [("snow", 28, 141.5), ("snow", 29, 141.5)]
    assert {row.state for row in found} == {"service_short"}


def test_R057_waste_collection_comes_with_the_same_report(store: Store, tmp_path: Path) -> None:
    rows = [SERVICES[0], ("мусор", *SERVICES[1][1:])]
    assert import_source(store, "works_services", workbook(tmp_path / "s.xlsx", rows)).status == "ok"
    assert [(row.kind, row.district) for row in present(store, "services")] == [("waste", "medeu")]


def test_R052_a_file_of_closed_streets(store: Store, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[76.94, 43.25], [76.95, 43.25]]}
    told = {"id": 7, "kind": "полное", "name": "Абая", "street": "проспект Абая", "from": "2026-11-20",
            "to": "2026-12-05", "closed_from": "2026-11-20 07:30", "closed_to": None,
            "reason": "ремонт сетей", "detour": "Сатпаева", "work": None}  # fmt: skip
    whole = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": told, "geometry": line}]}
    path = tmp_path / "c.geojson"
    path.write_text(json.dumps(whole), "utf-8")
    report = import_source(store, "works_closures", path)
    assert (report.status, report.message) == ("ok", "")
    (row,) = present(store, "closures")
    assert (row.kind, row.street, row.valid_to) == ("closure_full", "проспект Абая", date(2026, 12, 5))
    # 07:30 by the clock of Almaty is 02:30 UTC; a time that nobody gave stays unknown.
    assert (row.closed_from, row.closed_to) == (datetime(2026, 11, 20, 2, 30), None)
    assert row.length_m > 700
