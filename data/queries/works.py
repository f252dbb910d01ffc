"""Rows behind the page of works: works to compare, streets closed on a day, yards, dumps, sites, services of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from sqlalchemy import ColumnElement, Connection, and_, func, select

from config.policy import User
from data.geometry import SRID
from data.loading.shapes import transformer
from data.queries.items import NAMES, Ask, UnknownLayerError, conditions, seen_layer
from data.queries.kept import kept
from data.queries.moments import Span
from data.queries.scope import row_scope
from data.store import Store

# Topics of appeals that can be about a work, and those that are about services of the season.
TOPICS = ("transport", "utilities", "greening", "construction", "environment")
SERVICE_TOPICS = ("environment", "greening", "utilities")
Topics = tuple[str, ...]
COLUMNS = (
    "object_id", *NAMES, "kind", "work_type", "state", "district", "body", "street", "contractor", "cost_plan",
    "cost_fact", "plan_start", "plan_end", "fact_start", "fact_end", "valid_from", "valid_to", "progress_pct", "term",
    "money", "delay_days", "mark_mean", "mark_count", "photo_before_at", "photo_after_at", "origin",
)  # fmt: skip


@dataclass(frozen=True)
class WorkRow:
    """A work as the store has it, with its place in the city's plane in metres."""

    row: Mapping[str, Any]
    xy: tuple[float, float]


@dataclass(frozen=True)
class Day:
    """A service of a district on a day: kilometres planned and done, and appeals of its topics (None: none counted)."""

    district: str
    day: date
    plan: float | None
    done: float | None


def works(conn: Connection, store: Store, user: User, ask: Ask) -> list[WorkRow]:
    """Works that answer a question, in the order of their ids. Raises UnknownLayerError, AskError."""
    layer, table = seen_layer(store, "works", user)
    where = conditions(conn, store, layer, row_scope(user), ask)
    query = select(*(table.c[name] for name in COLUMNS), table.c.geom).where(where).order_by(table.c.object_id)
    rows = list(conn.execute(query).mappings())
    if not rows:
        return []
    places = shapely.get_coordinates(shapely.from_wkb([row["geom"] for row in rows]))
    x, y = transformer(SRID, store.city.metric_crs).transform(*places.T)
    return [WorkRow(dict(row), (float(east), float(north))) for row, east, north in zip(rows, x, y, strict=True)]


def matching(conn: Connection, store: Store, user: User, ask: Ask) -> list[str]:
    """Ids of the works that answer a question, in order. Raises UnknownLayerError, AskError."""
    layer, table = seen_layer(store, "works", user)
    where = conditions(conn, store, layer, row_scope(user), ask)
    return list(conn.execute(select(table.c.object_id).where(where).order_by(table.c.object_id)).scalars())


def rows_on(
    conn: Connection, store: Store, layer_id: str, user: User, ask: Ask, columns: Sequence[str] = ()
) -> list[Mapping[str, Any]]:
    """Rows of a small layer that answer a question; none for a layer one may not see.

    They have the named columns, or all but the geometry; those that are not public never.
    """
    try:
        layer, table = seen_layer(store, layer_id, user)
    except UnknownLayerError:
        return []
    bare = [column for column in table.c if column.name not in ("geom", "geom_3857", "curve", "row_hash")]
    names = [column for column in bare if not columns or column.name in columns]
    shown = {f.name for f in layer.fields if f.sensitivity.value != "public"}
    query = select(*(column for column in names if column.name not in shown))
    query = query.where(conditions(conn, store, layer, row_scope(user), ask)).order_by(table.c.object_id)
    return [dict(row) for row in conn.execute(query).mappings()]


def closed_on(conn: Connection, store: Store, user: User, day: date, district: str | None) -> list[Mapping[str, Any]]:
    """Streets closed on a day, those that open soonest first; an unknown end comes last."""
    found = rows_on(conn, store, "closures", user, Ask(district=district, span=Span(day, day)))
    return sorted(found, key=lambda row: (row["valid_to"] is None, row["valid_to"] or day, row["object_id"]))


