"""Tiles cut by PostGIS itself: ST_AsMVT by the rules of `tiles/rules.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, and_

from config.limits import QUERY_SECONDS
from config.records import LayerRecord
from data.cells import CELL, RESOLUTION, parent_sql
from data.queries.counts import Tally, Wanted, tally_rows
from data.queries.scope import RowScope, rows_seen
from data.store import Store
from tiles.cells import CellShelf, Level
from tiles.load import layer_rules
from tiles.rules import (
    GRIDS,
    STEPS,
    TILE_BYTES,
    min_area_m2,
    min_length_m,
    point_budget,
    points_allowed,
    tolerance_m,
)  # fmt: skip
from tiles.sources import TileAsk, all_of_layer, is_uniform
from tiles.statements import (
    Rows,
    all_points,
    cell_counts,
    grids_for,
    point_values,
    shape_values,
    shapes,
    thinned_points,
    thinning_shift,
)

# A tile is one short question that looks alike everywhere: compiling it, planning it anew, or starting other processes
# for it costs more than it saves.
SETTINGS = (
    f"SET LOCAL statement_timeout = {QUERY_SECONDS * 1000}; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; "
    "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL plan_cache_mode = force_generic_plan"
)

# Counting a whole layer is one long question: a plan for these very values, and room for all cells.
COUNT_SETTINGS = (
    f"SET LOCAL statement_timeout = {QUERY_SECONDS * 1000}; SET LOCAL jit = off; SET LOCAL work_mem = '96MB'"
)
COPIED = np.dtype([("fields", ">i2"), ("cell_bytes", ">i4"), ("cell", ">i8"), ("n_bytes", ">i4"), ("n", ">i8")])
COPY_HEAD, COPY_TAIL = 19, 2


class PostgisSource:
    """Tiles of the store's layers, asked from the database one by one; only counts by cell are kept."""

    def __init__(self, store: Store) -> None:
        """Nothing is read yet."""
        self._store = store
        self._uniform: dict[str, tuple[str, bool]] = {}
        self._conditions: dict[tuple[str, bool, RowScope], tuple[str, Mapping[str, Any]]] = {}
        self._cells = CellShelf(self._count)

    def uniform(self, layer: LayerRecord, stamp: str) -> bool:
        """See TileSource."""
        known = self._uniform.get(layer.id)
        if known is None or known[0] != stamp:
            known = (stamp, is_uniform(self._store, layer))
            self._uniform[layer.id] = known
        return known[1]

    def warm(self, ask: TileAsk) -> None:
        """See TileSource; the database keeps its rows itself."""
        self.uniform(ask.layer, ask.stamp)

    def raw(self, ask: TileAsk) -> bytes:
        """Tile of the rows that are present at the moment of asking."""
        if ask.of_cells:
            return self._cells.tile(ask)
        condition, bound = self._condition(ask)
        rows = Rows(self._store.tables[ask.layer.id], condition)
        with self._store.read() as conn:
            conn.exec_driver_sql(SETTINGS)
            cut = _Cut(conn, ask, rows, {"layer": ask.layer.id, **bound})
            return cut.points() if ask.layer.geometry == "point" else cut.shapes()

    def level(self, ask: TileAsk, resolution: int) -> Level:
        """See TileSource."""
        return self._cells.level(ask, resolution)

    def outline(self, ask: TileAsk, resolution: int) -> None:
        """See TileSource."""
        self._cells.outline(ask, resolution)

    def tally(self, wanted: Wanted, stamp: str) -> Tally:  # noqa: ARG002 -- the database has one version
        """See TileSource."""
        with self._store.read() as conn:
            conn.exec_driver_sql(COUNT_SETTINGS)
            return tally_rows(conn, self._store, wanted)

    def _count(self, ask: TileAsk, resolution: int) -> Level:
        """Chosen rows by cell, counted by the database and read as one block of numbers."""
        condition, bound = self._condition(ask)
        name = CELL if resolution == RESOLUTION else parent_sql(CELL, resolution)
        with self._store.read() as conn:
            conn.exec_driver_sql(COUNT_SETTINGS)
            raw = conn.connection.dbapi_connection
            statement = cell_counts(Rows(self._store.tables[ask.layer.id], condition), name)
            with raw.cursor() as cursor, cursor.copy(statement, bound) as copied:  # type: ignore[union-attr]
                body = b"".join(copied)
        rows = np.frombuffer(body[COPY_HEAD:-COPY_TAIL], dtype=COPIED)
        order = np.argsort(rows["cell"])
        return Level(resolution, rows["cell"][order].astype(np.int64), rows["n"][order].astype(np.int64))

    def _condition(self, ask: TileAsk) -> tuple[str, Mapping[str, Any]]:
        """SQL of the rows that may be in the tile, and what it binds; kept as long as nothing is chosen."""
        key = (ask.layer.id, self.uniform(ask.layer, ask.stamp), ask.scope)
        known = self._conditions.get(key)
        if known is None or ask.choice:
            table = self._store.tables[ask.layer.id]
            seen = all_of_layer(table, ask) if key[1] else rows_seen(table, ask.layer, ask.scope)
            wanted = and_(seen, *ask.choice.conditions(table, ask.layer, ask.scope))
            compiled = wanted.compile(self._store.engine, compile_kwargs={"render_postcompile": True})
            known = (f"({compiled})", compiled.params)
            if not ask.choice:
                self._conditions[key] = known
        return known


