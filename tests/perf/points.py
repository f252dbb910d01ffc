"""Generated points in the bounds of Almaty, as a layer with a source of its own, for measurements and tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from config.city import LoadRecord, Source, load_city
from config.records import FieldRecord, LayerRecord, StyleRecord, Words
from data.loading.pipeline import import_source
from data.store import Store
from layers import layers_of
from tiles.mercator import Floats

LAYER = LayerRecord(
    id="generated_points",
    module="infrastructure",
    topic="transport",
    geometry="point",
    kinds=tuple(f"kind_{i}" for i in range(20)),
    fields=(FieldRecord(name="val", type="int", in_tile=True), FieldRecord(name="year", type="int", in_tile=True)),
    style=StyleRecord(color="cat-1"),
    filters=("kind",),
)
FIELDS = ("kind", "val", "year", "district")
CLUSTERS = 60
SPREAD_DEG = 0.012
LOOSE_SHARE = 0.2


def places(count: int, seed: int = 7) -> Floats:
    """Longitude and latitude (count x 2): four fifths in 60 clusters, the rest anywhere in the city's bounds."""
    random = np.random.default_rng(seed)
    west, south, east, north = load_city("almaty").bounds
    centres = random.uniform((west, south), (east, north), (CLUSTERS, 2))
    place = centres[random.integers(0, CLUSTERS, count)] + random.normal(0, SPREAD_DEG, (count, 2))
    loose = random.random(count) < LOOSE_SHARE
    place[loose] = random.uniform((west, south), (east, north), (int(loose.sum()), 2))
    return np.asarray(np.clip(place, (west, south), (east, north)))


def write_csv(path: Path, place: Floats, seed: int = 7) -> None:
    """File of the points with a key, one of 20 kinds, a whole number and a year."""
    random, count = np.random.default_rng(seed), len(place)
    kinds = np.array(LAYER.kinds)[random.integers(0, len(LAYER.kinds), count)]
    columns = {
        "id": np.arange(count), "lon": place[:, 0], "lat": place[:, 1], "kind": kinds,
        "val": random.integers(0, 10_000, count), "year": random.integers(1990, 2027, count),
    }  # fmt: skip
    pyarrow.csv.write_csv(pa.table(columns), path)


def source() -> Source:
    """Record of the file's source."""
    words = Words(kk="Нүктелер", ru="Точки", en="Points")
    load = LoadRecord(
        layer=LAYER.id, key=("id",), columns={"kind": "kind", "val": "val", "year": "year"},
        values={"state": "existing"},
    )  # fmt: skip
    return Source(
        id="generator", names=words, body="osm", licence="CC0-1.0", attribution="-", origin="synthetic", rhythm="once",
        reader="table", delimiter=",", coordinates=("lon", "lat"), loads=(load,),
    )  # fmt: skip


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """A store of Almaty that also knows the generated points."""
    city = load_city("almaty")
    layers = {**layers_of(city, demo=False), LAYER.id: LAYER}
    store = Store.open(url, city.model_copy(update={"sources": (*city.sources, source())}), layers)
    try:
        yield store
    finally:
        store.close()


def load(store: Store, path: Path) -> None:
    """Load a file of points through the ordinary import. RuntimeError when a row is refused."""
    report = import_source(store, "generator", path)
    if not report.good or report.counts.refused:
        raise RuntimeError(f"{report.status} {report.message} {report.counts}")