def service_day(conn: Connection, store: Store, user: User, kind: str, until: date) -> date | None:
    """The last day, up to a day, for which a service has rows."""
    try:
        layer, table = seen_layer(store, "services", user)
    except UnknownLayerError:
        return None
    where = and_(conditions(conn, store, layer, row_scope(user), Ask()), table.c.kind == kind,
                 table.c.valid_from <= until)  # fmt: skip
    found: date | None = conn.execute(select(func.max(table.c.valid_from)).where(where)).scalar()
    return found


def service_days(conn: Connection, store: Store, user: User, kind: str, span: Span) -> list[Day]:
    """A service by district and day of a time, in the order of days; kilometres of several rows are added."""
    layer, table = seen_layer(store, "services", user)
    c = table.c
    where = and_(conditions(conn, store, layer, row_scope(user), Ask()), c.kind == kind,
                 c.valid_from >= span.first, c.valid_from <= span.last)  # fmt: skip
    query = (
        select(c.district, c.valid_from, func.sum(c.service_plan), func.sum(c.service_done)).where(where)
        .group_by(c.district, c.valid_from).order_by(c.valid_from, c.district)
    )  # fmt: skip
    return [Day(*row) for row in conn.execute(query)]


def _appeals_where(conn: Connection, store: Store, user: User, topics: Topics, span: Span) -> ColumnElement[bool]:
    layer, table = seen_layer(store, "appeals", user)
    return and_(conditions(conn, store, layer, row_scope(user), Ask()), table.c.kind.in_(topics),
                table.c.valid_from >= span.first, table.c.valid_from <= span.last)  # fmt: skip


def appeals_by_day(conn: Connection, store: Store, user: User, span: Span) -> dict[tuple[str, date], int]:
    """Appeals of the topics of seasonal services by district and day; empty where the reader may see none."""
    try:
        seen_layer(store, "appeals", user)
    except UnknownLayerError:
        return {}

    def read() -> dict[tuple[str, date], int]:
        where, c = _appeals_where(conn, store, user, SERVICE_TOPICS, span), store.tables["appeals"].c
        query = select(c.district, c.valid_from, func.count()).where(where).group_by(c.district, c.valid_from)
        return {(row[0], row[1]): int(row[2]) for row in conn.execute(query)}

    found: dict[tuple[str, date], int] = kept(conn, store, "appeals", ("services", row_scope(user), str(span)), read)
    return found


def last_appeal(conn: Connection, store: Store, user: User) -> date | None:
    """The last day on which an appeal came: after it nobody counted."""
    try:
        layer, table = seen_layer(store, "appeals", user)
    except UnknownLayerError:
        return None
    scope = row_scope(user)

    def read() -> date | None:
        query = select(func.max(table.c.valid_from)).where(conditions(conn, store, layer, scope, Ask()))
        found: date | None = conn.execute(query).scalar()
        return found

    last: date | None = kept(conn, store, "appeals", ("last", scope), read)
    return last


def appeal_places(conn: Connection, store: Store, user: User, span: Span) -> tuple[Any, Any]:
    """Appeals that can be about works, in a time: places in metres (n, 2) and days (n), in no order.

    Raises UnknownLayerError when the reader may see none.
    """
    where, c = _appeals_where(conn, store, user, TOPICS, span), store.tables["appeals"].c
    rows = conn.execute(select(c.valid_from, c.geom).where(where)).all()
    if not rows:
        return np.empty((0, 2)), np.empty(0, dtype="datetime64[D]")
    places = shapely.get_coordinates(shapely.from_wkb(np.array([row.geom for row in rows], dtype=object)))
    x, y = transformer(SRID, store.city.metric_crs).transform(*places.T)
    return np.column_stack([x, y]), np.array([row.valid_from for row in rows], dtype="datetime64[D]")
