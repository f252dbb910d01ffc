"""Measurements of air: every spelling and unit in one form, clocks that change, doubts that are marked and kept."""

import csv
import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import select

from config.air import air_table
from config.city import Source, load_city
from config.policy import Sensitivity
from data.importers.air_flags import marks
from data.loading.pipeline import import_source
from data.queries.air import day_bounds, day_means, latest, series
from data.schema import air_series, air_value
from data.store import Store
from tests.city_world import count, present

SOURCE = "air_measured"
ALMATY = ZoneInfo("Asia/Almaty")
ALL = frozenset(Sensitivity)
Row = dict[str, Any]


def write(path: Path, rows: list[Row], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def hours(count_: int, start: str = "2025-01-10T00:00:00", **changes: Any) -> list[Row]:
    """Rows of one station by hour of the city's clock, with values that wander a little."""
    first = datetime.fromisoformat(start)
    return [
        {"station": "p1", "name": "Пост 1", "lon": "76.93", "lat": "43.24",
         "datetime": (first + timedelta(hours=no)).isoformat(sep=" "), "pollutant": "PM2.5", "unit": "µg/m³",
         "value": str(20 + (no * 7) % 11), **changes}
        for no in range(count_)
    ]  # fmt: skip


def stored(store: Store, pollutant: str = "pm25") -> list[Any]:
    v, s = air_value.c, air_series.c
    query = select(v.at, v.value, v.printed, v.unit, v.flags).join_from(air_value, air_series, v.series == s.id)
    with store.read() as conn:
        return list(conn.execute(query.where(s.pollutant == pollutant, v.known_to.is_(None)).order_by(v.at)))


@pytest.mark.parametrize("text", ["PM2.5", "pm25", "ПМ2,5", "PM 2.5", "pm2_5", "РМ2.5"])
def test_spellings_of_a_pollutant(text: str) -> None:
    assert air_table().pollutant(text) == "pm25"


@pytest.mark.parametrize(("text", "code"), [
    ("µg/m³", "ug_m3"), ("μg/m3", "ug_m3"), ("мкг/м3", "ug_m3"), ("мкг/м³", "ug_m3"), ("ug/m3", "ug_m3"),
    ("mg/m3", "mg_m3"), ("мг/м³", "mg_m3"), ("ppb", "ppb"), ("PPM", "ppm"), ("furlong", None),
])  # fmt: skip
def test_spellings_of_a_unit(text: str, code: str | None) -> None:
    assert air_table().unit(text) == code


def test_volumes_become_masses_at_twenty_degrees() -> None:
    table = air_table()
    # Factors of the European directive at 293.15 K and 101.3 kPa.
    assert table.factor("ppb", "no2") == pytest.approx(1.9125, rel=2e-3)
    assert table.factor("ppb", "o3") == pytest.approx(1.9957, rel=2e-3)
    assert table.factor("ppm", "co") == pytest.approx(1164.2, rel=2e-3)
    assert table.factor("ppb", "pm25") is None


@pytest.mark.parametrize(("unit", "value", "wanted"), [
    ("мкг/м3", "35,5", 35.5), ("mg/m3", "0.0355", 35.5), ("мг/м³", "0,0355", 35.5),
])  # fmt: skip
def test_R006_units_become_one_and_the_printed_value_stays(
    store: Store, tmp_path: Path, unit: str, value: str, wanted: float
) -> None:
    report = import_source(store, SOURCE, write(tmp_path / "a.csv", hours(1, unit=unit, value=value), delimiter=";"))
    assert report.status == "ok", report.said("en")
    (row,) = stored(store)
    assert (row.value, row.printed) == (wanted, float(value.replace(",", ".")))
    (station,) = present(store, "air_stations")
    assert (station.object_id, station.name_ru, station.kind) == ("p1", "Пост 1", "station")
    assert station.pollutants == "PM2.5"
    assert station.data_date == date(2025, 1, 9)  # midnight in Almaty is still the evening before in UTC


def test_times_of_the_city_before_and_after_its_clock_changed(store: Store, tmp_path: Path) -> None:
    rows = [hours(1, start=text)[0] for text in ("2024-02-29T21:00", "2024-02-29T22:00", "2024-02-29T23:00")]
    rows += [hours(1, start="2024-02-29T23:00", value="99")[0], hours(1, start="2024-03-01T00:00")[0]]
    report = import_source(store, SOURCE, write(tmp_path / "a.csv", rows))
    assert report.counts.refused == 0
    assert [row.at.isoformat() for row in stored(store)] == [f"2024-02-29T{hour}:00:00" for hour in range(15, 20)]
    assert stored(store)[3].value == 99


@pytest.mark.parametrize(
    "text", ["2025-01-10T00:00:00Z", "2025-01-10T05:00:00+05:00", "2025-01-10 05:00", "10.01.2025 05:00"]
)
def test_times_with_and_without_an_offset_are_the_same_hour(store: Store, tmp_path: Path, text: str) -> None:
    import_source(store, SOURCE, write(tmp_path / "a.csv", hours(1, datetime=text)))
    assert [row.at for row in stored(store)] == [datetime.fromisoformat("2025-01-10T00:00:00")]


def test_wide_files_say_pollutant_and_unit_in_the_header(store: Store, tmp_path: Path) -> None:
    rows = [{"id": "p1", "lon": 76.9, "lat": 43.2, "Дата": "2025-01-10 05:00", "ПМ2,5 (мкг/м3)": "12",
             "CO, мг/м3": "0,8", "NO2 (ppb)": "10", "Температура": "-3"}]  # fmt: skip
    report = import_source(store, SOURCE, write(tmp_path / "a.csv", rows, delimiter=";"))
    assert report.status == "ok", report.said("en")
    values = [stored(store, code)[0].value for code in ("pm25", "co", "no2")]
    assert values == pytest.approx([12.0, 800.0, 19.126], rel=1e-3)


def test_what_cannot_be_read_is_refused_with_row_and_reason(store: Store, tmp_path: Path) -> None:
    rows = hours(200)
    rows[3]["value"], rows[5]["unit"], rows[7]["datetime"], rows[9]["station"] = "soon", "furlong", "yesterday", "ghost"
    rows[9]["lon"] = ""
    rows.append(dict(rows[0]))
    report = import_source(store, SOURCE, write(tmp_path / "a.csv", rows))
    assert report.status == "ok", report.said("en")
    assert {(r.row_no, r.field, r.reason) for r in report.refusals} == {
        (4, "value", "number"), (6, "unit", "air_unit"), (8, "time", "air_time"), (10, "station", "air_station"),
        (201, "time", "duplicate"),
    }  # fmt: skip


def test_doubtful_values_are_marked_and_none_is_deleted(store: Store, tmp_path: Path) -> None:
    rows = hours(96)
    for no in range(10, 20):
        rows[no]["value"] = "17"
    rows[40]["value"], rows[60]["value"], rows[61]["value"] = "900", "-999", "5000"
    for no in range(70, 78):
        rows[no]["value"] = ""
    del rows[85]
    report = import_source(store, SOURCE, write(tmp_path / "a.csv", rows))
    assert report.status == "ok", report.said("en")
    found = stored(store)
    flags = {no: row.flags for no, row in enumerate(found) if row.flags}
    assert flags == {
        **dict.fromkeys(range(10, 20), "stuck"), 40: "outlier", 60: "range", 61: "range",
        **dict.fromkeys(range(70, 78), "offline"), 85: "gap",
    }  # fmt: skip
    assert len(found) == 96
    assert (found[40].value, found[60].value, found[61].value, found[72].value) == (900, -999, 5000, None)


def test_a_calm_series_has_no_marks_and_an_empty_one_neither() -> None:
    table = air_table()
    values = 20 + np.sin(np.arange(200) / 4)
    assert set(marks(values, table.pollutants["pm25"], table.rules)) == {""}
    assert marks(np.zeros(0), table.pollutants["pm25"], table.rules) == []


def test_R015_a_corrected_value_closes_the_former_and_gaps_never_replace_values(store: Store, tmp_path: Path) -> None:
    rows = hours(48)
    path = write(tmp_path / "a.csv", rows)
    assert import_source(store, SOURCE, path, dry_run=True).counts.added == 49
    assert stored(store) == []
    assert import_source(store, SOURCE, path).counts.added == 49
    assert import_source(store, SOURCE, path).status == "unchanged"
    rows[10]["value"] = "21.5"
    rows[20]["value"] = ""
    report = import_source(store, SOURCE, write(tmp_path / "b.csv", rows))
    assert (report.status, report.counts.changed, report.counts.closed) == ("ok", 1, 0)
    with store.read() as conn:
        assert len(conn.execute(select(air_value.c.at).where(air_value.c.known_to.is_not(None))).all()) == 1
    assert stored(store)[20].value is not None


def test_a_file_of_one_station_leaves_the_others(store: Store, tmp_path: Path) -> None:
    import_source(store, SOURCE, write(tmp_path / "a.csv", hours(2)))
    import_source(store, SOURCE, write(tmp_path / "b.csv", hours(2, station="p2", name="Пост 2")))
    assert count(store, "air_stations") == 2
    bare = [{name: row[name] for name in ("station", "datetime", "pollutant", "unit", "value")} for row in hours(3)]
    report = import_source(store, SOURCE, write(tmp_path / "c.csv", bare))
    assert (report.status, report.counts.added) == ("ok", 1), report.said("en")
    assert count(store, "air_stations") == 2


def test_means_of_days_need_three_quarters_of_their_hours(store: Store, tmp_path: Path) -> None:
    rows = hours(72, value="")
    for no in [*range(18), *range(24, 41), *range(48, 72)]:
        rows[no]["value"] = str(10 + no % 2)
    import_source(store, SOURCE, write(tmp_path / "a.csv", rows))
    span = day_bounds(date(2025, 1, 10), date(2025, 1, 12), ALMATY)
    with store.read() as conn:
        (line,) = series(conn, "p1", ALL, span, 1_000)
    means = day_means(line, ALMATY)
    assert [(point.at.day, point.value, point.hours) for point in means.points] == [
        (10, 10.5, 18), (11, None, 17), (12, 10.5, 24),
    ]  # fmt: skip


def test_values_of_days_stay_days(store: Store, tmp_path: Path) -> None:
    rows = [hours(1, datetime=f"{day:02d}.01.2025", value=str(day))[0] for day in range(1, 5)]
    assert import_source(store, SOURCE, write(tmp_path / "a.csv", rows)).status == "ok"
    with store.read() as conn:
        (line,) = latest(conn, "p1", ALL)
    assert (line.period, line.points[0].at, line.points[0].value) == ("day", datetime(2025, 1, 4), 4.0)


@pytest.fixture
def model(store: Store) -> Source:
    found = store.city.source("air_model")
    assert found is not None
    assert import_source(store, "air_model", store.city.seed_path(found.seed[0])).status == "ok"
    return found


def test_R006_the_shipped_model_is_read_by_the_same_reader_and_stays_a_model(store: Store, model: Source) -> None:
    (station,) = present(store, "air_stations")
    assert (station.origin, station.kind, station.source) == ("model", "model_grid", "air_model")
    found = stored(store)
    assert sum(row.value is not None for row in found) == 17_544
    # The file has each hour of the clock once; the clock showed 23 o'clock twice on 29 February 2024.
    assert [row.at.isoformat() for row in found if row.value is None] == ["2024-02-29T18:00:00"]
    assert found[0].at == datetime(2024, 1, 1, tzinfo=ALMATY).astimezone(UTC).replace(tzinfo=None)
    with store.read() as conn:
        assert {line.origin for line in latest(conn, "cams-almaty", ALL)} == {"model"}


def test_files_that_cannot_be_used_leave_the_store_as_it_is(store: Store, tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 301_000_000, 9)
    files = {"empty.csv": b"", "other.csv": b"a,b\n1,2\n", "cut.csv.gz": gzip.compress(b"x" * 1000)[:20],
             "bomb.csv.gz": bomb, "time.csv": b"datetime,colour\n2025-01-01,red\n"}  # fmt: skip
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
        report = import_source(store, SOURCE, tmp_path / name)
        assert report.status == "refused", name
        assert all(report.said(lang) for lang in ("ru", "kk", "en")), name
    assert stored(store) == []


def test_the_zone_of_the_city_is_that_of_the_records() -> None:
    assert load_city("almaty").timezone == "Asia/Almaty"
