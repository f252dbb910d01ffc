"""Counts of a layer's present rows by district and kind, with the age and origin of what is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from config.policy import User
from config.records import LayerRecord
from data.cells import grouped_columns
from data.layer_tables import OUTSIDE
from data.queries.items import seen_layer
from data.queries.kept import kept
from data.queries.scope import RowScope, row_scope, rows_seen, seen_layers
from data.store import Store


@dataclass(frozen=True)
class Totals:
    """Counts of one layer: `by_district` has every district of the city and `outside`, and adds up to `total`.

    `data_date` is the latest date of data and `loaded_at` the latest load (UTC); `origins` says what the rows are.
    """

    layer: str
    total: int
    by_district: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_origin: Mapping[str, int]
    data_date: date | None = None
    loaded_at: datetime | None = None

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins of the rows, the most frequent first."""
        return tuple(sorted(self.by_origin, key=lambda o: (-self.by_origin[o], o)))


def layer_totals(conn: Connection, store: Store, layer_id: str, user: User) -> Totals:
    """Totals of what the person may see of a layer. Raises UnknownLayerError."""
    layer, _ = seen_layer(store, layer_id, user)
    scope = row_scope(user)
    found: Totals = kept(conn, store, layer_id, ("totals", scope), lambda: _count(conn, store, layer, scope))
    return found


def all_totals(conn: Connection, store: Store, user: User) -> dict[str, Totals]:
    """Totals of every layer that exists for the person."""
    return {layer.id: layer_totals(conn, store, layer.id, user) for layer in seen_layers(user, store.layers.values())}


def _count(conn: Connection, store: Store, layer: LayerRecord, scope: RowScope) -> Totals:
    t = store.tables[layer.id].c
    # Grouped in the order of its index, a dense layer is counted in one run without sorting.
    groups = [t[name] for name in grouped_columns(layer)] if layer.dense else [t.district, t.kind, t.origin]
    rows = conn.execute(
        select(t.district, t.kind, t.origin, func.count().label("rows"), func.max(t.data_date).label("data_date"),
               func.max(t.loaded_at).label("loaded_at"))
        .where(t.known_to.is_(None), rows_seen(store.tables[layer.id], layer, scope))
        .group_by(*groups)
    ).all()  # fmt: skip
    by_district = dict.fromkeys((*(d.id for d in store.city.districts), OUTSIDE), 0)
    return Totals(
        layer.id, sum(r.rows for r in rows),
        {**by_district, **_sums(rows, "district")}, _sums(rows, "kind"), _sums(rows, "origin"),
        max((r.data_date for r in rows if r.data_date), default=None), max((r.loaded_at for r in rows), default=None),
    )  # fmt: skip


def _sums(rows: Any, name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        key = getattr(row, name)
        found[key] = found.get(key, 0) + row.rows
    return found
