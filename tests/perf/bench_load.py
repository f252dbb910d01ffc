"""Measures the production server under many people: fifty pan the map while ten open pages, on one machine with wrk."""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from config.city import load_city
from data.build import build
from data.store import Store
from layers import layers_of
from tests.perf import wrk
from tests.perf.bench_tiles import middles, tiles_of
from tests.perf.peers import servers
from tests.perf.report import table

PANNING, OPENING = 50, 10
PAN_PAUSE_MS, PAGE_PAUSE_MS = 250, 1_000
SECONDS = 30
LAYERS = ("roads", "schools", "metro_stations", "bus_stops")
ZOOMS = (11, 12, 13, 14, 15, 16)
PAGES = ("/", "/map", "/districts", "/indicators", "/api/search?q=abay", "/api/layers/schools/items?limit=200")


def filled(path: Path) -> Store:
    city = load_city("almaty")
    store = Store.open(f"sqlite:///{path}", city, layers_of(city, demo=True))
    build(store, demo=True)
    return store


def measure() -> str:
    """Table of tiles and pages asked at the same time, at a human pace and as fast as the server can."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = filled(folder / "city.gpkg")
        place = middles(store, "roads")
        found = [(layer, tile) for z in ZOOMS for tile in tiles_of(place, z) for layer in LAYERS]
        store.close()
        mixed = [found[i] for i in np.random.default_rng(1).permutation(len(found))]
        with servers.ours(str(folder / "city.gpkg"), folder) as peer, ThreadPoolExecutor(2) as pool:
            tiles = [peer.tile(layer, t.z, t.x, t.y) for layer, t in mixed]
            base = "/".join(tiles[0].split("/")[:3])
            pages = [base + path for path in PAGES]
            for title, pauses in (("at a human pace", (PAN_PAUSE_MS, PAGE_PAUSE_MS)), ("without a pause", (0, 0))):
                panning = pool.submit(wrk.run, tiles, folder / "tiles", wrk.Pace(SECONDS, PANNING, pauses[0]))
                opening = pool.submit(wrk.run, pages, folder / "pages", wrk.Pace(SECONDS, OPENING, pauses[1]))
                for who, load in ((f"{PANNING} panning (tiles), {title}", panning.result()),
                                  (f"{OPENING} opening pages, {title}", opening.result())):  # fmt: skip
                    rows.append([who, f"{load.per_second:,.0f}", f"{load.p50:.1f}", f"{load.p95:.1f}",
                                 f"{load.kilobytes:.1f}", str(load.faults)])  # fmt: skip
    head = ["Who", "Requests/s", "p50 ms", "p95 ms", "KB an answer", "Faults"]
    return table("Many people at once (gunicorn, 2 processes of 4 threads, GeoPackage)", head, rows)


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
