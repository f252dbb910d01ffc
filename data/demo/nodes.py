"""Synthetic nodes of water, heat and power networks on the real streets of the city.

No document at hand gives the number of such nodes in Almaty: the totals here are free and stand for nothing.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.demo.common import STATES, chunk, names, population, present, shares
from data.demo.streets import STREETS
from data.loading.chunks import Chunk, Shapes
from data.store import Store

TOTALS = {"water": 250, "heat": 150, "power": 200}
STATE_SHARES = (0.94, 0.02, 0.04)
YEARS = (1965, 2024)
WEAR_PER_YEAR = 1.5


def network_nodes(conn: Connection, store: Store, seed: int) -> Chunk:
    """Nodes on street corners and bends, by district as people live there; wear grows with the year of laying."""
    dice = np.random.default_rng([seed, 2])
    size = sum(TOTALS.values())
    xy, district = _corners(conn, store)
    people = population(conn, store)
    codes = [code for code in sorted(people) if (district == code).any()]
    split = shares(size, [people[code] for code in codes])
    chosen = np.concatenate([
        dice.choice(np.flatnonzero(district == code), count, replace=False)
        for code, count in zip(codes, split, strict=True)
    ])  # fmt: skip
    place = xy[dice.permutation(chosen)]
    kinds = [kind for kind, count in TOTALS.items() for _ in range(count)]
    order = [no for count in TOTALS.values() for no in range(1, count + 1)]
    year = dice.integers(YEARS[0], YEARS[1] + 1, size)
    wear = np.clip((YEARS[1] - year) * WEAR_PER_YEAR + dice.normal(0, 6, size), 0, 100)
    labels = [names(f"demo.node_{kind}", [no]) for kind, no in zip(kinds, order, strict=True)]
    columns = {
        "layer": ["network_nodes"] * size, "kind": kinds,
        "object_id": [f"demo-{kind}-{no:04d}" for kind, no in zip(kinds, order, strict=True)],
        "state": dice.choice(STATES, size, p=STATE_SHARES).tolist(),
        **{name: [label[name][0] for label in labels] for name in labels[0]},
        "year_laid": year.tolist(), "wear_pct": np.round(wear, 1).tolist(),
    }  # fmt: skip
    return chunk(columns, place[:, 0], place[:, 1])


def _corners(conn: Connection, store: Store) -> tuple[NDArray[np.float64], Shapes]:
    """Vertices of streets, each once, with the district of their street's first piece."""
    rows = [row for row in present(conn, store, "roads") if row.kind in STREETS]
    shapes = shapely.from_wkb([row.geom for row in rows])
    xy, at = shapely.get_coordinates(shapes, return_index=True)
    _, first = np.unique(np.round(xy, 6), axis=0, return_index=True)
    first.sort()
    district = np.array([row.district for row in rows], dtype=object)
    return xy[first], district[at[first]]
