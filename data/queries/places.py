"""Where the districts lie: the extent of each outline, for a map that goes there."""

import shapely
from sqlalchemy import Connection, select

from data.districts import DISTRICTS
from data.queries.items import Box
from data.queries.kept import kept
from data.store import Store


def district_boxes(conn: Connection, store: Store) -> dict[str, Box]:
    """West, south, east, north in degrees of each district that has an outline."""
    if DISTRICTS not in store.tables:
        return {}
    found: dict[str, Box] = kept(conn, store, DISTRICTS, "boxes", lambda: _boxes(conn, store))
    return found


def _boxes(conn: Connection, store: Store) -> dict[str, Box]:
    table = store.tables[DISTRICTS]
    rows = conn.execute(select(table.c.district, table.c.geom).where(table.c.known_to.is_(None)))
    return {row.district: _rounded(shapely.from_wkb(row.geom).bounds) for row in rows}


def _rounded(box: Box) -> Box:
    west, south, east, north = (round(degrees, 5) for degrees in box)
    return west, south, east, north
