"""Outlines of the districts and places of objects in one plane, for small pictures without tiles."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from sqlalchemy import Connection, func, select

from config.policy import User
from data.districts import DISTRICTS
from data.queries.items import seen_layer
from data.queries.kept import kept
from data.queries.scope import row_scope, rows_seen
from data.store import Store

# Degrees: about 40 metres, less than a pixel of the picture.
SIMPLER = 0.0004


@dataclass(frozen=True)
class Frame:
    """A picture of a part of the world: west, south, east, north in degrees, and its size in units."""

    box: tuple[float, float, float, float]
    size: tuple[int, int]

    def places(self, degrees: np.ndarray) -> np.ndarray:
        """Places in the picture, (n, 2) units from its upper left corner, of (n, 2) degrees; all axes alike."""
        west, south, east, north = self.box
        squeeze = math.cos(math.radians((south + north) / 2))
        scale = min(self.size[0] / ((east - west) * squeeze), self.size[1] / (north - south))
        middle = np.array([(west + east) / 2, (south + north) / 2])
        half = np.array(self.size) / 2
        moved = (np.asarray(degrees, dtype=float) - middle) * np.array([squeeze * scale, -scale])
        return np.asarray(np.round(half + moved, 1))


@dataclass(frozen=True)
class Outline:
    """A district's outline as a path of SVG and a place inside it for a label, in units of the frame."""

    path: str
    label: tuple[float, float]


def outlines(conn: Connection, store: Store, size: tuple[int, int]) -> tuple[Frame, Mapping[str, Outline]]:
    """Outlines of all districts by code in a picture of that size; none without drawn districts."""
    if DISTRICTS not in store.tables:
        return Frame(store.city.bounds, size), {}
    found: tuple[Frame, Mapping[str, Outline]] = kept(
        conn, store, DISTRICTS, ("outlines", size), lambda: _outlines(conn, store, size)
    )
    return found


def _outlines(conn: Connection, store: Store, size: tuple[int, int]) -> tuple[Frame, Mapping[str, Outline]]:
    table = store.tables[DISTRICTS]
    rows = conn.execute(select(table.c.district, table.c.geom).where(table.c.known_to.is_(None))).all()
    shapes = {row.district: shapely.from_wkb(row.geom).simplify(SIMPLER) for row in rows if row.geom}
    if not shapes:
        return Frame(store.city.bounds, size), {}
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(list(shapes.values())))
    frame = Frame((west, south, east, north), size)
    return frame, {code: _outline(frame, shape) for code, shape in shapes.items()}


def _outline(frame: Frame, shape: shapely.Geometry) -> Outline:
    rings = [shapely.get_coordinates(part.exterior) for part in shapely.get_parts(shape)]
    paths = ["M" + "L".join(f"{x:g} {y:g}" for x, y in frame.places(ring).tolist()) + "Z" for ring in rings]
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(np.array([shape], dtype=object)))
    inside = frame.places(middle[:1])
    return Outline("".join(paths), (float(inside[0][0]), float(inside[0][1])))


def dots(conn: Connection, store: Store, layer_id: str, user: User, most: int) -> tuple[np.ndarray, int]:
    """Middles of present objects of a layer that the person may see, (n, 2) degrees, and how many there are in all.

    Of more than `most` objects each k-th is taken, always the same ones. Raises UnknownLayerError.
    """
    layer, table = seen_layer(store, layer_id, user)
    scope = row_scope(user)

    def make() -> tuple[np.ndarray, int]:
        seen = table.c.known_to.is_(None) & rows_seen(table, layer, scope)
        total = int(conn.execute(select(func.count()).select_from(table).where(seen)).scalar_one())
        every = max(1, math.ceil(total / most))
        rows = conn.execute(select(table.c.geom).where(seen, table.c.fid % every == 0).limit(most)).scalars().all()
        shapes = shapely.from_wkb(np.array([row for row in rows if row is not None], dtype=object))
        return (shapely.get_coordinates(shapely.centroid(shapes)) if len(shapes) else np.empty((0, 2))), total

    found: tuple[np.ndarray, int] = kept(conn, store, layer_id, ("dots", scope, most), make)
    return found
