"""GeoPackage with the rows as features and a table `about`; streamed through GDAL, a portion in memory at a time."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio

from config.records import FieldType, GeometryKind
from reports.exports.model import Cargo, Column, Rows

TYPES: dict[FieldType, pa.DataType] = {
    "text": pa.string(), "code": pa.string(), "int": pa.int64(), "num": pa.float64(), "date": pa.date32(),
    "time": pa.timestamp("ms", tz="UTC"), "bool": pa.bool_(),
}  # fmt: skip
GEOMETRIES: dict[GeometryKind, str] = {"point": "Point", "line": "MultiLineString", "polygon": "MultiPolygon"}
GEOM, ABOUT = "geom", "about"
CRS = "EPSG:4326"


class _Rows:
    """Portions as batches; what goes wrong inside is kept, because GDAL would swallow it."""

    def __init__(self, cargo: Cargo) -> None:
        self.cargo = cargo
        fields = [("id", pa.string()), *((c.name, TYPES[c.type]) for c in cargo.columns), ("synthetic", pa.bool_())]
        self.schema = pa.schema([*fields, (GEOM, pa.binary())])
        self.fault: BaseException | None = None

    def batches(self) -> Iterator[pa.RecordBatch]:
        done = 0
        try:
            for rows in self.cargo.portions:
                yield self.batch(rows)
                done += len(rows)
                self.cargo.tick(done)
        except BaseException as fault:
            self.fault = fault
            raise

    def batch(self, rows: Rows) -> pa.RecordBatch:
        ids = [self.cargo.public_id(row) for row in rows]
        columns: list[list[Any]] = [ids, *(_values(column, rows) for column in self.cargo.columns)]
        columns += [[row["origin"] == "synthetic" for row in rows], [row["geom"] for row in rows]]
        arrays = [pa.array(v, type=t) for v, t in zip(columns, self.schema.types, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


def _values(column: Column, rows: Rows) -> list[Any]:
    found = [row[column.name] for row in rows]
    if column.type == "time":
        return [None if value is None else value.replace(tzinfo=UTC) for value in found]
    return [int(v) if v is not None and column.type == "int" else v for v in found]


def write_gpkg(cargo: Cargo, path: Path) -> None:
    """Features under the name of the layer, codes as in the store, and the table `about` (item, words)."""
    rows = _Rows(cargo)
    reader = pa.RecordBatchReader.from_batches(rows.schema, rows.batches())
    about = {"title": cargo.title, "attribution": str(cargo.facts.machine["attribution"])}
    try:
        pyogrio.write_arrow(
            reader, path, driver="GPKG", layer=cargo.layer, geometry_name=GEOM, crs=CRS,
            geometry_type=GEOMETRIES[cargo.geometry], layer_metadata=about, layer_options={"IDENTIFIER": cargo.title},
        )  # fmt: skip
    except Exception:
        if rows.fault is not None:
            raise rows.fault from None
        raise
    if rows.fault is not None:
        raise rows.fault
    names, words = zip(*cargo.facts.lines, strict=True)
    table = pa.table({"item": pa.array(names, pa.string()), "words": pa.array(words, pa.string())})
    pyogrio.write_arrow(table, path, driver="GPKG", layer=ABOUT, append=True)
