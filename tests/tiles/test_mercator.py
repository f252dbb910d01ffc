"""Positions, tile bounds and the check of tile addresses."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from tiles.mercator import (
    HALF_WORLD_M,
    MAX_LATITUDE,
    BadTileError,
    Tile,
    bounds_degrees,
    bounds_m,
    tile_at,
    tile_numbers,
    to_degrees,
    to_metres,
    unit_m,
)


def test_metres_agree_with_proj() -> None:
    lon = np.array([-180.0, -0.1, 0.0, 76.8897, 77.15, 179.99])
    lat = np.array([-85.0, -43.2, 0.0, 43.2389, 43.42, 84.9])
    x, y = to_metres(lon, lat)
    right_x, right_y = Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)
    np.testing.assert_allclose(x, right_x, atol=1e-6)
    np.testing.assert_allclose(y, right_y, atol=1e-6)


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_degrees_come_back(lon: float, lat: float) -> None:
    back_lon, back_lat = to_degrees(*to_metres(lon, lat))
    assert back_lon == pytest.approx(lon, abs=1e-9)
    assert back_lat == pytest.approx(lat, abs=1e-9)


def test_the_world_is_one_square_at_zoom_zero() -> None:
    west, south, east, north = bounds_m(tile_at(0, 0, 0))
    assert (west, north) == pytest.approx((-HALF_WORLD_M, HALF_WORLD_M))
    assert (east, south) == pytest.approx((HALF_WORLD_M, -HALF_WORLD_M))
    assert bounds_degrees(tile_at(0, 0, 0)) == pytest.approx((-180, -MAX_LATITUDE, 180, MAX_LATITUDE))
    assert pytest.approx(85.0511287798) == MAX_LATITUDE


def test_almaty_lies_in_its_known_tile() -> None:
    x, y = tile_numbers([76.8897], [43.2389], 12)
    n, lat = 2**12, math.radians(43.2389)
    assert x.tolist() == [int((76.8897 + 180) / 360 * n)]
    assert y.tolist() == [int((1 - math.log(math.tan(lat) + 1 / math.cos(lat)) / math.pi) / 2 * n)]
    west, south, east, north = bounds_degrees(tile_at(12, int(x[0]), int(y[0])))
    assert west <= 76.8897 < east
    assert south < 43.2389 <= north


def test_the_buffer_widens_by_tile_units() -> None:
    tile = tile_at(14, 11689, 6019)
    plain, wide = bounds_m(tile), bounds_m(tile, 64)
    assert np.subtract(wide, plain) == pytest.approx(np.array([-64, -64, 64, 64]) * unit_m(14), abs=1e-6)
    assert unit_m(14) == pytest.approx((plain[2] - plain[0]) / 4096)


def test_the_far_edge_belongs_to_the_last_tile() -> None:
    x, y = tile_numbers([180.0, -180.0], [-MAX_LATITUDE, MAX_LATITUDE], 3)
    assert x.tolist() == [7, 0]
    assert y.tolist() == [7, 0]


@pytest.mark.parametrize("address", [(0, 0, 0), (22, 2**22 - 1, 2**22 - 1), (3, 7, 0)])
def test_good_addresses(address: tuple[int, int, int]) -> None:
    assert tile_at(*address) == Tile(*address)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ((-1, 0, 0), "zoom -1"),
        ((23, 0, 0), "zoom 23"),
        ((3, 8, 0), "x 8"),
        ((3, 0, 8), "y 8"),
        ((3, -1, 0), "x -1"),
        ((0, 0, 1), "y 1"),
    ],
)
def test_bad_addresses_name_the_fault(address: tuple[int, int, int], words: str) -> None:
    with pytest.raises(BadTileError, match=words):
        tile_at(*address)
    assert issubclass(BadTileError, ValueError)
