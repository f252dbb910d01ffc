"""SQL of the PostGIS tiles: the rules of `tiles/rules.py` as statements with bound values.

The row handed to ST_AsMVT is called `_tile`: no field's name begins so, and a field would be taken for the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from sqlalchemy import Table

from data.postgis import ACROSS, CURVE, CURVE_BITS, DOWN, MERCATOR
from tiles.mercator import EXTENT, Tile, bounds_m, unit_m
from tiles.points import interleave
from tiles.rules import BUFFER, COUNT_FIELD, GRIDS, Kind

POSITION = (
    f"ST_Point(round(({ACROSS.format(lon='ST_X(geom)')} * %(side)s - %(x)s) * {EXTENT}), "
    f"round(({DOWN.format(lat='ST_Y(geom)')} * %(side)s - %(y)s) * {EXTENT}))"
)


def quoted(name: str) -> str:
    """A name as SQL writes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True)
class Rows:
    """Where a tile's rows come from: the table, and the condition (SQL with named places) of who may be in it."""

    table: Table
    condition: str

    @property
    def name(self) -> str:
        """The table's name, quoted."""
        return quoted(self.table.name)

    def attributes(self, fields: Sequence[str]) -> str:
        """Columns of the asked fields as rule A2 writes them, each after a comma."""
        return "".join(f", {_value(self.table, name)} AS {quoted(name)}" for name in fields)


def _value(table: Table, name: str) -> str:
    column, kind = quoted(name), str(table.c[name].type)
    if kind == "DATE":
        return f"to_char({column}, 'YYYY-MM-DD')"
    if kind == "DATETIME":
        return f"""to_char({column}, 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')"""
    return f"nullif({column}, 'NaN')" if kind.startswith("DOUBLE") else column


def _in_tile(rows: Rows) -> str:
    """Rule P1: a tile is one run of the curve."""
    return f"known_to IS NULL AND {CURVE} >= %(low)s AND {CURVE} < %(high)s AND {rows.condition}"


def point_values(tile: Tile) -> dict[str, object]:
    """Values that the statements of points bind for a tile."""
    shift = 2 * (CURVE_BITS - tile.z)
    low = int(interleave(np.array([tile.x]), np.array([tile.y]))[0]) << shift
    side = float(1 << tile.z)
    return {"low": low, "high": low + (1 << shift), "side": side, "x": float(tile.x), "y": float(tile.y)}


def all_points(rows: Rows, fields: Sequence[str]) -> str:
    """Rule P3: the tile with every point, null when there are more than `allowed`."""
    where = _in_tile(rows)
    return f"""
    SELECT CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM {rows.name} WHERE {where} LIMIT %(allowed)s + 1) found)
      <= %(allowed)s THEN (SELECT ST_AsMVT(_tile, %(layer)s, {EXTENT}, 'geom', 'fid') FROM (
        SELECT fid, {POSITION} AS geom{rows.attributes(fields)}
        FROM {rows.name} WHERE {where} ORDER BY fid) _tile) END"""


def thinned_points(rows: Rows, fields: Sequence[str], grids: Sequence[int]) -> str:
    """Rules P4 and P5: the first of `grids` (each half the one before) with at most `budget` cells, and its tile.

    The cells of the finest grid are counted once, from the index alone; coarser ones are made of them when needed.
    The last grid is taken whatever it holds. The `shift` of the finest grid is bound.
    """
    levels = [
        f"""cells_{grids[0]} AS MATERIALIZED (SELECT {CURVE} >> %(shift)s AS cell, min(fid) AS fid, count(*) AS n
        FROM {rows.name} WHERE {_in_tile(rows)} GROUP BY 1)"""
    ]
    levels += [
        f"""cells_{coarse} AS MATERIALIZED (SELECT cell >> 2 AS cell, min(fid) AS fid, sum(n)::bigint AS n
        FROM cells_{fine} GROUP BY 1)"""
        for fine, coarse in pairwise(grids)
    ]
    fits = "".join(f" WHEN (SELECT count(*) FROM cells_{grid}) <= %(budget)s THEN {grid}" for grid in grids[:-1])
    chosen = f"CASE{fits} ELSE {grids[-1]} END" if fits else str(grids[-1])
    kept = " UNION ALL ".join(f"SELECT fid, n FROM cells_{g} WHERE (SELECT grid FROM chosen) = {g}" for g in grids)
    return f"""
    WITH {", ".join(levels)}, chosen AS MATERIALIZED (SELECT {chosen} AS grid), kept AS ({kept})
    SELECT (SELECT grid FROM chosen), (SELECT ST_AsMVT(_tile, %(layer)s, {EXTENT}, 'geom', 'fid') FROM (
      SELECT one.*, n AS {quoted(COUNT_FIELD)} FROM (SELECT fid, n FROM kept ORDER BY fid) cell CROSS JOIN LATERAL (
        SELECT fid, {POSITION} AS geom{rows.attributes([name for name in fields if name != COUNT_FIELD])}
        FROM {rows.name} WHERE fid = cell.fid OFFSET 0) one) _tile)"""


