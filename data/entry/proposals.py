"""Values that officials propose: drafts, proposals, withdrawal; each is kept with who did what and when."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy.exc import IntegrityError

from config import clock
from config.entry import Desk
from config.limits import ENTRY_ROWS, ENTRY_SHOWN, ENTRY_WAITING_OF_ONE
from config.policy import User
from config.spoken import SpokenError
from data import schema
from data.entry.check import Checked, Finding, Wish, check
from data.entry.desks import Line, desk_of, find_line, may_enter
from data.store import Store, utc_now

TABLE, EVENTS = schema.entry_proposal, schema.entry_event
DRAFT, PROPOSED, APPROVED, REJECTED, WITHDRAWN = "draft", "proposed", "approved", "rejected", "withdrawn"
STATES = (DRAFT, PROPOSED, APPROVED, REJECTED, WITHDRAWN)
OPEN = (DRAFT, PROPOSED)
NONCE_CHARS = 64


class EntryError(SpokenError, ValueError):
    """A value cannot be taken; `key` names the answer under `entry.failed`, `findings` say why a value is refused."""

    def __init__(self, key: str, findings: Sequence[Finding] = ()) -> None:
        """Remember the key and the findings."""
        super().__init__(key)
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Proposal:
    """A value somebody entered, and what became of it."""

    id: str
    batch: str | None
    body: str
    code: str
    territory: str
    breakdown: str
    breakdown_ru: str
    kind: str
    period: str
    period_kind: str
    period_start: date
    value: float
    reason: str
    findings: tuple[Finding, ...]
    state: str
    author: str
    made_at: datetime
    changed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision: str
    told: bool

    @property
    def line_id(self) -> str:
        """Name of its series, as `Line.id`."""
        return f"{self.code}|{self.territory}|{self.breakdown}"


_COLUMNS = tuple(Proposal.__dataclass_fields__)


def proposal_of(row: Row[Any]) -> Proposal:
    """A row of the table as a proposal."""
    given = {name: getattr(row, name) for name in _COLUMNS}
    return Proposal(**given | {"findings": tuple(Finding(**one) for one in json.loads(row.findings))})


def city_today(store: Store) -> date:
    """Present day in the city."""
    return clock.today(store.city.timezone)


def slot_of(line: Line, found: Checked) -> str:
    """The key of what a value would change; at most one proposal for it waits at a time."""
    return "|".join((line.id, found.kind, found.period_kind, found.start.isoformat() if found.start else ""))


def find(conn: Connection, number: str) -> Proposal | None:
    """A proposal by its number."""
    row = conn.execute(select(TABLE).where(TABLE.c.id == number)).first() if "\0" not in number else None
    return None if row is None else proposal_of(row)


def own_line(conn: Connection, store: Store, user: User, body: str, line_id: str) -> tuple[Desk, Line]:
    """A desk and a series of it at which this person enters values. Raises EntryError."""
    desk = desk_of(store.city, body)
    line = find_line(conn, store, user, desk, line_id) if desk is not None else None
    if desk is None or line is None or not may_enter(user, desk, line):
        raise EntryError("not_yours")
    return desk, line


def enter(store: Store, user: User, place: tuple[str, str], wish: Wish, nonce: str, *, draft: bool = False) -> Proposal:
    """Propose a value of a series (`place`: body and series), or keep it as a draft; the same form twice is one value.

    Raises EntryError: `not_yours`, `found` with what is wrong, `waiting` when one for the same period waits already.
    """
    if not nonce or len(nonce) > NONCE_CHARS or "\0" in nonce:
        raise EntryError("form")
    try:
        with store.write() as conn:
            before = _by_nonce(conn, user, nonce)
            if before is not None:
                return before
            _, line = own_line(conn, store, user, *place)
            found = check(wish, line.series, city_today(store))
            if not found.good:
                raise EntryError("found", found.findings)
            _not_too_many(conn, user)
            number = add(conn, user, place[0], line, found, nonce)
            if not draft:
                _send(conn, user, number, slot_of(line, found))
            return _sure(find(conn, number))
    except IntegrityError:
        with store.read() as conn:
            before = _by_nonce(conn, user, nonce)
        if before is not None:
            return before
        raise EntryError("waiting") from None


def _sure(found: Proposal | None) -> Proposal:
    if found is None:
        raise EntryError("gone")
    return found


def _by_nonce(conn: Connection, user: User, nonce: str) -> Proposal | None:
    row = conn.execute(select(TABLE).where(TABLE.c.author == user.name, TABLE.c.nonce == nonce)).first()
    return None if row is None else proposal_of(row)


def _not_too_many(conn: Connection, user: User) -> None:
    query = select(func.count()).select_from(TABLE).where(TABLE.c.author == user.name, TABLE.c.state.in_(OPEN))
    if int(conn.execute(query).scalar_one()) >= ENTRY_WAITING_OF_ONE:
        raise EntryError("too_many")


def add(conn: Connection, user: User, body: str, line: Line, found: Checked, nonce: str) -> str:
    """Keep a good value as a draft; its number. A nonce `<batch>:<row>` says which file it came in."""
    number, now = secrets.token_hex(8), utc_now()
    batch, colon, _ = nonce.rpartition(":")
    conn.execute(TABLE.insert().values(
        id=number, slot=None, nonce=nonce, batch=batch if colon else None, body=body, code=line.code,
        territory=line.territory, breakdown=line.breakdown, breakdown_ru=line.breakdown_ru, kind=found.kind,
        period=found.period, period_kind=found.period_kind, period_start=found.start, value=found.value,
        reason=found.reason, findings=packed(found.findings), state=DRAFT, author=user.name, made_at=now,
        changed_at=now,
    ))  # fmt: skip
    note(conn, number, user, DRAFT)
    return number


def packed(findings: Sequence[Finding]) -> str:
    """Findings as JSON; days become text."""
    return json.dumps([{"key": f.key, "level": f.level, "values": dict(f.values)} for f in findings],
                      ensure_ascii=False, default=str)  # fmt: skip


def note(conn: Connection, number: str, user: User, what: str, reason: str = "") -> None:
    """Write down who did what with a proposal."""
    conn.execute(EVENTS.insert().values(proposal=number, at=utc_now(), who=user.name or "", what=what, reason=reason))


def _send(conn: Connection, user: User, number: str, slot: str) -> None:
    taken = conn.execute(select(TABLE.c.id).where(TABLE.c.slot == slot)).first()
    if taken is not None:
        raise EntryError("waiting")
    done = conn.execute(
        update(TABLE).where(TABLE.c.id == number, TABLE.c.state == DRAFT, TABLE.c.author == user.name)
        .values(state=PROPOSED, slot=slot, changed_at=utc_now())
    )  # fmt: skip
    if done.rowcount != 1:
        raise EntryError("gone")
    note(conn, number, user, PROPOSED)


def send(store: Store, user: User, numbers: Sequence[str]) -> Mapping[str, str]:
    """Propose drafts of this person, each looked at again; why one stayed a draft, by number. No number: all went.

    All go in one transaction, at most as many as a file has rows; of more the rest stay drafts (`rest`).
    """
    asked = list(dict.fromkeys(numbers))
    held: dict[str, str] = {}
    with store.write() as conn:
        for number in asked[:ENTRY_ROWS]:
            try:
                with conn.begin_nested():
                    _send_one(conn, store, user, number)
            except EntryError as error:
                held[number] = error.key
            except IntegrityError:
                held[number] = "waiting"
    return held | dict.fromkeys(asked[ENTRY_ROWS:], "rest")


def _send_one(conn: Connection, store: Store, user: User, number: str) -> None:
    draft = find(conn, number)
    if draft is None or draft.author != user.name or draft.state not in OPEN:
        raise EntryError("gone")
    if draft.state == PROPOSED:
        return
    _, line = own_line(conn, store, user, draft.body, draft.line_id)
    wish = Wish(draft.kind, draft.period, format(draft.value, "f"), draft.reason, "fraction")
    found = check(wish, line.series, city_today(store))
    if not found.good:
        raise EntryError("found", found.findings)
    conn.execute(update(TABLE).where(TABLE.c.id == number).values(findings=packed(found.findings)))
    _send(conn, user, number, slot_of(line, found))


def withdraw(store: Store, user: User, numbers: Sequence[str]) -> int:
    """Take back drafts and waiting proposals of this person, at most as many as a file has rows; how many went."""
    gone = 0
    with store.write() as conn:
        for number in list(dict.fromkeys(numbers))[:ENTRY_ROWS]:
            done = conn.execute(
                update(TABLE).where(TABLE.c.id == number, TABLE.c.author == user.name, TABLE.c.state.in_(OPEN))
                .values(state=WITHDRAWN, slot=None, changed_at=utc_now())
            )  # fmt: skip
            if done.rowcount == 1:
                gone += 1
                note(conn, number, user, WITHDRAWN)
    return gone


def mine(conn: Connection, user: User, limit: int = ENTRY_SHOWN) -> tuple[list[Proposal], int]:
    """What this person entered, the last first, and how many in all; withdrawn ones stand at the end of their day."""
    if user.name is None:
        return [], 0
    own = TABLE.c.author == user.name
    total = int(conn.execute(select(func.count()).select_from(TABLE).where(own)).scalar_one())
    query = select(TABLE).where(own).order_by(TABLE.c.changed_at.desc(), TABLE.c.id).limit(limit)
    return [proposal_of(row) for row in conn.execute(query)], total


def drafts_of(conn: Connection, user: User, batch: str) -> list[Proposal]:
    """Drafts of a file that this person brought, in the order of its rows."""
    query = select(TABLE).where(TABLE.c.author == user.name, TABLE.c.batch == batch, TABLE.c.state == DRAFT)
    return [proposal_of(row) for row in conn.execute(query.order_by(TABLE.c.made_at, TABLE.c.id))]


def untold(conn: Connection, user: User) -> int:
    """How many decisions this person has not been told of."""
    if user.name is None:
        return 0
    where = (TABLE.c.author == user.name, TABLE.c.state.in_((APPROVED, REJECTED)), ~TABLE.c.told)
    return int(conn.execute(select(func.count()).select_from(TABLE).where(*where)).scalar_one())


def tell(store: Store, user: User) -> None:
    """This person has been told of all decisions."""
    with store.write() as conn:
        conn.execute(
            update(TABLE).where(TABLE.c.author == user.name, TABLE.c.state.in_((APPROVED, REJECTED)), ~TABLE.c.told)
            .values(told=True)
        )  # fmt: skip
