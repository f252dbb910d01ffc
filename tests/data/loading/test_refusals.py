"""Rows that are not taken are named with their number, field and reason; too many of them stop the load."""

import csv
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import select

from config import i18n
from config.city import LoadRecord
from data import schema
from data.loading.log import as_text, write_refusals
from data.loading.pipeline import import_source
from data.loading.report import LoadReport, Refusal
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

HOSTILE = [
    "<script>alert(1)</script>", "'; DROP TABLE bus_stops; --", '=HYPERLINK("http://x","y")', "+1+1", "@SUM(A1)",
    "[red]x[/red]", "{name}", "%s %(x)s", "a\tb", "\u202eabc", "‘’\"'\\", "NULL", "ә ғ қ ң ө ұ ү һ і",
]  # fmt: skip
BAD_ROWS: dict[str, tuple[Row, str, str]] = {
    "no key": ({"id": " "}, "id", "key_missing"),
    "no longitude": ({"lon": ""}, "geom", "geometry_missing"),
    "longitude is a word": ({"lon": "east"}, "lon", "number"),
    "no number at all": ({"lat": "inf"}, "lat", "number"),
    "null island": ({"lon": 0, "lat": 0}, "geom", "geometry_reach"),
    "other town": ({"lon": 71.4, "lat": 51.1}, "geom", "geometry_reach"),
    "no date": ({"since": "soon"}, "valid_from", "date"),
    "character that no text has": ({"name": "a\x00b"}, "name_ru", "text_nul"),
}


def load(store: Store, path: Path, rows: list[Row]) -> LoadReport:
    return import_source(store, "stops", write_csv(path / "stops.csv", rows))


def with_bad(changes: Row, good: int = 40) -> list[Row]:
    return [stop(1), stop(2, **changes), *(stop(no) for no in range(3, good + 1))]


@pytest.mark.parametrize("name", BAD_ROWS)
def test_R015_a_bad_row_is_refused_with_number_field_and_reason(store: Store, tmp_path: Path, name: str) -> None:
    changes, field, reason = BAD_ROWS[name]
    report = load(store, tmp_path, with_bad(changes))
    assert (report.status, report.counts.added, report.counts.refused) == ("ok", 39, 1)
    assert [(r.row_no, r.field, r.reason) for r in report.refusals] == [(2, field, reason)]
    assert count(store, "bus_stops") == 39
    with store.read() as conn:
        kept = conn.execute(select(schema.load_refusal)).all()
    assert [(r.load, r.row_no, r.field, r.reason) for r in kept] == [(report.load_id, 2, field, reason)]
    for lang in i18n.LANGS:
        assert i18n.has(lang, f"load.reason.{reason}")


def test_R015_more_than_five_in_a_hundred_stop_the_load(store: Store, tmp_path: Path) -> None:
    good = [stop(no) for no in range(1, 96)]
    bad = [stop(no, lon=0) for no in range(96, 101)]
    assert load(store, tmp_path, [*good, *bad]).status == "ok"
    before = present(store, "bus_stops")
    report = load(store, tmp_path, [*good[:-1], *bad, stop(101, lat="?")])
    assert report.status == "refused"
    assert report.counts.refused == 6
    assert "6" in report.said("ru")
    assert present(store, "bus_stops") == before
    with store.read() as conn:
        log = conn.execute(select(schema.load_log).order_by(schema.load_log.c.id)).all()
        kept = conn.execute(select(schema.load_refusal).where(schema.load_refusal.c.load == log[-1].id)).all()
    assert [row.status for row in log] == ["ok", "refused"]
    assert len(kept) == 6


def test_a_refused_row_leaves_the_object_as_it_was(store: Store, tmp_path: Path) -> None:
    rows = [stop(no) for no in range(1, 41)]
    load(store, tmp_path, rows)
    report = load(store, tmp_path, [stop(1, lon=0), *rows[1:]])
    assert (report.counts.refused, report.counts.closed, report.counts.unchanged) == (1, 0, 39)
    assert count(store, "bus_stops") == 40


