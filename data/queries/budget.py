"""The participatory budget in figures: funnel, money and counts by year, what is late, one proposal and its work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, or_, select

from config.policy import User
from data.gallery import picked
from data.pictures import of_layer
from data.queries.items import Ask, check, conditions, seen_layer, selected
from data.queries.kept import kept
from data.queries.scope import may_see, row_scope, seen_columns
from data.store import Store

PROPOSALS, WORKS = "budget_proposals", "budget_works"
# Stages that a proposal has behind it, by the stage it stands at now (the last known one counts).
WON = ("won", "funded", "in_work", "done")
FUNNEL: Mapping[str, tuple[str, ...]] = {"won": WON, "funded": WON[1:], "in_work": WON[2:], "done": WON[3:]}
NUMBER_CHARS = 40


@dataclass(frozen=True)
class Sums:
    """Proposals of one group: how many were filed, came to the vote, won, got money, were begun and finished; money.

    Money in tenge: asked for by all, given, spent by the works of the group; `rejected` and `waiting` (before the vote
    or in it) are those that are neither lost in the vote nor won.
    """

    filed: int = 0
    voted: int = 0
    won: int = 0
    funded: int = 0
    in_work: int = 0
    done: int = 0
    lost: int = 0
    asked: float | None = None
    given: float | None = None
    spent: float | None = None

    @property
    def waiting(self) -> int:
        """Proposals of which nobody knows yet whether they win."""
        return self.filed - self.won - self.lost


@dataclass(frozen=True)
class Late:
    """A work that should be finished: days behind its plan on the day asked."""

    row: Mapping[str, Any]
    days: int


@dataclass(frozen=True)
class WorkCounts:
    """Works under a question on a day: all, finished, finished after the plan's day, behind it now, overspent."""

    total: int
    done: int
    done_late: int
    late: int
    overspent: int


