"""Synthetic nodes of the synthetic networks: their sources, stations on mains, and places where they are closed.

No document at hand gives the number of such nodes in Almaty: the totals here are free and stand for nothing.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from data.demo import netplan
from data.demo.common import STATES, named
from data.demo.netgrow import sources_of
from data.demo.netplan import PLANS, TODAY_YEAR
from data.demo.netstored import NODES, SOURCE, Stored, stored
from data.demo.roadnet import Ints, RoadNet, roadnet
from data.demo.streets import Numbers, streets
from data.geometry import SRID
from data.loading.chunks import Chunk
from data.loading.shapes import transformer
from data.store import Store

STATIONS, CLOSINGS = 12, 120
# What stands on the mains of a network, and what closes it.
ELEMENTS = {
    "water": ("pump", "valve"), "sewerage": ("pump", "well"), "heat": ("pump", "valve"),
    "power": ("substation", "switch"), "gas_supply": ("pressure_point", "valve"), "lighting": ("cabinet", "switch"),
    "communications": ("exchange", "box"),
}  # fmt: skip
STATE_SHARES = (0.95, 0.02, 0.03)


def network_nodes(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Nodes of each network at vertices of its lines, as old and worn as the section they stand on."""
    net = roadnet(streets(conn, store, netplan.WAYS))
    for number, found in enumerate(stored(conn, store)):
        dice = np.random.default_rng([seed, 31, number])
        places = _sources(net, found.kind, store)
        station, closing = ELEMENTS[found.kind]
        stations, closings = _joints(dice, found)
        xy = np.concatenate([places, found.net.places[stations], found.net.places[closings]])
        elements = [SOURCE] * len(places) + [station] * len(stations) + [closing] * len(closings)
        yield _chunk(dice, found, xy, elements)


def _sources(net: RoadNet, kind: str, store: Store) -> Numbers:
    """Places of the sources (degrees), beside the street as the lines are."""
    moved = net.nodes[sources_of(net, PLANS[kind])] + np.array(PLANS[kind].shift)
    return np.round(np.column_stack(transformer(store.city.metric_crs, SRID).transform(*moved.T)), 7)


def _joints(dice: np.random.Generator, found: Stored) -> tuple[Ints, Ints]:
    """Joints of mains for stations, and other joints, those of mains more often, for closing."""
    main = found.words("network_level") == "main"
    on_main = np.zeros(found.net.joints, dtype=bool)
    on_main[found.net.joint[main[found.net.section]]] = True
    stations = dice.choice(np.flatnonzero(on_main), STATIONS, replace=False)
    weight = np.where(on_main, 3.0, 1.0)
    weight[stations] = 0.0
    return stations, dice.choice(found.net.joints, CLOSINGS, replace=False, p=weight / weight.sum())


def _chunk(dice: np.random.Generator, found: Stored, xy: Numbers, elements: list[str]) -> Chunk:
    size, points = len(xy), np.asarray(shapely.points(xy), dtype=object)
    _, at = shapely.STRtree(found.lines).query_nearest(points, all_matches=False)
    wear = np.clip(found.numbers("wear_pct")[at] + dice.normal(0, 5, size), 0, 100)
    year = np.minimum(found.numbers("year_laid")[at].astype(int), TODAY_YEAR)
    columns: dict[str, list[Any]] = {
        "kind": [found.kind] * size, "object_id": [f"demo-{found.kind}-{no:04d}" for no in range(1, size + 1)],
        **named(f"demo.node_{found.kind}", range(1, size + 1), 4), "element": elements,
        "state": ["working" if name == SOURCE else state for name, state in
                  zip(elements, dice.choice(STATES, size, p=STATE_SHARES).tolist(), strict=True)],
        "body": [PLANS[found.kind].body] * size, "year_laid": year.tolist(), "wear_pct": np.round(wear, 1).tolist(),
    }  # fmt: skip
    return Chunk(range(size), columns, 1.0, shapes=points, crs="EPSG:4326", layer=NODES)
