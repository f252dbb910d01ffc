"""Official files of yards, infill sites, parks, plots, monuments, danger zones and roads, and faulty ones."""

from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import count, present, write_csv, write_shapefile_zip
from tests.data.test_import_infra import SITE

HERE = shapely.box(76.95, 43.25, 76.951, 43.251)
LINE = shapely.LineString([(76.95, 43.25), (76.96, 43.25)])
# Columns of each file, as in docs/importers.md, with words as an office writes them.
AREAS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "official_yards": ("yards", {
        "id": "Д-1", "name": "Двор", "state": "плохое", "address": "Абая 1", "score": 31.5, "residents": 420,
        "lit": "да", "playground": "нет", "done": 1, "asked": 4, "surveyed": "2026-05-01", "geometry": HERE,
    }, {"state": "yard_poor", "yard_score": 31.5, "yard_lit": True, "yard_playground": False, "works_asked": 4}),
    "official_parks": ("green_areas", {
        "id": "П-1", "name": "Сквер", "name_kk": "Гулзар", "kind": "сквер", "area_ha": 1.2, "greenery": "хорошее",
        "surveyed": "2026-05-01", "geometry": HERE,
    }, {"kind": "square", "green_area_ha": 1.2, "greenery_state": "good", "survey_date": date(2026, 5, 1)}),
    "official_plots": ("land_plots", {
        "cadastre": "20-311-001", "name": "Участок", "state": "свободен", "area_ha": 0.8,
        "purpose": "социальный объект", "restrict": "красные линии",
        "note": "с юга", "water": "да", "heat": "нет", "power": None, "geometry": HERE,
    }, {"state": "free", "plot_purpose": "social", "restriction": "red_lines", "water_near": True, "power_near": None}),
    "official_hazards": ("hazard_zones", {
        "id": "З-1", "name": "Русло", "kind": "сель", "degree": "высокая", "seismic": "9", "geometry": HERE,
    }, {"kind": "mudflow", "hazard_zone": "high", "seismic_class": "msk9"}),
    "official_roads": ("road_sections", {
        "id": "У-1", "name": "Абая", "class": "общегородская", "state": "плохое", "surface": "асфальт",
        "repaired": 2014, "next": 2027, "traffic": 18_000, "bus_lane": "да", "geometry": LINE,
    }, {"kind": "primary", "state": "poor", "surface": "asphalt", "last_repair_year": 2014, "bus_lane": True}),
}  # fmt: skip
INFILL = {
    "Номер": "С-1", "Наименование": "Дом во дворе", "Вид": "жильё", "Состояние": "приостановлено",
    "Адрес": "Абая 10", "Застройщик": "ТОО Пример", "Спор": "в суде", "Этажей": "9", "Номер разрешения": "KZ-77",
    "Решение": "приостановить", "Дата решения": "03.06.2026", "Обращений": "14", "Начало спора": "01.05.2026",
    "Долгота": "76,95", "Широта": "43,25",
}  # fmt: skip
MONUMENT = {
    "Номер": "М-1", "Наименование": "Дом учёных", "Атауы": "Ғалымдар үйі", "Вид": "памятник",
    "Состояние": "реставрация", "Адрес": "Пушкина 1", "Охрана": "местного значения", "Тип": "архитектура",
    "Год постройки": "1938", "Работы до": "01.12.2027", "Долгота": "76,95", "Широта": "43,25",
}  # fmt: skip


def written(path: Path, *rows: dict[str, Any], crs: str = "EPSG:4326", encoding: str = "utf-8") -> Path:
    frame = geopandas.GeoDataFrame([*rows], geometry="geometry", crs="EPSG:4326").to_crs(crs)
    if path.suffix == ".zip":
        return write_shapefile_zip(path, frame, encoding)
    frame.to_file(path, engine="pyogrio")
    return path


