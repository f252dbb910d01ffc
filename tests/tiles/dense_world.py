"""Dense layers on both engines: points in heaps and loose ones, with times, districts, kinds and sensitive values."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import numpy as np

from config.city import load_city
from config.policy import Sensitivity
from config.records import FieldRecord, LayerRecord, StyleRecord
from data.cells import CELL, cells_of
from data.store import Store
from layers import layers_of
from tests.map_world import row

ROWS = 3_000
LOOSE = 60
FIRST = date(2020, 1, 1)
DISTRICTS = ("almaly", "medeu", "auezov", "outside")
KINDS = ("a", "b", "c")
CHANNELS = ("call", "web", "қоңырау", None)
LEVELS = (Sensitivity.PUBLIC, Sensitivity.OFFICIAL, Sensitivity.PUBLIC, Sensitivity.RESTRICTED, Sensitivity.PUBLIC)


def _layer(name: str) -> LayerRecord:
    return LayerRecord(
        id=name, module="infrastructure", topic="transport", geometry="point", kinds=KINDS,
        fields=(
            FieldRecord(name="channel", type="code", filter="choice", in_tile=True),
            FieldRecord(name="hour", type="int", filter="range", step=1, in_tile=True),
            FieldRecord(name="cost", type="num", filter="range", step=0.5),
            FieldRecord(name="urgent", type="bool", filter="choice"),
            FieldRecord(name="secret", type="code", filter="choice", sensitivity=Sensitivity.OFFICIAL),
        ),
        style=StyleRecord(color="cat-1"), filters=("kind", "channel", "hour", "cost", "urgent", "secret"),
        dense=True, timed=True,
    )  # fmt: skip


CROWD = _layer("crowd")
MIXTURE = _layer("mixture")
EMPTY = _layer("nobody")
LAYERS = (CROWD, MIXTURE, EMPTY)


def places(rows: int = ROWS) -> np.ndarray[Any, Any]:
    """Degrees: most points in heaps of half a kilometre, some on one spot, some anywhere in the city's bounds."""
    random = np.random.default_rng(5)
    west, south, east, north = load_city("almaty").bounds
    heaps = random.uniform((west, south), (east, north), (5, 2))
    place = heaps[random.integers(0, 5, rows)] + random.normal(0, 0.004, (rows, 2))
    place[:LOOSE] = random.uniform((west, south), (east, north), (LOOSE, 2))
    place[LOOSE : LOOSE + 300] = heaps[0]
    return np.asarray(np.clip(place, (west, south), (east, north)))


def dense_rows(layer: LayerRecord, *, count: int = ROWS, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Rows of a dense layer; each seventh is closed, dates and values are missing here and there."""
    random, place = np.random.default_rng(seed), places(count)
    cells = cells_of(place[:, 0], place[:, 1]).tolist()
    pick = random.integers(0, 1_000_000, (count, 8))
    for i, (lon, lat) in enumerate(place.tolist()):
        p = pick[i].tolist()
        began = FIRST + timedelta(p[0] % 1500) if p[0] % 11 else None
        ended = (began or FIRST) + timedelta(p[1] % 200) if p[1] % 5 else None
        level = LEVELS[p[2] % len(LEVELS)] if layer is MIXTURE else Sensitivity.PUBLIC
        yield row(
            f"d{i}", lon, lat, kind=KINDS[p[3] % 3], district=DISTRICTS[p[4] % 4], valid_from=began, valid_to=ended,
            channel=CHANNELS[p[5] % 4], hour=p[6] % 24 if p[6] % 9 else None, cost=p[7] % 40 / 4 if p[7] % 6 else None,
            urgent=(None, True, False)[p[0] % 3], secret=("x", "y")[p[1] % 2], sensitivity=level.value,
            known_to=row("", 0, 0)["known_from"] if i % 7 == 6 else None, **{CELL: cells[i]},
        )  # fmt: skip


def publish(store: Store, layer: LayerRecord, **how: int) -> None:
    """Put rows into a layer and raise its version."""
    with store.write() as conn:
        conn.execute(store.tables[layer.id].insert(), list(dense_rows(layer, **how)))
        store.raise_version(conn, layer.id)


@contextmanager
def dense_store(url: str) -> Iterator[Store]:
    """A store of Almaty with the layers of this module, filled."""
    city = load_city("almaty")
    store = Store.open(url, city, {**layers_of(city, demo=True), **{layer.id: layer for layer in LAYERS}})
    try:
        publish(store, CROWD)
        publish(store, MIXTURE)
        yield store
    finally:
        store.close()
