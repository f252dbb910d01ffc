"""A layer's present rows counted over all its filters at once, so that a browser counts what is shown by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Table, cast, func, select

from config.limits import CUBE_FINE_ROWS, CUBE_ROWS
from config.policy import User
from config.records import LayerRecord
from data.queries.filters import FilterField, filter_fields
from data.queries.items import seen_layer
from data.queries.kept import kept
from data.queries.scope import RowScope, row_scope, rows_seen, value_seen
from data.store import Store

COARSER = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
SLACK = 1e-9
OFF_STEP = 1e-6
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Cube:
    """Counts over filters: each row is district, one value a field, count.

    The value of a range is the number k of its bin from k * step up to (k + 1) * step; `steps` has the widths used,
    `whole` says that every value of the range lies on the lower edge of its bin. `cut` means that there were too many
    rows: counts after a filter then have to be asked from the store, and `values` has the numbers by value of each
    field without one.
    """

    fields: tuple[FilterField, ...]
    steps: dict[str, float]
    whole: dict[str, bool]
    rows: list[tuple[Any, ...]]
    cut: bool
    values: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)

    def counts(self, name: str) -> Mapping[Any, int]:
        """Number of rows by value of a field, rows without one left out."""
        if self.cut:
            return self.values.get(name, {})
        at, found = 1 + [one.name for one in self.fields].index(name), dict[Any, int]()
        for row in self.rows:
            if row[at] is not None:
                found[row[at]] = found.get(row[at], 0) + row[-1]
        return found


def filter_cube(conn: Connection, store: Store, layer_id: str, user: User) -> Cube:
    """Cube of what the person may see of a layer, at most CUBE_ROWS rows. Raises UnknownLayerError."""
    layer, _ = seen_layer(store, layer_id, user)
    scope, fields = row_scope(user), filter_fields(user, layer)
    found: Cube = kept(
        conn, store, layer_id, ("cube", scope, fields), lambda: _build(conn, store, layer, scope, fields)
    )
    return found


def _build(
    conn: Connection, store: Store, layer: LayerRecord, scope: RowScope, fields: tuple[FilterField, ...]
) -> Cube:
    table = store.tables[layer.id]
    here = (table.c.known_to.is_(None), rows_seen(table, layer, scope))
    rows: list[Row] = []
    steps: dict[str, float] = {}
    for factor in COARSER:
        steps = {f.name: round(f.step * factor, 12) for f in fields if f.kind == "range"}
        keys = [_key(table, layer, scope, f, steps).label(f"key_{i}") for i, f in enumerate(fields)]
        inner = select(table.c.district, *keys).where(*here).subquery()
        query = select(*inner.c, func.count()).group_by(*inner.c).order_by(*inner.c).limit(CUBE_FINE_ROWS + 1)
        rows = [tuple(row) for row in conn.execute(query)]
        if len(rows) <= CUBE_FINE_ROWS or not steps:
            break
    rows, steps = _coarser(rows, fields, steps)
    whole = _whole(conn, {name: value_seen(table.c[name], layer, scope) for name in steps}, steps, here)
    if len(rows) <= CUBE_ROWS:
        return Cube(fields, steps, whole, rows, cut=False)
    most = {"choice": CUBE_ROWS, "range": None}
    values = {
        one.name: _by_value(conn, _key(table, layer, scope, one, steps), here, most[one.kind]) for one in fields
    }
    return Cube(fields, steps, whole, [], cut=True, values=values)


def _by_value(
    conn: Connection, key: ColumnElement[Any], here: Sequence[ColumnElement[bool]], most: int | None
) -> dict[Any, int]:
    """Numbers of rows by value, of so many of the most frequent values."""
    inner = select(key.label("value")).where(*here, key.is_not(None)).subquery()
    number = func.count()
    query = select(inner.c.value, number).group_by(inner.c.value).order_by(number.desc()).limit(most)
    return {row[0]: int(row[1]) for row in conn.execute(query)}


def _coarser(
    rows: list[Row], fields: tuple[FilterField, ...], steps: dict[str, float]
) -> tuple[list[Row], dict[str, float]]:
    """Rows with wider bins, as far as there are too many: each time the range with the most bins gets wider ones."""
    at = {f.name: no for no, f in enumerate(fields, 1) if f.name in steps}
    level = dict.fromkeys(at, 0)
    found = rows
    while len(found) > CUBE_ROWS:
        bins = {name: len({row[no] for row in found}) for name, no in at.items() if level[name] < len(COARSER) - 1}
        widest = max(bins, key=lambda name: bins[name], default=None)
        if widest is None or bins[widest] == 1:
            break
        level[widest] += 1
        found = _regrouped(rows, {no: COARSER[level[name]] for name, no in at.items()})
    return found, {name: round(step * COARSER[level[name]], 12) for name, step in steps.items()}


def _regrouped(rows: list[Row], factors: dict[int, int]) -> list[Row]:
    """Rows with the bins in some places made wider by factors."""
    counts: dict[Row, int] = {}
    for row in rows:
        key = list(row[:-1])
        for no, factor in factors.items():
            key[no] = None if key[no] is None else key[no] // factor
        counts[tuple(key)] = counts.get(tuple(key), 0) + row[-1]
    return [(*key, count) for key, count in counts.items()]


def _key(
    table: Table, layer: LayerRecord, scope: RowScope, field: FilterField, steps: dict[str, float]
) -> ColumnElement[Any]:
    value = value_seen(table.c[field.name], layer, scope)
    return value if field.kind == "choice" else _bin(value, steps[field.name])


def _bin(value: ColumnElement[Any], step: float) -> ColumnElement[int]:
    """Number of the bin; `floor` is written with `round`, which both engines have with the same meaning."""
    return cast(func.round(value / step + SLACK - 0.5), Integer)


def _whole(
    conn: Connection, values: dict[str, ColumnElement[Any]], steps: dict[str, float],
    here: Sequence[ColumnElement[bool]],
) -> dict[str, bool]:  # fmt: skip
    """Whether all values of a range are multiples of its step."""
    if not steps:
        return {}
    off = [func.max(func.abs(values[name] / step - func.round(values[name] / step))) for name, step in steps.items()]
    found = conn.execute(select(*off).where(*here)).one()
    return {name: float(most or 0.0) < OFF_STEP for name, most in zip(steps, found, strict=True)}
