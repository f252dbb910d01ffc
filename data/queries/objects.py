"""One object of a layer: by its public id or by a click, with its former versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select

from config.limits import OBJECT_VERSIONS
from config.policy import User
from config.records import LayerRecord
from data.queries.items import NAMES, UnknownLayerError, seen_layer, selected
from data.queries.scope import row_scope, rows_seen, seen_columns, seen_layers
from data.store import Store

MAX_ID = 300


@dataclass(frozen=True)
class CityObject:
    """An object as a person may see it: `row` has the columns, `wkb` the geometry in EPSG:4326.

    `known_from` and `known_to` say when the store held this version; `known_to` is None for the present one.
    """

    layer: LayerRecord
    row: Mapping[str, Any]
    wkb: bytes
    known_from: datetime
    known_to: datetime | None

    @property
    def public_id(self) -> str:
        """Permanent id `<layer>.<object_id>`."""
        return f"{self.layer.id}.{self.row['object_id']}"

    @property
    def fid(self) -> int:
        """Key of this version, the id of its feature in a tile."""
        return int(self.row["fid"])


def get_object(conn: Connection, store: Store, public_id: str, user: User) -> CityObject | None:
    """Object of `<layer>.<object_id>`, or of an object_id that only one visible layer has; its last version if closed.

    None when there is none for this person, whatever the reason.
    """
    found = versions_of(conn, store, public_id, user)
    return found[0] if found else None


def versions_of(conn: Connection, store: Store, public_id: str, user: User) -> list[CityObject]:
    """Versions of that object as `object_versions` orders them; none when there is no such object for this person."""
    if not public_id or len(public_id) > MAX_ID or "\0" in public_id:
        return []
    layer_id, _, rest = public_id.partition(".")
    if rest and layer_id in store.layers:
        found = object_versions(conn, store, layer_id, rest, user)
        if found:
            return found
    hits = [
        versions for layer in seen_layers(user, store.layers.values())
        if (versions := object_versions(conn, store, layer.id, public_id, user))
    ]  # fmt: skip
    return hits[0] if len(hits) == 1 else []


def object_at(conn: Connection, store: Store, layer_id: str, fid: int, user: User) -> CityObject | None:
    """Object of a feature that was clicked; None when this person may not see it."""
    try:
        layer, query = _query(store, layer_id, user)
    except UnknownLayerError:
        return None
    if not 0 <= fid < 2**31:
        return None
    row = conn.execute(query.where(store.tables[layer_id].c.fid == fid)).mappings().first()
    return None if row is None else _object(layer, row)


def named(
    conn: Connection, store: Store, layer_id: str, user: User, ids: Sequence[str]
) -> dict[str, Mapping[str, Any]]:  # fmt: skip
    """Kind and names of present objects of a layer by their ids, of those that the person may see."""
    try:
        layer, table = seen_layer(store, layer_id, user)
    except UnknownLayerError:
        return {}
    columns = (table.c[name] for name in ("object_id", "kind", *NAMES))
    where = table.c.known_to.is_(None), rows_seen(table, layer, row_scope(user)), table.c.object_id.in_(ids)
    return {row["object_id"]: dict(row) for row in conn.execute(select(*columns).where(*where)).mappings()}


def object_versions(conn: Connection, store: Store, layer_id: str, object_id: str, user: User) -> list[CityObject]:
    """Versions of an object that the person may see: the present one first, then the former ones, latest first."""
    try:
        layer, query = _query(store, layer_id, user)
    except UnknownLayerError:
        return []
    table = store.tables[layer_id]
    rows = conn.execute(
        query.where(table.c.object_id == object_id)
        .order_by(table.c.known_to.desc().nulls_first(), table.c.known_from.desc(), table.c.fid.desc())
        .limit(OBJECT_VERSIONS)
    )
    return [_object(layer, row) for row in rows.mappings()]


def _query(store: Store, layer_id: str, user: User) -> tuple[LayerRecord, Select[Any]]:
    layer, table = seen_layer(store, layer_id, user)
    scope = row_scope(user)
    columns = selected(table, layer, scope, seen_columns(user, layer), geometry=True)
    return layer, select(*columns, table.c.known_from, table.c.known_to).where(rows_seen(table, layer, scope))


def _object(layer: LayerRecord, row: RowMapping) -> CityObject:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    geom, start, end = values.pop("geom"), values.pop("known_from"), values.pop("known_to")
    return CityObject(layer, values, geom, start, end)
