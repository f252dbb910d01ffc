"""Measures in metres: between degrees (EPSG:4326) and the plane of the city, where lengths and areas are true."""

from functools import cache
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

DEGREES = 4326
# A straight edge in degrees is a curve in the plane: pieces this long keep it within a centimetre.
PIECE_DEG = 0.005
PLACE_DIGITS = 7
Shapes = NDArray[Any]
Floats = NDArray[np.float64]


class Plane:
    """The metric system of a city (EPSG number, metres)."""

    def __init__(self, crs: int) -> None:
        """Prepare both directions."""
        self.crs = crs
        self._there = pyproj.Transformer.from_crs(DEGREES, crs, always_xy=True)
        self._back = pyproj.Transformer.from_crs(crs, DEGREES, always_xy=True)

    def xy(self, lonlat: Floats) -> Floats:
        """Metres (n x 2) of places in degrees (n x 2)."""
        return np.column_stack(self._there.transform(lonlat[:, 0], lonlat[:, 1]))

    def lonlat(self, xy: Floats) -> Floats:
        """Degrees (n x 2) of places in metres (n x 2)."""
        return np.column_stack(self._back.transform(xy[:, 0], xy[:, 1]))

    def metres(self, shapes: Any) -> Any:
        """Geometries (one or an array) in degrees, in metres; long edges stay where they are on the map."""
        return shapely.transform(shapely.segmentize(shapes, PIECE_DEG), self.xy)

    def degrees(self, shapes: Any) -> Any:
        """Geometries (one or an array) in metres, in degrees with 7 decimals (a centimetre)."""
        return shapely.transform(shapes, lambda xy: np.round(self.lonlat(xy), PLACE_DIGITS))

    def around(self, lon: float, lat: float, radius: float) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees of a box that holds the circle of that radius in metres."""
        x, y = self.xy(np.array([[lon, lat]]))[0]
        edge = np.array([(x + i * radius, y + j * radius) for i in (-1, 0, 1) for j in (-1, 0, 1)])
        found = self.lonlat(edge)
        (west, south), (east, north) = found.min(axis=0), found.max(axis=0)
        return float(west), float(south), float(east), float(north)


@cache
def plane_of(crs: int) -> Plane:
    """The plane of an EPSG number, made once."""
    return Plane(crs)
