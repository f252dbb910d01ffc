"""Counts of a layer's chosen rows by district, by value of each choice filter and by month, for charts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, Table, and_, func, select, tuple_

from config.policy import User
from config.records import LayerRecord
from data.layer_tables import OUTSIDE
from data.queries.choice import DISTRICT, TIME, Choice
from data.queries.filters import filter_fields
from data.queries.items import Ask, Box, conditions
from data.queries.scope import RowScope, value_seen
from data.store import Store

MONTH = 7
YEAR = 4
MONTHS_SHOWN = 120
NULL = "null"


@dataclass(frozen=True)
class Tally:
    """Chosen rows: how many, and how many by value of each facet: DISTRICT, TIME (months `YYYY-MM`), field names."""

    rows: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Counts:
    """Counts of a layer for a choice.

    `total` are all rows the person may see, `matched` those chosen and in the box. Each part is counted without its
    own choice, so that a chart goes on showing what could be chosen instead: `by_district` without the district (every
    district and `outside`), `by` for each field without its own filter (values as text, `null` for none), `by_period`
    without the time: rows by the beginning of their validity in months or, over a longer time, years (`unit`);
    `undated` have no beginning.
    """

    total: int
    matched: int
    by_district: Mapping[str, int]
    by: Mapping[str, Mapping[str, int]]
    by_period: Mapping[str, int]
    unit: str
    undated: int


def choice_names(user: User, layer: LayerRecord) -> tuple[str, ...]:
    """Fields with a choice filter that the person may filter by."""
    return tuple(one.name for one in filter_fields(user, layer) if one.kind == "choice")


def text_of(value: object) -> str:
    """A value as a key of JSON, as JavaScript would write it."""
    if value is None:
        return NULL
    return str(value).lower() if isinstance(value, bool) else str(value)


def counts_of(store: Store, tally: Callable[[Choice], Tally], choice: Choice, names: Sequence[str]) -> Counts:
    """Counts for a choice, put together from the tallies of the choice and of it without each of its parts."""
    without = {part: choice.without(part) for part in (DISTRICT, TIME, *names)}
    made = {chosen: tally(chosen) for chosen in {choice, *without.values()}}
    facets = {part: made[chosen].facets for part, chosen in without.items()}
    districts = dict.fromkeys((*(d.id for d in store.city.districts), OUTSIDE), 0)
    months = {month: n for month, n in sorted(facets[TIME].get(TIME, {}).items()) if month != NULL}
    unit = "month" if len(months) <= MONTHS_SHOWN else "year"
    return Counts(
        total=0, matched=made[choice].rows,
        by_district={**districts, **facets[DISTRICT].get(DISTRICT, {})},
        by={name: dict(sorted(facets[name].get(name, {}).items())) for name in names},
        by_period=months if unit == "month" else _years(months), unit=unit,
        undated=facets[TIME].get(TIME, {}).get(NULL, 0),
    )  # fmt: skip


def _years(months: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for month, n in months.items():
        found[month[:YEAR]] = found.get(month[:YEAR], 0) + n
    return found


@dataclass(frozen=True)
class Wanted:
    """Rows to be tallied: of a layer, of a scope, chosen, in a box (degrees; None: anywhere), by these fields too."""

    layer: LayerRecord
    scope: RowScope
    choice: Choice
    names: tuple[str, ...]
    box: Box | None = None


def tally_rows(conn: Connection, store: Store, wanted: Wanted) -> Tally:
    """Tally of present rows by one grouped question to the store; lines and areas count when their extent is in it."""
    table = store.tables[wanted.layer.id]
    keys: dict[str, ColumnElement[Any]] = {DISTRICT: table.c.district, TIME: table.c.valid_from}
    keys |= {name: value_seen(table.c[name], wanted.layer, wanted.scope) for name in wanted.names}
    labelled = [key.label(f"key_{i}") for i, key in enumerate(keys.values())]
    inner = select(*labelled).where(_where(conn, store, wanted)).subquery()
    counted = _by_each(conn, inner) if store.kind == "postgis" else _by_one(conn, inner)
    facets = dict(zip(keys, counted, strict=True))
    facets[TIME] = by_month(facets[TIME])
    return Tally(sum(facets[DISTRICT].values()), facets)


def _by_each(conn: Connection, rows: Subquery) -> list[dict[str, int]]:
    """Rows by value of each column, in one reading of the table; `grouping` tells which column a line is about."""
    query = select(func.grouping(*rows.c), *rows.c, func.count()).group_by(
        func.grouping_sets(*(tuple_(one) for one in rows.c))
    )
    facets: list[dict[str, int]] = [{} for _ in rows.c]
    last = len(facets) - 1
    for mask, *values, n in conn.execute(query):
        place = next(i for i in range(last + 1) if not mask >> (last - i) & 1)
        facets[place][text_of(values[place])] = n
    return facets


def _by_one(conn: Connection, rows: Subquery) -> list[dict[str, int]]:
    """The same, a question for each column."""
    return [{text_of(value): n for value, n in conn.execute(select(one, func.count()).group_by(one))} for one in rows.c]


def by_month(days: Mapping[str, int]) -> dict[str, int]:
    """Counts by day added up by month."""
    months: dict[str, int] = {}
    for day, n in days.items():
        month = day if day == NULL else day[:MONTH]
        months[month] = months.get(month, 0) + n
    return months


def _where(conn: Connection, store: Store, wanted: Wanted) -> ColumnElement[bool]:
    table = store.tables[wanted.layer.id]
    parts = [
        conditions(conn, store, wanted.layer, wanted.scope, Ask(bbox=wanted.box)),
        *wanted.choice.conditions(table, wanted.layer, wanted.scope),
    ]
    if wanted.box is not None and wanted.layer.geometry == "point":
        parts.append(_exactly(store, table, wanted.box))
    return and_(*parts)


def _exactly(store: Store, table: Table, box: Box) -> ColumnElement[bool]:
    """Points in the box, edges included: the spatial index alone is a little generous, it keeps short numbers."""
    west, south, east, north = box
    if store.kind == "postgis":
        x, y = func.ST_X(table.c.geom), func.ST_Y(table.c.geom)
    else:
        x, y = func.ST_MinX(table.c.geom), func.ST_MinY(table.c.geom)
    return and_(x >= west, x <= east, y >= south, y <= north)
