"""A layer's present rows in memory, in the shape that tiles are cut from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from tiles.geometry import Geometries, snapped
from tiles.mercator import Floats, Ints, to_fractions, to_metres
from tiles.points import PointIndex, index_points
from tiles.rules import Kind, LayerRules
from tiles.shapes import ShapeIndex, index_shapes
from tiles.values import Codes, Column, ColumnError, ValueTable, build_table

KIND_OF_TYPE: dict[int, Kind] = {0: "point", 1: "line", 2: "line", 3: "polygon", 5: "line", 6: "polygon"}
MULTIPOINT = 4
REPAIR_GRID_M = 0.001


class SnapshotError(ValueError):
    """Rows that cannot be drawn as one layer; the message says which and why."""


@dataclass(frozen=True)
class CellIndex:
    """H3 cells of a dense layer: the distinct ones, ascending, and the place of each row's cell among them."""

    cells: Ints
    place: NDArray[np.int32]

    @staticmethod
    def of(cells: Ints) -> "CellIndex":
        """Index of the rows' cells, in the order of the rows."""
        distinct, place = np.unique(cells, return_inverse=True)
        return CellIndex(distinct, place.astype(np.int32))


@dataclass(frozen=True)
class Snapshot:
    """Rows of one layer: `fid` and `codes` (rows x columns, into `table`) stand in the order of the index.

    Exactly one of `points` and `shapes` is set. Nothing in it changes after it is built, except that `shapes` keeps
    levels it has worked out.
    """

    kind: Kind
    fid: Ints
    columns: Mapping[str, int]
    codes: Codes
    table: ValueTable
    rules: LayerRules
    points: PointIndex | None = None
    shapes: ShapeIndex | None = None
    grid: "CellIndex | None" = None

    def __len__(self) -> int:
        return len(self.fid)

    @staticmethod
    def from_columns(
        fid: Ints,
        geometry: Floats | Geometries,
        columns: Mapping[str, Column],
        rules: LayerRules | None = None,
        cells: Ints | None = None,
    ) -> "Snapshot":
        """Build the snapshot of a layer.

        `geometry` is either an (n x 2) array of longitude and latitude in degrees, or an array of WKB (bytes) or
        shapely geometries in EPSG:4326, all points, all lines or all polygons (multi or not). A column is an array of
        numbers or bools (masked entries and NaN are null), an array of texts or dates with None for null, or a pair
        of int32 category codes (-1: null) and their texts. `cells` are the H3 cells of the points of a dense layer.
        Rows that have no place on the web mercator map (no geometry, empty, NaN, beyond 85.05 degrees) are left out.
        Raises SnapshotError for a negative or repeated fid and for mixed geometry, ColumnError for a bad column.
        """
        fid = np.asarray(fid, dtype=np.int64)
        if fid.size and int(fid.min()) < 0:
            raise SnapshotError(f"fid {int(fid.min())} is negative")
        ordered = np.sort(fid)
        if (ordered[1:] == ordered[:-1]).any():
            raise SnapshotError("a fid stands twice")
        if len(geometry) != len(fid):
            raise SnapshotError(f"{len(geometry)} geometries for {len(fid)} rows")
        table, codes = build_table(columns, len(fid))
        base = _Base(fid, {name: i for i, name in enumerate(columns)}, codes, table, rules or LayerRules(), cells)
        if geometry.ndim == 2:
            return base.with_points(geometry[:, 0], geometry[:, 1])
        geoms = _shapely(geometry)
        kind = _kind(geoms)
        if kind == "point":
            return base.with_points(*_lon_lat(geoms))
        return base.with_shapes(kind, geoms)


