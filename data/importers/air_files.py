"""Measurements of air from CSV files, long or wide, packed or not: rows as text with what the header says."""

import csv
import gzip
import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from config.air import AirTable, key
from config.city import Source
from config.limits import AIR_BYTES
from data.loading.report import LoadError
from data.loading.table_files import detect_encoding, sniff_delimiter

_UNIT_MARKS = "([,"


@dataclass
class AirFile:
    """Rows of a file: columns station, time, pollutant, value, unit as text, indexed by the row's number from 1.

    `places` has lon, lat and name of stations by id where the file tells them; `unread` are headers that mean nothing.
    """

    rows: pd.DataFrame
    places: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def read_air_file(source: Source, path: Path, table: AirTable) -> AirFile:
    """Rows of a file. LoadError when it is too big, no table, or has no column of time or of any pollutant."""
    frame = _frame(source, path)
    names = {role: _column(frame, spellings) for role, spellings in table.columns.items()}
    time = names["time"]
    if time is None:
        raise LoadError("columns_missing", columns="datetime", found=", ".join(map(str, frame.columns))[:300])
    station = frame[names["station"]] if names["station"] else pd.Series(_lone(source), index=frame.index)
    base = pd.DataFrame({"station": station.str.strip(), "time": frame[time].str.strip()})
    if names["pollutant"] and names["value"]:
        unit = frame[names["unit"]].str.strip() if names["unit"] else ""
        rows = base.assign(pollutant=frame[names["pollutant"]].str.strip(), value=frame[names["value"]], unit=unit)
        return AirFile(rows, _places(frame, names, base))
    wide = {column: found for column in frame.columns if (found := _header(str(column), table))}
    if not wide:
        raise LoadError("air_no_pollutant", found=", ".join(map(str, frame.columns))[:300])
    parts = [base.assign(pollutant=code, value=frame[column], unit=unit) for column, (code, unit) in wide.items()]
    used = {*wide, *filter(None, names.values())}
    unread = tuple(str(column) for column in frame.columns if column not in used)
    return AirFile(pd.concat(parts), _places(frame, names, base), unread)


def _frame(source: Source, path: Path) -> pd.DataFrame:
    if path.suffix.lower() == ".gz":
        try:
            with gzip.open(path) as packed:
                body = packed.read(AIR_BYTES + 1)
        except (OSError, EOFError) as error:
            raise LoadError("unreadable", cause="GZIP") from error
        encoding, delimiter = source.encoding or "utf-8-sig", source.delimiter or None
    else:
        with path.open("rb") as file:
            body = file.read(AIR_BYTES + 1)
        encoding = source.encoding or detect_encoding(path)
        delimiter = source.delimiter or sniff_delimiter(path, encoding)
    if len(body) > AIR_BYTES:
        raise LoadError("bytes_limit", limit=AIR_BYTES // 1_000_000)
    try:
        text = io.StringIO(body.decode(encoding))
        found = pd.read_csv(
            text, sep=delimiter or ",", dtype=str, keep_default_na=False, on_bad_lines="skip", engine="c"
        )
    except (UnicodeError, LookupError) as error:
        raise LoadError("encoding", encoding=encoding) from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
        raise LoadError("csv", cause=str(error)[:150]) from error
    found.columns = [str(column).strip().lstrip("\ufeff") for column in found.columns]
    found.index = pd.RangeIndex(1, len(found) + 1)
    return found.fillna("")


def _column(frame: pd.DataFrame, spellings: tuple[str, ...]) -> str | None:
    wanted = set(map(key, spellings))
    return next((str(column) for column in frame.columns if key(str(column)) in wanted), None)


def _header(text: str, table: AirTable) -> tuple[str, str] | None:
    """Pollutant and unit of a wide file's header, such as `PM2.5 (µg/m³)`; the unit is empty when it does not say."""
    if code := table.pollutant(text):
        return code, ""
    for mark in _UNIT_MARKS:
        name, cut, unit = text.partition(mark)
        if cut and (code := table.pollutant(name)):
            return code, unit.strip(" )]")
    return None


def _lone(source: Source) -> str:
    return source.stations[0].id if len(source.stations) == 1 else ""


def _places(frame: pd.DataFrame, names: dict[str, str | None], base: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    lon, lat, name = names["lon"], names["lat"], names["name"]
    if not (lon and lat):
        return {}
    said = pd.DataFrame({"station": base["station"], "lon": frame[lon], "lat": frame[lat],
                         "name": frame[name] if name else ""})  # fmt: skip
    first = said[(said["lon"] != "") & (said["station"] != "")].drop_duplicates("station")
    columns = (first[column].astype(str).tolist() for column in ("station", "lon", "lat", "name"))
    return {station: (east, north, words) for station, east, north, words in zip(*columns, strict=True)}


def numbers(values: "pd.Series[str]") -> "pd.Series[float]":
    """Texts as numbers, with a decimal comma too; NaN for what is none."""
    plain = values.astype(str).str.replace(r"[\s\u00a0]", "", regex=True).str.replace(",", ".", regex=False)
    out = pd.to_numeric(plain, errors="coerce").astype(float)
    return out.where(np.isfinite(out))
