"""Measures what a view costs as its appeals grow: the tiles of windows at zoom 14, asked of the started program."""

import http.client
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from config.city import City, load_city
from tests.perf.bench_dense import LAYER, TILE_PX, VIEW
from tests.perf.bench_dense_map import SCALE, at_rest
from tests.perf.report import median, p95, table
from tests.perf.server import started
from tests.tools import postgis
from tiles.mercator import tile_numbers

ZOOM = 14
# A tile is new to a program once: more windows than there are come from starting it again.
STARTS = 3
STEPS = range(-2, 3)
Window = list[tuple[int, int]]


def windows(city: City) -> list[Window]:
    """Tiles of windows beside each other around the middle of the city; no tile is in two of them."""
    west, south, east, north = city.bounds
    wide, high = (-(-pixels // TILE_PX) for pixels in VIEW)
    left, top = (int(n[0]) for n in tile_numbers(np.array([(west + east) / 2]), np.array([(south + north) / 2]), ZOOM))
    return [
        [(left + right * wide + x, top + down * high + y) for x in range(wide) for y in range(high)]
        for right in STEPS for down in STEPS
    ]  # fmt: skip


def _asked(address: str, window: Window) -> tuple[float, int]:
    """Milliseconds and bytes of a window's tiles, one after the other on one connection."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.connect()
    began, size = time.perf_counter(), 0
    for x, y in window:
        connection.request("GET", f"/tiles/{LAYER}/{ZOOM}/{x}/{y}.mvt", headers={"Accept-Encoding": "gzip"})
        size += len(connection.getresponse().read())
    spent = (time.perf_counter() - began) * 1000
    connection.close()
    return spent, size


def _row(engine: str, scale: str, settings: Mapping[str, str], city: City) -> list[str]:
    spent, sizes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(STARTS):
            with started(Path(folder), settings) as run:
                at_rest(run)
                places = windows(city)
                _asked(run.address, places.pop(len(places) // 2))
                for window in places:
                    found, size = _asked(run.address, window)
                    spent.append(found)
                    sizes.append(size / 1000)
    return [engine, scale, median(spent, 1), p95(spent, 1), f"{sum(spent):.0f}", f"{sum(sizes):.0f}"]


def measure() -> str:
    """Table of windows at zoom 14 with few and with all appeals, on both engines."""
    rows, city = [], load_city("almaty")
    for scale, settings in (("small", {}), ("full", SCALE)):
        rows.append(_row("GeoPackage", scale, settings, city))
        with ExitStack() as stack:
            url = stack.enter_context(postgis.fresh_database(postgis.server_from_environment()))
            rows.append(_row("PostGIS", scale, {**settings, "SITCENTER_STORE": url}, city))
    all_of = f"All {STARTS * (len(STEPS) ** 2 - 1)}"
    head = ["Engine", "Scale", "A window: median, ms", "p95, ms", f"{all_of}, ms", f"{all_of}, KB"]
    return table(f"Windows of {VIEW[0]} x {VIEW[1]} at zoom 14, no tile asked before", head, rows)


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