def test_a_repeated_row_is_refused_and_one_with_the_same_key_is_numbered(store: Store, tmp_path: Path) -> None:
    rows = [stop(no) for no in range(1, 41)]
    report = load(store, tmp_path, [*rows, stop(1), stop(1, name="Другая"), stop(1, name="Третья")])
    assert [(r.row_no, r.reason, r.value) for r in report.refusals] == [(41, "duplicate", "s1")]
    found = {row.object_id: row.name_ru for row in present(store, "bus_stops")}
    assert (found["s1"], found["s1-2"], found["s1-3"]) == ("Остановка 1", "Другая", "Третья")
    assert len(found) == 42


def test_rows_without_a_key_of_their_own_are_known_by_their_content(store: Store, tmp_path: Path) -> None:
    bare = STOPS.loads[0].model_copy(update={"key": ()})
    store.city = with_source(store.city, STOPS.model_copy(update={"loads": (bare,)}))
    rows = [stop(no) for no in range(1, 41)]
    assert load(store, tmp_path, rows).status == "ok"
    report = load(store, tmp_path, [*reversed(rows[1:]), stop(99)])
    assert (report.counts.unchanged, report.counts.added, report.counts.closed) == (39, 1, 1)


def test_hostile_text_stays_text(store: Store, tmp_path: Path) -> None:
    rows = [stop(no, name=text, id=f"{no}{text}") for no, text in enumerate(HOSTILE, start=1)]
    report = load(store, tmp_path, rows)
    assert (report.status, report.counts.added) == ("ok", len(HOSTILE))
    assert [row.name_ru for row in present(store, "bus_stops")] == HOSTILE
    assert [row.object_id for row in present(store, "bus_stops")] == [row["id"] for row in rows]


