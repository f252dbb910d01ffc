"""Who supplied what: state of the sources, and what there is by body and by topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from config.city import Body, City, Source, Topic
from data import schema
from data.queries.indicators import Entry
from data.queries.kept import kept
from data.queries.status import SourceStatus, source_status
from data.queries.totals import Totals
from data.store import INDICATORS, Store

SHELF = "supply"


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


def statuses(conn: Connection, store: Store, today: date) -> dict[str, SourceStatus]:
    """State of each source of the city; counted once for each publish and each day."""
    log = conn.execute(select(func.max(schema.load_log.c.id))).scalar()
    key = (SHELF, today, log, tuple(sorted(store.versions(conn).items())))
    found: dict[str, SourceStatus] = kept(conn, store, INDICATORS, key, lambda: {
        status.source: status for status in source_status(conn, store.city, today)
    })  # fmt: skip
    return found


def topic_lines(store: Store, totals: Mapping[str, Totals], entries: tuple[Entry, ...]) -> list[TopicLine]:
    """Topics in the city's order with what a person may see of each."""
    lines = []
    for topic in store.city.topics:
        layers = tuple(name for name, total in totals.items() if store.layers[name].topic == topic.id and total.total)
        own = [entry for entry in entries if entry.topic == topic.id]
        dates = [totals[name].data_date for name in layers] + [entry.from_date for entry in own]
        latest = max((day for day in dates if day), default=None)
        lines.append(TopicLine(topic, layers, len(own), len({entry.from_source for entry in own}), latest))
    return lines


def body_lines(city: City, found: Mapping[str, SourceStatus]) -> list[BodyLine]:
    """Bodies that supplied something, those with the most rows first."""
    lines = []
    for body in city.bodies:
        sources = tuple(s for s in city.sources if s.body == body.id and found[s.id].total)
        dates = [found[s.id].data_date for s in sources]
        rows = sum(found[s.id].total for s in sources)
        if sources:
            lines.append(BodyLine(body, sources, rows, max((day for day in dates if day), default=None)))
    return sorted(lines, key=lambda line: (-line.rows, line.body.id))
