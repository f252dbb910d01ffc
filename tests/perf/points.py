"""Generated points in the bounds of Almaty, as layers with sources of their own, for measurements."""

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

CITY = "almaty"
KINDS = tuple(f"kind_{i}" for i in range(20))
FIELDS = ("kind", "val", "year", "district")
CLUSTERS = 60
SPREAD_DEG = 0.012
LOOSE_SHARE = 0.2


def layer_of(count: int) -> LayerRecord:
    """Record of a layer of so many points."""
    return LayerRecord(
        id=f"points_{count}", module="infrastructure", topic="transport", geometry="point", kinds=KINDS,
        fields=(FieldRecord(name="val", type="int", in_tile=True), FieldRecord(name="year", type="int", in_tile=True)),
        style=StyleRecord(color="cat-1"), filters=("kind",),
    )  # fmt: skip


def source_of(count: int) -> Source:
    """Record of the source of a layer of so many points."""
    load = LoadRecord(
        layer=layer_of(count).id, key=("id",), columns={"kind": "kind", "val": "val", "year": "year"},
        values={"state": "existing"},
    )  # fmt: skip
    return Source(
        id=f"generator_{count}", names=Words(kk="Нүктелер", ru="Точки", en="Points"), body="osm", licence="CC0-1.0",
        attribution="-", origin="synthetic", rhythm="once", reader="table", delimiter=",", coordinates=("lon", "lat"),
        loads=(load,),
    )  # fmt: skip


def places(count: int, seed: int = 7) -> Floats:
    """Longitude and latitude (count x 2): four fifths in 60 clusters, the rest anywhere in the city's bounds."""
    random = np.random.default_rng(seed)
    west, south, east, north = load_city(CITY).bounds
    centres = random.uniform((west, south), (east, north), (CLUSTERS, 2))
    place = centres[random.integers(0, CLUSTERS, count)] + random.normal(0, SPREAD_DEG, (count, 2))
    loose = random.random(count) < LOOSE_SHARE
    place[loose] = random.uniform((west, south), (east, north), (int(loose.sum()), 2))
    return np.asarray(np.clip(place, (west, south), (east, north)))


def write_csv(path: Path, place: Floats, seed: int = 7) -> None:
    """File of the points with a key, one of 20 kinds, a whole number and a year."""
    random, count = np.random.default_rng(seed), len(place)
    columns = {
        "id": np.arange(count), "lon": place[:, 0], "lat": place[:, 1],
        "kind": np.array(KINDS)[random.integers(0, len(KINDS), count)],
        "val": random.integers(0, 10_000, count), "year": random.integers(1990, 2027, count),
    }  # fmt: skip
    pyarrow.csv.write_csv(pa.table(columns), path)


@contextmanager
def opened(url: str, counts: tuple[int, ...]) -> Iterator[Store]:
    """A store of Almaty that also knows layers of so many points."""
    city = load_city(CITY)
    layers = {**layers_of(city, demo=False), **{layer.id: layer for layer in map(layer_of, counts)}}
    city = city.model_copy(update={"sources": (*city.sources, *map(source_of, counts))})
    store = Store.open(url, city, layers)
    try:
        yield store
    finally:
        store.close()


def load(store: Store, source_id: str, path: Path) -> None:
    """Load a file through the ordinary import. RuntimeError when a row is refused."""
    report = import_source(store, source_id, path)
    if not report.good or report.counts.refused:
        raise RuntimeError(f"{source_id}: {report.status} {report.message} {report.counts}")
