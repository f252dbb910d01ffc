"""Dense layers: cells of the hexagonal grid H3, their parents by plain arithmetic, the columns that are counted."""

import numpy as np
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray

from config.records import LayerRecord

CELL = "cell"
RESOLUTION = 11
_ONES = (1 << 63) - 1
_LEVEL_AT = 52
_DIGITS = 15
_DIGIT_BITS = 3


def cells_of(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    """H3 index at RESOLUTION (edges of about 29 m) of each point; degrees, EPSG:4326.

    Raises ValueError when a coordinate is no finite number.
    """
    if not len(lon):
        return np.empty(0, dtype=np.int64)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        raise ValueError("a point without coordinates has no cell")
    found = coordinates_to_cells(np.ascontiguousarray(lat), np.ascontiguousarray(lon), RESOLUTION)
    # The upper bit of an index is always zero: it fits the signed integers that both engines have.
    return np.asarray(found, dtype=np.uint64).astype(np.int64)


def parents(cells: NDArray[np.int64], resolution: int) -> NDArray[np.int64]:
    """Parent of each cell at a resolution of 0 to RESOLUTION; ValueError for another one."""
    keep, put = _bits(resolution)
    return (cells & np.int64(keep)) | np.int64(put)


def parent_sql(column: str, resolution: int) -> str:
    """SQL text that gives the parent of the cells in a column, the same on SQLite and PostgreSQL.

    `column` is a name from the program itself, never from outside. ValueError for a resolution not 0 to RESOLUTION.
    """
    keep, put = _bits(resolution)
    return f"(({column} & {keep}) | {put})"


def counted_columns(layer: LayerRecord) -> tuple[str, ...]:
    """Columns by which rows of a dense layer are chosen, grouped and counted: an index of them answers alone."""
    other = ("sensitivity", "source", "valid_from", "valid_to", "data_date", "loaded_at")
    return (*grouped_columns(layer), *(name for name in other if name not in layer.filters))


def chosen_columns(layer: LayerRecord) -> tuple[str, ...]:
    """Columns by which rows of a dense layer are chosen on the map: its filters, district, time and who may see."""
    usual = ("district", "sensitivity", "valid_from", "valid_to")
    return (*usual, *(name for name in layer.filters if name not in usual))


def grouped_columns(layer: LayerRecord) -> tuple[str, ...]:
    """Columns in whose order rows of a dense layer are grouped: the index has them first."""
    usual = ("district", "kind", "state")
    return (*usual, *(name for name in layer.filters if name not in (*usual, "origin")), "origin")


def _bits(resolution: int) -> tuple[int, int]:
    """Bits of a cell to keep and bits to put for its parent.

    An index holds its resolution in bits 52 to 55 and, from bit 45 down, one digit of three bits a resolution; digits
    finer than the resolution are all ones (https://h3geo.org/docs/core-library/h3Indexing).
    """
    if not 0 <= resolution <= RESOLUTION:
        raise ValueError(f"no parents at resolution {resolution}")
    finer = (1 << (_DIGIT_BITS * (_DIGITS - resolution))) - 1
    return _ONES & ~(0xF << _LEVEL_AT), (resolution << _LEVEL_AT) | finer
