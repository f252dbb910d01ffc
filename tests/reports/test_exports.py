"""Files of a layer: what is in them, that no cell is a formula, and that nothing is left of a file that failed."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely

from reports.exports import FORMATS, Cargo, Facts, Format, write
from reports.exports import workbook as workbook_module
from reports.exports.model import Column

HOSTILE = ["=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "  =1", '=HYPERLINK("x")', "\u00a0=1"]
WORDS = {"name": "Name", "id": "Id", "lon": "Lon", "lat": "Lat", "data": "Data", "about": "About", "synthetic": "S"}
COLUMNS = [
    Column("kind", "Kind", "code", lambda value: f"word of {value}"), Column("name_ru", "In Russian", "text"),
    Column("places", "Places", "int"), Column("share", "Share", "num"), Column("open", "Open", "bool"),
    Column("valid_from", "From", "date"), Column("loaded_at", "Loaded", "time"), Column("origin", "Origin", "code"),
]  # fmt: skip


def rows(count: int, **values: Any) -> list[dict[str, Any]]:
    return [
        {
            "fid": no, "object_id": f"o{no}", "kind": "school", "name_ru": f"Имя {no} әғқңөұүһі", "places": no,
            "share": no / 3, "open": no % 2 == 0, "valid_from": date(1887, 6, 9) if no == 0 else date(2020, 1, 31),
            "loaded_at": datetime.fromisoformat("2025-01-01T12:00:00"), "origin": "synthetic" if no == 1 else "open",
            "geom": shapely.to_wkb(shapely.Point(76.9 + no / 1000, 43.2)), **values,
        }
        for no in range(count)
    ]  # fmt: skip


def cargo(found: list[dict[str, Any]], size: int = 2, **changes: Any) -> Cargo:
    portions = (found[at : at + size] for at in range(0, len(found), size))
    facts = Facts([("Title", "Schools"), ("Source", "=cmd|x")], {"attribution": "© OpenStreetMap contributors"})
    given: dict[str, Any] = {
        "layer": "schools", "title": "Schools", "geometry": "point", "columns": COLUMNS, "portions": portions,
        "title_of": lambda row: row["name_ru"], "facts": facts, "words": WORDS, **changes,
    }  # fmt: skip
    return Cargo(**given)


def read_csv(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_has_words_values_and_what_it_is(tmp_path: Path) -> None:
    size = write("csv", cargo(rows(3)), tmp_path / "a.csv")
    lines = read_csv(tmp_path / "a.csv")
    assert size == (tmp_path / "a.csv").stat().st_size
    assert lines[0] == ["Id", "Name", *(c.words for c in COLUMNS), "Lon", "Lat"]
    assert lines[1][:3] == ["schools.o0", "Имя 0 әғқңөұүһі", "word of school"]
    assert (lines[1][7], lines[1][8]) == ("1887-06-09", "2025-01-01T12:00:00Z")
    assert lines[4:] == [[], ["Title: Schools"], ["Source: =cmd|x"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_table_is_a_formula(tmp_path: Path, text: str) -> None:
    found = rows(1, name_ru=text)
    write("csv", cargo(found), tmp_path / "a.csv")
    assert f"'{text}" in read_csv(tmp_path / "a.csv")[1]
    write("xlsx", cargo(found), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    risky = [cell for cell in cells if cell.value == text]
    assert risky
    assert all(cell.quotePrefix for cell in risky)


def test_xlsx_keeps_types_marks_synthetic_rows_and_describes_itself(tmp_path: Path) -> None:
    write("xlsx", cargo(rows(3)), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Data", "About"]
    lines = list(book["Data"].iter_rows(values_only=True))
    assert lines[0][:2] == ("Id", "Name")
    assert lines[1][7] == "1887-06-09"
    assert lines[2][4:9] == (1, pytest.approx(1 / 3), False, datetime(2020, 1, 31), datetime(2025, 1, 1, 12))
    tints = [row[1].fill.fgColor.rgb for row in book["Data"].iter_rows(min_row=2)]
    assert [tint == "FFFFF1C2" for tint in tints] == [False, True, False]
    assert [(a.value, b.value) for a, b in book["About"].iter_rows()] == [("Title", "Schools"), ("Source", "=cmd|x")]


def test_a_full_sheet_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "SHEET_ROWS", 3)
    write("xlsx", cargo(rows(5)), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Data", "Data 2", "Data 3", "About"]
    ids = [row[0] for name in book.sheetnames[:3] for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert ids == [f"schools.o{no}" for no in range(5)]


def test_geojson_is_rfc_7946_with_attribution(tmp_path: Path) -> None:
    square = shapely.MultiPolygon([shapely.box(0.12345678, 0, 1, 1).reverse()])
    found = rows(3, geom=shapely.to_wkb(square))
    write("geojson", cargo(found, geometry="polygon"), tmp_path / "a.geojson")
    data = json.loads((tmp_path / "a.geojson").read_text("utf-8"))
    assert (data["type"], data["attribution"]) == ("FeatureCollection", "© OpenStreetMap contributors")
    assert data["metadata"]["about"]["Title"] == "Schools"
    assert "crs" not in data
    ring = shapely.LinearRing(data["features"][0]["geometry"]["coordinates"][0][0])
    assert ring.is_ccw
    assert ring.bounds[0] == 0.123457
    assert [f["properties"]["origin"] for f in data["features"]] == ["open", "synthetic", "open"]
    assert pyogrio.read_info(tmp_path / "a.geojson")["features"] == 3


def test_a_geopackage_opens_in_gdal(tmp_path: Path) -> None:
    write("gpkg", cargo(rows(5)), tmp_path / "a.gpkg")
    assert [name for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")] == ["schools", "about"]
    info = pyogrio.read_info(tmp_path / "a.gpkg", layer="schools")
    assert (info["features"], info["geometry_type"], info["crs"]) == (5, "Point", "EPSG:4326")
    data = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="schools")
    assert list(data["id"]) == [f"schools.o{no}" for no in range(5)]
    assert list(data["synthetic"]) == [False, True, False, False, False]
    assert data.geometry.iloc[1].x == pytest.approx(76.901)
    with sqlite3.connect(tmp_path / "a.gpkg") as conn:
        assert conn.execute("SELECT item, words FROM about").fetchall() == [("Title", "Schools"), ("Source", "=cmd|x")]
        assert "OpenStreetMap" in conn.execute("SELECT metadata FROM gpkg_metadata").fetchone()[0]


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_empty_file_is_a_good_file(tmp_path: Path, fmt: Format) -> None:
    assert write(fmt, cargo([]), tmp_path / "a") > 0
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_file_that_fails_leaves_nothing(tmp_path: Path, fmt: Format) -> None:
    def broken() -> Iterator[list[dict[str, Any]]]:
        yield rows(2)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write(fmt, cargo([], portions=broken()), tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fmt", FORMATS)
def test_rows_are_counted_and_the_count_can_stop_the_file(tmp_path: Path, fmt: Format) -> None:
    told: list[int] = []
    write(fmt, cargo(rows(5), tick=told.append), tmp_path / "a")
    assert told == [2, 4, 5]

    def stop(done: int) -> None:
        if done >= 4:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write(fmt, cargo(rows(9), tick=stop), tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
