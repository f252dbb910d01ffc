"""Measures dense layers at full scale on both engines: tiles, filters, steps of time, counts, bytes, memory."""

import gzip
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path

import numpy as np

import data.demo
from config.city import load_city
from config.policy import VISITOR
from config.settings import get_settings
from data.loading.pipeline import import_source
from data.queries.choice import Choice
from data.queries.filters import Filter
from data.queries.items import Box
from data.queries.moments import Span
from data.store import Store
from layers import layers_of
from tests.perf.bench_tiles import ENGINES, middles, status_mb, tiles_of
from tests.perf.report import median, p95, table
from tests.tools import postgis
from tiles.mercator import Floats, Tile, tile_at, tile_numbers
from tiles.service import TileService

LAYER = "appeals"
NEEDED = ("osm_districts", "osm_roads")
ZOOMS = (10, 12, 14, 16)
STEPS = 12
FEW = 10_000
VIEW = (1440, 900)
TILE_PX = 512
FIRST = date(2018, 1, 1)


@contextmanager
def city_of(url: str, scale: str) -> Iterator[Store]:
    """A store of Almaty with its districts, roads and the appeals of a scale (`few`: FEW of them)."""
    city = load_city("almaty")
    os.environ["SITCENTER_DEMO_SCALE"] = "full" if scale == "full" else "small"
    get_settings.cache_clear()
    data.demo.SMALL_APPEALS = FEW
    store = Store.open(url, city, layers_of(city, demo=True))
    try:
        for source in city.sources:
            if source.id in NEEDED:
                import_source(store, source.id, city.seed_path(source.seed[0]))
        report = import_source(store, "demo_appeals", None)
        if not report.good:
            raise RuntimeError(f"{report.status} {report.message}")
        yield store
    finally:
        store.close()


def timed(act: Callable[..., object], *given: object) -> float:
    """Milliseconds of an act."""
    start = time.perf_counter()
    act(*given)
    return (time.perf_counter() - start) * 1000


def view(store: Store, z: int) -> list[Tile]:
    """Tiles of a window of VIEW pixels at a zoom around the middle of the city."""
    west, south, east, north = store.city.bounds
    side = 360.0 / (1 << z) / TILE_PX
    lon, lat = (west + east) / 2, (south + north) / 2
    wide, high = VIEW[0] * side / 2, VIEW[1] * side / 2 * np.cos(np.radians(lat))
    x, y = tile_numbers(np.array((lon - wide, lon + wide)), np.array((lat + high, lat - high)), z)
    return [tile_at(z, a, b) for a in range(x[0], x[1] + 1) for b in range(y[0], y[1] + 1)]


def choices(kind: str, z: int) -> list[Choice]:
    """Choices that nobody made before at another zoom: pairs of kinds of appeals, or month after month."""
    if kind == "filter":
        topics = layers_of(load_city("almaty"), demo=True)[LAYER].kinds
        pairs = [(topics[i % len(topics)], topics[(i + 1 + z % 7) % len(topics)]) for i in range(STEPS)]
        return [Choice.of({"kind": Filter(values=pair)}) for pair in pairs]
    starts = [FIRST + timedelta(30 * step + z) for step in range(STEPS)]
    return [Choice.of({}, Span(start, start + timedelta(29))) for start in starts]


def drawn(service: TileService, tiles: list[Tile], choice: Choice) -> int:
    """Bytes, as sent, of all tiles of a view."""
    return sum(len(service.tile(LAYER, tile, VISITOR, choice=choice).body) for tile in tiles)


def tiles_rows(store: Store, place: Floats) -> list[list[str]]:
    """Rows of single tiles: made (counts of the layer are there), kept; bytes of the largest as sent and raw."""
    rows = []
    for z in ZOOMS:
        tiles, service = tiles_of(place, z), TileService(store)

        def ask(tile: Tile, service: TileService = service) -> bytes:
            return service.tile(LAYER, tile, VISITOR).body

        ask(tiles[0])
        cold = [timed(ask, tile) for tile in tiles[1:] or tiles]
        warm = [timed(ask, tile) for tile in tiles]
        bodies = [ask(tile) for tile in tiles]
        raw = max(len(gzip.decompress(body)) for body in bodies if body)
        sizes = f"{max(map(len, bodies)) / 1000:.0f} / {raw / 1000:.0f}"
        rows.append([str(z), median(cold), p95(cold), median(warm), p95(warm), sizes])
    return rows


def step_rows(store: Store) -> list[list[str]]:
    """Rows of whole views after a filter or a step of time: milliseconds and kilobytes."""
    rows = []
    service = TileService(store)
    for kind in ("filter", "month"):
        for z in ZOOMS:
            tiles = view(store, z)
            size = drawn(service, tiles, Choice()) / 1000
            spent = [timed(drawn, service, tiles, choice) for choice in choices(kind, z)]
            again = [timed(drawn, service, tiles, choice) for choice in choices(kind, z)]
            figures = [median(spent, 0), p95(spent, 0), median(again, 1), f"{size:.0f}"]
            rows.append([kind, str(z), str(len(tiles)), *figures])
    return rows


