"""What lies nearest to a place: objects of a layer with their distance in metres and the direction they lie in."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from analysis.metric import plane_of
from config.policy import User
from data.districts import DISTRICTS
from data.geometry import from_blob
from data.queries.items import NAMES, Ask, check, conditions, seen_layer, selected
from data.queries.scope import row_scope, seen_columns
from data.store import Store

FIRST_M = 250.0
WIDER = 3.0
Place = tuple[float, float]


@dataclass(frozen=True)
class Near:
    """An object near a place: its row, metres to its nearest point, where that lies, degrees from north clockwise."""

    row: Mapping[str, Any]
    metres: float
    at: Place
    bearing: float


@dataclass(frozen=True)
class Around:
    """A place (longitude, latitude), how far to look in metres, how many objects, and whether named ones only."""

    place: Place
    radius: float
    most: int
    named: bool = False


def nearest(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask, around: Around) -> list[Near]:
    """Objects of a layer nearest to a place, the nearest first, under the filters of the question.

    Looks in a box that grows until enough are found. Raises UnknownLayerError, AskError.
    """
    seen_layer(store, layer_id, user)
    check(store, ask)
    radius = min(FIRST_M, around.radius)
    while True:
        found = _within(conn, store, layer_id, user, ask, replace(around, radius=radius))
        if len(found) >= around.most or radius >= around.radius:
            break
        radius = min(radius * WIDER, around.radius)
    return _with_rows(conn, store, layer_id, user, found[: around.most])


def _within(
    conn: Connection, store: Store, layer_id: str, user: User, ask: Ask, around: Around
) -> list[tuple[float, int, Place, float]]:
    """Distance, key, nearest place and bearing of all objects within the radius, the nearest first."""
    layer, table = seen_layer(store, layer_id, user)
    plane = plane_of(store.city.metric_crs)
    boxed = replace(ask, bbox=plane.around(*around.place, around.radius))
    named: ColumnElement[bool] = or_(*(table.c[name].is_not(None) for name in NAMES)) if around.named else true()
    geom: Any = func.ST_AsBinary(table.c.geom) if store.kind == "postgis" else table.c.geom
    where = and_(conditions(conn, store, layer, row_scope(user), boxed), named)
    rows = conn.execute(select(table.c.fid, geom).where(where)).cursor.fetchall()
    if not rows:
        return []
    wkbs = [from_blob(blob) if store.kind == "gpkg" else bytes(blob) for _, blob in rows]
    x, y = plane.xy(np.array([around.place]))[0]
    ways = shapely.shortest_line(shapely.Point(x, y), plane.metres(shapely.from_wkb(wkbs)))
    ends = shapely.get_coordinates(shapely.get_point(ways, 1))
    metres = shapely.length(ways)
    places = plane.lonlat(ends)
    found = [
        (float(metres[i]), int(rows[i][0]), (float(places[i, 0]), float(places[i, 1])),
         math.degrees(math.atan2(ends[i, 0] - x, ends[i, 1] - y)) % 360.0)
        for i in np.flatnonzero(metres <= around.radius).tolist()
    ]  # fmt: skip
    return sorted(found)


def _with_rows(
    conn: Connection, store: Store, layer_id: str, user: User, found: list[tuple[float, int, Place, float]]
) -> list[Near]:
    layer, table = seen_layer(store, layer_id, user)
    columns = selected(table, layer, row_scope(user), seen_columns(user, layer), geometry=False)
    query = select(*columns).where(table.c.fid.in_([fid for _, fid, _, _ in found]))
    rows = {row["fid"]: dict(row) for row in conn.execute(query).mappings()}
    return [Near(rows[fid], metres, at, bearing) for metres, fid, at, bearing in found]


def district_at(conn: Connection, store: Store, place: Place) -> str | None:
    """Code of the district in which a place lies."""
    if DISTRICTS not in store.tables:
        return None
    table = store.tables[DISTRICTS]
    query = select(table.c.district, table.c.geom).where(table.c.known_to.is_(None)).order_by(table.c.fid)
    point = shapely.Point(place)
    rows = conn.execute(query)
    return next((row.district for row in rows if shapely.intersects(shapely.from_wkb(row.geom), point)), None)
