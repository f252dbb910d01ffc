"""Rows of a layer for lists, doors and exports: filtered, sorted, limited, and only what the person may see."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, column, func, or_, select
from sqlalchemy import table as sql_table

from config.limits import ITEMS_DEFAULT, ITEMS_MAX, SEARCH_QUERY_CHARS, TEXT_ROWS
from config.policy import User
from config.records import LayerRecord
from data.layer_tables import OUTSIDE
from data.queries.filters import AskError, Filter, rows_kept
from data.queries.moments import Span, valid_in
from data.queries.scope import RowScope, may_see, row_scope, rows_seen, seen_columns, value_seen
from data.queries.zones import Zone, in_zone
from data.store import Store

NAMES = ("name_ru", "name_kk", "name_en")
TEXT_COLUMNS = (*NAMES, "address", "object_id")
MAX_OFFSET = 10_000_000
Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)


class UnknownLayerError(LookupError):
    """No such layer for this person; the same for a layer that is not there and one that is forbidden."""


@dataclass(frozen=True)
class Ask:
    """What rows are wanted.

    `bbox` is west, south, east, north in degrees; `as_of` asks for rows as known and valid on that day; `span` for
    rows valid on some day of it; `zone` for rows that touch an area; `sort` names columns, `-` before a name turns the
    order; `geometry` adds the WKB of each row as `geom`.
    """

    filters: Mapping[str, Filter] = field(default_factory=dict)
    bbox: Box | None = None
    district: str | None = None
    q: str = ""
    as_of: date | None = None
    span: Span | None = None
    zone: Zone | None = None
    sort: tuple[str, ...] = ()
    offset: int = 0
    limit: int = ITEMS_DEFAULT
    geometry: bool = False

    @property
    def plain(self) -> bool:
        """Whether nothing but a district narrows the rows: what a page shows first, worth keeping in memory."""
        return replace(self, district=None, limit=1, sort=()) == Ask(limit=1)


@dataclass(frozen=True)
class Items:
    """A page of rows; `matched` counts all rows that answer the question, `cut` says that the limit hid some.

    `searched` is the number of rows in which a text was looked for when these were not all (None: in all of them):
    then `matched` counts the answers among these rows only.
    """

    rows: list[dict[str, Any]]
    matched: int
    cut: bool
    searched: int | None = None


def select_items(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask) -> Items:
    """Rows of a layer that the person may see and that answer the question, the same on both engines.

    At most ITEMS_MAX rows. A text is looked for in the TEXT_ROWS newest rows of a dense layer that answer the rest of
    the question: nobody waits for a million texts to be read, and `searched` says so. Raises UnknownLayerError, or
    AskError for a bound, district or sort that makes no sense.
    """
    layer, table = seen_layer(store, layer_id, user)
    check(store, ask)
    scope, columns = row_scope(user), seen_columns(user, layer)
    where, searched = _bounded(conn, store, layer, scope, ask)
    limit = min(ask.limit, ITEMS_MAX)
    order = _order(store, layer, scope, columns, ask.sort)
    shown = select(*selected(table, layer, scope, columns, geometry=ask.geometry)).order_by(*order)
    if layer.dense:
        # Very many rows are put in order by their numbers alone, from an index as far as it has the columns.
        chosen = select(table.c.fid).where(where).order_by(*order).limit(limit).offset(ask.offset)
        query = shown.where(table.c.fid.in_(chosen))
    else:
        query = shown.where(where).limit(limit).offset(ask.offset)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    if len(rows) < limit and (rows or not ask.offset):
        matched = ask.offset + len(rows)
    else:
        matched = conn.execute(select(func.count()).select_from(table).where(where)).scalar_one()
    return Items(rows, matched, matched > ask.offset + len(rows), searched)


def _bounded(
    conn: Connection, store: Store, layer: LayerRecord, scope: RowScope, ask: Ask
) -> tuple[ColumnElement[bool], int | None]:
    """Condition of all that is asked, its text in the newest rows of a dense layer only, and how many these are."""
    text = ask.q.strip()
    if not (layer.dense and text):
        return conditions(conn, store, layer, scope, ask), None
    table = store.tables[layer.id]
    rest = conditions(conn, store, layer, scope, replace(ask, q=""))
    newest = select(table.c.fid).where(rest).order_by(table.c.fid.desc())
    last = conn.execute(newest.limit(1).offset(TEXT_ROWS - 1)).scalar()
    found = and_(rest, _has_text(conn, store, table, text))
    if last is None or conn.execute(newest.limit(1).offset(TEXT_ROWS)).first() is None:
        return found, None
    return and_(table.c.fid >= last, found), TEXT_ROWS


def all_items(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask) -> list[dict[str, Any]]:
    """All rows of an export, up to `ask.limit`, in pages of ITEMS_MAX."""
    rows: list[dict[str, Any]] = []
    while len(rows) < ask.limit:
        page = select_items(
            conn, store, layer_id, user,
            replace(ask, offset=ask.offset + len(rows), limit=min(ITEMS_MAX, ask.limit - len(rows))),
        )  # fmt: skip
        rows += page.rows
        if not page.cut or not page.rows:
            break
    return rows


def seen_layer(store: Store, layer_id: str, user: User) -> tuple[LayerRecord, Table]:
    """Record and table of a layer that the person may see. Raises UnknownLayerError."""
    layer = store.layers.get(layer_id)
    if layer is None or not may_see(user, layer):
        raise UnknownLayerError(layer_id)
    return layer, store.tables[layer_id]


def check(store: Store, ask: Ask) -> None:
    """Raise AskError when a part of the question makes no sense."""
    if ask.limit < 1:
        raise AskError("limit", "small")
    if not 0 <= ask.offset <= MAX_OFFSET:
        raise AskError("offset", "bounds")
    if len(ask.q) > SEARCH_QUERY_CHARS or "\0" in ask.q:
        raise AskError("q", "long")
    if ask.district is not None and ask.district not in {OUTSIDE, *(d.id for d in store.city.districts)}:
        raise AskError("district", "unknown")
    if ask.bbox is not None:
        west, south, east, north = ask.bbox
        ordered = WORLD[0] <= west <= east <= WORLD[2] and WORLD[1] <= south <= north <= WORLD[3]
        if not (ordered and all(map(math.isfinite, ask.bbox))):
            raise AskError("bbox", "bounds")


def conditions(conn: Connection, store: Store, layer: LayerRecord, scope: RowScope, ask: Ask) -> ColumnElement[bool]:
    """Condition of all that is asked, with what the person may see."""
    table = store.tables[layer.id]
    parts = [
        rows_seen(table, layer, scope), _at(store, table, ask.as_of), rows_kept(table, layer, scope, ask.filters),
        *valid_in(table, ask.span),
    ]  # fmt: skip
    if ask.district is not None:
        parts.append(table.c.district == ask.district)
    if ask.bbox is not None:
        parts.append(_in_box(store, table, ask.bbox))
    if ask.zone is not None:
        parts.append(in_zone(conn, store, table, ask.zone))
    if ask.q.strip():
        parts.append(_has_text(conn, store, table, ask.q.strip()))
    return and_(*parts)


def _at(store: Store, table: Table, day: date | None) -> ColumnElement[bool]:
    """Present rows, or those known at the end of a day of the city and valid on it."""
    end = store.end_of(day)
    if day is None:
        return table.c.known_to.is_(None)
    return and_(
        table.c.known_from < end, or_(table.c.known_to.is_(None), table.c.known_to >= end),
        or_(table.c.valid_from.is_(None), table.c.valid_from <= day),
        or_(table.c.valid_to.is_(None), table.c.valid_to >= day),
    )  # fmt: skip


def _in_box(store: Store, table: Table, box: Box) -> ColumnElement[bool]:
    """Rows whose extent touches the box, found by the spatial index."""
    west, south, east, north = box
    if store.kind == "postgis":
        return table.c.geom.op("&&", is_comparison=True)(func.ST_MakeEnvelope(west, south, east, north, 4326))
    names = ("id", "minx", "maxx", "miny", "maxy")
    tree = sql_table(f"rtree_{table.name}_geom", *(column(name) for name in names))
    near = select(tree.c.id).where(
        tree.c.minx <= east, tree.c.maxx >= west, tree.c.miny <= north, tree.c.maxy >= south
    )  # fmt: skip
    return table.c.fid.in_(near)


def _has_text(conn: Connection, store: Store, table: Table, q: str) -> ColumnElement[bool]:
    """Rows with the text in a name, address or id, capitals or not, in any alphabet."""
    wanted = q.casefold()
    if store.kind == "postgis":
        folded = [func.lower(table.c[name].collate("und-x-icu")) for name in TEXT_COLUMNS]
        return or_(*(text.contains(q.lower(), autoescape=True) for text in folded))
    raw = conn.connection.dbapi_connection
    raw.create_function("folded_in", 2, _folded_in, deterministic=True)  # type: ignore[union-attr]  # sqlite3 only
    return or_(*(func.folded_in(wanted, table.c[name]) == 1 for name in TEXT_COLUMNS))


def _folded_in(wanted: str, text: str | None) -> int:
    return int(text is not None and wanted in text.casefold())


def selected(
    table: Table, layer: LayerRecord, scope: RowScope, columns: Sequence[str], *, geometry: bool
) -> list[ColumnElement[Any]]:
    """Columns to read, each with its value hidden where the person may not see it."""
    found: list[ColumnElement[Any]] = [table.c.fid]
    found += [value_seen(table.c[name], layer, scope) for name in columns]
    return [*found, table.c.geom] if geometry else found


def _order(
    store: Store, layer: LayerRecord, scope: RowScope, columns: Sequence[str], sort: Sequence[str]
) -> list[ColumnElement[Any]]:
    """Order by the named columns, rows without a value last, then by fid; the same on both engines."""
    table = store.tables[layer.id]
    order: list[ColumnElement[Any]] = []
    for word in sort:
        name = word.removeprefix("-")
        if name not in columns:
            raise AskError("sort", "column")
        value: ColumnElement[Any] = value_seen(table.c[name], layer, scope)
        if name in NAMES:
            value = func.coalesce(table.c[name], *(table.c[other] for other in NAMES if other != name))
        if store.kind == "postgis" and str(table.c[name].type) == "TEXT":
            value = value.collate("C")
        order.append((value.desc() if word.startswith("-") else value.asc()).nulls_last())
    return [*order, table.c.fid.asc()]
