"""Official tables of schools, kindergartens, sites and births: small files become rows of the register."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from config.policy import VISITOR
from data.loading.derive import derived, load_class, percent, rest
from data.loading.pipeline import import_source
from data.queries import education
from data.store import Store
from tests.city_world import copied, opened, present

SCHOOL_HEAD = ("Код", "Наименование", "Адрес", "Район", "Форма собственности", "Язык обучения", "Проектная мощность",
               "Контингент", "Количество смен")  # fmt: skip
GARDEN_HEAD = (*SCHOOL_HEAD[:8], "Свободные места", "Очередь")
SITE_HEAD = ("Код", "Наименование", "Адрес", "Район", "Программа", "Стадия", "Состояние", "Мощность",
             "Открытие по плану", "Открыто", "Готовность", "Подрядчик")  # fmt: skip
CORNER = "пр. Абая, уг. ул. Байтурсынова"


def sheet(path: Path, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Path:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for at, row in enumerate([head, *rows]):
        page.write_row(at, 0, row)
    book.close()
    return path


@pytest.fixture
def city(almaty_gpkg: str, tmp_path: Path) -> Any:
    with copied(almaty_gpkg, tmp_path) as url, opened(url) as store:
        yield store


def own(store: Store, source: str) -> list[Any]:
    return [row for row in present(store, "education_orgs") if row.source == source]


def test_R072_the_official_table_of_schools_takes_the_place_of_the_demo_schools(city: Store, tmp_path: Path) -> None:
    path = sheet(tmp_path / "schools.xlsx", SCHOOL_HEAD, [
        ("S-1", "Школа А", CORNER, "Алмалинский", "государственная", "казахский", 1000, 1350, 3),
        ("S-2", "Школа Б", CORNER, "Алмалинский", "Частная", "смешанный", 300, 270, 1),
        ("S-3", "Школа В", CORNER, "Алмалинский", "государственная", "русский", None, 800, None),
    ])  # fmt: skip
    gardens = len(own(city, "demo_kindergartens"))
    report = import_source(city, "education_schools", path)
    assert (report.status, report.counts.added, report.counts.refused) == ("ok", 3, 0)
    assert (len(own(city, "demo_schools")), len(own(city, "demo_kindergartens"))) == (0, gardens)
    rows = {row.object_id: row for row in own(city, "education_schools")}
    assert [(row.load_pct, row.load_class, row.free_places) for row in rows.values()] == [
        (135.0, "far_over", 0), (90.0, "room", 30), (None, "unknown", None),
    ]  # fmt: skip
    assert {row.origin for row in rows.values()} == {"official"}
    assert (rows["S-1"].ownership, rows["S-2"].language, rows["S-1"].district) == ("state", "mixed", "almaly")
    assert len(present(city, "schools", "fid")) == 305


def test_R074_the_official_table_of_kindergartens_brings_free_places_and_the_queue(city: Store, tmp_path: Path) -> None:
    path = sheet(tmp_path / "gardens.xlsx", GARDEN_HEAD, [
        ("K-1", "Сад А", CORNER, "Алмалинский", "государственная", "казахский", 200, 200, 0, 150),
        ("K-2", "Сад Б", CORNER, "Алмалинский", "государственная", "марсианский", 90, 80, 10, 0),
        *((f"K-{no}", f"Сад {no}", CORNER, "Алмалинский", "частная", "русский", 90, 80, 10, 0)
          for no in range(3, 40)),
    ])  # fmt: skip
    report = import_source(city, "education_kindergartens", path)
    assert (report.counts.added, report.counts.refused) == (38, 1)
    assert [(one.field, one.reason) for one in report.refusals] == [("language", "code_unknown")]
    first = own(city, "education_kindergartens")[0]
    assert (first.free_places, first.queue_length, first.load_class) == (0, 150, "full")
    assert len(own(city, "demo_kindergartens")) == 0


def test_R075_the_official_table_of_sites(city: Store, tmp_path: Path) -> None:
    path = sheet(tmp_path / "sites.xlsx", SITE_HEAD, [
        ("N-1", "Школа на 1200 мест", CORNER, "Алмалинский", "бюджет", "каркас", "опаздывает", 1200, "01.09.2026",
         None, 55, "Подрядчик"),
    ])  # fmt: skip
    report = import_source(city, "school_building", path)
    assert (report.status, report.counts.added) == ("ok", 1)
    rows = [row for row in present(city, "school_sites") if row.source == "school_building"]
    assert [(row.program, row.build_stage, row.state, row.plan_open.isoformat()) for row in rows] == [
        ("budget", "stage_frame", "late", "2026-09-01")
    ]


def test_R073_official_births_stand_beside_the_made_up_ones_under_their_own_code(city: Store, tmp_path: Path) -> None:
    districts = [district.names["ru"] for district in city.city.districts]
    rows = [(name, year, 100 + no, 120) for no, name in enumerate(districts) for year in (2019, 2020)]
    path = sheet(tmp_path / "births.xlsx", ("territory", "year", "births", "first_graders"),
                 [*rows, ("Луна", 2020, 1, 1)])  # fmt: skip
    report = import_source(city, "education_births", path)
    assert report.counts.refused == 1
    assert report.status == "refused"
    path = sheet(tmp_path / "births2.xlsx", ("territory", "year", "births", "first_graders"), rows)
    assert import_source(city, "education_births", path).status == "ok"
    with city.read() as conn:
        assert education.yearly(conn, VISITOR, "births", "almaty") == {2019: 828.0, 2020: 828.0}
        assert education.yearly(conn, VISITOR, "births", "alatau") == {2019: 100.0, 2020: 100.0}
        assert min(education.yearly(conn, VISITOR, "births-demo", "almaty")) == 2010
        assert education.yearly(conn, VISITOR, "nothing", "almaty") == {}


def test_rules_of_columns_that_follow_from_others() -> None:
    assert percent(1350, 1000) == 135.0
    assert percent(5, 0) is percent(None, 10) is percent(5, None) is None
    assert (rest(100, 130), rest(100, 70), rest(None, 3), rest(3, None)) == (0, 30, None, None)
    assert [load_class(pct) for pct in (None, 95.0, 95.1, 100.0, 100.1, 130.0, 130.1)] == [
        "unknown", "room", "full", "full", "over", "over", "far_over",
    ]  # fmt: skip
    assert derived("percent:a,b", {"a": [1, None], "b": [4, 4]}) == [25.0, None]


def test_R075_R076_official_visits_and_meals_take_the_place_of_the_demo(city: Store, tmp_path: Path) -> None:
    head: tuple[str, ...] = ("Код", "Дата", "Адрес", "Район", "Код стройки", "Замечание", "Состояние")
    visits = sheet(tmp_path / "visits.xlsx", head, [
        ("V-1", "12.11.2026", CORNER, "Алмалинский", "N-1", "качество", "не устранено"),
        ("V-2", "20.11.2026", CORNER, "Алмалинский", "N-1", None, "без замечаний"),
    ])  # fmt: skip
    assert import_source(city, "school_monitoring", visits).status == "ok"
    assert [(row.valid_from.isoformat(), row.remark, row.state) for row in present(city, "school_visits")] == [
        ("2026-11-12", "remark_quality", "remark_open"), ("2026-11-20", None, "no_remarks"),
    ]  # fmt: skip
    head = ("Код", "Дата", "Вид", "Адрес", "Район", "Код школы", "Тема", "Итог", "Состояние")
    meals = sheet(tmp_path / "meals.xlsx", head, [
        ("M-1", "12.11.2026", "жалоба", CORNER, "Алмалинский", "S-1", "холодное", None, "в работе"),
        ("M-2", "13.11.2026", "проверка", CORNER, "Алмалинский", "S-1", None, "нарушения", "решено"),
    ])  # fmt: skip
    assert import_source(city, "school_meals_control", meals).status == "ok"
    with city.read() as conn:
        events = education.meal_events(conn, city, VISITOR)
    assert [(event.org, event.kind, event.topic, event.result) for event in events] == [
        ("S-1", "meal_complaint", "meal_cold", None), ("S-1", "meal_inspection", None, "meal_violations"),
    ]  # fmt: skip
