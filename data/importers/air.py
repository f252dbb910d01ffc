"""Measurements of air brought into one form: UTC hours or days, µg/m³, one code a pollutant, marks for doubts."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from config.air import PLAIN, AirTable, air_table
from config.city import City, Source
from config.limits import AIR_CELLS
from data.importers.air_files import AirFile, numbers, read_air_file
from data.importers.air_flags import marks
from data.importers.batches import CRS
from data.loading.chunks import Chunk
from data.loading.report import LoadError, Refusal
from data.loading.values import BadValueError, read_moment

STATIONS = "air_stations"
DAY_CHARS = 10
STEPS = {"hour": np.timedelta64(1, "h"), "day": np.timedelta64(1, "D")}


@dataclass
class AirSeries:
    """Values of one pollutant at one station without holes: `at` (UTC hours, or days as such), µg/m³ and as printed."""

    station: str
    pollutant: str
    period: str
    unit: str
    at: "NDArray[np.datetime64]"
    value: NDArray[np.float64]
    printed: NDArray[np.float64]
    flags: list[str]


@dataclass
class AirRead:
    """What a file of air brings: its series, and its stations as a stretch of rows that also tells what was refused."""

    series: list[AirSeries]
    chunk: Chunk


def read_air(city: City, source: Source, path: Path, known: set[str]) -> AirRead:
    """Series and stations of a file; `known` are stations the store has. LoadError when the file cannot be used.

    A row is refused for its time, number, unit, station or as a repetition; an odd value is kept and marked. Values of
    one hour are averaged. Local times are those of the source's zone; an hour that the clock shows twice is taken
    twice when the file has it twice.
    """
    table = air_table()
    file = read_air_file(source, path, table)
    if not len(file.rows):
        raise LoadError("empty")
    bad: list[Refusal] = []
    notes: Counter[str] = Counter()
    read = len(file.rows)
    period = "day" if (file.rows["time"].str.len() <= DAY_CHARS).all() else "hour"
    rows = _coded(file, table, source, (bad, notes))
    rows = _placed(rows, {s.id for s in source.stations} | file.places.keys() | known, bad)
    rows = _timed(rows, ZoneInfo(source.zone or city.timezone), period, bad)
    series = _series(rows, table, period, notes)
    return AirRead(series, _stations(source, file, series, known, (bad, notes, read)))


def _refuse(rows: pd.DataFrame, column: str, reason: str, bad: list[Refusal]) -> None:
    bad.extend(
        Refusal(int(number), column, reason, str(value)[:200])
        for number, value in zip(rows.index, rows[column], strict=True)
    )


def _coded(file: AirFile, table: AirTable, source: Source, told: tuple[list[Refusal], Counter[str]]) -> pd.DataFrame:
    """Rows of known pollutants with the number printed and the factor to µg/m³."""
    bad, notes = told
    rows = file.rows
    codes = {text: table.pollutant(text) for text in rows["pollutant"].unique()}
    rows = rows.assign(code=rows["pollutant"].map(codes))
    notes["air_other"] += int(rows["code"].isna().sum())
    rows = rows[rows["code"].notna()]
    rows = rows.assign(unit=rows["unit"].where(rows["unit"] != "", source.unit))
    units = {text: table.unit(text) for text in rows["unit"].unique()}
    rows = rows.assign(measure=rows["unit"].map(units))
    pairs = rows[["measure", "code"]].drop_duplicates().dropna()
    factors = {(unit, code): table.factor(unit, code) for unit, code in pairs.itertuples(index=False)}
    found = [factors.get(pair) for pair in zip(rows["measure"], rows["code"], strict=True)]
    rows = rows.assign(factor=pd.Series(found, index=rows.index, dtype=float), printed=numbers(rows["value"]))
    wrong = rows["factor"].isna()
    _refuse(rows[wrong], "unit", "air_unit", bad)
    rows = rows[~wrong]
    empty = rows["value"].astype(str).str.strip().isin(("", "-", "nan", "NaN", "null", "NA"))
    wrong = rows["printed"].isna() & ~empty
    _refuse(rows[wrong], "value", "number", bad)
    return rows[~wrong]


def _placed(rows: pd.DataFrame, stations: set[str], bad: list[Refusal]) -> pd.DataFrame:
    fits = rows["station"].isin(stations - {""})
    _refuse(rows[~fits], "station", "air_station", bad)
    return rows[fits]


def _moment(text: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """A text as UTC times: the first and the second hour that the clock shows so; None for no time of that zone."""
    try:
        found = read_moment(text)
    except BadValueError:
        return None
    if found.tzinfo is not None:
        plain = found.astimezone(UTC).replace(tzinfo=None)
        return plain, plain
    first, second = (found.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != found:
        return None
    return first.replace(tzinfo=None), second.replace(tzinfo=None)


def _timed(rows: pd.DataFrame, zone: ZoneInfo, period: str, bad: list[Refusal]) -> pd.DataFrame:
    """Rows with `exact`, the time as the file gives it in UTC, and `at`, its hour; a day stays a day."""
    read = partial(_moment, zone=ZoneInfo("UTC") if period == "day" else zone)
    known = {text: read(text) for text in rows["time"].unique()}
    fits = rows["time"].map(lambda text: known[text] is not None).astype(bool)
    _refuse(rows[~fits], "time", "air_time", bad)
    rows = rows[fits]
    again = rows.duplicated(["station", "code", "time"])
    picked = [(known[text] or ())[second] for text, second in zip(rows["time"], again.astype(int), strict=True)]
    rows = rows.assign(exact=pd.Series(picked, index=rows.index, dtype="datetime64[s]"))
    twice = rows.duplicated(["station", "code", "exact"])
    _refuse(rows[twice], "time", "duplicate", bad)
    rows = rows[~twice]
    return rows.assign(at=rows["exact"].dt.floor("h" if period == "hour" else "D"))


def _series(rows: pd.DataFrame, table: AirTable, period: str, notes: Counter[str]) -> list[AirSeries]:
    found, cells = [], 0
    for (station, code), own in rows.groupby(["station", "code"], sort=True):
        means = own.assign(value=own["printed"] * own["factor"]).groupby("at")[["value", "printed"]].mean()
        notes["air_averaged"] += len(own) - len(means)
        first, last = means.index.min(), means.index.max()
        whole = pd.date_range(first, last, freq="h" if period == "hour" else "D")
        cells += len(whole)
        if cells > AIR_CELLS:
            raise LoadError("rows_limit", limit=AIR_CELLS)
        notes["air_gaps"] += len(whole) - int(means["value"].notna().sum())
        full = means.reindex(whole)
        value = full["value"].to_numpy(dtype=float).round(3)
        units = own["measure"].unique()
        found.append(AirSeries(
            str(station), str(code), period, str(units[0]) if len(units) == 1 else PLAIN,
            whole.to_numpy().astype("datetime64[s]"), value, full["printed"].to_numpy(dtype=float).round(6),
            marks(value, table.pollutants[str(code)], table.rules),
        ))  # fmt: skip
    return found


def _stations(
    source: Source, file: AirFile, series: list[AirSeries], known: set[str],
    told: tuple[list[Refusal], Counter[str], int],
) -> Chunk:  # fmt: skip
    """Stations of the file whose place is known from it or from the source's record, as rows of the layer."""
    bad, notes, read = told
    labels = {code: record.label for code, record in air_table().pollutants.items()}
    places: dict[str, tuple[Any, Any, dict[str, Any]]] = {
        s.id: (s.lon, s.lat, s.names.model_dump()) for s in source.stations
    }
    places |= {ident: (lon, lat, {"ru": name}) for ident, (lon, lat, name) in file.places.items()}
    rows, points = [], []
    for station in sorted({one.station for one in series} & places.keys()):
        lon, lat, names = places[station]
        has = ", ".join(labels[one.pollutant] for one in series if one.station == station)
        rows.append({"object_id": station, "kind": source.station_kind, "pollutants": has,
                     **{f"name_{lang}": names.get(lang) or None for lang in ("ru", "kk", "en")}})  # fmt: skip
        pair = numbers(pd.Series([str(lon), str(lat)]))
        points.append(None if pair.isna().any() else shapely.Point(pair.iloc[0], pair.iloc[1]))
    columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
    shapes = np.empty(len(points), dtype=object)
    shapes[:] = points
    last = max((one.at[-1] for one in series), default=None)
    return Chunk(
        range(1, len(rows) + 1), columns, 1.0, shapes=shapes, crs=CRS, layer=STATIONS, refusals=bad, kept_ids=known,
        behind=max(0, read - len(bad) - len(rows)), notes=notes,
        data_date=None if last is None else last.astype("datetime64[D]").astype(object),
    )  # fmt: skip
