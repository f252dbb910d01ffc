"""What an object has to do with the other modules: by reference, by the same body and district, else by place."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely
from pyproj import Transformer
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from config.policy import Sensitivity, User
from config.records import Code, LayerRecord, Record
from data.geometry import SRID
from data.layer_tables import OUTSIDE
from data.loading.shapes import project, transformer
from data.queries.items import Ask, conditions, select_items
from data.queries.objects import CityObject
from data.queries.scope import may_see, row_scope
from data.queries.zones import Zone
from data.store import Store

How = Literal["reference", "same", "near"]
LATEST = ("-valid_from",)
SHOWN = 3


class GroupRecord(Record):
    """Layers whose rows are looked for, and within how many metres where no field refers to the object.

    Objects of the layers `of` are joined by equal values of the common fields `same` instead of by place.
    """

    id: Code
    layers: tuple[Code, ...]
    metres: int
    same: tuple[Code, ...] = ()
    of: tuple[Code, ...] = ()


class LinksRecord(Record):
    """All groups, the fields that join rows by the same value, those that hold the id of an object, main layers."""

    references: tuple[Code, ...]
    pointers: dict[Code, str]
    mains: dict[Code, Code]
    groups: tuple[GroupRecord, ...]


@dataclass(frozen=True)
class Linked:
    """Rows of one layer that belong to an object: how, how many, and the latest of them.

    `metres` is how far was looked (None where no place matters); `rows` have the columns that the person may see.
    """

    group: str
    layer: LayerRecord
    how: How
    total: int
    rows: tuple[Mapping[str, Any], ...]
    metres: int | None = None


@lru_cache(maxsize=1)
def record() -> LinksRecord:
    """The table beside this module."""
    return LinksRecord(**tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")))


def links_of(conn: Connection, store: Store, user: User, found: CityObject) -> list[Linked]:
    """Rows of other layers that belong to an object, as far as the person may see them, in the order of the groups.

    A layer with rows that refer to the object is not looked through by place. Layers of the base map, and objects
    outside the city, have no links by place. Empty answers are left out.
    """
    out = []
    near_too = not found.layer.base and found.row.get("district") != OUTSIDE
    for group in record().groups:
        for name in group.layers:
            layer = store.layers.get(name)
            if layer is None or not may_see(user, layer):
                continue
            linked = _referred(conn, store, user, found, group, layer)
            if linked is None and near_too and found.layer.id in group.of:
                linked = _same(conn, store, user, found, group, layer)
            elif linked is None and near_too and group.metres and layer.id != found.layer.id:
                linked = _near(conn, store, user, found, group, layer)
            if linked is not None and linked.total:
                out.append(linked)
    return out


def _referred(
    conn: Connection, store: Store, user: User, found: CityObject, group: GroupRecord, layer: LayerRecord
) -> Linked | None:  # fmt: skip
    """Rows of a layer that refer to the object or to which it refers; None when no field joins them."""
    parts = _joins(store, found, layer)
    return _counted(conn, store, user, (group, layer, "reference"), or_(*parts)) if parts else None


def _same(
    conn: Connection, store: Store, user: User, found: CityObject, group: GroupRecord, layer: LayerRecord
) -> Linked | None:  # fmt: skip
    """Rows of a layer with the object's values in all fields of the group; None when it lacks one of them."""
    columns, values = store.tables[layer.id].c, [found.row.get(name) for name in group.same]
    if not all(values):
        return None
    parts = [columns[name] == value for name, value in zip(group.same, values, strict=True)]
    return _counted(conn, store, user, (group, layer, "same"), and_(*parts))


def _counted(
    conn: Connection, store: Store, user: User, what: tuple[GroupRecord, LayerRecord, How], joined: ColumnElement[bool]
) -> Linked | None:  # fmt: skip
    """Present rows under a condition as far as the person may see them: how many, and the latest; None for none."""
    group, layer, how = what
    table = store.tables[layer.id]
    joined = and_(conditions(conn, store, layer, row_scope(user), Ask()), joined)
    total = int(conn.execute(select(func.count()).select_from(table).where(joined)).scalar_one())
    if not total:
        return None
    order = table.c.valid_from.desc().nulls_last(), table.c.fid
    ids = list(conn.execute(select(table.c.object_id).where(joined).order_by(*order).limit(SHOWN)).scalars())
    return Linked(group.id, layer, how, total, _rows(conn, store, user, layer, ids))


def _joins(store: Store, found: CityObject, layer: LayerRecord) -> list[ColumnElement[bool]]:
    """Conditions by which rows of a layer refer to the object, or it to them; only through fields for everybody."""
    columns, known = store.tables[layer.id].c, record()
    own = {field.name for field in layer.fields if field.sensitivity is Sensitivity.PUBLIC}
    there = {field.name for field in found.layer.fields
             if field.sensitivity is Sensitivity.PUBLIC and found.row.get(field.name)}  # fmt: skip
    parts = [columns[name] == found.row[name]
             for name in known.references if layer.id != found.layer.id and name in own & there]  # fmt: skip
    for name, target in known.pointers.items():
        if name in own:
            bare = [str(found.row["object_id"])] if target == found.layer.id else []
            parts.append(columns[name].in_([found.public_id, *bare]))
        if name in there:
            where, _, rest = str(found.row[name]).partition(".")
            if rest and where == layer.id:
                parts.append(columns.object_id == rest)
            elif target == layer.id:
                parts.append(columns.object_id == str(found.row[name]))
    return parts


def _rows(
    conn: Connection, store: Store, user: User, layer: LayerRecord, ids: Sequence[str]
) -> tuple[Mapping[str, Any], ...]:
    """Rows by their ids, in that order, with the columns of lists."""
    table = store.tables[layer.id]
    names = ("object_id", "kind", "name_ru", "name_kk", "name_en", "state", "valid_from", "district", "origin")
    where = conditions(conn, store, layer, row_scope(user), Ask())
    query = select(*(table.c[name] for name in names)).where(where, table.c.object_id.in_(ids))
    found = {row["object_id"]: dict(row) for row in conn.execute(query).mappings()}
    return tuple(found[name] for name in ids if name in found)


def _near(
    conn: Connection, store: Store, user: User, found: CityObject, group: GroupRecord, layer: LayerRecord
) -> Linked:
    """Rows of a layer within the group's distance of the object, the latest ones first."""
    ask = Ask(zone=around(store, found.wkb, group.metres), limit=SHOWN, sort=LATEST)
    items = select_items(conn, store, layer.id, user, ask)
    return Linked(group.id, layer, "near", items.matched, tuple(items.rows), group.metres)


def around(store: Store, wkb: bytes, metres: float) -> Zone:
    """The area within some metres of a geometry (EPSG:4326), measured in the plane of the city."""
    there, back = _plane(store.city.metric_crs)
    shape = project(np.array([shapely.from_wkb(wkb)], dtype=object), there)
    wide = shapely.buffer(shapely.simplify(shape, 1.0), metres)
    (area,) = project(np.asarray(wide, dtype=object), back)
    return Zone(bytes(shapely.to_wkb(area)))


@lru_cache(maxsize=4)
def _plane(crs: int) -> tuple[Transformer, Transformer]:
    """Into the plane of a city and back; they take a while to make."""
    return transformer(SRID, crs), transformer(crs, SRID)
