"""Tables of a GTFS feed out of its zip file: bounded, without regard to order, marks and blanks; nothing judged yet."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from config.limits import GTFS_BYTES
from data.loading.report import LoadError, Refusal

MEMBERS = 200
RATIO = 200
LEAST = 1_000_000
# Columns used of each table; those without a question mark must be there.
COLUMNS: dict[str, tuple[str, ...]] = {
    "agency": ("?agency_id", "?agency_name", "?agency_timezone"),
    "stops": ("stop_id", "?stop_code", "?stop_name", "stop_lat", "stop_lon", "?location_type", "?wheelchair_boarding"),
    "routes": ("route_id", "?agency_id", "?route_short_name", "?route_long_name", "route_type"),
    "trips": ("route_id", "service_id", "trip_id", "?shape_id", "?direction_id"),
    "stop_times": ("trip_id", "?arrival_time", "?departure_time", "stop_id", "stop_sequence"),
    "calendar": ("service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "start_date", "end_date"),
    "calendar_dates": ("service_id", "date", "exception_type"),
    "shapes": ("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"),
    "frequencies": ("trip_id", "start_time", "end_time", "headway_secs"),
    "feed_info": ("?feed_version", "?feed_start_date", "?feed_end_date"),
    "translations": ("table_name", "field_name", "language", "translation", "?record_id"),
}
NEEDED = ("stops", "routes", "trips", "stop_times")


@dataclass
class Feed:
    """Tables by name with text columns; missing ones are empty. The index is the number of the row, from 1."""

    tables: dict[str, pd.DataFrame]
    rows: int
    refusals: list[Refusal]
    made: date | None

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A table."""
        return self.tables[name]


def read_feed(path: Path) -> Feed:
    """All tables of a feed. LoadError when it is no zip file, a bomb, or lacks a table or column that must be there."""
    tables: dict[str, pd.DataFrame] = {}
    refusals: list[Refusal] = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive)
            missing = [f"{name}.txt" for name in NEEDED if name not in members]
            if not {"calendar", "calendar_dates"} & members.keys():
                missing.append("calendar.txt")
            if missing:
                raise LoadError("gtfs_missing", files=", ".join(missing))
            made = max((info.date_time[:3] for info in members.values()), default=None)
            for name in COLUMNS:
                tables[name] = _table(archive, members[name], name, refusals) if name in members else _empty(name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise LoadError("unreadable", cause="ZIP") from error
    return Feed(tables, sum(map(len, tables.values())) + len(refusals), refusals, date(*made) if made else None)


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Members by table; a feed may lie in one folder of the archive."""
    found = archive.infolist()
    size = sum(info.file_size for info in found)
    packed = sum(info.compress_size for info in found)
    # A text packs to a tenth; what packs a hundred times denser was made to burst.
    if len(found) > MEMBERS or size > GTFS_BYTES or size > max(LEAST, RATIO * packed):
        raise LoadError("bytes_limit", limit=GTFS_BYTES // 1_000_000)
    members: dict[str, zipfile.ZipInfo] = {}
    for info in sorted(found, key=lambda info: info.filename.count("/")):
        name = info.filename.rsplit("/", 1)[-1].lower()
        if name.endswith(".txt") and not info.filename.startswith("__MACOSX"):
            members.setdefault(name.removesuffix(".txt"), info)
    return members


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({column.lstrip("?"): pd.Series(dtype=object) for column in COLUMNS[name]})


def _table(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, refusals: list[Refusal]) -> pd.DataFrame:
    with archive.open(info) as file:
        body = file.read()
    if not body.strip(b"\xef\xbb\xbf \r\n\t"):
        return _empty(name)
    kept: list[int] = []

    def torn(row: Any) -> str:
        kept.append(row.number - 1)
        refusals.append(Refusal(row.number - 1, info.filename, "gtfs_row", str(row.text or "")[:200]))
        return "skip"

    try:
        read = pyarrow.csv.read_csv(
            io.BytesIO(body),
            # With one thread a torn row knows its number.
            read_options=pyarrow.csv.ReadOptions(use_threads=False),
            parse_options=pyarrow.csv.ParseOptions(invalid_row_handler=torn),
            convert_options=pyarrow.csv.ConvertOptions(column_types=_types(body), strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError) as error:
        raise LoadError("gtfs_table", file=info.filename, cause=str(error)[:150]) from error
    frame = read.rename_columns([column.strip().lstrip("\ufeff") for column in read.column_names]).to_pandas()
    if missing := [c for c in COLUMNS[name] if not c.startswith("?") and c not in frame.columns]:
        raise LoadError(
            "columns_missing", columns=f"{name}: {', '.join(missing)}", found=", ".join(frame.columns)[:300]
        )
    gone = set(kept)
    numbers = [number for number in range(1, len(frame) + len(gone) + 1) if number not in gone]
    columns = [column.lstrip("?") for column in COLUMNS[name]]
    texts = {c: frame[c].astype(object).str.strip().to_numpy() if c in frame.columns else "" for c in columns}
    return pd.DataFrame(texts, index=pd.Index(numbers, dtype=int)).astype(object)


def _types(body: bytes) -> dict[str, pa.DataType]:
    """Every column as text: ids with leading zeros are no numbers."""
    head = body.split(b"\n", 1)[0].decode("utf-8-sig", "replace").rstrip("\r")
    return {part.strip('"'): pa.string() for part in head.split(",")}
