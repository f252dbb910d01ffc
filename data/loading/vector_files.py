"""Features from GeoJSON, GeoPackage and zipped Shapefiles through GDAL, read in stretches and never from a network."""

import codecs
import struct
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from config.city import Source
from config.limits import IMPORT_BYTES, IMPORT_CHUNK
from data.loading.chunks import Chunk, Chunks, Shapes
from data.loading.report import LoadError

# A file may name an address (a coordinate system by link, a further page); GDAL must find nobody there.
_NOBODY = "127.0.0.1:9"
pyogrio.set_gdal_config_options({"GDAL_HTTP_PROXY": _NOBODY, "GDAL_HTTPS_PROXY": _NOBODY, "GDAL_HTTP_TIMEOUT": "1"})

_FAULTS = (DataSourceError, DataLayerError, OSError, ValueError, RuntimeError)


def read_geojson(_source: Source, path: Path) -> Chunks:
    """Features of a GeoJSON file; LoadError when it is none."""
    with path.open("rb") as file:
        head = file.read(4096).removeprefix(codecs.BOM_UTF8).lstrip()
    if not head.startswith(b"{"):
        raise LoadError("unreadable", cause="GeoJSON")
    yield from _features(f"GeoJSON:{path.resolve()}", None, "GeoJSON")


def read_gpkg(source: Source, path: Path) -> Chunks:
    """Features of a GeoPackage: its only layer, or the one named as the source's target."""
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\x00":
            raise LoadError("unreadable", cause="GeoPackage")
    with _clear_faults("GeoPackage"):
        found = [str(name) for name, kind in pyogrio.list_layers(f"GPKG:{path.resolve()}") if kind is not None]
    named = [name for name in found if name in {load.layer for load in source.loads}]
    if len(found) != 1 and len(named) != 1:
        raise LoadError("layers_many", layers=", ".join(sorted(found)) or "–")
    yield from _features(f"GPKG:{path.resolve()}", (named or found)[0], "GeoPackage")


def read_shapefile_zip(source: Source, path: Path) -> Chunks:
    """Features of the one Shapefile in a zip file; its letters by the .cpg file, else UTF-8 or CP1251."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > IMPORT_BYTES:
                raise LoadError("bytes_limit", limit=IMPORT_BYTES // 1_000_000)
            names = [name for name in archive.namelist() if not name.startswith("__MACOSX")]
            shapes = [name for name in names if name.lower().endswith(".shp")]
            if len(shapes) != 1:
                raise LoadError("shapefile_one", count=len(shapes))
            with archive.open(shapes[0]) as file:
                if file.read(4) != struct.pack(">i", 9994):
                    raise LoadError("unreadable", cause="Shapefile")
            encoding = source.encoding or _dbf_encoding(archive, names, shapes[0][:-4])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise LoadError("unreadable", cause="ZIP") from error
    yield from _features(f"/vsizip/{{{path.resolve()}}}/{shapes[0]}", None, "Shapefile", encoding)


def _dbf_encoding(archive: zipfile.ZipFile, names: list[str], stem: str) -> str | None:
    low = {name.lower(): name for name in names}
    if f"{stem.lower()}.cpg" in low or f"{stem.lower()}.dbf" not in low:
        return None
    table = archive.read(low[f"{stem.lower()}.dbf"])
    if len(table) < 32 or table[29]:
        return None
    try:
        table[struct.unpack_from("<H", table, 8)[0] :].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1251"
    return "UTF-8"


def _features(address: str, layer: str | None, kind: str, encoding: str | None = None) -> Chunks:
    with _clear_faults(kind):
        total = max(1, int(pyogrio.read_info(address, layer=layer, force_feature_count=True)["features"]))
        options: dict[str, Any] = {"encoding": encoding} if encoding else {}
        with pyogrio.raw.open_arrow(
            address, layer=layer, batch_size=IMPORT_CHUNK, use_pyarrow=True, **options
        ) as (meta, reader):
            first, geometry = 1, str(meta["geometry_name"] or "wkb_geometry")
            while (batch := _next_batch(reader)) is not None:
                columns = {
                    name: batch.column(i).to_pylist() for i, name in enumerate(batch.schema.names) if name != geometry
                }
                shapes = _shapes(batch.column(geometry).to_pylist() if geometry in batch.schema.names else None)
                share = min(1.0, (first - 1 + batch.num_rows) / total)
                yield Chunk(range(first, first + batch.num_rows), columns, share, shapes=shapes, crs=meta["crs"])
                first += batch.num_rows


def _next_batch(reader: Any) -> Any:
    """The next stretch, or None at the end; what GDAL murmurs about single features is judged row by row later."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return reader.read_next_batch()
        except StopIteration:
            return None


def _shapes(wkb: list[bytes | None] | None) -> Shapes | None:
    return None if wkb is None else np.asarray(shapely.from_wkb(np.array(wkb, dtype=object), on_invalid="ignore"))


@contextmanager
def _clear_faults(kind: str) -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        raise LoadError("unreadable", cause=kind) from error
