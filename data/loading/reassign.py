"""New outlines of districts move objects from one district to another: their rows are closed and opened anew."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from sqlalchemy import ColumnElement, Connection, Integer, Table, bindparam, cast, func, insert, literal, select

from config.city import Source
from config.limits import IMPORT_CHUNK
from config.records import LayerRecord
from data.columns import TIME
from data.districts import DistrictFinder
from data.geometry import SRID
from data.layer_tables import measure_column
from data.loading.bulk import claim_fids, close_rows
from data.loading.publish import finish
from data.loading.shapes import project, transformer
from data.store import Store


def reassign(conn: Connection, store: Store, now: datetime) -> dict[str, int]:
    """Find the district of every present object anew; objects moved by layer. Runs in the caller's transaction."""
    finder = DistrictFinder.of_store(conn, store)
    moved = {}
    for layer_id, layer in store.layers.items():
        free = [source.id for source in store.city.sources_of(layer_id) if not _given(source, layer_id)]
        free += _of_offices(conn, store, layer_id)
        table = store.tables[layer_id]
        count = _reassign_layer(conn, layer, table, _Job(finder, free, store.city.metric_crs, now))
        if count:
            finish(conn, store, table)
            moved[layer_id] = count
    return moved


def _of_offices(conn: Connection, store: Store, layer_id: str) -> list[str]:
    """Sources of tables mapped on the screen that have rows in a layer: they never say the district themselves."""
    offices = [source.id for source in store.city.sources if layer_id in source.accepts]
    if not offices:
        return []
    table = store.tables[layer_id]
    found = conn.execute(select(table.c.source).where(table.c.known_to.is_(None)).distinct())
    return [row.source for row in found if row.source.partition("-")[0] in offices and "-" in row.source]


def _given(source: Source, layer_id: str) -> bool:
    """Whether the source's record itself says the district of its rows."""
    loads = [load for load in source.loads if load.layer == layer_id]
    return any("district" in load.columns or "district" in load.values for load in loads)


class _Job:
    def __init__(self, finder: DistrictFinder, sources: list[str], metric_crs: int, now: datetime) -> None:
        self.finder, self.sources, self.metric_crs, self.now = finder, sources, metric_crs, now


def _reassign_layer(conn: Connection, layer: LayerRecord, table: Table, job: _Job) -> int:
    """Objects moved, found in stretches of rows: a layer may have a million of them."""
    present = table.c.known_to.is_(None), table.c.source.in_(job.sources)
    query = select(table.c.fid, table.c.district, table.c.known_from, table.c.geom).where(*present)
    query = query.order_by(table.c.fid).limit(IMPORT_CHUNK)
    # Rows opened on the way have higher numbers: they are in the right district already.
    last, end, moved = -1, conn.execute(select(func.max(table.c.fid))).scalar() or 0, 0
    while rows := conn.execute(query.where(table.c.fid > last, table.c.fid <= end)).all():
        moved += _reassign_rows(conn, layer, table, rows, job)
        last = rows[-1].fid
    return moved


def _reassign_rows(conn: Connection, layer: LayerRecord, table: Table, rows: Sequence[Any], job: _Job) -> int:
    shapes = np.asarray(shapely.from_wkb(np.array([row.geom for row in rows], dtype=object)), dtype=object)
    if measure_column(layer) is None:
        codes = job.finder.of_points(shapes)
    else:
        codes = job.finder.of_parts(project(shapes, transformer(SRID, job.metric_crs)))
    moved = [(row, code) for row, code in zip(rows, codes, strict=True) if row.district != code]
    fresh = [(row, code) for row, code in moved if row.known_from == job.now]
    kept = [(row, code) for row, code in moved if row.known_from != job.now]
    if fresh:
        change = table.update().where(table.c.fid == bindparam("row")).values(district=bindparam("code"))
        conn.execute(change, [{"row": row.fid, "code": code} for row, code in fresh])
    if kept:
        close_rows(conn, table, [row.fid for row, _ in kept], job.now)
        _copy(conn, table, kept, job.now)
    return len(moved)


def _copy(conn: Connection, table: Table, moved: list[tuple[Any, str]], now: datetime) -> None:
    """Open a copy of each closed row with another district."""
    changed: dict[str, ColumnElement[Any]] = {
        "fid": cast(bindparam("new"), Integer), "district": bindparam("code"),
        "known_from": literal(now, TIME), "known_to": literal(None, TIME),
    }  # fmt: skip
    names = [column.name for column in table.columns]
    columns: list[ColumnElement[Any]] = [changed.get(name, table.c[name]) for name in names]
    source = select(*columns).where(table.c.fid == bindparam("old"))
    first = claim_fids(conn, table, len(moved))
    conn.execute(
        insert(table).from_select(names, source),
        [{"new": first + i, "code": code, "old": row.fid} for i, (row, code) in enumerate(moved)],
    )
