"""Feature tables made from layer records: one table a layer, named as the layer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Column, Connection, Index, Integer, MetaData, Table, bindparam, inspect, select, text
from sqlalchemy.types import TypeEngine

from config.records import FieldType, LayerRecord, RecordError
from data import gpkg, postgis
from data.cells import CELL, cells_of
from data.columns import BIG, DAY, FLAG, NUM, TEXT, TIME
from data.geometry import Geometry
from data.schema import CONVENTION, core

COLUMN_TYPES: dict[FieldType, TypeEngine[Any]] = {
    "text": TEXT, "code": TEXT, "int": BIG, "num": NUM, "date": DAY, "time": TIME, "bool": FLAG,
}  # fmt: skip
COMMON: tuple[str, ...] = (
    "fid", "object_id", "kind", "name_ru", "name_kk", "name_en", "state", "address", "district", "body", "valid_from",
    "valid_to", "known_from", "known_to", "source", "data_date", "loaded_at", "origin", "sensitivity", "doubt",
    "row_hash",
)  # fmt: skip
OUTSIDE = "outside"
CITY = "city"
FILL_ROWS = 50_000


def measure_column(layer: LayerRecord) -> str | None:
    """Column of the measure computed from geometry in metres: length of lines, area of polygons."""
    return {"point": None, "line": "length_m", "polygon": "area_m2"}[layer.geometry]


def _common_columns() -> list[Column[object]]:
    return [
        Column("fid", Integer, primary_key=True, autoincrement=True),
        Column("object_id", TEXT, nullable=False), Column("kind", TEXT, nullable=False),
        Column("name_ru", TEXT), Column("name_kk", TEXT), Column("name_en", TEXT),
        Column("state", TEXT, nullable=False), Column("address", TEXT), Column("district", TEXT, nullable=False),
        Column("body", TEXT), Column("valid_from", DAY), Column("valid_to", DAY),
        Column("known_from", TIME, nullable=False), Column("known_to", TIME),
        Column("source", TEXT, nullable=False), Column("data_date", DAY), Column("loaded_at", TIME, nullable=False),
        Column("origin", TEXT, nullable=False), Column("sensitivity", TEXT, nullable=False), Column("doubt", TEXT),
        Column("row_hash", TEXT, nullable=False),
    ]  # fmt: skip


def layer_table(layer: LayerRecord, metadata: MetaData | None = None) -> Table:
    """Table of a layer; RecordError when its id or a field collides with a name of the store."""
    if layer.id in core.tables:
        raise RecordError(f"layer {layer.id}: the name of a core table")
    columns = _common_columns()
    measure = measure_column(layer)
    if measure:
        columns.append(Column(measure, NUM))
    if layer.dense:
        columns.append(Column(CELL, BIG))
    taken = {c.name for c in columns} | {"geom", CELL, postgis.MERCATOR, postgis.CURVE}
    for field in layer.fields:
        if field.name in taken:
            raise RecordError(f"layer {layer.id}: field {field.name} is a common column")
        columns.append(Column(field.name, COLUMN_TYPES[field.type]))
    columns.append(Column("geom", Geometry(layer.geometry), nullable=False))
    return Table(
        layer.id, metadata if metadata is not None else MetaData(naming_convention=CONVENTION), *columns,
        Index(f"ix_{layer.id}_object_id", "object_id"), Index(f"ix_{layer.id}_district", "district"),
        sqlite_autoincrement=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What a store has of tables: the types of their columns and the names of their indexes."""

    columns: dict[str, dict[str, TypeEngine[Any]]]
    indexes: dict[str, set[str]]


def found_tables(conn: Connection, names: Iterable[str]) -> Found:
    """Columns and indexes of those of the tables that the store has, asked at once."""
    inspector, wanted = inspect(conn), list(names)
    columns = inspector.get_multi_columns(filter_names=wanted)
    indexes = inspector.get_multi_indexes(filter_names=wanted)
    return Found(
        {name: {column["name"]: column["type"] for column in found} for (_, name), found in columns.items()},
        {name: {str(index["name"]) for index in found} for (_, name), found in indexes.items()},
    )


def ensure_layer_table(conn: Connection, layer: LayerRecord, table: Table, found: Found | None = None) -> None:
    """Create the layer's table, or add the columns that its record has gained; a changed type is refused.

    `found` is what the store has, if it was asked already. Raises RecordError when a column has another type.
    """
    found = found_tables(conn, [table.name]) if found is None else found
    have = found.columns.get(table.name)
    if have is None:
        table.create(conn)
        if conn.dialect.name != "postgresql":
            gpkg.register_features(conn, table.name, layer.geometry)
        _add_indexes(conn, layer, table, set(table.columns.keys()), set())
        return
    for column in table.columns:
        _ensure_column(conn, layer, column, have.get(column.name))
    if layer.dense and CELL not in have:
        _fill_cells(conn, table)
    _add_indexes(conn, layer, table, set(have), found.indexes.get(table.name, set()))


def _ensure_column(conn: Connection, layer: LayerRecord, column: Column[Any], have: TypeEngine[Any] | None) -> None:
    """Add a column that the store lacks. Raises RecordError when it has it with another type."""
    made = column.type.compile(conn.dialect)
    if have is None:
        conn.execute(text(f'ALTER TABLE "{layer.id}" ADD COLUMN "{column.name}" {made}'))
    elif not isinstance(column.type, Geometry):
        found, wanted = (one.split("(")[0].upper() for one in (have.compile(conn.dialect), made))
        if found != wanted:
            raise RecordError(f"layer {layer.id}: column {column.name} is {found} in the store, {wanted} in the record")


def _add_indexes(conn: Connection, layer: LayerRecord, table: Table, columns: set[str], indexes: set[str]) -> None:
    """What the table lacks of what makes map tiles and counts fast."""
    if conn.dialect.name == "postgresql":
        postgis.register_features(conn, table, layer, columns, indexes)
    elif layer.dense:
        gpkg.index_counted(conn, layer)


def _fill_cells(conn: Connection, table: Table) -> None:
    """Give the rows of an older table their cells."""
    last = -1
    change = table.update().where(table.c.fid == bindparam("row")).values(cell=bindparam("found"))
    query = select(table.c.fid, table.c.geom).order_by(table.c.fid).limit(FILL_ROWS)
    while rows := conn.execute(query.where(table.c.fid > last)).all():
        xy = shapely.get_coordinates(shapely.from_wkb(np.array([row.geom for row in rows], dtype=object)))
        found = cells_of(xy[:, 0], xy[:, 1]).tolist()
        conn.execute(change, [{"row": row.fid, "found": cell} for row, cell in zip(rows, found, strict=True)])
        last = rows[-1].fid
