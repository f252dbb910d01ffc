"""Verdicts on the figures of one district that have a plan of its own, by the same method as those of the city."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection, select

from analysis.course_of_indicator import Verdict
from analysis.indicator_status import course, today_of, verdict_of
from config.policy import User
from data import schema
from data.queries import indicators
from data.queries.indicators import Entry, Point
from data.queries.kept import kept
from data.queries.scope import row_scope
from data.store import INDICATORS, Store


def verdicts_of(
    conn: Connection, store: Store, user: User, district: str, today: date | None = None
) -> Mapping[str, Verdict]:
    """Verdict by code of every indicator that has a plan for the district; kept for a published version and a day."""
    day = today or today_of(store)
    key = ("verdicts of", district, row_scope(user), day)
    found: Mapping[str, Verdict] = kept(conn, store, INDICATORS, key, lambda: _made(conn, store, user, district, day))
    return found


def _made(conn: Connection, store: Store, user: User, district: str, day: date) -> Mapping[str, Verdict]:
    entries = {entry.code: entry for entry in indicators.catalogue(conn, store, user)}
    return MappingProxyType({
        code: judged(entries[code], points, district, day)
        for code, points in _points(conn, user, district).items()
        if code in entries and any(point.kind == "plan" for point in points)
    })  # fmt: skip


def judged(entry: Entry, points: Sequence[Point], district: str, day: date) -> Verdict:
    """Verdict on an indicator from its facts and plans of a district."""
    return verdict_of(course(points, (district,), entry.code, entry.good_direction), day)


def _points(conn: Connection, user: User, district: str) -> Mapping[str, list[Point]]:
    """Facts and plans of a district without breakdown, as far as the person may see them."""
    i, v = schema.indicator.c, schema.indicator_value.c
    query = (
        select(v.code, *(v[name] for name in Point.__dataclass_fields__)).join(schema.indicator, i.code == v.code)
        .where(indicators.values_seen(user), v.known_to.is_(None), v.kind.in_(("fact", "plan")),
               v.territory == district, v.breakdown == "")
        .order_by(v.code, v.position)
    )  # fmt: skip
    found: dict[str, list[Point]] = defaultdict(list)
    for row in conn.execute(query):
        found[row[0]].append(Point(*row[1:]))
    return found
