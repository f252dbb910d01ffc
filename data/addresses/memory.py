"""What people decided about addresses: kept with who and when, used for the next file, taken back but never erased."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.schema import address_memory
from data.store import utc_now
from data.text import fold

MIDDLE = "middle"


@dataclass(frozen=True)
class Decision:
    """A place that a person gave to an address (degrees), how, who and when.

    `how` is `candidate` (one of the places found), `click` (pointed out on the map) or `middle`: the middle of the
    street is good enough, but stays marked as such.
    """

    id: int
    address: str
    lon: float
    lat: float
    how: str
    decided_by: str
    decided_at: datetime


def memory_key(address: str, district: str) -> str:
    """The same for addresses that differ in signs, blanks and letters of the two alphabets' looks only."""
    return f"{fold(address.replace('/', ' s ').replace('-', ' '))}|{district}"


def present_decisions(conn: Connection) -> dict[str, Decision]:
    """Decisions in force by key; the last one of an address counts."""
    table = address_memory
    query = select(table).where(table.c.undone_at.is_(None)).order_by(table.c.id)
    return {row.key: _decision(row) for row in conn.execute(query)}


def decide(conn: Connection, address: str, district: str, place: tuple[float, float], how: str, by: str) -> int:
    """Keep a place for an address; the number of the decision."""
    values = {
        "key": memory_key(address, district), "address": address, "lon": place[0], "lat": place[1], "how": how,
        "decided_by": by, "decided_at": utc_now(),
    }  # fmt: skip
    done = conn.execute(address_memory.insert().values(**values)).inserted_primary_key
    return int(done[0]) if done else 0


def undo(conn: Connection, number: int, by: str) -> bool:
    """Take a decision back; whether it was in force."""
    table = address_memory
    change = table.update().where(table.c.id == number, table.c.undone_at.is_(None))
    return bool(conn.execute(change.values(undone_by=by, undone_at=utc_now())).rowcount)


def _decision(row: object) -> Decision:
    names = ("id", "address", "lon", "lat", "how", "decided_by", "decided_at")
    return Decision(*(getattr(row, name) for name in names))
