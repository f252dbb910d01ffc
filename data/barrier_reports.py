"""Reports of residents about barriers: kept apart until the city has checked them, then rows of the layer."""

import csv
import secrets
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from config import clock
from config.access import rule
from config.limits import (
    REPORT_CHARS,
    REPORT_PLACE_CHARS,
    REPORTS_OF_ONE,
    REPORTS_SHOWN,
    REPORTS_WAITING,
    REPORTS_WINDOW_MINUTES,
)
from config.policy import User
from data import pictures, schema
from data.access_update import apply_report
from data.moderation import may_decide, note
from data.picture_bytes import remake
from data.private import tells_private
from data.store import Store, utc_now
from data.views import KeepError

TABLE = schema.barrier_report
SOURCE = "barrier_reports"
WAITING, ACCEPTED, REFUSED = "waiting", "accepted", "refused"
MOST_LON, MOST_LAT = 180.0, 90.0
# Columns that the source's record reads.
COLUMNS = ("id", "kind", "state", "object_ref", "need", "barrier", "barrier_since", "checked_at", "checked_by", "lon",
           "lat")  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A report as it was sent: what is in the way, where (degrees), at which object if any, and what became of it."""

    id: str
    object_ref: str
    kind: str
    text: str
    place: str
    lon: float
    lat: float
    state: str
    sent_at: datetime


@dataclass(frozen=True)
class Wish:
    """What a form sent, nothing judged yet; `at` is the place it was found to mean, if any."""

    kind: str
    text: str
    place: str = ""
    object_ref: str = ""
    at: tuple[float, float] | None = None


def may_check(user: User) -> bool:
    """Whether the person decides about reports."""
    return may_decide(user)


def judge(wish: Wish) -> None:
    """Raise KeepError `bad_kind`, `bad_text`, `private` or `bad_place` for a report that cannot be kept."""
    if wish.kind not in rule().barriers:
        raise KeepError("bad_kind")
    if not wish.text.strip() or len(wish.text) > REPORT_CHARS or "\0" in wish.text:
        raise KeepError("bad_text")
    if tells_private(wish.text):
        raise KeepError("private")
    if wish.at is None or len(wish.place) > REPORT_PLACE_CHARS or "\0" in wish.place:
        raise KeepError("bad_place")
    if abs(wish.at[0]) > MOST_LON or abs(wish.at[1]) > MOST_LAT:
        raise KeepError("bad_place")


def send(store: Store, wish: Wish, sender: str, picture: bytes | None = None) -> str:
    """Keep a report until it is checked, with the file of a picture if there is one; its number.

    Raises KeepError: what `judge` and `remake` say, `too_many` when one sender or all sent enough. `sender` is a keyed
    digest of where the report came from; it is forgotten when the window of the limit is over.
    """
    judge(wish)
    now = utc_now()
    with store.write() as conn:
        _forget(conn, now)
        _limits(conn, sender)
    made = remake(picture) if picture is not None else None
    with store.write() as conn:
        _limits(conn, sender)
        lon, lat = wish.at or (0.0, 0.0)
        number = secrets.token_hex(6)
        conn.execute(
            TABLE.insert().values(
                id=number, object_ref=wish.object_ref, kind=wish.kind, text=" ".join(wish.text.split()),
                place=" ".join(wish.place.split()), lon=lon, lat=lat, sender=sender, state=WAITING, sent_at=now,
            )
        )  # fmt: skip
        if made is not None:
            pictures.attach(conn, made, pictures.of_report(number), wish.object_ref)
    return number


def _limits(conn: Connection, sender: str) -> None:
    of_one = select(func.count()).select_from(TABLE).where(TABLE.c.sender == sender)
    waits = select(func.count()).select_from(TABLE).where(TABLE.c.state == WAITING)
    if conn.execute(of_one).scalar_one() >= REPORTS_OF_ONE or conn.execute(waits).scalar_one() >= REPORTS_WAITING:
        raise KeepError("too_many")


def _forget(conn: Connection, now: datetime) -> None:
    """Who sent what is not needed once the window of the limit is over."""
    old = now - timedelta(minutes=REPORTS_WINDOW_MINUTES)
    conn.execute(update(TABLE).where(TABLE.c.sent_at < old, TABLE.c.sender != "").values(sender=""))


def _report(row: Row[Any]) -> Report:
    return Report(row.id, row.object_ref, row.kind, row.text, row.place, row.lon, row.lat, row.state, row.sent_at)


def waiting(store: Store, user: User) -> list[Report]:
    """Reports that wait for a check, the oldest first; none for who does not decide about them."""
    if not may_check(user):
        return []
    query = select(TABLE).where(TABLE.c.state == WAITING).order_by(TABLE.c.sent_at, TABLE.c.id).limit(REPORTS_SHOWN)
    with store.read() as conn:
        return [_report(row) for row in conn.execute(query)]


def states(conn: Connection) -> dict[str, int]:
    """How many reports were sent, by what became of them."""
    query = select(TABLE.c.state, func.count()).group_by(TABLE.c.state)
    return {row[0]: int(row[1]) for row in conn.execute(query)}


def decide(store: Store, user: User, number: str, *, accept: bool, picture: bool = True) -> Report | None:
    """Accept a report, which makes it a barrier for everybody, or refuse it; None when it is not this person's.

    Its picture, if there is one, is shown with the barrier or, when it should not be, refused.

    Raises KeepError `failed` when the store did not take the row: the report then waits on.
    """
    if not may_check(user):
        return None
    with store.write() as conn:
        row = conn.execute(select(TABLE).where(TABLE.c.id == number, TABLE.c.state == WAITING)).first()
        if row is None:
            return None
        _settle(conn, number, user, ACCEPTED if accept else REFUSED)
    report = _report(row)
    if accept and not _publish(store, report, user):
        with store.write() as conn:
            _settle(conn, number, None, WAITING)
        raise KeepError("failed")
    if accept:
        apply_report(store, report.object_ref, report.kind, clock.today(store.city.timezone))
    with store.write() as conn:
        about = f"barriers.{report.id}" if accept else report.object_ref
        note(conn, user, "report_accepted" if accept else "report_refused", about)
        pictures.settle(conn, user, pictures.of_report(number), show=accept and picture, object_ref=about)
    return report


def _settle(conn: Connection, number: str, user: User | None, state: str) -> None:
    by, at = (user.name, utc_now()) if user is not None else ("", None)
    conn.execute(update(TABLE).where(TABLE.c.id == number).values(state=state, decided_by=by, decided_at=at))


def _publish(store: Store, report: Report, user: User) -> bool:
    """Bring one checked report into the layer by the way of every other file."""
    from data.loading.pipeline import import_source  # noqa: PLC0415 -- pages that only read need no readers of files

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report-{report.id}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(COLUMNS)
            lines.writerow(_line(report, store.city.timezone))
        return import_source(store, SOURCE, path, by_user=user.name or "").good


def _line(report: Report, zone: str) -> list[object]:
    need = rule().need_of(rule().barriers[report.kind])
    since, today = clock.local(report.sent_at, zone).date().isoformat(), clock.today(zone)
    return [report.id, report.kind, "open", report.object_ref, need, report.text, since, today.isoformat(),
            "city_office", report.lon, report.lat]  # fmt: skip
