"""The same stops come as every kind of file, in every encoding and order, and end up as the same rows."""

import json
import socket
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
import xlsxwriter
from sqlalchemy import select

from config import i18n
from data import schema
from data.loading.pipeline import import_source
from data.loading.readers import read_file
from data.loading.report import LoadError, LoadReport
from data.store import Store
from tests.city_world import (
    STOPS,
    Row,
    count,
    frame,
    present,
    stop,
    with_source,
    write_csv,
    write_geojson,
    write_shapefile_zip,
)

ROWS = [stop(no) for no in range(1, 6)]
ROWS[2]["name"] = "Әуезов атындағы; «театр», 2-ші"
# CP1251 has no Kazakh letters: rows in that encoding are Russian.
RUSSIAN = [stop(no) for no in range(1, 6)]
WANTED = [(row["id"], row["name"], row["since"], row["lon"], row["lat"]) for row in ROWS]
WANTED_RUSSIAN = [(row["id"], row["name"], row["since"], row["lon"], row["lat"]) for row in RUSSIAN]


def stored(store: Store) -> list[tuple[Any, ...]]:
    """Stops in the store, as they were written into the files."""
    rows = present(store, "bus_stops")
    points = shapely.from_wkb([row.geom for row in rows])
    return [
        (row.object_id, row.name_ru, row.valid_from.isoformat(), round(point.x, 6), round(point.y, 6))
        for row, point in zip(rows, points, strict=True)
    ]


def shuffled(rows: list[Row]) -> list[Row]:
    return [{name: row[name] for name in ("lat", "since", "name", "lon", "id")} | {"extra": "?"} for row in rows]


def commas(rows: list[Row]) -> list[Row]:
    return [row | {"lon": str(row["lon"]).replace(".", ","), "lat": str(row["lat"]).replace(".", ",")} for row in rows]


def dotted(rows: list[Row]) -> list[Row]:
    return [row | {"since": "31.01.2020"} for row in rows]


CSVS: dict[str, Callable[[Path], Path]] = {
    "utf-8": lambda p: write_csv(p, ROWS),
    "utf-8 with mark": lambda p: write_csv(p, ROWS, encoding="utf-8-sig"),
    "utf-16": lambda p: write_csv(p, ROWS, encoding="utf-16"),
    "semicolon": lambda p: write_csv(p, ROWS, delimiter=";"),
    "tab": lambda p: write_csv(p, ROWS, delimiter="\t"),
    "decimal commas": lambda p: write_csv(p, commas(ROWS), delimiter=";"),
    "decimal commas in quotes": lambda p: write_csv(p, commas(ROWS)),
    "d.m.Y": lambda p: write_csv(p, dotted(ROWS)),
    "other order of columns": lambda p: write_csv(p, shuffled(ROWS)),
    "other capitals": lambda p: write_csv(p, [{k.upper(): v for k, v in row.items()} for row in ROWS]),
}


@pytest.mark.parametrize("kind", CSVS)
def test_R015_csv_in_every_writing_gives_the_same_rows(store: Store, tmp_path: Path, kind: str) -> None:
    report = import_source(store, "stops", CSVS[kind](tmp_path / "stops.csv"))
    assert (report.status, report.counts.added, report.message) == ("ok", 5, "")
    assert stored(store) == WANTED


def test_csv_in_cp1251(store: Store, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "stops.csv", RUSSIAN, encoding="cp1251", delimiter=";")
    assert import_source(store, "stops", path).status == "ok"
    assert stored(store) == WANTED_RUSSIAN


def write_xlsx(path: Path, *, typed: bool) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, list(ROWS[0]))
        for at, row in enumerate(ROWS, start=1):
            for column, (name, value) in enumerate(row.items()):
                if name == "since" and typed:
                    sheet.write_datetime(at, column, datetime(2020, 1, 31), day)
                else:
                    sheet.write(at, column, value)
    return path


@pytest.mark.parametrize("typed", [True, False])
def test_xlsx_with_dates_as_dates_and_as_text(store: Store, tmp_path: Path, *, typed: bool) -> None:
    report = import_source(store, "stops", write_xlsx(tmp_path / "stops.xlsx", typed=typed))
    assert report.status == "ok"
    assert stored(store) == WANTED


def write_gpkg(path: Path, data: geopandas.GeoDataFrame, layer: str = "anything") -> Path:
    data.to_file(path, layer=layer, driver="GPKG", engine="pyogrio")
    return path


