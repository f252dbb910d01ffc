"""Checks and repairs of geometries: missing, broken, of the wrong type, out of reach, with their axes swapped."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from config.records import GeometryKind
from data.geometry import SRID, as_kind, flat
from data.loading.chunks import Shapes
from data.loading.report import LoadError

Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)


@dataclass
class Checked:
    """Geometries of the layer's type, the reason by position for those refused, and what was put right."""

    shapes: Shapes
    bad: dict[int, str] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)


def transformer(crs_from: Any, crs_to: Any) -> pyproj.Transformer:
    """Transformer between two systems, x before y; LoadError when a system is unknown."""
    try:
        return pyproj.Transformer.from_crs(crs_from, crs_to, always_xy=True)
    except CRSError as error:
        raise LoadError("crs_unknown", crs=str(crs_from)[:60]) from error


def project(shapes: Shapes, change: pyproj.Transformer) -> Shapes:
    """Geometries with transformed coordinates."""

    def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))

    return np.asarray(shapely.transform(shapes, moved), dtype=object)


def to_degrees(shapes: Shapes, crs: str | None) -> Shapes:
    """Geometries in EPSG:4326; a file that names no system is taken as it stands."""
    if crs is None or crs == f"EPSG:{SRID}" or pyproj.CRS.from_user_input(crs).to_epsg() == SRID:
        return shapes
    return project(flat(shapes), transformer(crs, SRID))


def around(shapes: Shapes, metres: float, metric_crs: int) -> Shapes:
    """Circles (degrees) of a radius in place of points; what is no point stays as it is."""
    out = flat(shapes).copy()
    points = np.flatnonzero((shapely.get_type_id(out) == 0) & ~shapely.is_empty(out))
    if len(points):
        there, back = transformer(SRID, metric_crs), transformer(metric_crs, SRID)
        out[points] = project(shapely.buffer(project(out[points], there), metres, quad_segs=6), back)
    return out


def reach(bounds: Box, degrees: float) -> Box:
    """The city's bounds widened by some degrees, within the world."""
    west, south, east, north = bounds
    return (
        max(west - degrees, WORLD[0]), max(south - degrees, WORLD[1]),
        min(east + degrees, WORLD[2]), min(north + degrees, WORLD[3]),
    )  # fmt: skip


def within(boxes: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    """Which bounding boxes lie in the box; NaN lies nowhere."""
    west, south, east, north = box
    with np.errstate(invalid="ignore"):
        found = (boxes[:, 0] >= west) & (boxes[:, 1] >= south) & (boxes[:, 2] <= east) & (boxes[:, 3] <= north)
    return np.asarray(found, dtype=bool)


def check_shapes(shapes: Shapes, kind: GeometryKind, box: Box) -> Checked:
    """Geometries fit for a layer of that kind within reach; the rest with their reasons.

    Swapped axes are put right when the geometry lies in reach only the other way round; a broken area is repaired
    when it stays an area. Both are counted in the notes.
    """
    out = Checked(flat(shapes).copy())
    _refuse(out, shapely.is_missing(out.shapes), "geometry_missing")
    _refuse(out, shapely.is_empty(out.shapes), "geometry_empty")
    _refuse(out, _unreal(out.shapes), "geometry_number")
    _unswap(out, box)
    _refuse(out, ~shapely.is_missing(out.shapes) & ~within(shapely.bounds(out.shapes), box), "geometry_reach")
    _repair(out)
    if kind == "point":
        _single_points(out)
    given = ~shapely.is_missing(out.shapes)
    out.shapes = as_kind(out.shapes, kind)
    _refuse(out, given & shapely.is_missing(out.shapes), "geometry_type")
    return out


def _refuse(out: Checked, mask: NDArray[np.bool_], reason: str) -> None:
    for i in np.flatnonzero(mask):
        out.bad.setdefault(int(i), reason)
    out.shapes[mask] = None


def _unreal(shapes: Shapes) -> NDArray[np.bool_]:
    xy, index = shapely.get_coordinates(shapes, return_index=True)
    mask = np.zeros(len(shapes), dtype=bool)
    mask[index[~np.isfinite(xy).all(axis=1)]] = True
    return mask


def _unswap(out: Checked, box: Box) -> None:
    boxes = shapely.bounds(out.shapes)
    swapped = ~within(boxes, box) & within(boxes[:, [1, 0, 3, 2]], box)
    if swapped.any():
        out.shapes[swapped] = shapely.transform(out.shapes[swapped], lambda xy: xy[:, ::-1])
        out.notes["swapped"] += int(swapped.sum())


def _repair(out: Checked) -> None:
    broken = ~shapely.is_missing(out.shapes) & ~shapely.is_valid(out.shapes)
    if not broken.any():
        return
    before = shapely.get_dimensions(out.shapes)
    fixed = shapely.make_valid(out.shapes[broken])
    kept = (shapely.get_dimensions(fixed) == before[broken]) & (shapely.get_type_id(fixed) != 7)
    at = np.flatnonzero(broken)
    out.shapes[at[kept]] = fixed[kept]
    out.notes["repaired"] += int(kept.sum())
    lost = np.zeros(len(out.shapes), dtype=bool)
    lost[at[~kept]] = True
    _refuse(out, lost, "geometry_invalid")


def _single_points(out: Checked) -> None:
    lone = (shapely.get_type_id(out.shapes) == 4) & (shapely.get_num_geometries(out.shapes) == 1)
    if lone.any():
        out.shapes[lone] = shapely.get_geometry(out.shapes[lone], 0)