def _number(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.sum(case((column, 1), else_=0))


def _may(store: Store, user: User, layer_id: str) -> bool:
    layer = store.layers.get(layer_id)
    return layer is not None and may_see(user, layer)


def _works_of(conn: Connection, store: Store, user: User, ask: Ask) -> ColumnElement[bool]:
    """Condition on works: those whose proposals answer the question."""
    scope = row_scope(user)
    proposals = store.tables[PROPOSALS]
    asked = select(proposals.c.proposal_no).where(conditions(conn, store, store.layers[PROPOSALS], scope, ask))
    own = conditions(conn, store, store.layers[WORKS], scope, Ask())
    return and_(own, store.tables[WORKS].c.proposal_no.in_(asked))


def sums(conn: Connection, store: Store, user: User, ask: Ask, by: str = "") -> dict[Any, Sums]:
    """Sums of proposals by a column of the layer (`year`, `cycle`, `kind`, `district`), all under "" without one.

    The works of a group are those with the same value in the same column. Raises UnknownLayerError, AskError.
    """
    seen_layer(store, PROPOSALS, user)
    check(store, ask)
    plain = (tuple(sorted(ask.filters.items(), key=lambda item: item[0])), ask.district, ask.span)
    key = ("budget", by, row_scope(user), _may(store, user, WORKS), store.versions(conn).get(WORKS, 0), plain)
    if replace(ask, filters={}, district=None, span=None, limit=1, sort=()) != Ask(limit=1):
        return _sums(conn, store, user, ask, by)
    found: dict[Any, Sums] = kept(conn, store, PROPOSALS, key, lambda: _sums(conn, store, user, ask, by))
    return found


def _sums(conn: Connection, store: Store, user: User, ask: Ask, by: str) -> dict[Any, Sums]:
    layer, table = seen_layer(store, PROPOSALS, user)
    spent = _spent(conn, store, user, ask, by)
    c, key = table.c, [table.c[by]] if by else []
    stages = [_number(c.state.in_(states)).label(name) for name, states in FUNNEL.items()]
    query = select(
        *key, func.count().label("filed"), _number(c.vote_at.is_not(None)).label("voted"), *stages,
        _number(c.state == "lost").label("lost"), func.sum(c.budget_request).label("asked"),
        func.sum(c.budget_given).label("given"),
    ).where(conditions(conn, store, layer, row_scope(user), ask)).group_by(*key)  # fmt: skip
    found = {}
    for row in conn.execute(query).mappings():
        values = {name: row[name] for name in Sums.__dataclass_fields__ if name != "spent"}
        counted = {name: int(value or 0) if name not in ("asked", "given") else value for name, value in values.items()}
        code = row[by] if by else ""
        if counted["filed"]:
            found[code] = Sums(**counted, spent=spent.get(code))
    return found


def _spent(conn: Connection, store: Store, user: User, ask: Ask, by: str) -> dict[Any, float]:
    """Money spent by the works of the proposals that answer the question, by the same column."""
    if not _may(store, user, WORKS):
        return {}
    works = store.tables[WORKS]
    key = [works.c[by]] if by else []
    query = select(*key, func.sum(works.c.spent).label("spent")).where(_works_of(conn, store, user, ask))
    rows = conn.execute(query.group_by(*key)).mappings()
    return {row[by] if by else "": row["spent"] for row in rows if row["spent"] is not None}


def _works(store: Store, user: User, ask: Ask) -> Table:
    """Table of the works. Raises UnknownLayerError for whom it is not there, AskError."""
    seen_layer(store, PROPOSALS, user)
    check(store, ask)
    return seen_layer(store, WORKS, user)[1]


def _late(table: Table, day: date) -> ColumnElement[bool]:
    return and_(table.c.fact_end.is_(None), table.c.plan_end < day)


def work_counts(conn: Connection, store: Store, user: User, ask: Ask, day: date) -> WorkCounts:
    """How the works stand on a day. Raises UnknownLayerError, AskError."""
    c = _works(store, user, ask).c

    def make() -> WorkCounts:
        return WorkCounts(*(int(value or 0) for value in conn.execute(query).one()))

    query = select(
        func.count(), _number(c.fact_end.is_not(None)), _number(c.fact_end > c.plan_end),
        _number(_late(store.tables[WORKS], day)), _number(c.spent > c.budget_given),
    ).where(_works_of(conn, store, user, ask))  # fmt: skip
    if not ask.plain:
        return make()
    found: WorkCounts = kept(conn, store, PROPOSALS, _key(conn, store, user, ask, ("work counts", day)), make)
    return found


def _key(conn: Connection, store: Store, user: User, ask: Ask, more: tuple[Any, ...]) -> tuple[Any, ...]:
    """Key of an answer about works of proposals that is kept for a version of both layers."""
    return ("budget", row_scope(user), store.versions(conn).get(WORKS, 0), ask.district, ask.limit, *more)


def late_works(conn: Connection, store: Store, user: User, ask: Ask, day: date) -> tuple[list[Late], int]:
    """Works behind their plan on a day, the longest first, at most `ask.limit`; and how many there are in all."""
    table = _works(store, user, ask)
    where = and_(_works_of(conn, store, user, ask), _late(table, day))
    names = ("object_id", "kind", "name_ru", "name_kk", "name_en", "state", "district", "body", "proposal_no", "cycle",
             "contractor", "plan_end", "progress_pct", "budget_given", "spent", "origin")  # fmt: skip
    query = select(*(table.c[name] for name in names)).where(where)

    def make() -> tuple[list[Late], int]:
        rows = conn.execute(query.order_by(table.c.plan_end, table.c.object_id).limit(ask.limit)).mappings()
        late = [Late(dict(row), (day - row["plan_end"]).days) for row in rows]
        return late, int(conn.execute(select(func.count()).select_from(table).where(where)).scalar_one())

    if not ask.plain:
        return make()
    found: tuple[list[Late], int] = kept(conn, store, PROPOSALS, _key(conn, store, user, ask, ("late", day)), make)
    return found


def late_by_district(conn: Connection, store: Store, user: User, ask: Ask, day: date) -> dict[str, int]:
    """Number of works behind their plan on a day, by district."""
    table = _works(store, user, ask)
    where = and_(_works_of(conn, store, user, ask), _late(table, day))
    query = select(table.c.district, func.count()).where(where).group_by(table.c.district)
    return {district: int(count) for district, count in conn.execute(query)}


def plain_number(text: str) -> str:
    """A proposal's number as people type it, in the form of the register: `2024 - 1 - 42` is `2024-1-00042`."""
    parts = [part for part in text.replace("\u2013", "-").replace("/", "-").replace(" ", "-").split("-") if part]
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(text) <= NUMBER_CHARS:
        return f"{parts[0]}-{int(parts[1])}-{int(parts[2]):05d}"
    return text.strip()[:NUMBER_CHARS]


def by_number(
    conn: Connection, store: Store, user: User, number: str
) -> tuple[Mapping[str, Any], Mapping[str, Any] | None] | None:
    """A proposal by its number with its work, if there is one; None when there is none for this person."""
    if "\0" in number or not number.strip():
        return None
    found = [_of_number(conn, store, user, layer, number) for layer in (PROPOSALS, WORKS)]
    return (found[0], found[1]) if found[0] is not None else None


def _of_number(conn: Connection, store: Store, user: User, layer_id: str, number: str) -> Mapping[str, Any] | None:
    if not _may(store, user, layer_id):
        return None
    table = store.tables[layer_id]
    names = {plain_number(number), number.strip()[:NUMBER_CHARS]}
    query = select(table.c.object_id).where(table.c.known_to.is_(None), table.c.proposal_no.in_(sorted(names)))
    hit = conn.execute(query.order_by(table.c.fid).limit(1)).scalar()
    if hit is None:
        return None
    rows = _rows(conn, store, user, layer_id, table.c.object_id == hit)
    return rows[0] if rows else None


def _rows(
    conn: Connection, store: Store, user: User, layer_id: str, where: ColumnElement[bool]
) -> list[Mapping[str, Any]]:
    """Rows with every column the person may see, under a condition of our own."""
    layer, table = seen_layer(store, layer_id, user)
    scope = row_scope(user)
    columns = selected(table, layer, scope, seen_columns(user, layer), geometry=False)
    query = select(*columns).where(where, conditions(conn, store, layer, scope, Ask()))
    return [dict(row) for row in conn.execute(query).mappings()]


def stories(conn: Connection, store: Store, user: User, ask: Ask, most: int) -> list[Mapping[str, Any]]:
    """Finished works with a story or a picture: those picked for the gallery, those with a picture, then the latest."""
    table = _works(store, user, ask)
    seen = [ref.partition(".")[2] for ref in of_layer(conn, WORKS)]
    to_show = or_(table.c.story != "", table.c.photo_after.is_not(None), table.c.object_id.in_(seen))
    told = and_(table.c.fact_end.is_not(None), to_show)
    query = select(table.c.object_id).where(told, _works_of(conn, store, user, ask))
    chosen = [ref.partition(".")[2] for ref in picked(conn)]
    first = (table.c.object_id.in_(names).desc() for names in (chosen, seen))
    order = (*first, table.c.fact_end.desc(), table.c.object_id)
    ids = list(conn.execute(query.order_by(*order).limit(most)).scalars())
    rows = {row["object_id"]: row for row in _rows(conn, store, user, WORKS, table.c.object_id.in_(ids))}
    return [rows[name] for name in ids if name in rows]


def top_kinds(found: Mapping[Any, Sums], most: int = 3) -> Sequence[tuple[str, Sums]]:
    """Groups with the most proposals, the largest first."""
    return sorted(found.items(), key=lambda item: (-item[1].filed, str(item[0])))[:most]
