"""Playlists of walls: those of the city's folder, and what administrators made of them since."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Connection, func, select

from config.city import City
from config.walls import SceneRecord, WallRecord
from data import schema
from data.store import Store, utc_now

TABLE = schema.wall_playlist


@dataclass(frozen=True)
class Change:
    """Who changed a wall and when (UTC); `back` when it was given back to the city's file."""

    by: str
    at: datetime
    back: bool


def _read(text: str, shipped: WallRecord | None) -> WallRecord | None:
    """The record that was kept; the shipped one where none is kept or where this program cannot read it."""
    try:
        return WallRecord.model_validate_json(text) if text else shipped
    except ValidationError:
        return shipped


def playlists(conn: Connection, city: City) -> dict[str, WallRecord]:
    """All walls by id: those of the city in its order, then those that administrators added."""
    found = {wall.id: wall for wall in city.walls}
    newest = select(func.max(TABLE.c.id)).group_by(TABLE.c.wall)
    for row in conn.execute(select(TABLE.c.wall, TABLE.c.record).where(TABLE.c.id.in_(newest)).order_by(TABLE.c.id)):
        record = _read(row.record, found.get(row.wall))
        if record is not None:
            found[row.wall] = record
    return found


def save(store: Store, record: WallRecord, by: str) -> None:
    """Keep a wall as it is now; what it was before stays in the table."""
    _add(store, record.id, record.model_dump_json(), by)


def give_back(store: Store, wall: str, by: str) -> None:
    """Have a wall be as the city's folder says again; one that administrators added is gone then."""
    _add(store, wall, "", by)


def _add(store: Store, wall: str, record: str, by: str) -> None:
    with store.write() as conn:
        conn.execute(TABLE.insert().values(wall=wall, record=record, changed_by=by, changed_at=utc_now()))


def changes(conn: Connection, wall: str, limit: int = 5) -> list[Change]:
    """The latest changes of a wall, the newest first."""
    query = select(TABLE).where(TABLE.c.wall == wall).order_by(TABLE.c.id.desc()).limit(limit)
    return [Change(row.changed_by, row.changed_at, not row.record) for row in conn.execute(query)]


def last_change(conn: Connection) -> int:
    """Number of the latest change of any wall; 0 when there was none."""
    return int(conn.execute(select(func.max(TABLE.c.id))).scalar() or 0)


def scene_of(walls: dict[str, WallRecord], name: str) -> SceneRecord | None:
    """The scene named `<wall>/<scene>`, if there is one."""
    wall, _, scene = name.partition("/")
    return next((found for found in walls[wall].scenes if found.id == scene), None) if wall in walls else None
