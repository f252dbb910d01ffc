"""GeoPackage housekeeping: spatial reference systems, contents, R-tree with its triggers, functions they call."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyproj import CRS
from sqlalchemy import Connection, text

from config.records import GeometryKind, LayerRecord
from data.cells import CELL, counted_columns
from data.geometry import GEOMETRY_TYPES, SRID, envelope

APPLICATION_ID = 0x47504B47
USER_VERSION = 10300
RTREE_DEFINITION = "http://www.geopackage.org/spec120/#extension_rtree"

_TABLES = (
    """CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
    description TEXT)""",
    """CREATE TABLE IF NOT EXISTS gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
    identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
    definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
)
_FULL = '(NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))'
_EMPTY = '(NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))'
_BOX = 'ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")'
_PUT = f'INSERT OR REPLACE INTO "{{rtree}}" VALUES (NEW."fid", {_BOX});'
_TRIGGERS = {
    "insert": f'AFTER INSERT ON "{{table}}" WHEN {_FULL} BEGIN {_PUT} END',
    "update6": f'AFTER UPDATE OF "geom" ON "{{table}}" WHEN OLD."fid" = NEW."fid" AND {_FULL} BEGIN {_PUT} END',
    "update2": f'AFTER UPDATE OF "geom" ON "{{table}}" WHEN OLD."fid" = NEW."fid" AND {_EMPTY} '
    'BEGIN DELETE FROM "{rtree}" WHERE id = OLD."fid"; END',
    "update5": f'AFTER UPDATE ON "{{table}}" WHEN OLD."fid" != NEW."fid" AND {_FULL} '
    f'BEGIN DELETE FROM "{{rtree}}" WHERE id = OLD."fid"; {_PUT} END',
    "update4": f'AFTER UPDATE ON "{{table}}" WHEN OLD."fid" != NEW."fid" AND {_EMPTY} '
    'BEGIN DELETE FROM "{rtree}" WHERE id IN (OLD."fid", NEW."fid"); END',
    "delete": 'AFTER DELETE ON "{table}" WHEN OLD."geom" NOTNULL BEGIN DELETE FROM "{rtree}" WHERE id = OLD."fid"; END',
}


def register_functions(dbapi: Any) -> None:
    """Give a SQLite connection the five functions that the R-tree triggers call."""

    def part(index: int) -> Any:
        return lambda blob: None if (box := envelope(blob)) is None else box[index]

    dbapi.create_function("ST_IsEmpty", 1, lambda blob: int(envelope(blob) is None), deterministic=True)
    for name, index in (("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)):
        dbapi.create_function(name, 1, part(index), deterministic=True)


def prepare(conn: Connection) -> None:
    """Make the SQLite file a GeoPackage: application id, metadata tables, reference systems."""
    conn.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
    conn.execute(text(f"PRAGMA user_version = {USER_VERSION}"))
    for ddl in _TABLES:
        conn.execute(text(ddl))
    rows = [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
        ("WGS 84 geodetic", SRID, "EPSG", SRID, CRS.from_epsg(SRID).to_wkt("WKT1_GDAL")),
    ]
    for row in rows:
        conn.execute(
            text("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (:n, :i, :o, :c, :d, '')"),
            dict(zip("niocd", row, strict=True)),
        )


def register_features(conn: Connection, table: str, kind: GeometryKind) -> None:
    """Register a feature table with its geometry column, R-tree and triggers."""
    rtree = f"rtree_{table}_geom"
    conn.execute(
        text("INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (:t, 'features', :t, :s)"),
        {"t": table, "s": SRID},
    )
    conn.execute(
        text("INSERT INTO gpkg_geometry_columns VALUES (:t, 'geom', :g, :s, 0, 0)"),
        {"t": table, "g": GEOMETRY_TYPES[kind], "s": SRID},
    )
    conn.execute(
        text("INSERT INTO gpkg_extensions VALUES (:t, 'geom', 'gpkg_rtree_index', :d, 'write-only')"),
        {"t": table, "d": RTREE_DEFINITION},
    )
    conn.execute(text(f'CREATE VIRTUAL TABLE "{rtree}" USING rtree(id, minx, maxx, miny, maxy)'))
    for name, body in _TRIGGERS.items():
        conn.exec_driver_sql(f'CREATE TRIGGER "{rtree}_{name}" ' + body.format(table=table, rtree=rtree))


def index_counted(conn: Connection, layer: LayerRecord) -> None:
    """Give a dense layer the index that alone answers how many present rows there are by filters, time and district."""
    # Without the column of its own condition, the engine would still look every row up in the table.
    names = ", ".join(f'"{name}"' for name in (*counted_columns(layer), CELL, "known_to"))
    conn.exec_driver_sql(
        f'CREATE INDEX IF NOT EXISTS "ix_{layer.id}_counted" ON "{layer.id}" ({names}) WHERE known_to IS NULL'
    )


@contextmanager
def without_indexes(conn: Connection, table: str) -> Iterator[None]:
    """Put away the plain indexes of a table while very many rows come in: made anew at the end they cost less."""
    found = conn.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)
    ).all()
    for name, _ in found:
        conn.exec_driver_sql(f'DROP INDEX "{name}"')
    yield
    for _, made in found:
        conn.exec_driver_sql(made)


@contextmanager
def rtree_by_hand(conn: Connection, table: str) -> Iterator[str]:
    """Name of the table's R-tree while its insert trigger is put away; the caller writes the boxes of many rows."""
    rtree = f"rtree_{table}_geom"
    conn.exec_driver_sql(f'DROP TRIGGER "{rtree}_insert"')
    yield rtree
    conn.exec_driver_sql(f'CREATE TRIGGER "{rtree}_insert" ' + _TRIGGERS["insert"].format(table=table, rtree=rtree))


def register_attributes(conn: Connection, tables: list[str]) -> None:
    """List plain tables in the contents so that desktop GIS shows them."""
    for table in tables:
        conn.execute(
            text(
                "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier) VALUES (:t, 'attributes', :t)"
            ),
            {"t": table},
        )


def update_extent(conn: Connection, table: str) -> None:
    """Write the extent of a feature table and the time of its change into the contents."""
    box = conn.execute(text(f'SELECT min(minx), min(miny), max(maxx), max(maxy) FROM "rtree_{table}_geom"')).one()
    conn.execute(
        text(
            "UPDATE gpkg_contents SET min_x=:w, min_y=:s, max_x=:e, max_y=:n,"
            " last_change=strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name=:t"
        ),
        {"w": box[0], "s": box[1], "e": box[2], "n": box[3], "t": table},
    )