@pytest.mark.parametrize("source", sorted(AREAS))
def test_official_geometries_come_in_every_format_with_words_of_an_office(
    store: Store, tmp_path: Path, source: str
) -> None:
    layer, row, wanted = AREAS[source]
    files = (("a.geojson", "EPSG:4326", ""), ("b.gpkg", "EPSG:32643", ""), ("c.zip", "EPSG:32643", "cp1251"))
    for name, crs, encoding in files:
        report = import_source(store, source, written(tmp_path / name, row, crs=crs, encoding=encoding))
        assert report.good, (name, report.message)
        (found,) = present(store, layer)
        assert {key: getattr(found, key) for key in wanted} == wanted, name
        assert (found.origin, found.name_ru, found.object_id) == ("official", row["name"], next(iter(row.values())))


@pytest.mark.parametrize("source", sorted(AREAS))
def test_a_file_without_a_column_or_with_unknown_words_is_refused(store: Store, tmp_path: Path, source: str) -> None:
    layer, row, _ = AREAS[source]
    last = [key for key in row if key != "geometry"][-1]
    less = {name: value for name, value in row.items() if name != last}
    report = import_source(store, source, written(tmp_path / "less.geojson", less))
    assert (report.status, last in report.message) == ("refused", True)
    coded = "state" if "state" in row else "kind"
    report = import_source(store, source, written(tmp_path / "odd.geojson", {**row, coded: "прочее"}))
    assert (report.status, report.counts.refused) == ("refused", 1)
    assert present(store, layer) == []


def test_R056_a_table_of_disputed_sites_keeps_its_permit_for_officials(store: Store, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "infill.csv", [INFILL], encoding="cp1251", delimiter=";")
    report = import_source(store, "official_infill", path)
    assert report.status == "ok", report.message
    (row,) = present(store, "infill")
    assert (row.kind, row.state, row.dispute_state, row.floors) == ("infill_housing", "stopped", "in_court", 9)
    assert (row.permit_no, row.decision_on, row.valid_from) == ("KZ-77", date(2026, 6, 3), date(2026, 5, 1))


def test_R036_a_table_of_monuments_has_protection_and_works(store: Store, tmp_path: Path) -> None:
    report = import_source(store, "official_heritage", write_csv(tmp_path / "heritage.csv", [MONUMENT]))
    assert report.status == "ok", report.message
    (row,) = present(store, "heritage")
    assert (row.kind, row.state, row.protection_status) == ("monument", "restoration", "local")
    assert (row.heritage_type, row.build_year, row.works_until) == ("architecture", 1938, date(2027, 12, 1))
    assert (row.name_kk, row.body) == ("Ғалымдар үйі", "dept-culture")


def test_an_official_file_closes_the_demonstration_of_its_own_layer_only(own_almaty: Store, tmp_path: Path) -> None:
    layers = ("yards", "green_areas", "land_plots", "hazard_zones", "road_sections", "heritage", "infill", "stop_bays")
    before = {layer: count(own_almaty, layer) for layer in layers}
    assert min(before.values()) > 1
    for source, (layer, row, _) in AREAS.items():
        assert import_source(own_almaty, source, written(tmp_path / f"{source}.geojson", row)).status == "ok"
        assert count(own_almaty, layer) == 1
    assert {layer: count(own_almaty, layer) for layer in ("heritage", "infill", "stop_bays")} == {
        layer: before[layer] for layer in ("heritage", "infill", "stop_bays")
    }


def test_R028_one_finished_site_leaves_the_other_objects_of_the_city(own_almaty: Store, tmp_path: Path) -> None:
    objects, sites = count(own_almaty, "city_objects"), count(own_almaty, "construction_sites")
    done = {**SITE, "Завершено": "да", "Завершено фактически": "10.10.2026", "Адрес": "пр. Абая, уг. ул. Байтурсынова",
            "Район": "Бостандыкский район"}  # fmt: skip
    running = {**done, "Номер проекта": "П-2", "Завершено": "нет", "Завершено фактически": ""}
    report = import_source(own_almaty, "official_construction", write_csv(tmp_path / "sites.csv", [done, running]))
    assert report.status == "ok", report.message
    assert count(own_almaty, "city_objects") == objects + 1
    assert sites > 1
    assert [row.object_id for row in present(own_almaty, "construction_sites")] == ["П-2"]
