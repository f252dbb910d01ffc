"""Times of emergency: one scene on all walls, who turned it on and off, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, select

from config.limits import WALL_TEXT_CHARS
from config.records import Record, Words
from config.spoken import SpokenError
from data import schema
from data.store import Store, utc_now

TABLE = schema.wall_alarm


class AlarmError(SpokenError, ValueError):
    """An emergency cannot be turned on or off; `key` names the sentence in the locales."""


class AlarmRecord(Record):
    """What all walls show: words, and below them a scene (`<wall>/<scene>`), if any."""

    texts: Words
    scene: str = ""


@dataclass(frozen=True)
class Alarm:
    """A time of emergency (UTC); without an end it lasts."""

    id: int
    shown: AlarmRecord
    why: str
    started_by: str
    started_at: datetime
    why_ended: str
    ended_by: str
    ended_at: datetime | None


def _alarm(row: Row[Any]) -> Alarm:
    try:
        shown = AlarmRecord.model_validate_json(row.record)
    except ValidationError:
        shown = AlarmRecord(texts=Words(kk="!", ru="!", en="!"))
    return Alarm(row.id, shown, row.why, row.started_by, row.started_at, row.why_ended, row.ended_by, row.ended_at)


def _said(text: str, part: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > WALL_TEXT_CHARS:
        raise AlarmError(part)
    return said


def present(conn: Connection) -> Alarm | None:
    """The emergency that lasts now, if any."""
    row = conn.execute(select(TABLE).where(TABLE.c.ended_at.is_(None)).order_by(TABLE.c.id.desc())).first()
    return _alarm(row) if row is not None else None


def start(store: Store, shown: AlarmRecord, why: str, by: str) -> Alarm:
    """Turn all walls to one scene; an emergency that lasts is ended by it. Raises AlarmError without a reason."""
    reason = _said(why, "why")
    with store.write() as conn:
        lasting = TABLE.update().where(TABLE.c.ended_at.is_(None))
        conn.execute(lasting.values(ended_at=utc_now(), ended_by=by, why_ended=reason))
        added = TABLE.insert().values(record=shown.model_dump_json(), why=reason, started_by=by, started_at=utc_now())
        return _alarm(conn.execute(added.returning(TABLE)).one())


def end(store: Store, why: str, by: str) -> bool:
    """Give the walls back to their playlists; whether there was an emergency. Raises AlarmError without a reason."""
    reason = _said(why, "why")
    with store.write() as conn:
        lasting = TABLE.update().where(TABLE.c.ended_at.is_(None))
        done = conn.execute(lasting.values(ended_at=utc_now(), ended_by=by, why_ended=reason))
    return done.rowcount > 0


def log(conn: Connection, limit: int = 20) -> list[Alarm]:
    """The latest times of emergency, the newest first."""
    return [_alarm(row) for row in conn.execute(select(TABLE).order_by(TABLE.c.id.desc()).limit(limit))]


def words_of(given: dict[str, str]) -> Words:
    """Words of an emergency; a language that nobody had time for takes what is given. Raises AlarmError."""
    texts = {lang: " ".join(given.get(lang, "").split()) for lang in ("kk", "ru", "en")}
    first = next((text for text in (texts["ru"], texts["kk"], texts["en"]) if text), "")
    if not first or any(len(text) > WALL_TEXT_CHARS for text in texts.values()):
        raise AlarmError("texts")
    return Words(**{lang: text or first for lang, text in texts.items()})
