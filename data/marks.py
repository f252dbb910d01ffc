"""Marks and comments of residents on works: kept apart until somebody has read them, then shown, then answered."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, select, update

from config.limits import (
    ANSWER_CHARS,
    MARK_CHARS,
    MARKS_OF_CARD,
    MARKS_WAITING,
    REPORTS_OF_ONE,
    REPORTS_SHOWN,
    REPORTS_WINDOW_MINUTES,
)
from config.policy import User
from data import pictures, schema
from data.moderation import answers_somewhere, may_answer, may_decide, note
from data.picture_bytes import remake
from data.private import tells_private
from data.queries.objects import CityObject
from data.store import Store, utc_now
from data.views import KeepError

TABLE = schema.resident_mark
LAYERS = ("works", "budget_works", "construction_sites", "yards")
SAID = ("goes_on", "stopped", "done_well", "badly_done", "disturbs", "other")
BAD = frozenset({"stopped", "badly_done", "disturbs"})
STARS = (1, 2, 3, 4, 5)
WAITING, ACCEPTED, REFUSED = "waiting", "accepted", "refused"
USER = "user"


@dataclass(frozen=True)
class Wish:
    """What a form sent, nothing judged yet; `mark` is a number of stars as typed, empty for none."""

    said: str
    mark: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Mark:
    """A mark as it was sent, what became of it, and the answer; `mark` is 1 to 5, or None for none."""

    id: str
    object_ref: str
    district: str
    body: str
    said: str
    mark: int | None
    comment: str
    state: str
    origin: str
    sent_at: datetime
    answer: str
    answer_body: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Tally:
    """Marks shown of some objects: how many, with stars, the mean of these, how many complain, how many answered."""

    count: int = 0
    stars: int = 0
    mean: float | None = None
    bad: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Of:
    """Which marks are meant: of layers, and perhaps of one district, of bodies, of one object or of some objects."""

    layers: tuple[str, ...] = LAYERS
    district: str | None = None
    bodies: tuple[str, ...] = ()
    object_ref: str = ""
    refs: tuple[str, ...] = ()


def takes_marks(found: CityObject) -> bool:
    """Whether residents can say something about the object: a present row of a layer of works."""
    return found.layer.id in LAYERS and found.known_to is None


def judge(wish: Wish) -> None:
    """Raise KeepError `bad_said`, `bad_mark`, `bad_comment` or `private` for a mark that cannot be kept."""
    if wish.said not in SAID:
        raise KeepError("bad_said")
    if wish.mark not in ("", *map(str, STARS)):
        raise KeepError("bad_mark")
    if len(wish.comment) > MARK_CHARS or "\0" in wish.comment:
        raise KeepError("bad_comment")
    if wish.said == "other" and not wish.comment.strip():
        raise KeepError("bad_comment")
    if tells_private(wish.comment):
        raise KeepError("private")


def send(store: Store, found: CityObject, wish: Wish, sender: str, picture: bytes | None = None) -> str:
    """Keep a mark on an object until it is read, with the file of a picture if there is one; its number.

    Raises KeepError: what `judge` and `remake` say, `no_object`, `twice` for the same object within the window of the
    limit, `too_many` when one sender or all sent enough. `sender` is a keyed digest, forgotten when the window is over.
    """
    judge(wish)
    if not takes_marks(found):
        raise KeepError("no_object")
    now = utc_now()
    with store.write() as conn:
        forget(conn, now)
        _limits(conn, found.public_id, sender)
    made = remake(picture) if picture is not None else None
    with store.write() as conn:
        _limits(conn, found.public_id, sender)
        number = secrets.token_hex(6)
        conn.execute(
            TABLE.insert().values(
                id=number, object_ref=found.public_id, layer=found.layer.id, district=found.row["district"] or "",
                body=found.row["body"] or "", said=wish.said, mark=int(wish.mark) if wish.mark else None,
                comment=" ".join(wish.comment.split()), sender=sender, state=WAITING, origin=USER, sent_at=now,
            )
        )  # fmt: skip
        if made is not None:
            pictures.attach(conn, made, pictures.of_mark(number), found.public_id)
    return number


def _limits(conn: Connection, object_ref: str, sender: str) -> None:
    sent = [row.object_ref for row in conn.execute(select(TABLE.c.object_ref).where(TABLE.c.sender == sender))]
    if object_ref in sent:
        raise KeepError("twice")
    waits = conn.execute(select(func.count()).select_from(TABLE).where(TABLE.c.state == WAITING)).scalar_one()
    if len(sent) >= REPORTS_OF_ONE or waits >= MARKS_WAITING:
        raise KeepError("too_many")


def forget(conn: Connection, now: datetime) -> None:
    """Who sent what is not needed once the window of the limit is over."""
    old = now - timedelta(minutes=REPORTS_WINDOW_MINUTES)
    conn.execute(update(TABLE).where(TABLE.c.sent_at < old, TABLE.c.sender != "").values(sender=""))


def _mark(row: Row[Any]) -> Mark:
    return Mark(row.id, row.object_ref, row.district, row.body, row.said, row.mark, row.comment, row.state, row.origin,
                row.sent_at, row.answer, row.answer_body, row.answered_at)  # fmt: skip


def waiting(store: Store, user: User) -> list[Mark]:
    """Marks that wait for somebody to read them, the oldest first; none for who does not decide."""
    if not may_decide(user):
        return []
    query = select(TABLE).where(TABLE.c.state == WAITING).order_by(TABLE.c.sent_at, TABLE.c.id).limit(REPORTS_SHOWN)
    with store.read() as conn:
        return [_mark(row) for row in conn.execute(query)]


def decide(store: Store, user: User, number: str, *, accept: bool, picture: bool = True) -> Mark | None:
    """Show a mark to everybody, with or without its picture, or refuse both.

    None when it does not wait, or is not this person's to decide.
    """
    if not may_decide(user):
        return None
    with store.write() as conn:
        row = conn.execute(select(TABLE).where(TABLE.c.id == number, TABLE.c.state == WAITING)).first()
        if row is None:
            return None
        state = ACCEPTED if accept else REFUSED
        done = {"state": state, "decided_by": user.name, "decided_at": utc_now()}
        conn.execute(update(TABLE).where(TABLE.c.id == number).values(**done))
        note(conn, user, f"mark_{state}", row.object_ref)
        pictures.settle(conn, user, pictures.of_mark(number), show=accept and picture)
    return _mark(row)


def _meant(of: Of) -> ColumnElement[bool]:
    parts = [TABLE.c.state == ACCEPTED, TABLE.c.layer.in_(of.layers)]
    if of.district is not None:
        parts.append(TABLE.c.district == of.district)
    if of.bodies:
        parts.append(TABLE.c.body.in_(of.bodies))
    if of.object_ref:
        parts.append(TABLE.c.object_ref == of.object_ref)
    if of.refs:
        parts.append(TABLE.c.object_ref.in_(of.refs))
    return and_(*parts)


def shown(conn: Connection, of: Of, limit: int = MARKS_OF_CARD) -> list[Mark]:
    """Marks that everybody may read, the latest first."""
    query = select(TABLE).where(_meant(of)).order_by(TABLE.c.sent_at.desc(), TABLE.c.id).limit(limit)
    return [_mark(row) for row in conn.execute(query)]


def tallies(conn: Connection, of: Of, by: str = "object_ref") -> dict[tuple[str, str], Tally]:
    """Sums of marks shown, by origin and by `object_ref`, `district` or `body`: what is made up is never mixed in."""
    bad = func.sum(case((TABLE.c.said.in_(BAD), 1), else_=0))
    answered = func.sum(case((TABLE.c.answer != "", 1), else_=0))
    key = TABLE.c[by]
    query = select(TABLE.c.origin, key, func.count(), func.count(TABLE.c.mark), func.avg(TABLE.c.mark), bad, answered)
    rows = conn.execute(query.where(_meant(of)).group_by(TABLE.c.origin, key))
    return {
        (origin, name): Tally(count, stars, None if mean is None else float(mean), int(worse), int(told))
        for origin, name, count, stars, mean, worse, told in rows
    }


def together(found: Sequence[Tally]) -> Tally:
    """One tally of several."""
    stars = sum(one.stars for one in found)
    mean = sum((one.mean or 0.0) * one.stars for one in found) / stars if stars else None
    return Tally(sum(one.count for one in found), stars, mean, sum(one.bad for one in found),
                 sum(one.answered for one in found))  # fmt: skip


def _open_for(user: User, body: str = "") -> ColumnElement[bool]:
    own = None if may_answer(user, "") else user.district
    return _meant(Of(district=own, bodies=(body,) if body else ())) & (TABLE.c.answer == "")


def unanswered(store: Store, user: User, body: str = "") -> list[Mark]:
    """Marks shown without an answer that the person may answer: those of people first, then the oldest."""
    if not answers_somewhere(user):
        return []
    order = (TABLE.c.origin != USER, TABLE.c.sent_at, TABLE.c.id)
    query = select(TABLE).where(_open_for(user, body)).order_by(*order).limit(REPORTS_SHOWN)
    with store.read() as conn:
        return [_mark(row) for row in conn.execute(query)]


def owed(store: Store, user: User) -> dict[str, int]:
    """How many answers each body owes, as far as the person may answer."""
    if not answers_somewhere(user):
        return {}
    query = select(TABLE.c.body, func.count()).where(_open_for(user)).group_by(TABLE.c.body)
    with store.read() as conn:
        return {row[0]: int(row[1]) for row in conn.execute(query)}


def answer(store: Store, user: User, number: str, words: str, body: str) -> Mark | None:
    """Answer a mark for a body, once; None when there is none that this person answers.

    Raises KeepError `bad_answer`, `private` or `bad_body`.
    """
    text = " ".join(words.split())
    if not text or len(text) > ANSWER_CHARS or "\0" in text:
        raise KeepError("bad_answer")
    if tells_private(text):
        raise KeepError("private")
    if not any(one.id == body for one in store.city.bodies):
        raise KeepError("bad_body")
    with store.write() as conn:
        open_ = (TABLE.c.id == number) & (TABLE.c.state == ACCEPTED) & (TABLE.c.answer == "")
        row = conn.execute(select(TABLE).where(open_)).first()
        if row is None or not may_answer(user, row.district):
            return None
        done: Mapping[str, Any] = {
            "answer": text, "answer_body": body, "answered_by": user.name, "answered_at": utc_now(),
        }  # fmt: skip
        conn.execute(update(TABLE).where(TABLE.c.id == number).values(**done))
        note(conn, user, "answered", row.object_ref)
    return _mark(row)
