"""An area as asked for, found on the map: its outline, its size in metres, and how it reads as a zone of a query."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from analysis.metric import Plane, plane_of
from analysis.wish import Wish
from config.limits import AREA_KM2, AREA_REACH_DEG
from config.policy import User
from data.districts import DISTRICTS
from data.queries.filters import AskError
from data.queries.items import Ask, UnknownLayerError, conditions
from data.queries.objects import CityObject, get_object
from data.queries.scope import row_scope
from data.queries.zones import Zone
from data.store import Store

M2_IN_KM2 = 1e6
# Corners of a quarter circle: around a point within 0.01 % of the radius, around other shapes within 0.2 %.
ROUND, BEND = 64, 16
# Pieces of one name further apart than this are different streets.
STREET_GAP_M = 400.0
ROADS = "roads"


@dataclass(frozen=True)
class Area:
    """An area: `zone` in degrees for queries, `plane` the same in metres; a whole district names itself."""

    wish: Wish
    zone: Zone
    plane: Any

    @property
    def district(self) -> str | None:
        """The district that this is, all of it and no more."""
        return self.wish.name if self.wish.kind == "district" else None

    @property
    def km2(self) -> float:
        """Size in square kilometres."""
        return float(self.plane.area) / M2_IN_KM2

    @property
    def perimeter_km(self) -> float:
        """Length of all edges in kilometres."""
        return float(self.plane.length) / 1000.0


def find_area(conn: Connection, store: Store, user: User, wish: Wish) -> Area:
    """The area of a wish, measured in the city's metric system.

    Raises UnknownLayerError for an object or district that is not there for this person, AskError for an outline that
    crosses itself, has no inside, is too large, or lies where the city's metres are not true.
    """
    plane = plane_of(store.city.metric_crs)
    shape: Any
    if wish.kind == "polygon":
        shape = shapely.Polygon(wish.points)
        _in_reach(store, shape)
        if not shape.is_valid:
            raise AskError("area_crosses", "outline")
    elif wish.kind == "circle":
        shape = shapely.Point(wish.points[0])
        _in_reach(store, shape)
    elif wish.kind == "district":
        shape = _district(conn, store, wish.name)
    else:
        shape = _object(conn, store, user, wish, plane)
        _in_reach(store, shape)
    return made(wish, shape, plane)


def made(wish: Wish, shape: Any, plane: Plane) -> Area:
    """Area of a shape in degrees with the wish's buffer around it. Raises AskError."""
    flat = plane.metres(shape)
    if wish.buffer_m:
        flat = shapely.buffer(flat, wish.buffer_m, quad_segs=ROUND if wish.kind == "circle" else BEND)
        shape = shapely.make_valid(plane.degrees(flat), method="structure", keep_collapsed=False)
    if flat.is_empty or shapely.get_dimensions(flat) != 2 or flat.area < 1.0:
        raise AskError("area_empty", "inside")
    if flat.area > AREA_KM2 * M2_IN_KM2:
        raise AskError("area_large", "size")
    return Area(wish, Zone(shapely.to_wkb(shape)), flat)


def _in_reach(store: Store, shape: Any) -> None:
    """Far from the city its metric system is not true to scale."""
    west, south, east, north = store.city.bounds
    reach = shapely.box(west - AREA_REACH_DEG, south - AREA_REACH_DEG, east + AREA_REACH_DEG, north + AREA_REACH_DEG)
    if not shapely.covers(reach, shapely.box(*shape.bounds)):
        raise AskError("area_far", "bounds")


def _district(conn: Connection, store: Store, code: str) -> Any:
    if DISTRICTS not in store.tables:
        raise UnknownLayerError(code)
    table = store.tables[DISTRICTS]
    rows = conn.execute(select(table.c.geom).where(table.c.known_to.is_(None), table.c.district == code)).scalars()
    shapes = [shapely.from_wkb(wkb) for wkb in rows]
    if not shapes:
        raise UnknownLayerError(code)
    return shapely.union_all(shapes)


def _object(conn: Connection, store: Store, user: User, wish: Wish, plane: Plane) -> Any:
    found = get_object(conn, store, wish.name, user)
    if found is None:
        raise UnknownLayerError(wish.name)
    if found.layer.geometry != "polygon" and wish.buffer_m < 1:
        raise AskError("area_buffer", "bounds")
    shape = shapely.from_wkb(found.wkb)
    return _street(conn, store, user, found, plane) if wish.kind == "street" else shape


def _street(conn: Connection, store: Store, user: User, found: CityObject, plane: Plane) -> Any:
    """All roads of the same name that lie together with the one that was found."""
    if found.layer.id != ROADS:
        raise AskError("area", "street")
    own, names = shapely.from_wkb(found.wkb), [found.row[name] for name in ("name_ru", "name_kk", "name_en")]
    name = next(filter(None, names), None)
    if name is None:
        return own
    table = store.tables[ROADS]
    column = table.c[("name_ru", "name_kk", "name_en")[names.index(name)]]
    where = conditions(conn, store, found.layer, row_scope(user), Ask())
    pieces = shapely.from_wkb(list(conn.execute(select(table.c.geom).where(where, column == name)).scalars()))
    wide = shapely.buffer(plane.metres(np.asarray([own, *pieces], dtype=object)), STREET_GAP_M / 2, quad_segs=2)
    groups = shapely.get_parts(shapely.union_all(wide))
    (group,) = groups[shapely.intersects(groups, wide[0])][:1]
    return shapely.union_all([own, *pieces[shapely.intersects(wide[1:], group)]])
