"""The measurement of tiles runs to its end on few points, and measures what it says."""

import numpy as np
import pytest

from config.city import load_city
from tests.perf import bench_tiles, points
from tiles.rules import TILE_BYTES


def test_the_tables_are_made(postgis_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("COUNTS", (300, 700)), ("TILES", 2), ("ASKS", 2), ("ZOOMS", (10, 14))):
        monkeypatch.setattr(bench_tiles, name, value)
    text = bench_tiles.measure()
    for wanted in ("| 25,074 roads | 10 |", "| 700 points | 14 | 2 |", "| generator_300 |", "| 300 points |"):
        assert wanted in text


def test_points_lie_in_the_city_and_in_clusters() -> None:
    place = points.places(20_000)
    west, south, east, north = load_city(points.CITY).bounds
    assert ((place >= (west, south)) & (place <= (east, north))).all()
    assert (place == points.places(20_000)).all()
    cells = np.unique(np.floor((place - (west, south)) / 0.01), axis=0, return_counts=True)[1]
    assert np.quantile(cells, 0.99) > 5 * np.median(cells)


def test_sizes_are_told_in_kilobytes() -> None:
    times = bench_tiles.Times(raw=[1000, 3000, TILE_BYTES], sent=[500, 1000, 1500])
    assert bench_tiles.kilobytes(times) == "3 / 1 (500)"
