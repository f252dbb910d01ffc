"""Measures areas, neighbours and isochrones: 25 thousand roads and generated points, on both engines."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from analysis.area import find_area
from analysis.graph_store import load, network_of, ways_of
from analysis.inside import measure as measured
from analysis.inside import residents
from analysis.metric import plane_of
from analysis.near import Around, nearest
from analysis.network import Network
from analysis.reach import reached
from analysis.roadgraph import MODES, Mode, RoadGraph, build
from analysis.wish import read_wish
from config.policy import VISITOR
from data.queries.items import Ask, select_items
from data.store import Store
from tests.perf import points
from tests.perf.report import table
from tests.tools import postgis

COUNT = 1_457_530
MIDDLE = (76.93, 43.25)
ROUNDS = 3
AREAS = {"circle of 500 m": "c.500.76.93,43.25", "circle of 3 km": "c.3000.76.93,43.25", "district": "d.medeu",
         "whole city": "c.20000.76.93,43.25"}  # fmt: skip
LIMITS = ((5, 10, 15), (30,))


def seconds(work: Callable[[], Any]) -> tuple[float, float]:
    """Wall and processor seconds of the median of some rounds; the first is not counted."""
    work()
    spent = []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        spent.append((time.perf_counter() - wall, time.process_time() - cpu))
    return statistics.median(one for one, _ in spent), statistics.median(one for _, one in spent)


@contextmanager
def filled(url: str, folder: Path, count: int) -> Iterator[Store]:
    """A store with districts, roads and so many points."""
    with points.opened(url, (count,)) as store:
        path = folder / "points.csv"
        points.write_csv(path, points.places(count))
        for source in (s for s in store.city.sources if s.id in ("osm_districts", "osm_roads")):
            points.load(store, source.id, store.city.seed_path(source.seed[0]))
        points.load(store, f"generator_{count}", path)
        yield store


def areas(store: Store, layer_id: str) -> Iterator[list[str]]:
    """Rows of the report: what lies in areas of growing size."""
    with store.read() as conn:
        for name, text in AREAS.items():
            found = find_area(conn, store, VISITOR, read_wish(text))
            ask = Ask(zone=found.zone)
            number = [measured(conn, store, layer, VISITOR, ask).count for layer in (layer_id, "roads")]
            spent = [
                seconds(partial(measured, conn, store, layer_id, VISITOR, ask)),
                seconds(partial(measured, conn, store, "roads", VISITOR, ask)),
                seconds(partial(select_items, conn, store, layer_id, VISITOR, ask)),
                seconds(partial(residents, conn, store, found)),
            ]
            yield [name, *(f"{one:,}" for one in number), *(f"{w * 1000:.0f} ({c * 1000:.0f})" for w, c in spent)]


def roads(store: Store, home: Path) -> Iterator[list[str]]:
    """Rows of the report: the graph and what is reached."""
    plane = plane_of(store.city.metric_crs)
    with store.read() as conn:
        ways = ways_of(conn, store)
        yield ["ways read, ms", *_words(seconds(lambda: ways_of(conn, store)))]
        yield ["graph built, ms", *_words(seconds(lambda: build(ways, plane)))]
        graph = network_of(conn, store, home).graph
        (file,) = (home / "cache").glob("*.npz")
        yield ["graph read from its file, ms", *_words(seconds(lambda: load(file)))]
        yield ["nearest 10 of the points, ms", *_words(seconds(
            lambda: nearest(conn, store, f"points_{COUNT}", VISITOR, Ask(), Around(MIDDLE, 50_000, 10))))]  # fmt: skip
    yield ["arrays / file, MB", f"{graph.bytes / 1e6:.1f}", f"{file.stat().st_size / 1e6:.1f}"]
    x, y = plane.xy(np.array([MIDDLE]))[0]
    for mode in MODES:
        yield [f"{mode}: made ready, ms", *_words(seconds(partial(_ready, graph, mode)))]
        side = Network(graph).side(mode)
        start = side.nearest(float(x), float(y))
        yield [f"{mode}: nodes / in the main part", f"{side.used:,}", f"{side.main.sum():,}"]
        for limits in LIMITS:
            yield [f"{mode} {limits}, ms", *_words(seconds(partial(reached, side, start, limits)))]


def _ready(graph: RoadGraph, mode: Mode) -> Any:
    return Network(graph).side(mode).main


def _words(spent: tuple[float, float]) -> list[str]:
    return [f"{1000 * part:.0f}" for part in spent]


def measure() -> str:
    """The tables of both engines."""
    head = ["Area", "Points", "Roads", "points, ms (processor)", "roads", "list of 100", "residents"]
    found = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        base = stack.enter_context(postgis.fresh_database(stack.enter_context(postgis.server())))
        urls = {"GeoPackage": f"sqlite:///{folder / 'bench.gpkg'}", "PostGIS": base}
        for engine, url in urls.items():
            with filled(url, folder, COUNT) as store:
                found.append(table(f"Areas, {engine}", head, list(areas(store, f"points_{COUNT}"))))
                rows = list(roads(store, folder / engine))
                found.append(table(f"Roads, {engine}", ["What", "ms", "processor"], rows))
    return "\n".join(found)
