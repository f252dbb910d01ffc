"""When the rows of a layer begin: the first and the last day and numbers by month, for the time bar of the map."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection, String, cast, func, select

from config.policy import User
from data import schema
from data.layer_tables import OUTSIDE
from data.queries.indicators import catalogue
from data.queries.items import Ask, check, conditions, seen_layer
from data.queries.kept import kept
from data.queries.scope import row_scope, rows_seen
from data.store import Store

MONTH_CHARS = len("2024-06")


@dataclass(frozen=True)
class Dated:
    """Present rows of a layer that a person may see, in time.

    `first` and `last` are the days on which the earliest and the latest of them begin (None: no row is dated), `months`
    the numbers of rows that begin in a month (`2024-06`), `undated` counts rows without a beginning.
    """

    first: date | None = None
    last: date | None = None
    months: Mapping[str, int] = field(default_factory=dict)
    undated: int = 0


def dated_rows(conn: Connection, store: Store, layer_id: str, user: User) -> Dated:
    """When the rows of a layer begin; nothing for a layer without a time. Raises UnknownLayerError."""
    layer, table = seen_layer(store, layer_id, user)
    if not layer.timed:
        return Dated()
    scope = row_scope(user)

    def made() -> Dated:
        here = (table.c.known_to.is_(None), rows_seen(table, layer, scope))
        begin = table.c.valid_from
        month = func.substr(cast(begin, String), 1, MONTH_CHARS).label("month")
        parts = (month, func.count(), func.min(begin), func.max(begin))
        rows = conn.execute(select(*parts).where(*here).group_by(month).order_by(month)).all()
        known = [row for row in rows if row[0] is not None]
        undated = sum(row[1] for row in rows if row[0] is None)
        if not known:
            return Dated(undated=undated)
        return Dated(known[0][2], known[-1][3], {str(row[0]): int(row[1]) for row in known}, undated)

    found: Dated = kept(conn, store, layer_id, ("dated", scope), made)
    return found


def known_counts(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask) -> tuple[int, dict[str, int]]:
    """Rows that answer a question about a day of knowledge: how many, and by district whatever the asked district.

    Every district and `outside` has a number. Raises UnknownLayerError, or AskError for a question without sense.
    """
    layer, table = seen_layer(store, layer_id, user)
    check(store, ask)
    where = conditions(conn, store, layer, row_scope(user), replace(ask, district=None))
    rows = conn.execute(select(table.c.district, func.count()).where(where).group_by(table.c.district))
    found = dict.fromkeys((*(district.id for district in store.city.districts), OUTSIDE), 0)
    found |= {str(name): int(number) for name, number in rows}
    return found[ask.district] if ask.district else sum(found.values()), found


def known_since(conn: Connection) -> datetime | None:
    """When the store took its first rows, in UTC; of an earlier day it knows nothing. None for an empty one."""
    found: datetime | None = conn.execute(select(func.min(schema.load_log.c.started_at))).scalar_one()
    return found


def indicator_years(conn: Connection, store: Store, user: User) -> tuple[int, int] | None:
    """First year of any series and last year of any plan that the person may see; None without dated indicators."""
    entries = catalogue(conn, store, user)
    known = [int(text[:4]) for e in entries for text in (e.first_period, e.last_period) if text[:4].isdigit()]
    plans = [e.plan.period_start.year for e in entries if e.plan is not None and e.plan.period_start is not None]
    return (min(known), max([*plans, *known])) if known else None
