"""The second pair of eyes: what waits for a person, approval that publishes at once, refusal with a reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from config import clock
from config.city import Source
from config.entry import ENTERED
from config.limits import ENTRY_REASON_CHARS, ENTRY_SHOWN
from config.policy import Action, Sensitivity, Thing, User, may
from data import schema
from data.entry.check import tidy_reason
from data.entry.desks import KIND, REAL, desk_of, reviewed_desks, thing
from data.entry.proposals import APPROVED, PROPOSED, REJECTED, TABLE, EntryError, Proposal, find, note, proposal_of
from data.indicators.bundle import ValueRow
from data.indicators.publish import add_values
from data.store import Store, utc_now

# How rows of the store are told to be entered by officials.
EDITION = "entry"
_V = schema.indicator_value


def may_review(store: Store, user: User, found: Proposal, sensitivity: str) -> bool:
    """Whether a person decides about a value: another one than its author, with the right, cleared to see it."""
    desk = desk_of(store.city, found.body)
    if desk is None or user.name is None or user.name == found.author:
        return False
    level = Sensitivity(sensitivity)
    return may(user, Action.REVIEW, thing(desk, level)) and may(user, Action.VIEW, Thing(KIND, level, found.territory))


def waiting(conn: Connection, store: Store, user: User, limit: int = ENTRY_SHOWN) -> tuple[list[Proposal], int]:
    """Values that wait at the desks a person reviews, own ones too, the oldest first; and how many in all."""
    where = (TABLE.c.state == PROPOSED, *_reviewed(store, user))
    joined = TABLE.join(schema.indicator, schema.indicator.c.code == TABLE.c.code)
    total = int(conn.execute(select(func.count()).select_from(joined).where(*where)).scalar_one())
    query = select(TABLE).select_from(joined).where(*where).order_by(TABLE.c.changed_at, TABLE.c.id).limit(limit)
    return [proposal_of(row) for row in conn.execute(query)], total


def decided(conn: Connection, store: Store, user: User, limit: int = ENTRY_SHOWN) -> list[Proposal]:
    """What was decided at the desks a person reviews, the last first."""
    joined = TABLE.join(schema.indicator, schema.indicator.c.code == TABLE.c.code)
    where = (TABLE.c.state.in_((APPROVED, REJECTED)), *_reviewed(store, user))
    query = select(TABLE).select_from(joined).where(*where).order_by(TABLE.c.decided_at.desc(), TABLE.c.id)
    return [proposal_of(row) for row in conn.execute(query.limit(limit))]


def _reviewed(store: Store, user: User) -> tuple[Any, ...]:
    bodies = [desk.body for desk in reviewed_desks(store.city, user)]
    seen = [level.value for level in Sensitivity if may(user, Action.VIEW, Thing(KIND, level))]
    return TABLE.c.body.in_(bodies), schema.indicator.c.sensitivity.in_(seen)


def events(conn: Connection, numbers: Sequence[str]) -> Mapping[str, list[tuple[datetime, str, str, str]]]:
    """Who did what with proposals, in time: when, who, what, why."""
    table = schema.entry_event
    found: dict[str, list[tuple[datetime, str, str, str]]] = {number: [] for number in numbers}
    for row in conn.execute(select(table).where(table.c.proposal.in_(list(numbers))).order_by(table.c.id)):
        found[row.proposal].append((row.at, row.who, row.what, row.reason))
    return found


def basis(conn: Connection, found: Proposal) -> str:
    """Mark of the present values that a proposal would stand beside or replace; it changes when they do."""
    query = select(_V.c.id).where(*_same_place(found), _V.c.known_to.is_(None)).order_by(_V.c.id)
    return "-".join(str(number) for number in conn.execute(query).scalars())


def _same_place(found: Proposal) -> tuple[Any, ...]:
    return (
        _V.c.code == found.code, _V.c.territory == found.territory, _V.c.breakdown == found.breakdown,
        _V.c.kind == found.kind, _V.c.period_kind == found.period_kind, _V.c.period_start == found.period_start,
    )  # fmt: skip


def decide(
    store: Store, user: User, number: str, *, approve: bool, reason: str = "", seen: str | None = None
) -> Proposal:
    """Approve a value, which publishes it, or refuse it with a reason; all in one transaction.

    `seen` is the `basis` the reviewer looked at. Raises EntryError: `gone` for what does not wait for this person any
    more, `own` for an own value, `no_reason`, `changed` when the present values are others than those looked at.
    """
    why = tidy_reason(reason)[:ENTRY_REASON_CHARS]
    if not approve and not why:
        raise EntryError("no_reason")
    with store.write() as conn:
        found = _takeable(conn, store, user, number)
        state = APPROVED if approve else REJECTED
        done = conn.execute(
            update(TABLE).where(TABLE.c.id == number, TABLE.c.state == PROPOSED).values(
                state=state, slot=None, decided_by=user.name, decided_at=utc_now(), changed_at=utc_now(), decision=why,
                told=False,
            )
        )  # fmt: skip
        if done.rowcount != 1:
            raise EntryError("gone")
        if approve:
            if seen is not None and seen != basis(conn, found):
                raise EntryError("changed")
            _publish(conn, store, found)
        note(conn, number, user, state, why)
        after = find(conn, number)
    if after is None:
        raise EntryError("gone")
    return after


def _takeable(conn: Connection, store: Store, user: User, number: str) -> Proposal:
    found = find(conn, number)
    if found is None or found.state != PROPOSED:
        raise EntryError("gone")
    if found.author == user.name:
        raise EntryError("own")
    passport = conn.execute(select(schema.indicator).where(schema.indicator.c.code == found.code)).first()
    if passport is None or passport.origin not in REAL or not may_review(store, user, found, passport.sensitivity):
        raise EntryError("gone")
    return found


def _publish(conn: Connection, store: Store, found: Proposal) -> None:
    """Bring an approved value into the store under the source of its body; what other sources say stays."""
    source = store.city.source(ENTERED + found.body)
    if source is None:
        raise EntryError("gone")
    now = utc_now()
    _keep_source(conn, source)
    add_values(conn, store, source, [ValueRow(
        code=found.code, territory=found.territory, period=found.period, kind=_kind(found), value=found.value,
        position=_position(conn, found), period_kind=found.period_kind, period_start=found.period_start,
        breakdown=found.breakdown, breakdown_ru=found.breakdown_ru, edition=EDITION, source_doc=EDITION,
        evidence=found.id, note=found.reason, data_date=clock.local(now, store.city.timezone).date(),
    )], now)  # fmt: skip


def _kind(found: Proposal) -> Any:
    return found.kind


def _position(conn: Connection, found: Proposal) -> int:
    """Place in printed order: beside the document's value of the period, else at the end."""
    beside = conn.execute(select(func.min(_V.c.position)).where(*_same_place(found))).scalar()
    if beside is not None:
        return int(beside)
    return int(conn.execute(select(func.max(_V.c.position)).where(_V.c.code == found.code)).scalar() or 0) + 1


def _keep_source(conn: Connection, source: Source) -> None:
    """The source of a body stands in the directory from its first value on."""
    table = schema.source
    row = {
        "body": source.body, "licence": source.licence, "licence_url": source.licence_url,
        "attribution": source.attribution, "origin": source.origin, "rhythm": source.rhythm,
        "data_date": source.data_date, "reader": source.reader,
        **{f"name_{lang}": source.names[lang] for lang in ("ru", "kk", "en")},
    }  # fmt: skip
    if conn.execute(update(table).where(table.c.id == source.id).values(**row)).rowcount == 0:
        conn.execute(table.insert().values(id=source.id, **row))