VECTORS: dict[str, Callable[[Path], Path]] = {
    "geojson": lambda p: write_geojson(p / "a.geojson", [(shapely.Point(r["lon"], r["lat"]), r) for r in ROWS]),
    "geojson with heights": lambda p: write_geojson(
        p / "a.json", [(shapely.Point(r["lon"], r["lat"], 800.5), r) for r in ROWS]
    ),
    "geopackage": lambda p: write_gpkg(p / "a.gpkg", frame(ROWS)),
    "geopackage in metres": lambda p: write_gpkg(p / "a.gpkg", frame(ROWS, "EPSG:32643")),
    "geopackage in web metres": lambda p: write_gpkg(p / "a.gpkg", frame(ROWS, "EPSG:3857")),
    "shapefile": lambda p: write_shapefile_zip(p / "a.zip", frame(ROWS), "UTF-8"),
    "shapefile in metres": lambda p: write_shapefile_zip(p / "a.zip", frame(ROWS, "EPSG:32643"), "UTF-8"),
    "shapefile that does not name its letters": lambda p: write_shapefile_zip(
        p / "a.zip", frame(ROWS), "UTF-8", cpg=False
    ),
}


@pytest.mark.parametrize("kind", VECTORS)
def test_R015_every_kind_of_feature_file_gives_the_same_rows(store: Store, tmp_path: Path, kind: str) -> None:
    report = import_source(store, "stops", VECTORS[kind](tmp_path))
    assert (report.status, report.counts.added, report.message) == ("ok", 5, "")
    assert stored(store) == WANTED


def test_shapefile_in_cp1251_without_a_word_about_it(store: Store, tmp_path: Path) -> None:
    path = write_shapefile_zip(tmp_path / "a.zip", frame(RUSSIAN), "CP1251", cpg=False)
    assert import_source(store, "stops", path).status == "ok"
    assert stored(store) == WANTED_RUSSIAN


def test_the_kind_of_file_makes_no_change(store: Store, tmp_path: Path) -> None:
    assert import_source(store, "stops", VECTORS["geojson"](tmp_path)).status == "ok"
    for make in (CSVS["d.m.Y"], CSVS["decimal commas"]):
        report = import_source(store, "stops", make(tmp_path / "b.csv"))
        assert (report.status, report.counts.unchanged) == ("unchanged", 5)


def test_R015_coordinates_in_the_other_order_are_swapped_and_noted(store: Store, tmp_path: Path) -> None:
    mixed = [row | ({"lon": row["lat"], "lat": row["lon"]} if no % 2 else {}) for no, row in enumerate(ROWS)]
    report = import_source(store, "stops", write_csv(tmp_path / "stops.csv", mixed))
    assert report.status == "ok"
    assert report.notes["swapped"] == 2
    assert stored(store) == WANTED


def test_a_source_may_name_encoding_and_delimiter(store: Store, tmp_path: Path) -> None:
    fixed = STOPS.model_copy(update={"encoding": "cp866", "delimiter": "|"})
    store.city = with_source(store.city, fixed)
    path = write_csv(tmp_path / "stops.csv", RUSSIAN, encoding="cp866", delimiter="|")
    assert import_source(store, "stops", path).status == "ok"
    assert stored(store) == WANTED_RUSSIAN


def test_lines_and_areas_become_multi_parts_and_are_measured(store: Store, tmp_path: Path) -> None:
    road = {"osm_way_id": 1, "fclass": "primary", "name": "x", "ref": None, "oneway": "both", "maxspeed": 60}
    road |= {"layer": 0, "bridge": False, "tunnel": "1"}
    line = shapely.LineString([(76.95, 43.25), (76.95, 43.26)])
    both = shapely.MultiLineString([[(76.95, 43.25), (76.95, 43.26)], [(76.96, 43.25), (76.96, 43.26)]])
    path = write_geojson(tmp_path / "roads.geojson", [(line, road), (both, road | {"osm_way_id": 2})])
    assert import_source(store, "osm_roads", path).status == "ok"
    rows = present(store, "roads")
    assert {shapely.from_wkb(row.geom).geom_type for row in rows} == {"MultiLineString"}
    assert [row.length_m for row in rows] == [pytest.approx(1_111, abs=2), pytest.approx(2_222, abs=4)]
    assert [(row.bridge, row.tunnel, row.maxspeed_kmh) for row in rows] == [(False, True, 60)] * 2


def test_an_area_that_crosses_itself_is_repaired_and_noted(store: Store, tmp_path: Path) -> None:
    bow = shapely.Polygon([(76.9, 43.2), (76.95, 43.25), (76.95, 43.2), (76.9, 43.25)])
    row = {"id": "almaty", "kato": "1", "area_km2": 1, "name_ru": "а", "name_kk": "а", "name_en": "a"}
    report = import_source(store, "osm_boundary", write_geojson(tmp_path / "a.geojson", [(bow, row)]))
    assert (report.status, report.notes["repaired"]) == ("ok", 1)
    assert shapely.from_wkb(present(store, "city_boundary")[0].geom).is_valid


