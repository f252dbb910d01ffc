"""Who decides about what residents sent, and the log of what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from config.limits import REPORTS_SHOWN
from config.policy import Action, Thing, User, may
from data import schema
from data.store import Store, utc_now

TABLE = schema.moderation_log
THING = Thing("from_residents")
ACTS = ("mark_accepted", "mark_refused", "report_accepted", "report_refused", "answered", "barrier_removed", "picked",
        "unpicked", "picture_added", "picture_refused", "picture_removed")  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One decision: when, by which account, what, about which object, the day that it names, and a remark."""

    at: datetime
    by_user: str
    act: str
    object_ref: str
    day: date | None
    note: str


def may_decide(user: User) -> bool:
    """Whether the person decides about what residents sent."""
    return user.name is not None and may(user, Action.MODERATE, THING)


def may_answer(user: User, district: str) -> bool:
    """Whether the person answers residents of a district for a body."""
    return user.name is not None and may(user, Action.ANSWER, Thing(THING.kind, district=district))


def answers_somewhere(user: User) -> bool:
    """Whether the person answers residents of any district."""
    return may_answer(user, user.district or "")


def note(conn: Connection, user: User, act: str, object_ref: str, *, day: date | None = None, said: str = "") -> None:
    """Keep who decided what."""
    who = user.name or ""
    conn.execute(TABLE.insert().values(at=utc_now(), by_user=who, act=act, object_ref=object_ref, day=day, note=said))


def latest(store: Store, user: User) -> Sequence[Act]:
    """The latest decisions, the last first; none for who does not decide."""
    if not may_decide(user):
        return ()
    query = select(TABLE).order_by(TABLE.c.at.desc(), TABLE.c.id.desc()).limit(REPORTS_SHOWN)
    with store.read() as conn:
        return [Act(row.at, row.by_user, row.act, row.object_ref, row.day, row.note) for row in conn.execute(query)]
