"""Which district an object lies in, found from its geometry and the outlines in the store."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.geometry import SRID
from data.layer_tables import OUTSIDE
from data.loading.chunks import Shapes
from data.loading.shapes import project, transformer
from data.store import Store

DISTRICTS = "districts"


class DistrictFinder:
    """Outlines of the districts, ready for many questions."""

    def __init__(self, codes: list[str], outlines: Shapes, metric_crs: int) -> None:
        """Take codes and outlines (EPSG:4326) in the same order."""
        self.codes = codes
        self.outlines = outlines
        self.metric = project(outlines, transformer(SRID, metric_crs)) if len(outlines) else outlines
        for parts in (self.outlines, self.metric):
            shapely.prepare(parts)

    @classmethod
    def of_store(cls, conn: Connection, store: Store) -> "DistrictFinder":
        """The present outlines of the store; without any, everything is outside."""
        rows: list[Any] = []
        if DISTRICTS in store.tables:
            table = store.tables[DISTRICTS]
            query = select(table.c.district, table.c.geom).where(table.c.known_to.is_(None)).order_by(table.c.fid)
            rows = list(conn.execute(query))
        shapes = np.empty(len(rows), dtype=object)
        shapes[:] = [shapely.from_wkb(row.geom) for row in rows]
        return cls([str(row.district) for row in rows], shapes, store.city.metric_crs)

    def of_points(self, shapes: Shapes) -> list[str]:
        """District of each point; a point on a common border goes to the district that comes first."""
        x, y = shapely.get_x(shapes), shapely.get_y(shapes)
        found = np.full(len(shapes), -1, dtype=np.int16)
        for i, outline in enumerate(self.outlines):
            west, south, east, north = outline.bounds
            near = np.flatnonzero((found < 0) & (x >= west) & (x <= east) & (y >= south) & (y <= north))
            if len(near):
                found[near[shapely.intersects_xy(outline, x[near], y[near])]] = i
        return self._names(found)

    def of_parts(self, metric: Shapes) -> list[str]:
        """District of each line or area (in the city's metric system) by the largest share of its length or area.

        The part outside all districts counts as a share of its own: what lies mostly outside is outside.
        """
        share = np.zeros((len(metric), max(1, len(self.metric))))
        measure = shapely.area if len(metric) and shapely.get_dimensions(metric[0]) == 2 else shapely.length
        boxes = shapely.bounds(metric)
        for i, outline in enumerate(self.metric):
            west, south, east, north = outline.bounds
            near = np.flatnonzero(
                (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
            )
            inside = shapely.covers(outline, metric[near])
            share[near[inside], i] = measure(metric[near[inside]])
            across = near[~inside]
            across = across[shapely.intersects(outline, metric[across])]
            share[across, i] = measure(shapely.intersection(outline, metric[across]))
        largest = share.max(axis=1)
        beyond = measure(metric) - share.sum(axis=1)
        found = np.where((largest > 0) & (largest >= beyond), share.argmax(axis=1), -1)
        return self._names(found)

    def _names(self, found: NDArray[Any]) -> list[str]:
        names = np.array([*self.codes, OUTSIDE], dtype=object)
        return list(names[found])
