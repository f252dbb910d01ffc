"""State of each scheduled source in the store: last try, success and change, next try, the fault in words."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from config.city import City, Source
from config.remote import FetchRecord
from data.schema import fetch_state
from data.store import Store

FIRST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class FetchState:
    """What is known of the fetches of a source; times are UTC. `place` stands for the address without telling it."""

    source: str
    place: str = ""
    tried_at: datetime | None = None
    good_at: datetime | None = None
    changed_at: datetime | None = None
    next_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    failures: int = 0
    message: str = ""

    def due(self, now: datetime) -> bool:
        """Whether it is time for a try."""
        return self.next_at is None or self.next_at <= now


def place_of(record: FetchRecord) -> str:
    """Mark of an address: marks of an old address say nothing about a new one."""
    return hashlib.sha256(record.url.encode()).hexdigest()[:16]


def read_state(conn: Connection, source_id: str) -> FetchState:
    """State of a source; an empty one before the first try."""
    row = conn.execute(select(fetch_state).where(fetch_state.c.source == source_id)).first()
    return FetchState(**row._mapping) if row else FetchState(source_id)  # noqa: SLF001 -- SQLAlchemy's public name


def read_states(conn: Connection, city: City) -> dict[str, FetchState]:
    """States of all sources of the city that are fetched."""
    known = {row.source: FetchState(**row._mapping) for row in conn.execute(select(fetch_state))}  # noqa: SLF001
    return {s.id: known.get(s.id, FetchState(s.id)) for s in scheduled(city)}


def scheduled(city: City) -> list[Source]:
    """Sources of the city that are fetched."""
    return [source for source in city.sources if source.fetch is not None]


def write_state(store: Store, state: FetchState) -> None:
    """Keep a state."""
    values = {column.name: getattr(state, column.name) for column in fetch_state.columns}
    with store.write() as conn:
        conn.execute(fetch_state.delete().where(fetch_state.c.source == state.source))
        conn.execute(fetch_state.insert().values(**values))


def failed(state: FetchState, record: FetchRecord, now: datetime, message: str, spread: float) -> FetchState:
    """State after a try that failed: the pause doubles up to the ordinary period; `spread` from 0 to 1 blurs it."""
    failures = state.failures + 1
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 16), timedelta(seconds=record.period))
    later = now + pause * (1 + spread / 10)
    return replace(state, tried_at=now, failures=failures, message=message, next_at=later.replace(microsecond=0))


def succeeded(state: FetchState, record: FetchRecord, now: datetime, *, changed: bool) -> FetchState:
    """State after a try that went well."""
    return replace(
        state, tried_at=now, good_at=now, changed_at=now if changed else state.changed_at, failures=0, message="",
        next_at=now + timedelta(seconds=record.period),
    )  # fmt: skip
