"""Measures tiles and features of the program beside tipg and pygeoapi: same PostGIS, same rows, same questions."""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import numpy as np
from sqlalchemy import select

from config.city import load_city
from data.build import build
from data.store import Store
from layers import layers_of
from tests.perf import wrk
from tests.perf.bench_tiles import middles, tiles_of
from tests.perf.peers import servers
from tests.perf.report import median, p95, table
from tests.perf.server import fetch
from tests.tools import postgis
from tiles.mercator import Floats

ZOOMS = (10, 12, 14, 16)
SIDE_DEG = 0.03
BOXES = 30
LIMIT = 1000
COLD_CONNECTIONS = 8
COLD_SECONDS = 40


def _filled(url: str) -> Store:
    city = load_city("almaty")
    store = Store.open(url, city, layers_of(city, demo=False))
    build(store, demo=False)
    return store


def _boxes(place: Floats) -> list[servers.Box]:
    chosen = place[np.random.default_rng(3).permutation(len(place))[:BOXES]]
    half = SIDE_DEG / 2
    return [(x - half, y - half, x + half, y + half) for x, y in chosen.tolist()]


def _ids(store: Store) -> list[tuple[int, str]]:
    stops = store.tables["bus_stops"]
    with store.read() as conn:
        rows = conn.execute(select(stops.c.fid, stops.c.object_id).order_by(stops.c.fid).limit(200)).all()
    return [(row.fid, row.object_id) for row in rows]


def _once(addresses: list[str]) -> list[float]:
    """Milliseconds of each address, asked once, on eight connections; one that fails counts with its time.

    After COLD_SECONDS no further one is asked: a server that is that slow has shown it.
    """
    end = time.perf_counter() + COLD_SECONDS

    def ask(address: str) -> float | None:
        began = time.perf_counter()
        if began > end:
            return None
        with suppress(OSError):
            fetch(address)
        return (time.perf_counter() - began) * 1000

    with ThreadPoolExecutor(COLD_CONNECTIONS) as pool:
        return [spent for spent in pool.map(ask, addresses) if spent is not None]


def _questions(peer: servers.Peer, store: Store, place: Floats) -> dict[str, list[str]]:
    tiles = {z: tiles_of(place, z) for z in ZOOMS}
    found = {
        f"tiles of roads, z{z}": [peer.tile("roads", z, t.x, t.y) for t in tiles[z]] for z in ZOOMS
    }  # fmt: skip
    found[f"roads in a box, up to {LIMIT}"] = [peer.items("roads", box, LIMIT) for box in _boxes(place)]
    found["one bus stop"] = [peer.item("bus_stops", fid, object_id) for fid, object_id in _ids(store)]
    return found


def measure() -> str:
    """Table of requests a second, 95th percentile, bytes, and faults."""
    servers.install()
    rows: dict[str, list[list[str]]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(postgis.fresh_database(postgis.server_from_environment()))
        store = _filled(url)
        stack.callback(store.close)
        servers.show(url, servers.LAYERS)
        place = middles(store, "roads")
        for start in servers.PEERS:
            home = folder / start.__name__
            home.mkdir()
            with start(url, home) as peer:
                for question, addresses in _questions(peer, store, place).items():
                    cold = _once(addresses)
                    load = wrk.run(addresses, folder)
                    rows.setdefault(question, []).append([
                        question, peer.name, f"{load.per_second:,.0f}", f"{load.p50:.1f}", f"{load.p95:.1f}",
                        f"{load.kilobytes:.1f}", str(load.faults), median(cold, 1), p95(cold, 1),
                    ])  # fmt: skip
    head = ["Question", "Server", "Requests/s", "p50 ms", "p95 ms", "KB an answer", "Faults", "once: p50 ms", "p95 ms"]
    return table("Beside peers", head, [row for group in rows.values() for row in group])


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
