"""Since when the store knows an indicator, and what documents print differently about it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from config.policy import User
from data import schema
from data.queries.indicators import Point, values_seen
from data.queries.kept import kept
from data.queries.scope import row_scope
from data.store import INDICATORS, Store


def known_since(conn: Connection, user: User, code: str) -> datetime | None:
    """The moment (UTC) since which the store knows values of an indicator that the person may see."""
    i, v = schema.indicator.c, schema.indicator_value.c
    query = (
        select(func.min(v.known_from)).select_from(schema.indicator_value.join(schema.indicator, i.code == v.code))
        .where(v.code == code, values_seen(user))
    )  # fmt: skip
    first: Any = conn.execute(query).scalar()
    return first if isinstance(first, datetime) else None


def conflicts(points: Iterable[Point]) -> list[list[Point]]:
    """Values of one territory, period, breakdown and kind that are printed differently, in printed order."""
    same: dict[tuple[Any, ...], list[Point]] = defaultdict(list)
    for point in points:
        if point.value is not None and (point.period or point.period_start):
            same[point.territory, point.period, point.period_start, point.breakdown, point.kind].append(point)
    return [found for found in same.values() if len({p.value for p in found}) > 1]


def disputed(conn: Connection, store: Store, user: User) -> frozenset[str]:
    """Codes of the indicators that have such values at present, as far as the person may see them."""
    found: frozenset[str] = kept(conn, store, INDICATORS, ("disputed", row_scope(user)), lambda: _disputed(conn, user))
    return found


def _disputed(conn: Connection, user: User) -> frozenset[str]:
    i, v = schema.indicator.c, schema.indicator_value.c
    query = (
        select(v.code).select_from(schema.indicator_value.join(schema.indicator, i.code == v.code))
        .where(values_seen(user), v.known_to.is_(None), v.value.is_not(None),
               or_(v.period != "", v.period_start.is_not(None)))
        .group_by(v.code, v.territory, v.period, v.period_start, v.breakdown, v.kind)
        .having(func.count(v.value.distinct()) > 1)
    )  # fmt: skip
    return frozenset(conn.execute(query).scalars())