def unreadable(tmp_path: Path) -> dict[str, tuple[Path, str]]:
    """Files that cannot be loaded, and the key of the sentence."""

    def put(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    def zipped(name: str, *names: str) -> Path:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for inner in names:
                archive.writestr(inner, b"x")
        return tmp_path / name

    header = ",".join(ROWS[0])
    return {
        "missing": (tmp_path / "none.csv", "no_file"),
        "folder": (tmp_path, "no_file"),
        "unknown ending": (put("a.pdf", b"%PDF"), "format"),
        "empty file": (put("a.csv", b""), "empty"),
        "header only": (put("b.csv", header.encode()), "empty"),
        "no features": (write_geojson(tmp_path / "a.geojson", []), "empty"),
        "not JSON": (put("b.geojson", b"<OGRVRTDataSource/>"), "unreadable"),
        "broken JSON": (put("c.geojson", b'{"type": "FeatureCollection", "features": [{'), "unreadable"),
        "not SQLite": (put("a.gpkg", b"no database"), "unreadable"),
        "broken zip": (put("a.zip", b"PK\x03\x04 no zip"), "unreadable"),
        "zip without shapes": (zipped("b.zip", "a.txt"), "shapefile_one"),
        "zip with two shapes": (zipped("c.zip", "a.shp", "b.shp"), "shapefile_one"),
        "zip with a false shape": (zipped("d.zip", "a.shp"), "unreadable"),
        "broken workbook": (put("a.xlsx", b"PK\x03\x04 no book"), "unreadable"),
        "letters of no encoding": (put("c.csv", header.encode() + b"\n\x98,\x98\n"), "encoding"),
        "a broken letter among good ones": (
            put("f.csv", header.encode() + "\n1,Остановка,,76.9,43.2".encode() + b"\xff\n"),
            "encoding",
        ),
        "columns missing": (put("d.csv", b"id,lon,lat\n1,76.9,43.2\n"), "columns_missing"),
        "column twice": (put("e.csv", b"id,id,name,since,lon,lat\n1,1,a,,76.9,43.2\n"), "columns_twice"),
        "two layers": (_two_layers(tmp_path), "layers_many"),
    }


def _two_layers(tmp_path: Path) -> Path:
    path = write_gpkg(tmp_path / "two.gpkg", frame(ROWS), "one")
    frame(ROWS).to_file(path, layer="two", driver="GPKG", engine="pyogrio")
    return path


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(store: Store, tmp_path: Path) -> None:
    for name, (path, key) in unreadable(tmp_path).items():
        report: LoadReport = import_source(store, "stops", path)
        assert report.status == "refused", name
        assert f'"load.{key}"' in report.message, name
        for lang in i18n.LANGS:
            said = report.said(lang)
            assert said.endswith("."), name
            assert "{" not in said, name
    assert count(store, "bus_stops", "1=1") == 0


def test_limits_of_rows_and_bytes_hold(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(tmp_path / "stops.csv", ROWS)
    monkeypatch.setattr("data.loading.readers.IMPORT_ROWS", 4)
    assert "load.rows_limit" in import_source(store, "stops", path).message
    monkeypatch.setattr("data.loading.readers.IMPORT_BYTES", 10)
    assert "load.bytes_limit" in import_source(store, "stops", path).message
    assert count(store, "bus_stops", "1=1") == 0


def test_a_big_file_is_read_in_stretches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.loading.table_files.IMPORT_CHUNK", 2)
    monkeypatch.setattr("data.loading.vector_files.IMPORT_CHUNK", 2)
    for path in (write_csv(tmp_path / "a.csv", ROWS), VECTORS["geopackage"](tmp_path)):
        chunks = list(read_file(STOPS, path))
        assert [list(chunk.row_no) for chunk in chunks] == [[1, 2], [3, 4], [5]]
        assert chunks[-1].share == 1.0


def test_blank_lines_keep_the_numbers_of_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,since,lon,lat\n1,a,,76.9,43.2\n\n,,,,\n4,b,,76.9,43.2\n", "utf-8")
    assert [list(chunk.row_no) for chunk in read_file(STOPS, path)] == [[1, 4]]


def test_a_file_that_points_elsewhere_is_not_followed(tmp_path: Path) -> None:
    """A GeoJSON may name its coordinate system by an address; nobody is asked there."""
    text = write_geojson(tmp_path / "a.geojson", [(shapely.Point(76.9, 43.2), ROWS[0])]).read_text("utf-8")
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0)
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/crs"
        link = {"type": "link", "properties": {"href": address, "type": "ogcwkt"}}
        path = tmp_path / "b.geojson"
        path.write_text(text.replace('"features"', f'"crs": {json.dumps(link)}, "features"', 1), "utf-8")
        with suppress(LoadError):
            list(read_file(STOPS, path))
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_the_log_holds_every_load(store: Store, tmp_path: Path) -> None:
    import_source(store, "stops", write_csv(tmp_path / "stops.csv", ROWS), by_user="lena")
    import_source(store, "stops", tmp_path / "none.csv", by_user="lena")
    import_source(store, "nobody", tmp_path / "none.csv")
    with store.read() as conn:
        log = conn.execute(select(schema.load_log).order_by(schema.load_log.c.id)).all()
    assert [(row.source, row.status, row.by_user, row.rows_added) for row in log] == [
        ("stops", "ok", "lena", 5), ("stops", "refused", "lena", 0),
    ]  # fmt: skip
    assert len(log[0].sha256) == 64
    assert log[0].finished_at >= log[0].started_at
