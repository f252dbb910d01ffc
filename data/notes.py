"""Notes on the map: a text at a place, on a line or an area, for oneself, for colleagues or for everybody."""

import json
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update

from config.limits import NOTE_CHARS, NOTE_POINTS, NOTES_OF_ONE, NOTES_SHOWN
from config.policy import Action, Thing, User, may
from data import schema
from data.store import Store, utc_now
from data.views import KeepError

TABLE = schema.map_note
AUDIENCES = ("private", "colleagues", "public")
COLORS = ("red", "orange", "green", "blue", "violet", "grey")
LEAST_POINTS = {"Point": 1, "LineString": 2, "Polygon": 4}
MAX_LON, MAX_LAT, DIGITS = 180.0, 85.0, 6
THING = Thing("note")


@dataclass(frozen=True)
class Note:
    """A note; `shape` is a GeoJSON geometry in degrees (Point, LineString or Polygon with one ring)."""

    id: str
    owner: str
    audience: str
    text: str
    color: str
    shape: Mapping[str, Any]
    changed_at: datetime


def may_publish(user: User) -> bool:
    """Whether the person may write notes for everybody."""
    return user.name is not None and may(user, Action.EDIT, THING)


def may_remove(user: User, note: Note) -> bool:
    """Whether the person may delete the note: one's own, or any as administrator."""
    return user.name is not None and (note.owner == user.name or may(user, Action.ADMINISTER, THING))


def _seen(user: User) -> ColumnElement[bool]:
    """Notes for everybody, one's own, and those of colleagues of the same role and district."""
    parts = [TABLE.c.audience == "public"]
    if user.name is not None:
        parts.append(TABLE.c.owner == user.name)
        parts.append(
            and_(TABLE.c.audience == "colleagues", TABLE.c.role == user.role.value,
                 TABLE.c.district == (user.district or ""))
        )  # fmt: skip
        if may(user, Action.ADMINISTER, THING):
            parts.append(TABLE.c.audience == "colleagues")
    return or_(*parts)


def _note(row: Row[Any]) -> Note:
    return Note(row.id, row.owner, row.audience, row.text, row.color, json.loads(row.shape), row.changed_at)


def seen(store: Store, user: User) -> list[Note]:
    """Notes that the person may read, the latest first."""
    query = select(TABLE).where(_seen(user)).order_by(TABLE.c.changed_at.desc(), TABLE.c.id).limit(NOTES_SHOWN)
    with store.read() as conn:
        return [_note(row) for row in conn.execute(query)]


def read_shape(raw: object) -> dict[str, Any]:
    """A geometry from untrusted JSON. Raises KeepError `bad_shape`."""
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    given = raw.get("coordinates") if isinstance(raw, Mapping) else None
    if kind not in LEAST_POINTS or not isinstance(given, list):
        raise KeepError("bad_shape")
    if kind == "Polygon" and len(given) != 1:
        raise KeepError("bad_shape")
    line = [given] if kind == "Point" else given[0] if kind == "Polygon" else given
    if not isinstance(line, list) or not LEAST_POINTS[kind] <= len(line) <= NOTE_POINTS:
        raise KeepError("bad_shape")
    points = [_point(place) for place in line]
    if kind == "Polygon" and points[0] != points[-1]:
        raise KeepError("bad_shape")
    return {"type": kind, "coordinates": points[0] if kind == "Point" else [points] if kind == "Polygon" else points}


def _point(raw: object) -> list[float]:
    if not isinstance(raw, list) or len(raw) != len(("lon", "lat")):
        raise KeepError("bad_shape")
    if any(isinstance(part, bool) or not isinstance(part, int | float) or not math.isfinite(part) for part in raw):
        raise KeepError("bad_shape")
    lon, lat = (round(float(part), DIGITS) for part in raw)
    if abs(lon) > MAX_LON or abs(lat) > MAX_LAT:
        raise KeepError("bad_shape")
    return [lon, lat]


def _values(user: User, given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns from untrusted values, only those given. Raises KeepError."""
    found: dict[str, Any] = {}
    if "text" in given:
        text = given["text"]
        if not isinstance(text, str) or not text.strip() or len(text) > NOTE_CHARS or "\0" in text:
            raise KeepError("bad_text")
        found["text"] = text.strip()
    for name, known in (("color", COLORS), ("audience", AUDIENCES)):
        if name in given and given[name] not in known:
            raise KeepError(f"bad_{name}")
        found |= {name: given[name]} if name in given else {}
    if found.get("audience") == "public" and not may_publish(user):
        raise KeepError("bad_audience")
    if "shape" in given:
        found["shape"] = json.dumps(read_shape(given["shape"]))
    return found


def add(store: Store, user: User, given: Mapping[str, Any]) -> Note:
    """Keep a note with `text`, `shape`, and perhaps `color` and `audience`. Raises KeepError."""
    values = _values(user, {"color": COLORS[0], "audience": AUDIENCES[0], "text": "", "shape": None, **given})
    now, note_id = utc_now(), secrets.token_hex(16)
    with store.write() as conn:
        count = select(func.count()).select_from(TABLE).where(TABLE.c.owner == user.name)
        if conn.execute(count).scalar_one() >= NOTES_OF_ONE:
            raise KeepError("too_many_notes")
        conn.execute(
            TABLE.insert().values(
                id=note_id, owner=user.name, role=user.role.value, district=user.district or "", created_at=now,
                changed_at=now, **values,
            )
        )  # fmt: skip
        return _note(conn.execute(select(TABLE).where(TABLE.c.id == note_id)).one())


def change(store: Store, user: User, note_id: str, given: Mapping[str, Any]) -> Note | None:
    """Change one's own note; None when it is not the person's. Raises KeepError."""
    mine = (TABLE.c.id == note_id) & (TABLE.c.owner == user.name)
    with store.write() as conn:
        if user.name is None or conn.execute(select(TABLE.c.id).where(mine)).first() is None:
            return None
        conn.execute(update(TABLE).where(mine).values(**_values(user, given), changed_at=utc_now()))
        return _note(conn.execute(select(TABLE).where(mine)).one())


def remove(store: Store, user: User, note_id: str) -> bool:
    """Take a note out: one's own, or any that an administrator sees; False when there is none for this person."""
    with store.write() as conn:
        row = conn.execute(select(TABLE).where(TABLE.c.id == note_id, _seen(user))).first()
        if row is None or not may_remove(user, _note(row)):
            return False
        conn.execute(delete(TABLE).where(TABLE.c.id == note_id))
        return True
