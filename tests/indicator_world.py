"""Every indicator of the shipped documents in a store, for tests of queries, doors and pages of indicators."""

import csv
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from config.city import City, load_city
from config.settings import ROOT
from data.indicators import READERS
from data.indicators.publish import publish
from data.loading.report import Counts
from data.store import Store
from tests.tools import postgis

SEED = ROOT / "data" / "seed"
SOURCES = ("plan2025", "vlr2023", "cra", "crime_1m", "kz_regions", "population_2023")
STAMP = datetime(2025, 3, 1, 12, 0, 0)


def csv_rows(name: str) -> list[dict[str, str]]:
    """Rows of a shipped CSV, read without any code of the program."""
    with (SEED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sample(name: str, count: int) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV with their places, drawn with a fixed seed."""
    rows = list(enumerate(csv_rows(name)))
    return random.Random(20250301).sample(rows, min(count, len(rows)))


def load(store: Store, source_id: str, now: datetime = STAMP, city: City | None = None) -> Counts:
    """Read and publish one shipped source."""
    source = (city or store.city).source(source_id)
    assert source is not None
    bundle = READERS[source.reader](source, store.city.seed_path(source.seed[0]))
    with store.write() as conn:
        return publish(conn, store, source, bundle, now)


def filled(url: str) -> Store:
    """A store without layers that holds all shipped indicators."""
    store = Store.open(url, load_city("almaty"), {})
    for source_id in SOURCES:
        load(store, source_id)
    return store


def stores(request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    """The filled store on the engine named by the fixture's parameter."""
    if request.param == "gpkg":
        store = filled(f"sqlite:///{folder / 'indicators.gpkg'}")
        yield store
        store.close()
        return
    server = request.getfixturevalue("postgis_server")
    with postgis.fresh_database(server) as url:
        store = filled(url)
        yield store
        store.close()
