"""What of a layer lies in an area: points counted, lines and areas with their geometry to be measured."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from config.policy import User
from config.records import LayerRecord
from data.geometry import from_blob
from data.queries.items import Ask, check, conditions, seen_layer
from data.queries.scope import row_scope
from data.store import Store

# A point in a GeoPackage is a header of 8 bytes, then WKB: byte order, type, x, y.
_POINT = np.dtype([("head", "V13"), ("lon", "<f8"), ("lat", "<f8")])


@dataclass(frozen=True)
class Shapes:
    """Rows of lines or areas that touch an area: kind, district and geometry in EPSG:4326, in one order."""

    kinds: list[str]
    districts: list[str]
    geoms: NDArray[Any]


def count_points(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask) -> Mapping[str, int]:
    """Number of points by kind that the person may see, under the question's filters and inside its zone.

    Raises UnknownLayerError, AskError; a question without a zone counts the whole layer.
    """
    layer, table = seen_layer(store, layer_id, user)
    check(store, ask)
    if store.kind == "postgis" or ask.zone is None:
        where = conditions(conn, store, layer, row_scope(user), ask)
        rows = conn.execute(select(table.c.kind, func.count()).where(where).group_by(table.c.kind))
        return {str(kind): int(number) for kind, number in rows}
    where = conditions(conn, store, layer, row_scope(user), replace(ask, zone=None, bbox=ask.bbox or ask.zone.box))
    found = conn.execute(select(table.c.kind, table.c.geom).where(where)).cursor.fetchall()
    if not found:
        return {}
    places = np.frombuffer(b"".join([blob for _, blob in found]), dtype=_POINT)
    inside = ask.zone.has_xy(places["lon"], places["lat"])
    return dict(Counter(compress([kind for kind, _ in found], inside.tolist())))


def shapes_inside(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask) -> Shapes:
    """Lines or areas that the person may see and that touch the zone of the question, as `count_points`."""
    layer, _ = seen_layer(store, layer_id, user)
    check(store, ask)
    zone = ask.zone
    if store.kind == "postgis" or zone is None:
        return _read(conn, store, layer, user, ask)
    near = _read(conn, store, layer, user, replace(ask, zone=None, bbox=ask.bbox or zone.box))
    hit = np.asarray(shapely.intersects(zone.shape, near.geoms), dtype=np.bool_)
    kept = hit.tolist()
    return Shapes(list(compress(near.kinds, kept)), list(compress(near.districts, kept)), near.geoms[hit])


def _read(conn: Connection, store: Store, layer: LayerRecord, user: User, ask: Ask) -> Shapes:
    table = store.tables[layer.id]
    place: Any = func.ST_AsBinary(table.c.geom) if store.kind == "postgis" else table.c.geom
    where = conditions(conn, store, layer, row_scope(user), ask)
    found = conn.execute(
        select(table.c.kind, table.c.district, place).where(where).order_by(table.c.fid)
    ).cursor.fetchall()
    wkbs = [from_blob(blob) if store.kind == "gpkg" else bytes(blob) for _, _, blob in found]
    geoms = np.asarray(shapely.from_wkb(wkbs), dtype=object).reshape(-1)
    return Shapes([row[0] for row in found], [row[1] for row in found], geoms)
