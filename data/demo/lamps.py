"""Synthetic street lamps along the synthetic lighting lines; no document at hand counts the lamps of Almaty."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.demo.common import named
from data.demo.netstored import Stored, stored
from data.demo.roadnet import Ints
from data.geometry import SRID
from data.loading.chunks import Chunk
from data.loading.shapes import project, transformer
from data.store import Store

LAYER, KIND = "lamps", "lighting"
STEP_M = 35.0
LED_SHARE = 0.72
# Streets without light after a fault, lamps out in them, and single lamps out elsewhere.
DARK_STREETS, DARK, SINGLE, REPAIR = 0.025, 0.8, 0.012, 0.2
TODAY = date(2026, 11, 30)
POWER = {"led": (60, 90, 120, 150), "sodium": (150, 250, 400)}


def lamps(conn: Connection, store: Store, seed: int, total: int) -> Iterator[Chunk]:
    """At most so many lamps, street by street, one every 35 metres of the first line of a street."""
    dice = np.random.default_rng([seed, 33])
    found = next(stored(conn, store, [KIND], joined=False))
    street, lon, lat = _places(dice, store, found, total)
    size = len(street)
    dark = dice.random(len(found.rows)) < DARK_STREETS
    out = dice.random(size) < np.where(dark[street], DARK, SINGLE)
    state = np.where(out, np.where(dice.random(size) < REPAIR, "repair", "broken"), "working")
    kind = np.where(dice.random(size) < LED_SHARE, "led", "sodium")
    year = found.numbers("year_laid").astype(int)[street]
    days = dice.integers(1, 45, size)
    watts = [POWER[name][pick % len(POWER[name])] for name, pick in zip(kind, dice.integers(0, 60, size), strict=True)]
    columns = {
        "object_id": [f"demo-lamp-{no:06d}" for no in range(1, size + 1)], "kind": kind.tolist(),
        **named("demo.lamp", range(1, size + 1), 6), "state": state.tolist(),
        "body": found.words("body")[street].tolist(), "power_w": watts, "year_laid": year.tolist(),
        "out_since": [TODAY - timedelta(days=int(d)) if o else None for d, o in zip(days, out, strict=True)],
    }  # fmt: skip
    yield Chunk(range(size), columns, 1.0, shapes=np.asarray(shapely.points(lon, lat), dtype=object), crs="EPSG:4326",
                layer=LAYER)  # fmt: skip


def _places(
    dice: np.random.Generator, store: Store, found: Stored, total: int
) -> tuple[Ints, NDArray[np.float64], NDArray[np.float64]]:
    """Number of the section, longitude and latitude of each lamp, sections in a random order until there are enough."""
    metric = project(found.lines, transformer(SRID, store.city.metric_crs))
    first = np.asarray(shapely.get_geometry(metric, 0), dtype=object)
    counts = np.maximum(np.floor(shapely.length(first) / STEP_M), 0).astype(np.int64)
    order = dice.permutation(len(first))
    street = np.repeat(order, counts[order])
    starts = np.repeat(np.cumsum(counts[order]) - counts[order], counts[order])
    step = np.arange(len(street)) - starts
    street, step = street[:total], step[:total]
    points = shapely.line_interpolate_point(first[street], (step + 0.5) * STEP_M)
    lon, lat = transformer(store.city.metric_crs, SRID).transform(shapely.get_x(points), shapely.get_y(points))
    return street, np.round(lon, 6), np.round(lat, 6)
