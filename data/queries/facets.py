"""How many rows of a layer each value of a filter would leave, under all the other conditions that are set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from config.policy import User
from config.records import LayerRecord
from data.layer_tables import OUTSIDE
from data.queries.filters import FilterField, filter_fields
from data.queries.items import Ask, check, conditions, seen_layer
from data.queries.kept import kept
from data.queries.scope import row_scope, value_seen
from data.store import Store

DISTRICT = "district"
Counts = Mapping[Any, int]


@dataclass(frozen=True)
class Facets:
    """`matched` rows of `total` answer the question; `by` counts the values of each field and of `district`.

    The counts of a field are those under all conditions but the field's own. Rows without a value are no value.
    """

    total: int
    matched: int
    by: Mapping[str, Counts] = field(default_factory=dict)


def choice_fields(user: User, layer: LayerRecord, names: Sequence[str]) -> tuple[FilterField, ...]:
    """Fields of the names by whose values this person may choose rows of the layer, in the order of the names."""
    known = {f.name: f for f in filter_fields(user, layer) if f.kind == "choice"}
    return tuple(known[name] for name in names if name in known)


def facets(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask, names: Sequence[str]) -> Facets:
    """Counts for a question; kept for what a page shows first. Raises UnknownLayerError, or AskError for no sense."""
    layer, _ = seen_layer(store, layer_id, user)
    check(store, ask)
    if not ask.plain:
        return _facets(conn, store, layer, user, (ask, names))
    key = ("facets", row_scope(user), choice_fields(user, layer, names), ask.district)
    found: Facets = kept(conn, store, layer_id, key, lambda: _facets(conn, store, layer, user, (ask, names)))
    return found


def _facets(
    conn: Connection, store: Store, layer: LayerRecord, user: User, asked: tuple[Ask, Sequence[str]]
) -> Facets:  # fmt: skip
    (ask, names), table, scope = asked, store.tables[layer.id], row_scope(user)

    def grouped(name: str, where: Ask) -> Counts:
        column = value_seen(table.c[name], layer, scope)
        query = select(column, func.count()).where(conditions(conn, store, layer, scope, where)).group_by(column)
        return {value: int(rows) for value, rows in conn.execute(query) if value is not None}

    def others(name: str) -> Ask:
        return replace(ask, filters={key: rule for key, rule in ask.filters.items() if key != name})

    found = {f.name: grouped(f.name, others(f.name)) for f in choice_fields(user, layer, names)}
    places = grouped(DISTRICT, replace(ask, district=None))
    found[DISTRICT] = {code: places.get(code, 0) for code in (*(d.id for d in store.city.districts), OUTSIDE)}
    count = select(func.count()).select_from(table)
    matched = conn.execute(count.where(conditions(conn, store, layer, scope, ask))).scalar_one()
    total = conn.execute(count.where(conditions(conn, store, layer, scope, Ask()))).scalar_one()
    return Facets(int(total), int(matched), found)


def values_of(conn: Connection, store: Store, layer_id: str, user: User, names: Sequence[str]) -> dict[str, list[Any]]:
    """Values that present rows of a layer have in some fields, the most frequent first. Raises UnknownLayerError."""
    layer, _ = seen_layer(store, layer_id, user)
    fields, scope = choice_fields(user, layer, names), row_scope(user)

    def make() -> dict[str, list[Any]]:
        by = facets(conn, store, layer_id, user, Ask(), [f.name for f in fields]).by
        return {f.name: sorted(by[f.name], key=lambda v: (-by[f.name][v], str(v))) for f in fields}

    found: dict[str, list[Any]] = kept(conn, store, layer_id, ("values", scope, fields), make)
    return found


def source_days(conn: Connection, store: Store, layer_id: str, user: User) -> dict[str, date | None]:
    """Latest day of data by source of a layer's present rows that the person may see. Raises UnknownLayerError."""
    layer, table = seen_layer(store, layer_id, user)
    scope = row_scope(user)

    def read() -> dict[str, date | None]:
        query = (
            select(table.c.source, func.max(table.c.data_date)).where(conditions(conn, store, layer, scope, Ask()))
            .group_by(table.c.source)
        )  # fmt: skip
        return {row[0]: row[1] for row in conn.execute(query)}

    found: dict[str, date | None] = kept(conn, store, layer_id, ("sources", scope), read)
    return found
