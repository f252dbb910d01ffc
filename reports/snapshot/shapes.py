"""Geometries as short lists of whole numbers: simplified for a scale, rounded, each point as a step from the last."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from config.records import GeometryKind

# One unit is some metre on the ground; the same number stands in page.js.
UNITS = 100_000
TILE_PX = 512
# The reader may come closer than the picture was taken; corners show from two zooms closer on.
PIXEL_SHARE = 0.125
SHORTEST_PX = 1.0
COARSE_BELOW = 12
Encoded = Any


def encode(wkbs: Sequence[bytes], kind: GeometryKind, zoom: float, coarse: int = 0) -> list[Encoded]:
    """Geometries for the file: a point is `[x, y]`, a line a list of paths, an area a list of lists of rings.

    Paths and rings are flat: `[x, y, dx, dy, …]` in 1/UNITS degrees. `zoom` (tiles of 512 pixels) sets the tolerance;
    each `coarse` step makes it four times wider.
    """
    found = np.asarray(shapely.from_wkb(list(wkbs)), dtype=object)
    if kind == "point":
        return [_point(geometry) for geometry in found]
    tolerance = pixel_deg(zoom) * PIXEL_SHARE * 4.0**coarse
    simple = shapely.simplify(found, tolerance, preserve_topology=kind == "polygon")
    if kind == "line":
        return [[_path(part) for part in shapely.get_parts(geometry)] for geometry in simple]
    return [
        [[_path(ring, closed=True) for ring in shapely.get_rings(part)] for part in shapely.get_parts(geometry)]
        for geometry in simple
    ]


def pixel_deg(zoom: float) -> float:
    """Degrees of longitude in a pixel."""
    return float(360 / (TILE_PX * 2.0**zoom))


def long_enough(wkbs: Sequence[bytes], zoom: float) -> list[bool]:
    """Whether each line is worth drawing at a zoom: below COARSE_BELOW a stub shorter than a pixel is not."""
    if zoom >= COARSE_BELOW or not wkbs:
        return [True] * len(wkbs)
    lengths = shapely.length(shapely.from_wkb(list(wkbs)))
    return [bool(length >= pixel_deg(zoom) * SHORTEST_PX) for length in lengths]


def middle(wkb: bytes) -> Encoded:
    """A point inside or on a geometry, as an encoded point."""
    return _point(shapely.point_on_surface(shapely.from_wkb(wkb)))


def _point(geometry: Any) -> list[int]:
    x, y = shapely.get_coordinates(geometry)[0]
    return [round(x * UNITS), round(y * UNITS)]


def _path(part: Any, *, closed: bool = False) -> list[int]:
    whole: NDArray[np.int64] = np.rint(shapely.get_coordinates(part) * UNITS).astype(np.int64)
    if closed:
        whole = whole[:-1]
    steps = np.diff(whole, axis=0)
    moved = np.concatenate([[True], steps.any(axis=1)])
    if moved.sum() > 1:
        whole = whole[moved]
    flat: list[int] = np.concatenate([whole[:1], np.diff(whole, axis=0)]).ravel().tolist()
    return flat
