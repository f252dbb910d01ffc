"""The real streets of the city as lines in metres, and places along them."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.demo.common import present
from data.geometry import SRID
from data.loading.chunks import Shapes
from data.loading.shapes import project, transformer
from data.store import Store

Numbers = NDArray[np.float64]
STREETS = frozenset({"primary", "secondary", "tertiary", "residential", "unclassified", "living_street"})
AHEAD_M = 1.0


@dataclass(frozen=True)
class Streets:
    """Lines in the city's metric system with their length (m), class and the district in which most of each lies."""

    lines: Shapes
    length: Numbers
    kind: Shapes
    district: Shapes

    def where(self, mask: NDArray[np.bool_]) -> "Streets":
        """Some of the streets."""
        return Streets(self.lines[mask], self.length[mask], self.kind[mask], self.district[mask])

    def along(self, at: NDArray[np.int64], metres: Numbers) -> tuple[Numbers, Numbers]:
        """Places (n, 2) at metres from the start of lines by number, and the direction (n, 2; length 1) there."""
        here = shapely.get_coordinates(shapely.line_interpolate_point(self.lines[at], metres))
        back = np.clip(metres - AHEAD_M, 0.0, None)
        behind = shapely.get_coordinates(shapely.line_interpolate_point(self.lines[at], back))
        ahead = shapely.get_coordinates(shapely.line_interpolate_point(self.lines[at], metres + AHEAD_M))
        way = ahead - behind
        return here, way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]


def streets(conn: Connection, store: Store, kinds: Collection[str]) -> Streets:
    """Present streets of some classes; LoadError when the store has no roads."""
    rows = [row for row in present(conn, store, "roads") if row.kind in kinds]
    shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    lines, at = shapely.get_parts(shapes, return_index=True)
    lines = project(lines, transformer(SRID, store.city.metric_crs))
    of_rows = [np.array([getattr(row, name) for row in rows], dtype=object)[at] for name in ("kind", "district")]
    return Streets(lines, shapely.length(lines), *of_rows)


def beside(place: Numbers, way: Numbers, metres: Numbers) -> Numbers:
    """Places moved across the direction: to the left by positive metres, to the right by negative ones."""
    return place + np.column_stack([-way[:, 1], way[:, 0]]) * metres[:, None]
