"""Rows on their way into the store, packed by column so that a million of them stay small."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from sqlalchemy import Boolean, Date, DateTime, Double, Integer, Table, Text
from sqlalchemy.types import TypeEngine

from config.records import LayerRecord
from data.loading.chunks import Shapes
from data.loading.parts import Parts
from data.loading.tidy import Tidy

ARROW: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
    (Text, pa.string()), (Integer, pa.int64()), (Double, pa.float64()), (Boolean, pa.bool_()),
    (Date, pa.date32()), (DateTime, pa.timestamp("s")),
)  # fmt: skip
GEOM = "geom"


@dataclass
class Stage:
    """Tidy rows of one layer in file order, and the ids that must be left as they are because their row was refused.

    `data_date` is the date that the file itself gives for all its rows.
    """

    layer: LayerRecord
    parts: Parts = field(default_factory=Parts)
    kept_ids: set[str] = field(default_factory=set)
    rows: int = 0
    data_date: date | None = None

    def add(self, tidy: Tidy, table: Table) -> None:
        """Pack a stretch of tidy rows."""
        self.kept_ids |= tidy.kept_ids
        arrays = {name: pa.array(values, type=arrow_type(table, name)) for name, values in tidy.columns.items()}
        arrays[GEOM] = pa.array(shapely.to_wkb(tidy.shapes).tolist(), type=pa.binary())
        self.parts.append(pa.table(arrays))
        self.rows += len(tidy.shapes)

    def idents(self) -> Iterator[tuple[str, str]]:
        """Object id and fingerprint of every row."""
        for part in self.parts:
            yield from zip(part["object_id"].to_pylist(), part["row_hash"].to_pylist(), strict=True)

    def picked(self, keep: np.ndarray[Any, np.dtype[np.bool_]]) -> Iterator[Any]:
        """Parts with the rows to keep only."""
        start = 0
        for part in self.parts:
            mask = keep[start : start + part.num_rows]
            start += part.num_rows
            if mask.any():
                yield part.filter(pa.array(mask))


def arrow_type(table: Table, column: str) -> Any:
    """Packed type of a column of the store."""
    return next(packed for kind, packed in ARROW if isinstance(table.c[column].type, kind))


def with_constants(part: Any, table: Table, constants: dict[str, Any], first_fid: int) -> Any:
    """A part with every column of the store's table in the table's order."""
    size, arrays = part.num_rows, {}
    for column in table.columns:
        name = column.name
        if name == "fid":
            arrays[name] = pa.array(np.arange(first_fid, first_fid + size))
        elif name == GEOM:
            arrays[name] = part[GEOM]
        elif name in part.column_names and not (name in constants and part[name].null_count == size):
            arrays[name] = part[name]
            if name in constants:
                arrays[name] = pc.fill_null(part[name], _scalar(table, name, constants[name]))
        else:
            arrays[name] = pa.repeat(_scalar(table, name, constants.get(name)), size)
    return pa.table(arrays)


def _scalar(table: Table, name: str, value: str | date | datetime | None) -> Any:
    return pa.scalar(value, type=arrow_type(table, name))


def shapes_of(part: Any) -> Shapes:
    """Geometries of a part."""
    return np.asarray(shapely.from_wkb(part[GEOM].to_numpy(zero_copy_only=False)), dtype=object)
