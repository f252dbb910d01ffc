"""Synthetic states of real road sections: surface, years of repair and traffic of the streets of the city."""

from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from data.demo.common import named, stretch
from data.demo.crossings import BODY, repairs
from data.layer_tables import OUTSIDE
from data.loading.chunks import Chunk
from data.loading.report import LoadError
from data.store import Store

# Vehicles a day by class of street: made up. Pavements count none.
TRAFFIC = {"trunk": 42_000, "primary": 30_000, "secondary": 16_000, "tertiary": 7_000, "footway": 0}
# facts.csv f-428: 40 km of dedicated lanes are the plan of 2024-2025; they lie on the main streets.
BUS_LANES_M = 40_000.0
LANES_ON = "primary"


def road_sections(conn: Connection, store: Store, seed: int) -> Chunk:
    """Sections of main streets and pavements; their lines are real, everything said about them is made up."""
    dice = np.random.default_rng([seed, 24])
    t = store.tables["roads"].c
    query = select(t.kind, t.name_ru, t.length_m, t.geom).where(
        t.known_to.is_(None), t.origin != "synthetic", t.district != OUTSIDE, t.kind.in_(sorted(TRAFFIC))
    )
    rows = list(conn.execute(query.order_by(t.fid)))
    if not rows:
        raise LoadError("demo_needs", layer="roads")
    size = len(rows)
    numbers = range(1, size + 1)
    kind = [row.kind for row in rows]
    usual = np.array([TRAFFIC[one] for one in kind])
    columns: dict[str, list[Any]] = {
        "object_id": [f"demo-section-{no:05d}" for no in numbers], "kind": kind, **named("demo.section", numbers, 5),
        "address": [row.name_ru for row in rows], "body": [BODY] * size,
        **repairs(dice, size, np.zeros(size, dtype=bool)),
        "traffic_load": [None if not base else int(found) for base, found in zip(
            usual, np.round(usual * dice.lognormal(0.0, 0.35, size), -2), strict=True)],
        "bus_lane": _lanes(dice, rows),
    }  # fmt: skip
    shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    return replace(stretch(columns, shapes, 1.0), layer="road_sections")


def _lanes(dice: np.random.Generator, rows: list[Any]) -> list[bool]:
    """Sections of main streets, drawn by lot until the printed length is met as closely as whole sections can."""
    lanes, left = [False] * len(rows), BUS_LANES_M
    for at in dice.permutation(len(rows)).tolist():
        if rows[at].kind == LANES_ON and rows[at].length_m <= left:
            lanes[at] = True
            left -= rows[at].length_m
    return lanes