def count_rows(store: Store) -> list[list[str]]:
    """Rows of the counts door: everything, again, filters, months, boxes."""
    service = TileService(store)

    def counts(choice: Choice) -> object:
        return service.counts(LAYER, VISITOR, choice=choice)

    def within(box: Box) -> object:
        return service.counts(LAYER, VISITOR, box=box)

    first, again = timed(counts, Choice()), timed(counts, Choice())
    kinds, months = ([timed(counts, choice) for choice in choices(kind, 0)] for kind in ("filter", "month"))
    service.tile(LAYER, view(store, 16)[0], VISITOR)  # from here on the rows are in memory
    west, south, east, north = store.city.bounds
    wide = (east - west) / 2
    boxes = [timed(within, (west + wide * step / STEPS, south, west + wide, north)) for step in range(STEPS)]
    return [
        ["everything: first / again", f"{first:.0f} / {again:.2f}"],
        ["one kind: median / p95", f"{median(kinds, 0)} / {p95(kinds, 0)}"],
        ["one month: median / p95", f"{median(months, 0)} / {p95(months, 0)}"],
        ["another box: median / p95", f"{median(boxes, 0)} / {p95(boxes, 0)}"],
    ]


def first_rows(store: Store) -> list[list[str]]:
    """Rows of what has to be made once a version: the first tile, and memory."""
    service, before = TileService(store), status_mb("VmRSS")
    tile = view(store, 10)[0]
    first = timed(service.tile, LAYER, tile, VISITOR)
    finest = timed(service.cells, LAYER, 14, VISITOR)
    level = service.cells(LAYER, 14, VISITOR)
    grown = status_mb("VmRSS") - before
    cells = len(level.cells) if level else 0
    return [
        ["first tile of a version, ms", f"{first:.0f}"], ["finest cells then, ms", f"{finest:.0f}"],
        ["cells of zoom 14", f"{cells:,}"], ["memory grown, MB", f"{grown:.0f}"],
    ]  # fmt: skip


def near_view(store: Store) -> float:
    """Median milliseconds of a view at zoom 14, each tile made anew, counts of the layer there."""
    source = TileService(store)._source
    tiles = view(store, 14)
    drawn(TileService(store, source), tiles, Choice())
    for _ in range(300):  # Rows that are still being read would take half of the processor.
        if threading.active_count() == 1:
            break
        time.sleep(0.2)
    return float(np.median([timed(drawn, TileService(store, source), tiles, Choice()) for _ in range(STEPS)]))


def together(made: list[list[list[str]]], keys: int) -> list[list[str]]:
    """Rows of both engines side by side; the first `keys` columns are the same."""
    return [[*one, *two[keys:]] for one, two in zip(*made, strict=True)]


def measure() -> str:
    """Tables of dense layers at full scale."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = postgis.server_from_environment()
        urls = {
            scale: (f"sqlite:///{folder / scale}.gpkg", stack.enter_context(postgis.fresh_database(server)))
            for scale in ("full", "few")
        }
        stores = {scale: [stack.enter_context(city_of(url, scale)) for url in pair] for scale, pair in urls.items()}
        return report(stores["full"], stores["few"])


def report(full: list[Store], few: list[Store]) -> str:
    """Tables of the stores with all and with few appeals, one of each engine."""
    place = middles(full[0], LAYER)
    first = [first_rows(store) for store in full]
    tiles = [tiles_rows(store, place) for store in full]
    steps = [step_rows(store) for store in full]
    counts = [count_rows(store) for store in full]
    cost = [[f"{len(place):,}", *(f"{near_view(store):.1f}" for store in full)]]
    cost.insert(0, [f"{FEW:,}", *(f"{near_view(store):.1f}" for store in few)])
    head = [
        f"{engine} {what}"
        for engine in ENGINES
        for what in ("cold median", "p95", "warm median", "p95", "KB sent / raw")
    ]
    step = [f"{engine} {what}" for engine in ENGINES for what in ("new median", "p95", "again", "KB of all")]
    return "\n".join((
        table("Once a version", ["What", *ENGINES], together(first, 1)),
        table("Tiles of appeals, ms", ["Zoom", *head], together(tiles, 1)),
        table("A view of 1440 x 900 after a step, ms", ["Step", "Zoom", "Tiles", *step], together(steps, 3)),
        table("Counts, ms", ["What", *ENGINES], together(counts, 1)),
        table("A view at zoom 14, tiles made anew, ms", ["Points", *ENGINES], cost),
    ))  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
