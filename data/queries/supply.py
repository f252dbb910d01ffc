"""Who supplied what: rows, dates and last loads by source, by body and by topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Table, func, select

from config.city import Body, City, Source, Topic
from data import schema
from data.queries.indicators import Entry
from data.queries.kept import kept
from data.queries.totals import Totals
from data.store import INDICATORS, Store

SHELF = "supply"


@dataclass(frozen=True)
class Supply:
    """What one source brought: rows now in the store, latest date of data, last load and how it ended (UTC)."""

    rows: int = 0
    data_date: date | None = None
    loaded_at: datetime | None = None
    status: str = ""


@dataclass(frozen=True)
class TopicLine:
    """A topic of city life: map layers and indicators in it, data sets in all, and their latest date."""

    topic: Topic
    layers: tuple[str, ...]
    indicators: int
    collections: int
    data_date: date | None

    @property
    def data_sets(self) -> int:
        """Layers, and indicators of the topic that came from one source, each counted as one set."""
        return len(self.layers) + self.collections


@dataclass(frozen=True)
class BodyLine:
    """A body and what its sources brought."""

    body: Body
    sources: tuple[Source, ...]
    rows: int
    data_date: date | None


def _tables(store: Store) -> list[tuple[Table, bool]]:
    """Tables whose rows name their source, and whether only present rows count."""
    plain = [(schema.indicator_value, True), (schema.fact, False), (schema.register_row, False)]
    return [*((table, True) for table in store.tables.values()), *plain]


def _rows(conn: Connection, store: Store) -> dict[str, tuple[int, date | None]]:
    found: dict[str, tuple[int, date | None]] = {}
    for table, versioned in _tables(store):
        query = select(table.c.source, func.count().label("rows"), func.max(table.c.data_date).label("day"))
        if versioned:
            query = query.where(table.c.known_to.is_(None))
        for row in conn.execute(query.group_by(table.c.source)):
            rows, day = found.get(row.source, (0, None))
            found[row.source] = (rows + row.rows, max((d for d in (day, row.day) if d), default=None))
    return found


def supplies(conn: Connection, store: Store) -> dict[str, Supply]:
    """What each source of the city brought; a source that brought nothing is there with zero rows."""
    key = tuple(sorted(store.versions(conn).items()))
    counted: dict[str, tuple[int, date | None]] = kept(
        conn, store, INDICATORS, (SHELF, key), lambda: _rows(conn, store)
    )
    log = schema.load_log
    last = select(func.max(log.c.id)).where(log.c.status != "dry_run").group_by(log.c.source)
    loads = {row.source: row for row in conn.execute(select(log).where(log.c.id.in_(last)))}
    found = {}
    for source in store.city.sources:
        rows, day = counted.get(source.id, (0, None))
        load = loads.get(source.id)
        found[source.id] = Supply(
            rows,
            day or source.data_date if rows else None,
            load.finished_at if load else None,
            load.status if load else "",
        )
    return found


def topic_lines(store: Store, totals: Mapping[str, Totals], entries: tuple[Entry, ...]) -> list[TopicLine]:
    """Topics in the city's order with what a person may see of each."""
    lines = []
    for topic in store.city.topics:
        layers = tuple(name for name, total in totals.items() if store.layers[name].topic == topic.id and total.total)
        own = [entry for entry in entries if entry.topic == topic.id]
        dates = [totals[name].data_date for name in layers] + [entry.data_date for entry in own]
        latest = max((day for day in dates if day), default=None)
        lines.append(TopicLine(topic, layers, len(own), len({entry.source for entry in own}), latest))
    return lines


def body_lines(city: City, found: Mapping[str, Supply]) -> list[BodyLine]:
    """Bodies that supplied something, those with the most rows first."""
    lines = []
    for body in city.bodies:
        sources = tuple(s for s in city.sources if s.body == body.id and found[s.id].rows)
        dates = [found[s.id].data_date for s in sources]
        rows = sum(found[s.id].rows for s in sources)
        if sources:
            lines.append(BodyLine(body, sources, rows, max((day for day in dates if day), default=None)))
    return sorted(lines, key=lambda line: (-line.rows, line.body.id))