@dataclass(frozen=True)
class _Base:
    """What every snapshot has, before the rows are put in the order of an index."""

    fid: Ints
    columns: Mapping[str, int]
    codes: Codes
    table: ValueTable
    rules: LayerRules
    cells: Ints | None = None

    def with_points(self, lon: NDArray[np.generic], lat: NDArray[np.generic]) -> Snapshot:
        across, down = to_fractions(*to_metres(lon, lat))
        with np.errstate(invalid="ignore"):
            kept = np.flatnonzero((across >= 0) & (across <= 1) & (down >= 0) & (down <= 1))
        index, order = index_points(across[kept], down[kept], self.fid[kept])
        return self._snapshot("point", kept[order], points=index)

    def with_shapes(self, kind: Kind, geoms: Geometries) -> Snapshot:
        clean = _clean(kind, geoms)
        kept = np.flatnonzero(~(shapely.is_missing(clean) | shapely.is_empty(clean)))
        kept = kept[np.argsort(self.fid[kept], kind="stable")]
        return self._snapshot(kind, kept, shapes=index_shapes(kind, clean[kept], self._min_zoom(kept)))

    def _min_zoom(self, rows: Ints) -> NDArray[np.int8]:
        zooms = np.zeros(len(rows), dtype=np.int8)
        field = self.rules.min_zoom_field
        if field is None:
            return zooms
        if field not in self.columns:
            raise ColumnError(f"column {field}: needed for the zoom of classes, but not there")
        codes = self.codes[rows, self.columns[field]]
        for value, zoom in self.rules.min_zoom.items():
            code = self.table.text_code(value)
            if code is not None:
                zooms[codes == code] = zoom
        return zooms

    def _snapshot(
        self, kind: Kind, order: Ints, points: PointIndex | None = None, shapes: ShapeIndex | None = None
    ) -> Snapshot:
        grid = None if self.cells is None else CellIndex.of(self.cells[order])
        fid, codes = self.fid[order], self.codes[order]
        return Snapshot(kind, fid, self.columns, codes, self.table, self.rules, points, shapes, grid)


def _shapely(geometry: NDArray[np.generic]) -> Geometries:
    """WKB or shapely objects as flat shapely objects; a geometry with a NaN coordinate counts as missing."""
    objects = np.asarray(geometry, dtype=object)
    if any(isinstance(g, bytes | bytearray | memoryview) for g in objects):
        objects = shapely.from_wkb([bytes(g) if isinstance(g, bytearray | memoryview) else g for g in objects])
    flat = np.asarray(shapely.force_2d(np.asarray(objects, dtype=object)), dtype=object)
    broken = np.zeros(len(flat), dtype=np.bool_)
    xy, owner = shapely.get_coordinates(flat, return_index=True)
    broken[owner[~np.isfinite(xy).all(axis=1)]] = True
    flat[broken] = None
    return flat


def _kind(geoms: Geometries) -> Kind:
    """The one kind of all geometries; point when there is none."""
    types = np.unique(shapely.get_type_id(geoms))
    kinds = {"point" if t == MULTIPOINT else KIND_OF_TYPE.get(int(t), "?") for t in types if t >= 0}
    if "?" in kinds or len(kinds) > 1:
        raise SnapshotError(f"geometry types {sorted(int(t) for t in types)} in one layer")
    found = next(iter(kinds), "point")
    return "line" if found == "line" else "polygon" if found == "polygon" else "point"


def _lon_lat(geoms: Geometries) -> tuple[Floats, Floats]:
    """Degrees of points; a multipoint must hold one point."""
    if (shapely.get_num_geometries(geoms) > 1).any():
        raise SnapshotError("a multipoint with several points: store one row for each")
    single = shapely.get_geometry(geoms, 0)
    return shapely.get_x(single), shapely.get_y(single)


def _clean(kind: Kind, geoms: Geometries) -> Geometries:
    """Geometry in web mercator metres; invalid polygons are repaired, so that clipping them is defined."""
    metres = shapely.transform(geoms, lambda xy: np.column_stack(to_metres(xy[:, 0], xy[:, 1])))
    clean = np.asarray(metres, dtype=object)
    if kind == "polygon":
        broken = np.flatnonzero(~shapely.is_valid(clean) & ~shapely.is_missing(clean))
        clean[broken] = snapped(clean[broken], REPAIR_GRID_M)
    return clean
