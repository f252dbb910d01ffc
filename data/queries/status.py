"""How fresh each source is: its rows, the date of its data against its rhythm, and its loads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, column, func, inspect, select, table

from config.city import RHYTHM_DAYS, City, Rhythm, Source
from data import schema
from data.columns import DAY
from data.loading.report import GOOD

Freshness = Literal["fresh", "late", "static", "unknown"]
VALUE_TABLES: tuple[Table, ...] = (schema.indicator_value, schema.fact, schema.register_row)


@dataclass(frozen=True)
class SourceStatus:
    """State of one source; `rows` are present rows by layer, or by table of values, facts and registers."""

    source: str
    rhythm: Rhythm
    freshness: Freshness
    rows: dict[str, int] = field(default_factory=dict)
    data_date: date | None = None
    loaded_at: datetime | None = None
    age_days: int | None = None
    last_status: str | None = None
    last_message: str = ""
    last_good: datetime | None = None

    @property
    def total(self) -> int:
        """All present rows of the source."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Load:
    """One entry of the log of loads."""

    id: int
    source: str
    file_name: str
    sha256: str
    started_at: datetime
    finished_at: datetime | None
    status: str
    message: str
    by_user: str
    rows: dict[str, int]


def source_status(conn: Connection, city: City, today: date) -> list[SourceStatus]:
    """State of every source of the city, in the order of its records.

    A source is late when the date of its data is older than its rhythm allows; one that comes only once is static.
    """
    tables = set(inspect(conn).get_table_names())
    last = _last_loads(conn)
    return [_status(conn, source, tables, last.get(source.id, []), today) for source in city.sources]


def load_history(conn: Connection, source: str | None = None, limit: int = 100) -> list[Load]:
    """Loads of a source (or of all), newest first."""
    log = schema.load_log
    query = select(log).order_by(log.c.id.desc()).limit(limit)
    if source is not None:
        query = query.where(log.c.source == source)
    return [_load(row) for row in conn.execute(query)]


def _load(row: Any) -> Load:
    names = ("read", "added", "changed", "closed", "unchanged", "refused")
    return Load(
        row.id, row.source, row.file_name, row.sha256, row.started_at, row.finished_at, row.status, row.message,
        row.by_user, {name: getattr(row, f"rows_{name}") for name in names},
    )  # fmt: skip


def _last_loads(conn: Connection) -> dict[str, list[Any]]:
    """The last load and the last good load of each source."""
    log = schema.load_log
    newest = select(func.max(log.c.id)).group_by(log.c.source)
    good = newest.where(log.c.status.in_(GOOD))
    query = select(log).where(log.c.id.in_(newest) | log.c.id.in_(good)).order_by(log.c.id)
    found: dict[str, list[Any]] = {}
    for row in conn.execute(query):
        found.setdefault(row.source, []).append(row)
    return found


def _status(conn: Connection, source: Source, tables: set[str], loads: Sequence[Any], today: date) -> SourceStatus:
    rows, newest = _rows(conn, source, tables)
    good = [load for load in loads if load.status in GOOD]
    data_date = newest or (source.data_date if good else None)
    age = (today - data_date).days if data_date else None
    return SourceStatus(
        source.id, source.rhythm, freshness(source.rhythm, age), rows, data_date,
        loaded_at=good[-1].finished_at if good else None, age_days=age,
        last_status=loads[-1].status if loads else None, last_message=loads[-1].message if loads else "",
        last_good=good[-1].finished_at if good else None,
    )  # fmt: skip


def freshness(rhythm: Rhythm, age_days: int | None) -> Freshness:
    """Whether data of that age is as fresh as its rhythm promises."""
    if age_days is None:
        return "unknown"
    allowed = RHYTHM_DAYS[rhythm]
    if allowed is None:
        return "static"
    return "fresh" if age_days <= allowed else "late"


def _rows(conn: Connection, source: Source, tables: set[str]) -> tuple[dict[str, int], date | None]:
    """Present rows of a source by table, and the newest date of their data."""
    layers = sorted({load.layer for load in source.loads} & tables)
    parts: list[tuple[str, Any]] = [
        (name, table(name, column("source"), column("known_to"), column("data_date", DAY))) for name in layers
    ]
    if not source.loads:
        parts = [(found.name, found) for found in VALUE_TABLES]
    rows: dict[str, int] = {}
    newest: date | None = None
    for name, found in parts:
        query = select(func.count(), func.max(found.c.data_date)).where(found.c.source == source.id)
        if "known_to" in found.c:
            query = query.where(found.c.known_to.is_(None))
        count, day = conn.execute(query).one()
        rows[name] = int(count)
        newest = max(newest, day) if newest and day else newest or day
    return rows, newest
