"""Positions between degrees, web mercator metres and tiles, and the check of tile addresses.

Three systems are used. Degrees are EPSG:4326. Metres are EPSG:3857 (spherical mercator, stretched away from the
equator). The world fraction is 0..1 eastwards from 180 W (`across`) and 0..1 southwards from the northern edge
(`down`): `across = x / WORLD_M + 0.5`, `down = 0.5 - y / WORLD_M`. A tile of zoom z is one of 2^z x 2^z equal squares
of the world and is cut into EXTENT x EXTENT tile units, counted eastwards and southwards.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXTENT = 4096
MAX_ZOOM = 22
EARTH_RADIUS_M = 6_378_137.0
WORLD_M = 2.0 * math.pi * EARTH_RADIUS_M
HALF_WORLD_M = math.pi * EARTH_RADIUS_M
MAX_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))


class BadTileError(ValueError):
    """A tile address that does not exist; the message names the number at fault."""


class Tile(NamedTuple):
    """Address of a tile; make it with `tile_at` to have it checked."""

    z: int
    x: int
    y: int


def tile_at(z: int, x: int, y: int) -> Tile:
    """The tile of that address. Raises BadTileError when zoom is not 0..22 or x, y are not 0..2^z-1."""
    if not 0 <= z <= MAX_ZOOM:
        raise BadTileError(f"zoom {z} is not between 0 and {MAX_ZOOM}")
    last = (1 << z) - 1
    for name, value in (("x", x), ("y", y)):
        if not 0 <= value <= last:
            raise BadTileError(f"{name} {value} is not between 0 and {last} at zoom {z}")
    return Tile(z, x, y)


def to_metres(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Degrees (EPSG:4326) to web mercator metres (EPSG:3857); a pole gives a very large y, NaN and infinity NaN."""
    lon_deg, lat_deg = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    x = np.radians(lon_deg) * EARTH_RADIUS_M
    with np.errstate(invalid="ignore"):
        y = np.arcsinh(np.tan(np.radians(lat_deg))) * EARTH_RADIUS_M
    return x, y


def to_degrees(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Web mercator metres (EPSG:3857) to longitude and latitude in degrees."""
    lon = np.degrees(np.asarray(x, dtype=np.float64) / EARTH_RADIUS_M)
    lat = np.degrees(np.arctan(np.sinh(np.asarray(y, dtype=np.float64) / EARTH_RADIUS_M)))
    return lon, lat


def to_fractions(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Web mercator metres to world fractions (`across`, `down`), 0..1 inside the world."""
    return np.asarray(x, dtype=np.float64) / WORLD_M + 0.5, 0.5 - np.asarray(y, dtype=np.float64) / WORLD_M


def tile_numbers(lon: ArrayLike, lat: ArrayLike, z: int) -> tuple[Ints, Ints]:
    """Tile x and y holding each position in degrees at zoom z; the last tile also owns the world's far edge."""
    tile_at(z, 0, 0)
    last = (1 << z) - 1
    across, down = to_fractions(*to_metres(lon, lat))
    x = np.clip(np.floor(across * (1 << z)), 0, last).astype(np.int64)
    y = np.clip(np.floor(down * (1 << z)), 0, last).astype(np.int64)
    return x, y


def unit_m(z: int) -> float:
    """Side of one tile unit at zoom z in web mercator metres."""
    return WORLD_M / (EXTENT * (1 << z))


def bounds_m(tile: Tile, buffer: float = 0.0) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile in web mercator metres, widened by `buffer` tile units on each side."""
    side, extra = WORLD_M / (1 << tile.z), buffer * unit_m(tile.z)
    west, north = tile.x * side - HALF_WORLD_M, HALF_WORLD_M - tile.y * side
    return west - extra, north - side - extra, west + side + extra, north + extra


def bounds_degrees(tile: Tile) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile in degrees."""
    west, south, east, north = bounds_m(tile)
    (lon_west, lon_east), (lat_south, lat_north) = to_degrees((west, east), (south, north))
    return float(lon_west), float(lat_south), float(lon_east), float(lat_north)
