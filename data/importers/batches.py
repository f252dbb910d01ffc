"""Rows of several layers gathered while a file streams by, and handed on in stretches of one layer each."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
import shapely

from config.limits import IMPORT_CHUNK
from data.loading.chunks import Chunk, Shapes
from data.loading.report import Refusal

Make = Literal["same", "area", "inner", "middle"]
Box = tuple[float, float, float, float]
STRETCH = min(20_000, IMPORT_CHUNK)
CRS = "EPSG:4326"
DIGITS = 7
RING = 4


@dataclass
class _Waiting:
    numbers: list[int] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[Any] = field(default_factory=list)
    makes: list[Make] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    kept_ids: set[str] = field(default_factory=set)


class Batches:
    """Rows by layer; what lies wholly outside `box` is left out and counted.

    A layer without any row in the file still gets one empty stretch at the end, so that its date is known.
    """

    def __init__(self, box: Box) -> None:
        """Start with nothing."""
        self.box = box
        self.count = 0
        self.outside = 0
        self.data_date: date | None = None
        self.waiting: dict[str, _Waiting] = defaultdict(_Waiting)

    def add(self, layer: str, row: dict[str, Any], shape: Any, make: Make = "same") -> None:
        """One row: its shape is a shapely geometry or WKB in hexadecimal digits, and what is made of it.

        A closed line becomes its `area`; an area or closed line a point inside (`inner`); a line its `middle`.
        """
        self.count += 1
        waiting = self.waiting[layer]
        waiting.numbers.append(self.count)
        waiting.rows.append(row)
        waiting.shapes.append(shape)
        waiting.makes.append(make)

    def refuse(self, layer: str, ident: str, reason: str, shown: str = "") -> None:
        """An object that cannot become a row; what the store has of it stays as it is."""
        self.count += 1
        waiting = self.waiting[layer]
        waiting.refusals.append(Refusal(self.count, "geom", reason, f"{ident} {shown}".strip()[:200]))
        waiting.kept_ids.add(ident)

    def ready(self) -> Iterator[Chunk]:
        """Stretches that have grown long enough."""
        for layer, waiting in list(self.waiting.items()):
            if len(waiting.rows) >= STRETCH:
                yield self._chunk(layer, waiting, self.count / (self.count + 10 * STRETCH))

    def rest(self) -> Iterator[Chunk]:
        """What is left at the end of the file."""
        for layer, waiting in list(self.waiting.items()):
            yield self._chunk(layer, waiting, 1.0)

    def _chunk(self, layer: str, waiting: _Waiting, share: float) -> Chunk:
        del self.waiting[layer]
        shapes = _shapes(waiting.shapes, waiting.makes)
        west, south, east, north = shapely.bounds(shapes).T if len(shapes) else np.empty((4, 0))
        left, bottom, right, top = self.box
        far = (east < left) | (west > right) | (north < bottom) | (south > top)
        near = np.flatnonzero(~far)
        rows = [waiting.rows[i] for i in near]
        columns = {name: [row[name] for row in rows] for name in (waiting.rows[0] if waiting.rows else ())}
        return Chunk(
            [waiting.numbers[i] for i in near], columns, share, shapes=shapes[near], crs=CRS, layer=layer,
            refusals=waiting.refusals, kept_ids=waiting.kept_ids, data_date=self.data_date,
            notes=Counter({"outside_city": int(far.sum())}),
        )  # fmt: skip


def _shapes(found: list[Any], makes: list[Make]) -> Shapes:
    """Geometries in one array, the same whoever wrote the file: places with seven digits, as OpenStreetMap keeps
    them, rings in one order; what cannot be made is None.
    """  # noqa: D205 -- one sentence
    out = np.empty(len(found), dtype=object)
    out[:] = found
    coded = np.array([isinstance(shape, str) for shape in found], dtype=bool)
    if coded.any():
        out[coded] = shapely.from_wkb(out[coded])
    out = _plain(out)
    how = np.array(makes, dtype=object)
    for make in set(makes) - {"same"}:
        out[how == make] = _plain(_MAKE[make](out[how == make]))
    return out


def _plain(shapes: Shapes) -> Shapes:
    out = np.asarray(shapely.transform(shapes, lambda xy: np.round(xy, DIGITS)), dtype=object)
    areas = shapely.get_dimensions(out) == 2
    out[areas] = shapely.normalize(out[areas])
    return out


def _areas(shapes: Shapes) -> Shapes:
    """Areas of closed lines; areas stay."""
    out = shapes.copy()
    lines = shapely.get_dimensions(shapes) == 1
    fit = lines & (shapely.get_num_points(shapes) >= RING)
    if fit.any():
        xy, index = shapely.get_coordinates(shapes[fit], return_index=True)
        out[fit] = shapely.polygons(shapely.linearrings(xy, indices=index))
    out[lines & ~fit] = None
    return out


def _inner(shapes: Shapes) -> Shapes:
    return np.asarray(shapely.point_on_surface(shapely.normalize(shapely.make_valid(_areas(shapes)))), dtype=object)


def _middle(shapes: Shapes) -> Shapes:
    return np.asarray(shapely.line_interpolate_point(shapes, 0.5, normalized=True), dtype=object)


_MAKE: dict[Make, Callable[[Shapes], Shapes]] = {"area": _areas, "inner": _inner, "middle": _middle}
