"""Timetables in GTFS: real stops of the city under made-up names and times (a fixture), and every way a feed is bad."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from config.city import load_city
from config.settings import ROOT
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import count, present

SOURCE = "gtfs_city"
Table = list[dict[str, Any]]
Feed = dict[str, Table]


def stops(number: int) -> list[tuple[float, float]]:
    """Places of real bus stops of the city."""
    path = ROOT / "data" / "seed" / "geo" / "almaty_bus_stops.geojson"
    found = json.loads(path.read_text("utf-8"))["features"]
    return [tuple(f["geometry"]["coordinates"]) for f in found if f["properties"]["in_city"]][:number]


def clock(minutes: float) -> str:
    return f"{int(minutes // 60)}:{int(minutes % 60):02d}:00"


def feed() -> Feed:
    """Line 92 with six stops there and back every ten minutes from 6:00 to 25:00; a line of the week-end beside it."""
    places = stops(6)
    made: Feed = {
        "agency": [{"agency_id": "a", "agency_name": "FIXTURE", "agency_url": "x", "agency_timezone": "Asia/Almaty"}],
        "stops": [{"stop_id": f"s{no}", "stop_code": f"00{no}", "stop_name": f"Остановка {no}", "stop_lat": lat,
                   "stop_lon": lon, "location_type": "", "wheelchair_boarding": "1" if no == 1 else ""}
                  for no, (lon, lat) in enumerate(places, start=1)],
        "routes": [
            {"route_id": ident, "agency_id": "a", "route_short_name": ident[1:], "route_long_name": name,
             "route_type": kind}
            for ident, name, kind in (("r92", "Тест", "3"), ("r7", "", "11"))],
        "trips": [], "stop_times": [], "calendar_dates": [], "feed_info": [
            {"feed_publisher_name": "FIXTURE", "feed_publisher_url": "x", "feed_lang": "ru",
             "feed_start_date": "20260601", "feed_end_date": "20260731"}],
        "calendar": [
            {"service_id": "work", **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "1"),
             "saturday": "0", "sunday": "0", "start_date": "20260601", "end_date": "20260731"},
            {"service_id": "rest", **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "0"),
             "saturday": "1", "sunday": "1", "start_date": "20260601", "end_date": "20260731"}],
        "shapes": [{"shape_id": "there", "shape_pt_lat": lat, "shape_pt_lon": lon, "shape_pt_sequence": no}
                   for no, (lon, lat) in enumerate(places)],
    }  # fmt: skip
    for direction, order in enumerate((range(1, 7), range(6, 0, -1))):
        for start in range(6 * 60, 25 * 60, 10):
            trip(made, f"t{direction}-{start}", "r92", "work", (start, list(order), direction))
    trip(made, "w1", "r7", "rest", (600, [1, 2], 0))
    return made


def trip(made: Feed, ident: str, route: str, service: str, run: tuple[int, list[int], int]) -> None:
    start, order, direction = run
    made["trips"].append({"route_id": route, "service_id": service, "trip_id": ident, "direction_id": direction,
                          "shape_id": "there" if direction == 0 and route == "r92" else ""})  # fmt: skip
    made["stop_times"] += [
        {"trip_id": ident, "arrival_time": clock(start + 3 * at), "departure_time": clock(start + 3 * at),
         "stop_id": f"s{no}", "stop_sequence": at * 10}
        for at, no in enumerate(order)
    ]  # fmt: skip


def write(path: Path, made: Feed, *, encoding: str = "utf-8", folder: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in made.items():
            if rows:
                text = io.StringIO()
                writer = csv.DictWriter(text, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
                archive.writestr(f"{folder}{name}.txt", text.getvalue().encode(encoding))
    return path


def line(store: Store, ident: str = "r92") -> Any:
    return next(row for row in present(store, "transit_routes") if row.object_id == ident)


def test_R036_lines_and_stops_with_trips_by_hour(store: Store, tmp_path: Path) -> None:
    report = import_source(store, SOURCE, write(tmp_path / "a.zip", feed()))
    assert report.status == "ok", report.said("en")
    assert report.counts.refused == 0
    row = line(store)
    assert (row.kind, row.route_no, row.name_ru, row.operator, row.stops_count) == ("bus", "92", "Тест", "FIXTURE", 6)
    assert (row.trips_day, row.headway_min, row.first_trip, row.last_trip) == (2 * 114, 10.0, "06:00", "00:50")
    assert (str(row.service_day), str(row.data_date)) == ("2026-06-01", "2026-06-01")
    first = next(row for row in present(store, "transit_stops") if row.object_id == "s1")
    assert (first.name_ru, first.stop_code, first.routes_here, first.wheelchair) == ("Остановка 1", "001", "92", "yes")
    # There it begins, back it ends a quarter of an hour later: one trip each way every ten minutes.
    hours = dict(part.split(": ") for part in first.trips_by_hour.split(" · "))
    assert hours["07"] == "12"
    assert sum(map(int, hours.values())) == first.trips_day == 228
    assert int(hours["00"]) > 0  # 24:50 is ten to one
    assert line(store, "r7").trips_day == 0
    assert line(store, "r7").kind == "trolleybus"


def test_the_same_feed_twice_and_a_dry_run_change_nothing(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", feed())
    assert import_source(store, SOURCE, path, dry_run=True).status == "dry_run"
    assert count(store, "transit_stops") == 0
    assert import_source(store, SOURCE, path).status == "ok"
    assert import_source(store, SOURCE, path).status == "unchanged"


def without_shapes(made: Feed) -> None:
    made["shapes"] = []


def dates_only(made: Feed) -> None:
    made["calendar"] = []
    made["calendar_dates"] = [
        {"service_id": "work", "date": f"202606{day:02d}", "exception_type": "1"} for day in range(1, 6)
    ]  # fmt: skip


def without_optional(made: Feed) -> None:
    made["agency"], made["feed_info"], made["calendar_dates"] = [], [], []


def with_holiday(made: Feed) -> None:
    made["calendar_dates"] = [{"service_id": "work", "date": "20260601", "exception_type": "2"}]


def untimed_middle(made: Feed) -> None:
    for row in made["stop_times"]:
        if row["stop_sequence"] not in (0, 50) and row["trip_id"] != "w1":
            row["arrival_time"] = row["departure_time"] = ""


def by_frequency(made: Feed) -> None:
    made["trips"] = [t for t in made["trips"] if t["trip_id"] in ("t0-360", "t1-360", "w1")]
    kept = {t["trip_id"] for t in made["trips"]}
    made["stop_times"] = [row for row in made["stop_times"] if row["trip_id"] in kept]
    made["frequencies"] = [
        {"trip_id": f"t{no}-360", "start_time": "06:00:00", "end_time": "25:00:00", "headway_secs": "600"}
        for no in (0, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change", [without_shapes, dates_only, without_optional, with_holiday, untimed_middle, by_frequency]
)
def test_feeds_of_every_make_give_the_same_figures(
    store: Store, tmp_path: Path, change: Callable[[Feed], None]
) -> None:
    made = feed()
    change(made)
    report = import_source(store, SOURCE, write(tmp_path / "a.zip", made))
    assert report.status == "ok", report.said("en")
    row = line(store)
    assert (row.trips_day, row.headway_min) == (228, 10.0)
    assert len(shapely.from_wkb(row.geom).geoms) == 2
    middle = next(row for row in present(store, "transit_stops") if row.object_id == "s3")
    assert middle.trips_day == 228
    if change is with_holiday:
        assert str(row.service_day) == "2026-06-02"


@pytest.mark.parametrize(("encoding", "folder"), [("utf-8-sig", ""), ("utf-8", "gtfs/")])
def test_marks_and_folders_do_not_matter(store: Store, tmp_path: Path, encoding: str, folder: str) -> None:
    report = import_source(store, SOURCE, write(tmp_path / "a.zip", feed(), encoding=encoding, folder=folder))
    assert report.status == "ok", report.said("en")
    assert line(store).trips_day == 228


def test_R006_wrong_rows_are_refused_with_row_table_and_reason(store: Store, tmp_path: Path) -> None:
    made = feed()
    made["stop_times"][0] |= {"stop_id": "nowhere"}
    made["stop_times"][7] |= {"arrival_time": "", "departure_time": "soon"}
    made["trips"].append({"route_id": "ghost", "service_id": "work", "trip_id": "x", "direction_id": 0, "shape_id": ""})
    made["stops"].append(made["stops"][0] | {"stop_id": "s9", "stop_lat": "=1+1"})
    made["routes"].append(made["routes"][0] | {"route_id": "lonely"})
    report = import_source(store, SOURCE, write(tmp_path / "a.zip", made))
    assert report.status == "ok", report.said("en")
    found = {(r.field, r.reason): r for r in report.refusals}
    assert found["stop_times.stop_id", "gtfs_reference"].row_no == 1
    assert found["stop_times.departure_time", "gtfs_time"].value == "soon"
    assert found["trips.route_id", "gtfs_reference"].value == "ghost"
    assert {r.reason for r in report.refusals if r.field == "geom"} == {"number", "gtfs_no_trips"}
    assert report.counts.read > 1_000


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("stops", "routes", "trips", "stop_times", "calendar"):
            archive.writestr(f"{name}.txt", b"0" * 40_000_000)
    return path


def no_zip(path: Path) -> Path:
    path.write_bytes(b"PK\x03\x04 and nothing more")
    return path


def lacking(path: Path) -> Path:
    return write(path, {**feed(), "trips": []})


def lacking_column(path: Path) -> Path:
    return write(path, {**feed(), "stops": [{"stop_id": "s1", "stop_lat": "43.2"}]})


def all_wrong(path: Path) -> Path:
    made = feed()
    for row in made["stop_times"]:
        row["stop_id"] += "?"
    return write(path, made)


@pytest.mark.parametrize("make", [bomb, no_zip, lacking, lacking_column, all_wrong])
def test_a_feed_that_cannot_be_used_leaves_the_store_as_it_is(
    store: Store, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    report = import_source(store, SOURCE, make(tmp_path / "a.zip"))
    assert report.status == "refused"
    assert all(report.said(lang) for lang in ("ru", "kk", "en"))
    assert count(store, "transit_stops", "1 = 1") == 0


def test_the_source_of_timetables_feeds_two_layers() -> None:
    source = load_city("almaty").source(SOURCE)
    assert source is not None
    assert [load.layer for load in source.loads] == ["transit_routes", "transit_stops"]
