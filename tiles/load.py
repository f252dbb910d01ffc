"""Present rows of a layer read from the store into the arrays of a tile snapshot, in chunks and without row objects."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, select

from config.records import LayerRecord
from data.cells import CELL
from data.geometry import from_blob
from data.queries.scope import RowScope, rows_seen
from data.store import Store
from tiles.rules import LayerRules
from tiles.snapshot import Snapshot
from tiles.values import Column

CHUNK = 50_000
POINT_BLOB = 29
POINT_XY = 13


def load_snapshot(
    conn: Connection, store: Store, layer: LayerRecord, columns: Sequence[str], scope: RowScope | None
) -> Snapshot:
    """Snapshot of the layer's present rows of the scope, or, without one, of all that are as sensitive as the layer.

    The sensitivity is asked in the same question as the rows: a publish in between cannot bring in a hidden row.
    Raises SnapshotError or ColumnError when the rows cannot be drawn.
    """
    table = store.tables[layer.id]
    where: list[ColumnElement[bool]] = [table.c.known_to.is_(None)]
    as_layer = table.c.sensitivity == layer.sensitivity.value
    where.append(as_layer if scope is None else rows_seen(table, layer, scope))
    names = [*columns, CELL] if layer.dense else list(columns)
    query = select(table.c.fid, table.c.geom, *(table.c[name] for name in names)).where(*where)
    readers = [_reader(str(table.c[name].type)) for name in names]
    fids: list[NDArray[np.int64]] = []
    places: list[NDArray[Any]] = []
    for chunk in _chunks(conn, query):
        fid, geom, *values = zip(*chunk, strict=True)
        fids.append(np.array(fid, dtype=np.int64))
        places.append(_points(geom) if layer.geometry == "point" else _shapes(geom))
        for reader, part in zip(readers, values, strict=True):
            reader.add(part)
    cells = np.asarray(readers.pop().column(), dtype=np.int64) if layer.dense else None
    return Snapshot.from_columns(
        np.concatenate(fids) if fids else np.empty(0, np.int64),
        np.concatenate(places) if places else np.empty((0, 2)),
        {name: reader.column() for name, reader in zip(columns, readers, strict=True)},
        layer_rules(layer),
        cells,
    )


def layer_rules(layer: LayerRecord) -> LayerRules:
    """What the layer's record adds to the rules of tiles."""
    return LayerRules(layer.style.by if layer.style.min_zoom else None, layer.style.min_zoom)


def _chunks(conn: Connection, query: Select[Any]) -> Iterator[Sequence[Sequence[Any]]]:
    """Rows in chunks; from SQLite as the driver gives them, because a million row objects cost seconds."""
    if conn.dialect.name != "sqlite":
        result = conn.execution_options(stream_results=True, yield_per=CHUNK).execute(query)
        yield from (list(part) for part in result.partitions())
        return
    compiled = str(query.compile(conn, compile_kwargs={"literal_binds": True}))
    cursor = conn.connection.dbapi_connection.cursor()  # type: ignore[union-attr]  # open inside `read()`
    cursor.execute(compiled)
    while chunk := cursor.fetchmany(CHUNK):
        yield chunk


def _points(blobs: Sequence[bytes]) -> NDArray[np.float64]:
    """Longitude and latitude of points; the plain GeoPackage blob has them at a fixed place."""
    joined = b"".join(blobs)
    if all(len(blob) == POINT_BLOB for blob in blobs) and blobs[0][:2] == b"GP":
        rows = np.frombuffer(joined, dtype=np.uint8).reshape(-1, POINT_BLOB)
        if (rows[:, 3] == 0x01).all() and (rows[:, 8] == 0x01).all():
            return np.ascontiguousarray(rows[:, POINT_XY:]).view("<f8")
    geoms = _shapes(blobs)
    return np.column_stack([shapely.get_x(geoms), shapely.get_y(geoms)])


def _shapes(blobs: Iterable[bytes]) -> NDArray[Any]:
    wkbs = [from_blob(b) if b[:2] == b"GP" else b for b in blobs]
    return np.asarray(shapely.from_wkb(wkbs), dtype=object)


class _Texts:
    """Texts, codes and dates as category codes."""

    def __init__(self) -> None:
        self._known: dict[Any, int] = {}
        self._codes: list[NDArray[np.int32]] = []

    def add(self, values: Sequence[Any]) -> None:
        known = self._known
        codes = [-1 if v is None else known.setdefault(v, len(known)) for v in values]
        self._codes.append(np.array(codes, dtype=np.int32))

    def column(self) -> Column:
        words = [v.isoformat() if isinstance(v, date) else str(v) for v in self._known]
        return (np.concatenate(self._codes) if self._codes else np.empty(0, np.int32)), words


class _Numbers:
    """Numbers and flags; integers and flags keep what is missing in a mask, because they have no NaN."""

    def __init__(self, kind: type[np.generic]) -> None:
        self._kind = kind
        self._parts: list[NDArray[Any]] = []
        self._missing: list[NDArray[np.bool_]] = []

    def add(self, values: Sequence[Any]) -> None:
        missing = np.zeros(len(values), dtype=np.bool_)
        if self._kind is not np.float64 and None in values:
            missing = np.array([v is None for v in values], dtype=np.bool_)
            values = [0 if v is None else v for v in values]
        self._parts.append(np.array(values, dtype=self._kind))
        self._missing.append(missing)

    def column(self) -> Column:
        if not self._parts:
            return np.empty(0, self._kind)
        numbers = np.concatenate(self._parts)
        return numbers if self._kind is np.float64 else np.ma.MaskedArray(numbers, np.concatenate(self._missing))


def _reader(column_type: str) -> _Texts | _Numbers:
    if column_type in ("BIGINT", "INTEGER"):
        return _Numbers(np.int64)
    if column_type == "BOOLEAN":
        return _Numbers(np.bool_)
    return _Numbers(np.float64) if column_type.startswith("DOUBLE") else _Texts()