@dataclass(frozen=True)
class _Cut:
    """One tile being cut on an open connection."""

    conn: Connection
    ask: TileAsk
    rows: Rows
    values: Mapping[str, Any]

    def _one(self, sql: str, values: Mapping[str, Any]) -> Any:
        return self.conn.exec_driver_sql(sql, {**self.values, **values}).one()

    def points(self) -> bytes:
        """Rules P1 to P5."""
        tile, fields = self.ask.tile, tuple(dict.fromkeys(self.ask.fields))
        place, budget = point_values(tile), point_budget(len(fields))
        allowed = points_allowed(tile.z, len(fields), layer_rules(self.ask.layer))
        body = self._one(all_points(self.rows, fields), {**place, "allowed": allowed})[0]
        if body is not None and len(body) <= TILE_BYTES:
            return bytes(body)
        start = 0
        while start < len(GRIDS):
            grid, body = self._thinned(place, fields, grids_for(budget, start))
            if len(body) <= TILE_BYTES:
                return body
            start = GRIDS.index(grid) + 1
        return self._thinned(place, (), GRIDS[-1:])[1]

    def _thinned(self, place: Mapping[str, Any], fields: tuple[str, ...], grids: tuple[int, ...]) -> tuple[int, bytes]:
        budget, shift = point_budget(len(fields)), thinning_shift(self.ask.tile, grids[0])
        grid, body = self._one(thinned_points(self.rows, fields, grids), {**place, "budget": budget, "shift": shift})
        return grid, bytes(body)

    def shapes(self) -> bytes:
        """Rules L1 to L6."""
        for fields in (tuple(dict.fromkeys(self.ask.fields)), ()):
            for step in range(STEPS + 1):
                body = self._shapes(fields, step)
                if len(body) <= TILE_BYTES and (body or step == 0):
                    return body
                if not body:
                    break
        return b""

    def _shapes(self, fields: tuple[str, ...], step: int) -> bytes:
        layer, tile = self.ask.layer, self.ask.tile
        kind, rules = layer.geometry, layer_rules(layer)
        hidden = [value for value, zoom in rules.min_zoom.items() if zoom > tile.z] if rules.min_zoom_field else []
        tolerance = tolerance_m(kind, tile.z, step)
        sql = shapes(
            kind, self.rows, fields, simplify=tolerance > 0, classes=rules.min_zoom_field or "" if hidden else ""
        )
        least = (min_length_m if kind == "line" else min_area_m2)(tile.z, step)
        values = shape_values(tile) | {"least": least, "tolerance": tolerance, "hidden": hidden}
        return bytes(self._one(sql, values)[0])
