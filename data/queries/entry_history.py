"""How the values of an indicator changed in the store: revisions with reasons, and what sources say differently."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from config.entry import ENTERED
from config.policy import Action, Sensitivity, Thing, User, may
from data import schema
from data.queries.scope import row_scope

_V, _I, _P = schema.indicator_value.c, schema.indicator.c, schema.entry_proposal.c
# Who entered and approved a value is told to those who enter and approve values.
PEOPLE = Thing("entry", Sensitivity.RESTRICTED)


@dataclass(frozen=True)
class Revision:
    """One state of a value: what a source said of a place and period from one moment to another, and why it changed."""

    territory: str
    breakdown: str
    breakdown_ru: str
    kind: str
    period: str
    period_kind: str
    period_start: date | None
    value: float | None
    value_text: str
    comparison: str
    source: str
    revision: int
    known_from: datetime
    known_to: datetime | None
    reason: str = ""
    author: str = ""
    reviewer: str = ""

    @property
    def place(self) -> tuple[Any, ...]:
        """What the value is of: the same for every source and revision."""
        return self.territory, self.breakdown, self.kind, self.period_kind, self.period_start or self.period

    @property
    def entered(self) -> bool:
        """Whether an official entered it."""
        return self.source.startswith(ENTERED)


def _seen(user: User) -> ColumnElement[bool]:
    scope = row_scope(user)
    levels = _I.sensitivity.in_(sorted(level.value for level in scope.sensitivities))
    if scope.district is None:
        return levels
    return and_(levels, or_(_I.sensitivity == Sensitivity.PUBLIC.value, _V.territory == scope.district))


def _all(conn: Connection, user: User, code: str, end: datetime | None) -> list[Revision]:
    """States that the store knew just before a moment (default: now); one that was closed later still stood then."""
    names = [name for name in Revision.__dataclass_fields__ if name in _V]
    people = may(user, Action.VIEW, PEOPLE)
    query = (
        select(*(_V[name] for name in names), _V.note, _P.author, _P.decided_by)
        .select_from(schema.indicator_value.join(schema.indicator, _I.code == _V.code)
                     .outerjoin(schema.entry_proposal, and_(_P.id == _V.evidence, _V.source.like(f"{ENTERED}%"))))
        .where(_V.code == code, _seen(user), *([_V.known_from < end] if end else []))
        .order_by(_V.position, _V.known_from, _V.id)
    )  # fmt: skip
    found = []
    for row in conn.execute(query) if "\0" not in code else ():
        given: dict[str, Any] = {name: getattr(row, name) for name in names}
        if end and row.known_to is not None and row.known_to >= end:
            given["known_to"] = None
        if row.source.startswith(ENTERED):
            given["reason"] = row.note
            given |= {"author": row.author or "", "reviewer": row.decided_by or ""} if people else {}
        found.append(Revision(**given))
    return found


def revisions(conn: Connection, user: User, code: str, end: datetime | None = None) -> list[Revision]:
    """Every state of the values that were ever changed or entered by an official, by printed order and then in time.

    None for an indicator that this person may not see. Values that stand as they were first loaded are left out.
    """
    groups: dict[tuple[Any, ...], list[Revision]] = defaultdict(list)
    for one in _all(conn, user, code, end):
        groups[one.place].append(one)
    return [one for group in groups.values() if _told(group) for one in group]


def _told(group: list[Revision]) -> bool:
    return any(one.entered or one.revision > 1 or one.known_to is not None for one in group)


def conflicts(conn: Connection, user: User, code: str, end: datetime | None = None) -> list[list[Revision]]:
    """Places and periods of which an official and a document say different things now, or just before a moment."""
    groups: Mapping[tuple[Any, ...], list[Revision]] = defaultdict(list)
    for one in _all(conn, user, code, end):
        if one.known_to is None and one.value is not None:
            groups[one.place].append(one)
    return [
        group for group in groups.values()
        if any(one.entered for one in group) and len({one.value for one in group}) > 1
    ]  # fmt: skip
