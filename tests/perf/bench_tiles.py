"""Measures tiles of roads and of generated points, cut from memory over a GeoPackage and by PostGIS."""

import gzip
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from sqlalchemy import select

from config.policy import VISITOR
from data.queries.scope import row_scope
from data.store import Store
from tests.perf import points
from tests.perf.report import median, p95, table
from tests.tools import postgis
from tiles.load import load_snapshot
from tiles.mercator import Floats, Tile, tile_at, tile_numbers
from tiles.service import GZIP_LEVEL, TileService, source_of, tile_fields
from tiles.sources import TileAsk

COUNTS = (100_000, 1_000_000)
ZOOMS = (10, 12, 14, 16)
TILES = 40
ASKS = 80
ROADS = "roads"
ENGINES = ("GeoPackage", "PostGIS")


@dataclass
class Times:
    """What one engine took for the tiles of one zoom: milliseconds, bytes as made and as sent."""

    ms: list[float] = field(default_factory=list)
    raw: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)


def seeds(store: Store) -> dict[str, Path]:
    """Files of the city that the roads need."""
    wanted = ("osm_districts", "osm_roads")
    return {s.id: store.city.seed_path(s.seed[0]) for s in store.city.sources if s.id in wanted}


def fill(store: Store, files: dict[int, Path]) -> dict[str, float]:
    """Load districts, roads and points; seconds by source."""
    spent = {}
    for source_id, path in {**seeds(store), **{f"generator_{n}": path for n, path in files.items()}}.items():
        start = time.perf_counter()
        points.load(store, source_id, path)
        spent[source_id] = time.perf_counter() - start
    return spent


def middles(store: Store, layer_id: str) -> Floats:
    """Longitude and latitude of the middle of every feature."""
    with store.read() as conn:
        shapes = shapely.from_wkb(conn.execute(select(store.tables[layer_id].c.geom)).scalars().all())
    west, south, east, north = shapely.bounds(shapes).T
    return np.column_stack(((west + east) / 2, (south + north) / 2))


def tiles_of(place: Floats, z: int) -> list[Tile]:
    """Distinct tiles under features chosen by chance: where there is more, people look more."""
    chosen = place[np.random.default_rng(z).permutation(len(place))[: 50 * TILES]]
    x, y = tile_numbers(chosen[:, 0], chosen[:, 1], z)
    return [tile_at(z, a, b) for a, b in list(dict.fromkeys(zip(x.tolist(), y.tolist(), strict=True)))[:TILES]]


def ask_all(store: Store, layer_id: str, place: Floats) -> dict[int, Times]:
    """Times by zoom of raw tiles with the fields that everybody sees; each tile is asked once before it counts."""
    layer, source = store.layers[layer_id], source_of(store)
    stamp, fields = TileService(store).stamp(layer_id), tile_fields(VISITOR, layer)
    found = {}
    for z in ZOOMS:
        tiles, times = tiles_of(place, z), Times()
        asks = [TileAsk(layer, stamp, tile, fields, row_scope(VISITOR)) for tile in tiles]
        for ask in asks:
            body = source.raw(ask)
            times.raw.append(len(body))
            times.sent.append(len(gzip.compress(body, GZIP_LEVEL)))
        for _ in range(-(-ASKS // len(asks))):
            for ask in asks:
                start = time.perf_counter()
                source.raw(ask)
                times.ms.append((time.perf_counter() - start) * 1000)
        found[z] = times
    return found


def kilobytes(times: Times) -> str:
    """Median size raw and gzipped, and the largest raw one, in KB."""
    return f"{np.median(times.raw) / 1000:.0f} / {np.median(times.sent) / 1000:.0f} ({max(times.raw) / 1000:.0f})"


def rows_of(title: str, times: dict[str, dict[int, Times]]) -> list[list[str]]:
    """Rows of the table for one layer."""
    rows = []
    for z in ZOOMS:
        both = [times[engine][z] for engine in ENGINES]
        cells = [cell for one in both for cell in (median(one.ms), p95(one.ms))]
        rows.append([title, str(z), str(len(both[0].raw)), *cells, *map(kilobytes, both)])
    return rows


def status_mb(name: str) -> float:
    """A line of this process's status in MB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def snapshot(url: str, count: int) -> tuple[float, float, float]:
    """Seconds, MB kept and MB at the peak of building a snapshot; to be called in a process of its own."""
    layer = points.layer_of(count)
    with points.opened(url, (count,)) as store, store.read() as conn:
        before = status_mb("VmRSS")
        start = time.perf_counter()
        built = load_snapshot(conn, store, layer, tile_fields(VISITOR, layer), None)
        spent = time.perf_counter() - start
        if len(built) != count:
            raise RuntimeError(f"{len(built)} of {count} points")
        return spent, status_mb("VmRSS") - before, status_mb("VmHWM") - before


def in_own_process(url: str, count: int) -> list[str]:
    """Row of the snapshot's figures."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        spent, kept, peak = pool.submit(snapshot, url, count).result()
    return [f"{count:,} points", f"{spent:.1f}", f"{kept:.0f}", f"{peak:.0f}"]


def measure() -> str:
    """Tables of tiles, loads and snapshots."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        files, place = {n: folder / f"{n}.csv" for n in COUNTS}, {n: points.places(n) for n in COUNTS}
        for count, path in files.items():
            points.write_csv(path, place[count])
        server = postgis.server_from_environment()
        urls = (f"sqlite:///{folder / 'city.gpkg'}", stack.enter_context(postgis.fresh_database(server)))
        stores = [stack.enter_context(points.opened(url, COUNTS)) for url in urls]
        loads = [fill(store, files) for store in stores]
        layers = {ROADS: middles(stores[0], ROADS), **{points.layer_of(n).id: place[n] for n in COUNTS}}
        rows = []
        for layer_id, where in layers.items():
            times = [ask_all(store, layer_id, where) for store in stores]
            title = f"{len(where):,} {'roads' if layer_id == ROADS else 'points'}"
            rows += rows_of(title, dict(zip(ENGINES, times, strict=True)))
        snapshots = [in_own_process(urls[0], count) for count in COUNTS]
    loaded = [[name, *(f"{load[name]:.1f}" for load in loads)] for name in loads[0]]
    head = [f"{engine} {what}" for engine in ENGINES for what in ("median ms", "p95 ms")]
    sizes = [f"{engine} KB raw / gzip (largest)" for engine in ENGINES]
    return "\n".join((
        table("Tiles", ["Layer", "Zoom", "Tiles", *head, *sizes], rows),
        table("Loads, s", ["Source", *ENGINES], loaded),
        table("Snapshot in memory", ["Layer", "Built, s", "Kept, MB", "Peak, MB"], snapshots),
    ))  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
