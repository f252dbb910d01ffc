"""Geometry in the store: one column type for GeoPackage and PostGIS, bound and returned as WKB in EPSG:4326."""

import math
import struct
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

from config.records import GeometryKind

SRID = 4326
GEOMETRY_TYPES: dict[GeometryKind, str] = {"point": "POINT", "line": "MULTILINESTRING", "polygon": "MULTIPOLYGON"}
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_PLAIN = struct.Struct("<2sBBi")
# Little-endian, type 1: most geometries are points, and SQLite asks for the ends of each one by one.
_POINT, _POINT_BYTES = b"\x01\x01\x00\x00\x00", 21
_BOXED = struct.Struct("<2sBBi4d")


def to_blob(wkb: bytes) -> bytes:
    """GeoPackage geometry blob of a WKB; lines and areas carry their envelope, points do not need one."""
    geometry = shapely.from_wkb(wkb)
    if geometry.is_empty:
        return _PLAIN.pack(b"GP", 0, 0x11, SRID) + wkb
    if geometry.geom_type == "Point":
        return _PLAIN.pack(b"GP", 0, 0x01, SRID) + wkb
    west, south, east, north = geometry.bounds
    return _BOXED.pack(b"GP", 0, 0x03, SRID, west, east, south, north) + wkb


def blobs(wkbs: Sequence[bytes], geometries: np.ndarray[Any, Any]) -> list[bytes]:
    """GeoPackage blobs of many geometries of one type that are not empty, like `to_blob` of each."""
    if len(geometries) and shapely.get_type_id(geometries[0]) == 0:
        head = _PLAIN.pack(b"GP", 0, 0x01, SRID)
        return [head + wkb for wkb in wkbs]
    boxes = shapely.bounds(geometries).tolist()
    return [_BOXED.pack(b"GP", 0, 0x03, SRID, w, e, s, n) + wkb for wkb, (w, s, e, n) in zip(wkbs, boxes, strict=True)]


def from_blob(blob: bytes) -> bytes:
    """WKB inside a GeoPackage geometry blob; ValueError when the blob is none."""
    if blob[:2] != b"GP":
        raise ValueError("not a GeoPackage geometry")
    kind = (blob[3] >> 1) & 0x07
    if kind >= len(_ENVELOPE_BYTES):
        raise ValueError("unknown envelope in a GeoPackage geometry")
    return blob[8 + _ENVELOPE_BYTES[kind] :]


def envelope(blob: bytes | None) -> tuple[float, float, float, float] | None:
    """West, south, east, north of a GeoPackage blob, or None when it is missing or empty."""
    if blob is None or blob[3] & 0x10:
        return None
    if (blob[3] >> 1) & 0x07 == 1 and blob[3] & 1:
        west, east, south, north = struct.unpack_from("<4d", blob, 8)
        return west, south, east, north
    wkb = from_blob(blob)
    if wkb[:5] == _POINT and len(wkb) == _POINT_BYTES:
        x, y = struct.unpack_from("<2d", wkb, 5)
        return None if math.isnan(x) else (x, y, x, y)
    geometry = shapely.from_wkb(wkb)
    return None if geometry.is_empty else geometry.bounds


def flat(geometries: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Geometries without heights."""
    high = shapely.has_z(geometries).any()
    return np.asarray(shapely.force_2d(geometries) if high else geometries, dtype=object)


def as_kind(geometries: np.ndarray[Any, Any], kind: GeometryKind) -> np.ndarray[Any, Any]:
    """Geometries promoted to the layer's type (lines and areas become multi-parts); None where the type is wrong."""
    out = flat(geometries).copy()
    types = shapely.get_type_id(out)
    single, multi = {"point": (0, 0), "line": (1, 5), "polygon": (3, 6)}[kind]
    promote = types == single
    if kind == "line" and promote.any():
        out[promote] = [shapely.MultiLineString([g]) for g in out[promote]]
    if kind == "polygon" and promote.any():
        out[promote] = [shapely.MultiPolygon([g]) for g in out[promote]]
    out[~(promote | (types == multi))] = None
    return out


class Geometry(UserDefinedType[bytes]):
    """Column of WKB bytes: a GeoPackage blob on SQLite, a PostGIS geometry on PostgreSQL."""

    cache_ok = True

    def __init__(self, kind: GeometryKind) -> None:
        """A column for the geometries of a layer of that kind."""
        self.kind: GeometryKind = kind

    def bind_processor(self, dialect: Dialect) -> Callable[[bytes | None], Any]:
        """WKB to what the engine stores."""
        if dialect.name == "sqlite":
            return lambda wkb: None if wkb is None else to_blob(wkb)
        return lambda wkb: None if wkb is None else shapely.to_wkb(
            shapely.set_srid(shapely.from_wkb(wkb), SRID), hex=True, include_srid=True
        )

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], bytes | None]:
        """What the engine stores to WKB."""
        if dialect.name == "sqlite":
            return lambda blob: None if blob is None else from_blob(blob)
        return lambda text: None if text is None else shapely.to_wkb(shapely.from_wkb(text))


class ReflectedGeometry(UserDefinedType[bytes]):
    """A PostGIS column as the inspector finds it."""

    cache_ok = True

    def __init__(self, *_args: object) -> None:
        """Type and SRID are not needed."""

    def get_col_spec(self, **_kw: object) -> str:
        """Name of the type."""
        return "geometry"


ischema_names["geometry"] = ReflectedGeometry


@compiles(Geometry, "sqlite")
def _sqlite_type(element: Geometry, _compiler: Any, **_kw: Any) -> str:
    return GEOMETRY_TYPES[element.kind]


@compiles(Geometry, "postgresql")
def _postgres_type(element: Geometry, _compiler: Any, **_kw: Any) -> str:
    return f"geometry({GEOMETRY_TYPES[element.kind]},{SRID})"


def wkb_list(geometries: Sequence[Any] | np.ndarray[Any, Any]) -> list[bytes | None]:
    """WKB of shapely geometries, None kept."""
    return [None if g is None else bytes(w) for g, w in zip(geometries, shapely.to_wkb(geometries), strict=True)]
