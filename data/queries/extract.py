"""A whole extract of a layer for a file: what it will hold, and its rows one portion after the other."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, select

from config.policy import User
from data.queries.items import Ask, check, conditions, seen_layer, selected
from data.queries.scope import row_scope, seen_columns
from data.store import Store

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Extract:
    """What an extract holds: rows, days of its data, rows by origin and by source, rows with a doubt."""

    rows: int
    first: date | None
    last: date | None
    origins: dict[str, int]
    sources: tuple[str, ...]
    doubts: int


def survey(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask) -> Extract:
    """What an extract would hold. Raises UnknownLayerError, or AskError for a question that makes no sense."""
    layer, table = seen_layer(store, layer_id, user)
    check(store, ask)
    c = table.c
    doubtful = case((func.coalesce(c.doubt, "") != "", 1), else_=0)
    query = (
        select(c.origin, c.source, func.count().label("n"), func.min(c.data_date).label("first"),
               func.max(c.data_date).label("last"), func.sum(doubtful).label("doubts"))
        .where(conditions(conn, store, layer, row_scope(user), ask)).group_by(c.origin, c.source)
        .order_by(c.origin, c.source)
    )  # fmt: skip
    found = conn.execute(query).all()
    origins: dict[str, int] = {}
    for row in found:
        origins[row.origin] = origins.get(row.origin, 0) + row.n
    return Extract(
        sum(origins.values()), min((r.first for r in found if r.first), default=None),
        max((r.last for r in found if r.last), default=None), origins,
        tuple(dict.fromkeys(row.source for row in found)), sum(row.doubts for row in found),
    )  # fmt: skip


def portions(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask, size: int) -> Generator[Rows]:
    """Rows of an extract with their WKB as `geom`, in the order of the store, at most `size` in memory at a time.

    From `ask.offset` on, `ask.limit` rows; one statement, so that all portions are of one moment. Raises as `survey`.
    """
    layer, table = seen_layer(store, layer_id, user)
    check(store, ask)
    scope, columns = row_scope(user), seen_columns(user, layer)
    query = (
        select(*selected(table, layer, scope, columns, geometry=True))
        .where(conditions(conn, store, layer, scope, ask)).order_by(table.c.fid)
        .limit(ask.limit).offset(ask.offset)
    )  # fmt: skip
    with conn.execution_options(yield_per=size).execute(query) as streamed:
        names = tuple(streamed.keys())
        for part in streamed.partitions(size):
            yield [dict(zip(names, row, strict=True)) for row in part]
