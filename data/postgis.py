"""PostGIS housekeeping: what a feature table has beside its columns, so that map tiles are found and cut fast."""

import math
from collections.abc import Container, Iterable
from contextlib import suppress

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import DBAPIError

from config.records import LayerRecord
from data.cells import CELL, chosen_columns

RADIUS_M = 6_378_137.0
WORLD_M = 2.0 * math.pi * RADIUS_M
CURVE_BITS = 30
CURVE = "curve"
MERCATOR = "geom_3857"

# A point's share of the way from 180 W eastwards and from the northern edge of the web mercator map southwards, 0..1.
ACROSS = f"(radians({{lon}}) * float8 '{RADIUS_M!r}' / float8 '{WORLD_M!r}' + 0.5)"
DOWN = f"(0.5 - asinh(tan(radians({{lat}}))) * float8 '{RADIUS_M!r}' / float8 '{WORLD_M!r}')"

# Each step swaps the inner halves of ever shorter runs of bits, until those of x and y alternate. Only names of the
# system's own schema are used: a restored dump fills the column before it knows any other.
_CURVE = f"""
CREATE OR REPLACE FUNCTION tile_curve(lon float8, lat float8) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  across float8; down float8; bits bigint;
BEGIN
  IF NOT coalesce(lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90, false) THEN RETURN NULL; END IF;
  across := {ACROSS.format(lon="lon")};
  down := {DOWN.format(lat="lat")};
  IF NOT (across BETWEEN 0 AND 1 AND down BETWEEN 0 AND 1) THEN RETURN NULL; END IF;
  bits := least(floor(across * {1 << CURVE_BITS}), {(1 << CURVE_BITS) - 1})::bigint
    + (least(floor(down * {1 << CURVE_BITS}), {(1 << CURVE_BITS) - 1})::bigint << 32);
  bits := bits # (((bits # (bits >> 16)) & {0x00000000FFFF0000}) * 65537);
  bits := bits # (((bits # (bits >> 8)) & {0x0000FF000000FF00}) * 257);
  bits := bits # (((bits # (bits >> 4)) & {0x00F000F000F000F0}) * 17);
  bits := bits # (((bits # (bits >> 2)) & {0x0C0C0C0C0C0C0C0C}) * 5);
  RETURN bits # (((bits # (bits >> 1)) & {0x2222222222222222}) * 3);
END $$"""


def prepare(conn: Connection) -> None:
    """Create the function that gives a point's place on the Z-order curve over the web mercator map.

    The place is that of `tiles/points.py`: bits of x and y at 2^30 steps a side, alternating; null off the map.
    """
    conn.exec_driver_sql(_CURVE)


def register_features(
    conn: Connection, table: Table, layer: LayerRecord, have: Container[str], indexes: Container[str]
) -> None:
    """Give a feature table its generated column for tiles and its indexes, as far as it does not have them.

    Points have `curve` with a B-tree: a tile and each cell of a thinned tile is one run of it, and the index alone
    answers who is in it. Lines and areas have `geom_3857` with a GiST index. Dense layers have an index of their cells
    that alone answers how many rows a cell has after filters and time; what is not asked for cells makes it slower.
    """
    name = table.name
    column, made, index = _for_tiles(layer)
    if column not in have:
        conn.execute(text(f'ALTER TABLE "{name}" ADD COLUMN {column} {made}'))
    wanted = {"geom": "USING gist (geom)", column: f"{index} WHERE known_to IS NULL"}
    if layer.dense:
        beside = ", ".join(f'"{column}"' for column in chosen_columns(layer))
        wanted[CELL] = f"({CELL}) INCLUDE ({beside}) WHERE known_to IS NULL"
    for column, definition in wanted.items():
        if f"ix_{name}_{column}" not in indexes:
            conn.execute(text(f'CREATE INDEX "ix_{name}_{column}" ON "{name}" {definition}'))


def _for_tiles(layer: LayerRecord) -> tuple[str, str, str]:
    """Generated column of a layer's table, how it is made, and its index."""
    if layer.geometry == "point":
        made = "bigint GENERATED ALWAYS AS (tile_curve(ST_X(geom), ST_Y(geom))) STORED"
        return CURVE, made, f"({CURVE}) INCLUDE (fid, sensitivity, district)"
    return MERCATOR, "geometry GENERATED ALWAYS AS (ST_Transform(geom, 3857)) STORED", f"USING gist ({MERCATOR})"


def settle(engine: Engine, tables: Iterable[str]) -> None:
    """Tell the engine how many rows the tables now have and that all may see them, as it would find out by itself.

    Until then it looks every row up in its table and does not answer from an index alone, which makes tiles of many
    points several times slower. A fault is nothing to stop for.
    """
    for table in tables:
        with suppress(DBAPIError), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text(f'VACUUM (ANALYZE) "{table}"'))
