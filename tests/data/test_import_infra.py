"""The official registers of objects, construction and crossings: their tables take the place of the demonstration."""

from datetime import date
from pathlib import Path
from typing import Any

from data.loading.pipeline import import_source
from data.store import Store
from tests import map_world
from tests.city_world import open_city, present, write_csv
from tests.import_world import ROADS

OBJECT = {
    "Номер": "1", "Наименование": "Поликлиника", "Атауы": "Емхана", "Вид": "поликлиника", "Состояние": "в ремонте",
    "Ответственный": "Управление общественного здравоохранения", "Мощность": "350", "Адрес": "пр. Абая / Пушкина",
    "Единица мощности": "посещений в смену", "Прикреплённое население": "41 200", "Загрузка, %": "118,5",
    "Форма собственности": "государственная", "Состояние здания": "нужен ремонт", "Год постройки": "1984",
    "Часы работы": "8-20", "Телефон": "", "Сайт": "", "Район": "Алмалинский",
}  # fmt: skip
SITE = {
    "Номер проекта": "П-1", "Наименование": "Школа искусств", "Вид": "учреждение культуры", "Состояние": "идёт",
    "Заказчик": "Управление", "Подрядчик": "Строитель", "Стадия": "каркас", "Начало по плану": "01.03.2025",
    "Окончание по плану": "01.09.2026", "Начато": "12.03.2025", "Готовность, %": "60",
    "Стоимость, тенге": "1 500 000 000",
    "Освоено, тенге": "900000000", "Мощность": "200", "Единица мощности": "мест", "Завершено": "нет",
    "Завершено фактически": "", "Адрес": "пр. Абая / Пушкина", "Район": "Алмалинский",
}  # fmt: skip
CROSSING = {
    "Номер": "7", "Наименование": "Переход у рынка", "Вид": "подземный", "Состояние": "не работает",
    "Адрес": "пр. Абая", "Не работает с": "05.11.2026", "Причина": "затоплен", "Ремонт по плану": "20.12.2026",
    "Долгота": "76,91", "Широта": "43,25",
}  # fmt: skip


def town(url: str) -> Store:
    """Almaty with a few streets and two districts."""
    store = open_city(url)
    map_world.put(store, "districts", map_world.DISTRICTS)
    map_world.put(store, "roads", ROADS)
    return store


def load(store: Store, source: str, path: Path, *rows: dict[str, Any]) -> Any:
    """Import a table."""
    return import_source(store, source, write_csv(path, rows))


def test_R027_a_table_of_objects_is_mapped_with_its_codes_and_addresses(prepared_url: str, tmp_path: Path) -> None:
    store = town(prepared_url)
    report = load(
        store, "official_objects", tmp_path / "objects.csv", OBJECT, {**OBJECT, "Номер": "2", "Вид": "дворец"}
    )
    assert report.status == "refused"
    report = load(store, "official_objects", tmp_path / "good.csv", OBJECT)
    assert (report.status, report.counts.added) == ("ok", 1)
    (row,) = present(store, "city_objects")
    assert (row.kind, row.sector, row.state, row.body) == ("clinic", "health", "repair", "dept-health")
    assert (row.capacity, row.capacity_unit, row.served_population) == (350.0, "visits_shift", 41_200)
    assert (row.load_pct, row.ownership, row.condition) == (118.5, "state", "needs_repair")
    assert (row.build_year, row.origin, row.name_kk) == (1984, "official", "Емхана")
    store.close()


def test_R028_a_finished_site_moves_to_the_objects_of_the_city(prepared_url: str, tmp_path: Path) -> None:
    store = town(prepared_url)
    other = {**SITE, "Номер проекта": "П-2", "Наименование": "Библиотека", "Вид": "библиотека"}
    report = load(store, "official_construction", tmp_path / "first.csv", SITE, other)
    assert report.status == "ok"
    sites = present(store, "construction_sites")
    assert [(row.object_id, row.kind, row.construction_stage) for row in sites] == [
        ("П-1", "culture_center", "frame"), ("П-2", "library", "frame"),
    ]  # fmt: skip
    assert (sites[0].plan_end, sites[0].cost_plan, sites[0].progress_pct) == (date(2026, 9, 1), 1_500_000_000.0, 60.0)
    assert present(store, "city_objects") == []
    done = {**SITE, "Завершено": "да", "Завершено фактически": "10.10.2026"}
    report = load(store, "official_construction", tmp_path / "second.csv", done, other)
    assert report.status == "ok"
    assert [row.object_id for row in present(store, "construction_sites")] == ["П-2"]
    (moved,) = present(store, "city_objects")
    assert (moved.object_id, moved.project_no, moved.kind, moved.sector) == ("П-1", "П-1", "culture_center", "culture")
    assert (moved.fact_end, moved.build_year, moved.plan_end) == (date(2026, 10, 10), 2026, date(2026, 9, 1))
    store.close()


def test_R034_a_register_of_crossings_keeps_the_cause_in_words(prepared_url: str, tmp_path: Path) -> None:
    store = town(prepared_url)
    works = {
        **CROSSING,
        "Номер": "8",
        "Состояние": "работает",
        "Не работает с": "",
        "Причина": "",
        "Ремонт по плану": "",
    }
    report = load(store, "official_crossings", tmp_path / "crossings.csv", CROSSING, works)
    assert (report.status, report.counts.added) == ("ok", 2)
    broken, working = present(store, "pedestrian_crossings")
    assert (broken.kind, broken.state, broken.body) == ("underground", "broken", "dept-mobility")
    assert (broken.out_of_work_since, broken.out_of_work_note) == (date(2026, 11, 5), "затоплен")
    assert (broken.repair_plan, working.out_of_work_since) == (date(2026, 12, 20), None)
    store.close()


def test_an_official_register_takes_the_place_of_the_demonstration(own_almaty: Store, tmp_path: Path) -> None:
    before = len(present(own_almaty, "pedestrian_crossings", "fid"))
    report = load(own_almaty, "official_crossings", tmp_path / "crossings.csv", CROSSING)
    assert (report.counts.added, report.counts.closed) == (1, before)
    assert {row.origin for row in present(own_almaty, "pedestrian_crossings", "origin")} == {"official"}
    assert len(present(own_almaty, "heritage", "fid")) == 201
