"""Outlines of the districts as small pictures draw them: thinned together, so that neighbours keep one border."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from sqlalchemy import Connection, select

from data.geometry import SRID
from data.loading.shapes import project, transformer
from data.queries.kept import kept
from data.store import Store

DISTRICTS = "districts"
WIDTH = 1000.0
EDGE = 8.0
# Detail that is left out: metres by which a border may be off, squared, as the simplifier takes it.
TOLERANCE_M = 120.0


@dataclass(frozen=True)
class Outlines:
    """A picture of the districts: its size, path data of each (as `d` of SVG), and where its name stands."""

    width: float = WIDTH
    height: float = WIDTH
    paths: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def outlines(conn: Connection, store: Store) -> Outlines:
    """The picture of the districts of the city, north upwards; without paths where the store has no outlines."""
    if DISTRICTS not in store.tables:
        return Outlines()
    found: Outlines = kept(conn, store, DISTRICTS, "outlines", lambda: _made(conn, store))
    return found


def _made(conn: Connection, store: Store) -> Outlines:
    table = store.tables[DISTRICTS]
    query = (
        select(table.c.object_id, table.c.geom)
        .where(table.c.known_to.is_(None), table.c.geom.is_not(None)).order_by(table.c.object_id)
    )  # fmt: skip
    rows = list(conn.execute(query))
    if not rows:
        return Outlines()
    shapes = np.empty(len(rows), dtype=object)
    shapes[:] = [shapely.from_wkb(row.geom) for row in rows]
    return drawn([str(row.object_id) for row in rows], project(shapes, transformer(SRID, store.city.metric_crs)))


def drawn(codes: Sequence[str], metric: np.ndarray) -> Outlines:
    """The picture of outlines in metres: thinned, moved and scaled so that they fill the width but for an edge."""
    thin = shapely.coverage_simplify(metric, TOLERANCE_M)
    west, south, east, north = shapely.total_bounds(thin)
    scale = (WIDTH - 2 * EDGE) / ((east - west) or 1.0)
    height = round((north - south) * scale + 2 * EDGE, 1)

    def place(x: float, y: float) -> tuple[float, float]:
        return round(float(EDGE + (x - west) * scale), 1), round(float(EDGE + (north - y) * scale), 1)

    def path(shape: shapely.Geometry) -> str:
        rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
        corners = ([place(x, y) for x, y in ring.coords[:-1]] for ring in rings)
        return "".join("M" + "L".join(f"{x},{y}" for x, y in ring) + "Z" for ring in corners)

    # The middle of the largest circle inside: a name there has the most room around it.
    middles = [shapely.get_point(shapely.maximum_inscribed_circle(shape, 50.0), 0) for shape in thin]
    labels = {code: place(middle.x, middle.y) for code, middle in zip(codes, middles, strict=True)}
    return Outlines(WIDTH, height, {code: path(shape) for code, shape in zip(codes, thin, strict=True)}, labels)
