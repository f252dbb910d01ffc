"""Since when the store knows an indicator, and what documents print differently about it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from config.policy import User
from data import schema
from data.queries.indicators import Point, values_seen


def known_since(conn: Connection, user: User, code: str) -> date | None:
    """The day (UTC) since which the store knows values of an indicator that the person may see."""
    i, v = schema.indicator.c, schema.indicator_value.c
    query = (
        select(func.min(v.known_from)).select_from(schema.indicator_value.join(schema.indicator, i.code == v.code))
        .where(v.code == code, values_seen(user))
    )  # fmt: skip
    first: Any = conn.execute(query).scalar()
    return first.date() if isinstance(first, datetime) else None


def conflicts(points: Iterable[Point]) -> list[list[Point]]:
    """Values of one territory, period, breakdown and kind that are printed differently, in printed order."""
    same: dict[tuple[Any, ...], list[Point]] = defaultdict(list)
    for point in points:
        if point.value is not None and (point.period or point.period_start):
            same[point.territory, point.period, point.period_start, point.breakdown, point.kind].append(point)
    return [found for found in same.values() if len({p.value for p in found}) > 1]