def test_the_report_of_refused_rows_holds_no_formula(tmp_path: Path) -> None:
    values = [*HOSTILE, "-5,5", "-x"]
    report = LoadReport("stops", "a.csv", "ok")
    report.refuse([Refusal(no, "name_ru", "date", value) for no, value in enumerate(values, start=1)])
    write_refusals(report, tmp_path / "reports" / "1.csv")
    with (tmp_path / "reports" / "1.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["row_no"] for row in found] == [str(no) for no in range(1, len(values) + 1)]
    for row, value in zip(found, values, strict=True):
        assert row["value"] in (value, f"'{value}")
        assert not row["value"].startswith(("=", "+", "@", "-x"))
    assert as_text("-5,5") == "-5,5"


def test_only_the_first_refusals_are_kept_but_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.loading.report.REFUSED_KEPT", 3)
    report = LoadReport("stops", "a.csv", "ok")
    for start in (1, 3):
        report.refuse([Refusal(no, "x", "date", "") for no in range(start, start + 2)])
    assert (report.counts.refused, [r.row_no for r in report.refusals]) == (4, [1, 2, 3])


SHAPES: dict[str, tuple[Any, str]] = {
    "no geometry": (None, "geometry_missing"),
    "empty": ({"type": "MultiPoint", "coordinates": []}, "geometry_empty"),
    "a point without numbers": ({"type": "Point", "coordinates": []}, "geometry_"),
    "line for a point": (shapely.LineString([(76.9, 43.2), (76.91, 43.2)]), "geometry_type"),
    "area for a point": (shapely.box(76.9, 43.2, 76.91, 43.21), "geometry_type"),
    "two points": (shapely.MultiPoint([(76.9, 43.2), (76.91, 43.2)]), "geometry_type"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_geometry_that_does_not_fit_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    shape, reason = SHAPES[name]
    features = [(shapely.Point(r["lon"], r["lat"]), r) for r in (stop(no) for no in range(1, 41))]
    report = import_source(store, "stops", write_geojson(tmp_path / "a.geojson", [(shape, stop(50)), *features]))
    assert (report.status, report.counts.added) == ("ok", 40)
    assert [(r.row_no, r.field) for r in report.refusals] == [(1, "geom")]
    assert report.refusals[0].reason.startswith(reason)


def test_a_lone_point_in_a_collection_of_points_is_a_point(store: Store, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", [(shapely.MultiPoint([(76.9, 43.2)]), stop(1))])
    assert import_source(store, "stops", path).counts.added == 1


def test_a_line_of_one_place_is_refused(store: Store, tmp_path: Path) -> None:
    row = {"shp_row": 1, "length_km": 1, "dist_to_center_km": 1}
    good = [(shapely.LineString([(76.9, 43.2), (76.9, 43.3)]), row | {"shp_row": no}) for no in range(2, 30)]
    bad = shapely.LineString([(76.9, 43.2), (76.9, 43.2)])
    report = import_source(store, "gem_faults", write_geojson(tmp_path / "a.geojson", [(bad, row), *good]))
    assert [(r.row_no, r.reason) for r in report.refusals] == [(1, "geometry_invalid")]


def test_a_wrong_coordinate_system_is_refused_clearly(store: Store, tmp_path: Path) -> None:
    rows = [stop(no) for no in range(1, 6)]
    metres = frame(rows, "EPSG:32643")
    named_wrong = metres.set_crs("EPSG:32642", allow_override=True)
    without = metres.set_crs(None, allow_override=True)
    wrong = import_source(store, "stops", write_shapefile_zip(tmp_path / "a.zip", named_wrong, "UTF-8"))
    silent = import_source(store, "stops", write_shapefile_zip(tmp_path / "b.zip", without, "UTF-8"))
    assert (wrong.status, silent.status) == ("refused", "refused")
    assert "load.crs_wrong" in wrong.message
    assert "32642" in wrong.said("en")
    assert "load.crs_missing" in silent.message
    assert count(store, "bus_stops", "1=1") == 0
    degrees = import_source(store, "stops", write_shapefile_zip(tmp_path / "c.zip", frame(rows, None), "UTF-8"))
    assert degrees.status == "ok"


def test_codes_that_nobody_knows_are_refused(store: Store, tmp_path: Path) -> None:
    mapped = LoadRecord(
        layer="power_plants", key=("id",), values={"state": "existing"},
        columns={"kind": "fuel", "body": "owner", "name_ru": "name", "capacity_mw": "mw"},
        mapping={"kind": {"Gaz": "gas"}},
    )  # fmt: skip
    store.city = with_source(store.city, STOPS.model_copy(update={"licence": "CC-BY-4.0", "loads": (mapped,)}))
    rows = [
        {"id": no, "name": "x", "fuel": "Gaz", "owner": "akimat", "mw": "1,5", "lon": 76.9, "lat": 43.2 + no / 1e4}
        for no in range(1, 61)
    ]
    rows[0]["fuel"], rows[1]["fuel"], rows[2]["owner"] = "uranium", "", "nobody"
    report = load(store, tmp_path, rows)
    assert [(r.row_no, r.field, r.reason, r.value) for r in report.refusals] == [
        (1, "kind", "code_unknown", "uranium"), (2, "kind", "required", ""), (3, "body", "code_unknown", "nobody"),
    ]  # fmt: skip
    assert {(row.kind, row.body, row.capacity_mw) for row in present(store, "power_plants")} == {("gas", "akimat", 1.5)}


def test_a_record_that_names_what_the_layer_has_not_is_refused(store: Store, tmp_path: Path) -> None:
    wrong = STOPS.loads[0].model_copy(update={"columns": {"colour": "name"}})
    store.city = with_source(store.city, STOPS.model_copy(update={"loads": (wrong,)}))
    report = load(store, tmp_path, [stop(1)])
    assert (report.status, "colour" in report.said("en")) == ("refused", True)


def test_a_file_without_rows_for_a_filled_layer_changes_nothing(store: Store, tmp_path: Path) -> None:
    some = STOPS.loads[0].model_copy(update={"where": {"name": "Остановка 1"}})
    store.city = with_source(store.city, STOPS.model_copy(update={"loads": (some,)}))
    report = load(store, tmp_path, [stop(1), stop(2)])
    assert (report.counts.added, report.notes["not_wanted"]) == (1, 1)
    report = load(store, tmp_path, [stop(2)])
    assert report.status == "refused"
    assert "load.layer_empty" in report.message
    assert count(store, "bus_stops") == 1
