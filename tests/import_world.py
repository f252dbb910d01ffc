"""Small streets and tables of works for tests of imports."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from openpyxl import Workbook

from config.city import Source
from data.store import Store
from data.tables.record import FieldWish, Wish, record_of
from tests import city_world, map_world

HEAD = ("№", "Наименование", "Вид работ", "Статус", "Адрес", "Сумма, млн тенге", "Срок")
ROWS: Sequence[Sequence[Any]] = (
    (1, "Ремонт тротуара", "ремонт", "в работе", "пр. Абая, уг. ул. Пушкина", "120,5", "30.11.2026"),
    (2, "Сквер", "озеленение", "план", "ул. Школьная 4", "35", "01.10.2026"),
    (3, "Дорога", "ремонт", "готово", "ул. Нигде 7", "1", "01.10.2026"),
    (4, "Ограда", "ремонт", "готово", "Абая / Пушкина", "нет", "01.10.2026"),
)
CODES = {
    "kind": {"ремонт": "repair", "озеленение": "planting"},
    "state": {"в работе": "running", "план": "planned", "готово": "done"},
}
WISH = Wish(
    layer="works", name="Работы", body="akimat", data_date=date(2026, 11, 1), header_row=1, address=("Адрес",),
    key=("№",),
    fields={
        "name_ru": FieldWish(column="Наименование"), "kind": FieldWish(column="Вид работ", codes=CODES["kind"]),
        "state": FieldWish(column="Статус", codes=CODES["state"]),
        "cost_plan": FieldWish(column="Сумма, млн тенге", factor=1e6),
        "plan_end": FieldWish(column="Срок", dates="dmy"),
    },
    take_good=True,
)  # fmt: skip
KNOWN = ("name_ru", "kind", "state", "cost_plan", "plan_end")


def road(number: str, name: str, district: str, *points: tuple[float, float]) -> dict[str, Any]:
    """A present street."""
    return map_world.line(number, list(points), name_ru=name, kind="primary", district=district)


ROADS = [
    road("1", "проспект Абая", "almaly", (76.89, 43.25), (76.92, 43.25)),
    road("2", "улица Пушкина", "almaly", (76.91, 43.24), (76.91, 43.26)),
    road("3", "улица Школьная", "almaly", (76.90, 43.235), (76.91, 43.235)),
    road("4", "улица Школьная", "medeu", (77.00, 43.20), (77.03, 43.20)),
]


def town(url: str) -> Store:
    """A store of Almaty with a few streets and two districts."""
    store = city_world.open_city(url)
    map_world.put(store, "districts", map_world.DISTRICTS)
    map_world.put(store, "roads", ROADS)
    return store


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]] = ROWS, head: Sequence[Any] = HEAD) -> Path:
    """A workbook with one sheet."""
    book = Workbook()
    for row in (head, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def record(store: Store, wish: Wish = WISH, source_id: str = "office-1") -> Source:
    """The record of a mapping."""
    return record_of(wish, store.city, store.layers[wish.layer], source_id, KNOWN)


def works(store: Store) -> list[Any]:
    """Present works in the order of their ids."""
    table = store.tables["works"]
    with store.read() as conn:
        return list(conn.execute(table.select().where(table.c.known_to.is_(None)).order_by(table.c.object_id)))


def point(row: Any) -> tuple[float, float]:
    """Place of a row in degrees."""
    found = shapely.from_wkb(row.geom)
    return round(found.x, 5), round(found.y, 5)