def cell_counts(rows: Rows, cell: str) -> str:
    """Rule C2: the rows of each cell as one binary copy; `cell` is the SQL of the column or of its parent."""
    return f"""
    COPY (SELECT {cell} AS cell, count(*) AS n FROM {rows.name} WHERE known_to IS NULL AND {rows.condition} GROUP BY 1)
    TO STDOUT (FORMAT binary)"""


def thinning_shift(tile: Tile, grid: int) -> int:
    """Bits of the curve below a cell of that grid in a tile of that zoom."""
    return 2 * (CURVE_BITS - tile.z - (grid.bit_length() - 1))


def grids_for(budget: int, start: int) -> tuple[int, ...]:
    """Grids from GRIDS[start] on, as far as the first that can never have more than `budget` cells."""
    enough = next((i for i, grid in enumerate(GRIDS) if grid * grid <= budget), len(GRIDS) - 1)
    return GRIDS[start : max(start, enough) + 1]


def shape_values(tile: Tile) -> dict[str, object]:
    """Values that the statements of lines and areas bind for a tile: its edges, those with the buffer, and its unit."""
    sides = ("west", "south", "east", "north")
    values: dict[str, object] = dict(zip(sides, bounds_m(tile), strict=True))
    values |= {f"wide_{side}": edge for side, edge in zip(sides, bounds_m(tile, BUFFER), strict=True)}
    return values | {"scale": 1.0 / unit_m(tile.z)}


def shapes(kind: Kind, rows: Rows, fields: Sequence[str], *, simplify: bool, classes: str = "") -> str:
    """Rules L1 to L5: the tile with lines or areas.

    `classes` names the column of which the values `hidden` are left out; `least` and `tolerance` are bound.
    """
    box = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857)"
    wide = "ST_MakeEnvelope(%(wide_west)s, %(wide_south)s, %(wide_east)s, %(wide_north)s, 3857)"
    if kind == "line":
        measure, shape = "ST_Length", f"ST_Simplify({MERCATOR}, %(tolerance)s)" if simplify else MERCATOR
        lines = f"ST_CollectionExtract(ST_ClipByBox2D({shape}, {wide}), 2)"
        place = "%(scale)s, 0, 0, -%(scale)s, -%(west)s * %(scale)s, %(north)s * %(scale)s"
        drawn = f"ST_SnapToGrid(ST_Affine({lines}, {place}), 1)"
    else:
        shape = f"ST_SimplifyPreserveTopology({MERCATOR}, %(tolerance)s)" if simplify else MERCATOR
        measure, drawn = "ST_Area", f"ST_AsMVTGeom({shape}, {box}, {EXTENT}, {BUFFER}, true)"
    shown = f"({quoted(classes)} <> ALL(%(hidden)s) IS NOT FALSE) AND " if classes else ""
    # OFFSET keeps the geometry from being worked out a second time for the condition on it.
    return f"""
    SELECT ST_AsMVT(_tile, %(layer)s, {EXTENT}, 'geom', 'fid') FROM (
      SELECT fid, {drawn} AS geom{rows.attributes(fields)}
      FROM {rows.name} WHERE known_to IS NULL AND {MERCATOR} && {wide} AND {shown}{rows.condition}
      AND {measure}({MERCATOR}) >= %(least)s ORDER BY fid OFFSET 0) _tile WHERE NOT ST_IsEmpty(geom)"""
