"""Rows inside a drawn area: found by the spatial index first, then tested exactly, the same on both engines."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Table, and_, func, select, text

from data.geometry import from_blob
from data.queries.kept import Shelf, shelf_of
from data.store import Store

KEPT = 4
# Boxes of the index of a GeoPackage have 32 bits: at 180 degrees they may be this much too wide.
INDEX_DEG = 4e-5
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Zone:
    """An area in EPSG:4326 as WKB of a valid polygon; what touches it is inside, points on its edge too."""

    wkb: bytes

    @cached_property
    def shape(self) -> Any:
        """The area, prepared for many tests."""
        found = shapely.from_wkb(self.wkb)
        shapely.prepare(found)
        return found

    @cached_property
    def core(self) -> Any:
        """What is inside however the index was rounded."""
        found = shapely.buffer(self.shape, -INDEX_DEG)
        shapely.prepare(found)
        return found

    @cached_property
    def rim(self) -> Any:
        """Beyond this nothing is inside however the index was rounded."""
        found = shapely.buffer(self.shape, INDEX_DEG)
        shapely.prepare(found)
        return found

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        west, south, east, north = self.shape.bounds
        return west, south, east, north

    def has_xy(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which places in degrees are inside."""
        return np.asarray(shapely.intersects_xy(self.shape, lon, lat))


def in_zone(conn: Connection, store: Store, table: Table, zone: Zone) -> ColumnElement[bool]:
    """Condition that keeps the rows which touch the area."""
    if store.kind == "postgis":
        area = func.ST_GeomFromWKB(zone.wkb, 4326)
        return and_(table.c.geom.op("&&", is_comparison=True)(area), func.ST_Intersects(area, table.c.geom))
    version = store.versions(conn).get(table.name, 0)
    listed: str = shelf_of(store).get((table.name, version, "zone"), lambda: Shelf(KEPT)).get(
        zone.wkb, lambda: _as_json(inside_ids(conn, store, table, zone))
    )  # fmt: skip
    return table.c.fid.in_(select(func.json_each(listed).table_valued("value").c.value))


def _as_json(ids: Ids) -> str:
    return "[" + ",".join(map(str, ids.tolist())) + "]"


def inside_ids(conn: Connection, store: Store, table: Table, zone: Zone) -> Ids:
    """Keys of the rows of a GeoPackage that touch the area, those of former versions too, in order."""
    west, south, east, north = zone.box
    tree = f"rtree_{table.name}_geom"
    found = conn.execute(
        text(f'SELECT id, minx, miny FROM "{tree}" WHERE minx <= :e AND maxx >= :w AND miny <= :n AND maxy >= :s'),
        {"w": west, "s": south, "e": east, "n": north},
    )
    near = np.array(found.cursor.fetchall(), dtype=np.float64).reshape(-1, 3)
    ids = near[:, 0].astype(np.int64)
    if store.layers[table.name].geometry != "point":
        return np.sort(ids[_touching(conn, table, ids, zone)])
    sure = np.asarray(shapely.intersects_xy(zone.core, near[:, 1], near[:, 2]))
    rest = ids[~sure & np.asarray(shapely.intersects_xy(zone.rim, near[:, 1], near[:, 2]))]
    return np.sort(np.concatenate([ids[sure], rest[_touching(conn, table, rest, zone)]]))


def _touching(conn: Connection, table: Table, ids: Ids, zone: Zone) -> NDArray[np.bool_]:
    """Which of the rows with these keys touch the area, tested with their full geometry."""
    if not len(ids):
        return np.zeros(0, dtype=np.bool_)
    query = text(f'SELECT fid, geom FROM "{table.name}" WHERE fid IN (SELECT value FROM json_each(:ids))')
    rows: Any = conn.execute(query, {"ids": _as_json(ids)}).cursor.fetchall()
    geoms = shapely.from_wkb([from_blob(blob) for _, blob in rows])
    hit = np.array([fid for fid, _ in rows], dtype=np.int64)[np.asarray(shapely.intersects(zone.shape, geoms))]
    return np.isin(ids, hit)
