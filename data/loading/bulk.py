"""Fast insertion of packed rows: one prepared statement on GeoPackage, COPY on PostGIS, inside the open transaction."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from data import gpkg
from data.cells import CELL
from data.geometry import SRID, blobs
from data.loading.chunks import Shapes
from data.loading.stage import GEOM, shapes_of

STRIPS = 128
CACHE_KIB = 256 * 1024
MANY_ROWS = 10_000


def claim_fids(conn: Connection, table: Table, count: int) -> int:
    """First of `count` numbers that no row of the table has ever had, in the same order on both engines."""
    if conn.dialect.name == "sqlite":
        # The engine itself remembers the highest number of a table that was ever inserted.
        found = conn.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :t"), {"t": table.name}).scalar()
        return int(found or 0) + 1
    name = conn.execute(text("SELECT pg_get_serial_sequence(:t, 'fid')"), {"t": f'"{table.name}"'}).scalar_one()
    last, called = conn.execute(text(f"SELECT last_value, is_called FROM {name}")).one()
    first = int(last) + 1 if called else int(last)
    conn.execute(text("SELECT setval(CAST(:s AS regclass), :v)"), {"s": name, "v": first + count - 1})
    return first


@contextmanager
def many(conn: Connection, table: Table, count: int) -> Iterator[None]:
    """What speeds up the insertion of `count` rows: indexes are made after them when they are most of the table."""
    if conn.dialect.name != "sqlite" or count < MANY_ROWS:
        yield
        return
    usual = conn.exec_driver_sql("PRAGMA cache_size").scalar_one()
    conn.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
    present = conn.execute(select(func.max(table.c.fid))).scalar() or 0
    with gpkg.without_indexes(conn, table.name) if count > present else nullcontext():
        yield
    if CELL in table.c:
        # Knowing how many rows its indexes have, the engine does not take a detour over them.
        conn.exec_driver_sql(f'ANALYZE "{table.name}"')
    conn.exec_driver_sql(f"PRAGMA cache_size = {usual}")


def insert(conn: Connection, table: Table, part: Any) -> None:
    """Insert packed rows that have every column of the table, numbers included."""
    if conn.dialect.name == "sqlite":
        _insert_sqlite(conn, table, part)
    else:
        _copy_postgres(conn, table, part)


def _insert_sqlite(conn: Connection, table: Table, part: Any) -> None:
    shapes = shapes_of(part)
    columns = [blobs(part[GEOM].to_pylist(), shapes) if n == GEOM else _plain(part[n]) for n in part.column_names]
    names = ", ".join(f'"{name}"' for name in part.column_names)
    marks = ", ".join("?" * len(columns))
    with gpkg.rtree_by_hand(conn, table.name) as rtree:
        conn.exec_driver_sql(
            f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(zip(*columns, strict=True))
        )
        boxes = _boxes(part["fid"].to_numpy(), shapes)
        conn.exec_driver_sql(f'INSERT INTO "{rtree}" VALUES (?, ?, ?, ?, ?)', boxes)


def _boxes(fids: NDArray[np.int64], shapes: Shapes) -> list[tuple[Any, ...]]:
    """Boxes of geometries by number, neighbours one after the other: a tree grows fastest so."""
    west, south, east, north = shapely.bounds(shapes).T
    order = _neighbours(west, south)
    rows = (column[order].tolist() for column in (fids, west, east, south, north))
    return list(zip(*rows, strict=True))


def _neighbours(west: NDArray[np.float64], south: NDArray[np.float64]) -> NDArray[np.intp]:
    """Order of places in which neighbours follow each other: up and down in strips."""
    across = np.floor((west - west.min()) / max(float(np.ptp(west)), 1e-9) * STRIPS)
    return np.lexsort((np.where(across % 2, -south, south), across))


def _plain(column: Any) -> list[Any]:
    """Values as SQLite keeps them: dates and times as ISO text, yes and no as 1 and 0."""
    kind = column.type
    if pa.types.is_date(kind):
        column = pc.cast(column, pa.string())
    elif pa.types.is_timestamp(kind):
        column = pc.strftime(column, format="%Y-%m-%dT%H:%M:%S.000Z")
    elif pa.types.is_boolean(kind):
        column = pc.cast(column, pa.int8())
    values: list[Any] = column.to_pylist()
    return values


def _copy_postgres(conn: Connection, table: Table, part: Any) -> None:
    shapes = shapes_of(part)
    # Rows asked together lie together: a tile then reads few pages, and its indexes grow faster.
    order = _neighbours(*shapely.bounds(shapes).T[:2])
    part, shapes = part.take(pa.array(order)), shapely.set_srid(shapes[order], SRID)
    hexed = pa.array(shapely.to_wkb(shapes, hex=True, include_srid=True).tolist(), type=pa.string())
    part = part.set_column(part.column_names.index(GEOM), GEOM, hexed)
    buffer = io.BytesIO()
    pyarrow.csv.write_csv(part, buffer, pyarrow.csv.WriteOptions(include_header=False))
    names = ", ".join(f'"{name}"' for name in part.column_names)
    driver: Any = conn.connection.driver_connection
    command = f'COPY "{table.name}" ({names}) FROM STDIN WITH (FORMAT csv)'
    try:
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            copy.write(buffer.getbuffer())
    except psycopg.Error as error:
        # COPY goes past SQLAlchemy, its faults look like all others of the engine.
        raise DBAPIError(command, None, error) from error


def close_rows(conn: Connection, table: Table, fids: list[int], now: datetime) -> None:
    """End the time in the store of rows by number."""
    step = 10_000
    for start in range(0, len(fids), step):
        some = fids[start : start + step]
        conn.execute(table.update().where(table.c.fid.in_(some)).values(known_to=now))
