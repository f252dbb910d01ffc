"""Walking distance of the whole register: who reaches which school on foot, made once for a state of the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Connection

from analysis.graph_store import network_of
from analysis.metric import plane_of
from analysis.network import Network, Start
from analysis.places_near import minutes_to
from analysis.school_walk import WALK_MINUTES, Walk, access, need_of, neighbours, shortage, starts, within
from config.policy import VISITOR
from data.queries.education import ORGS, SCHOOL, Org, organizations
from data.queries.items import UnknownLayerError
from data.queries.kept import kept
from data.queries.people import district_people
from data.store import Store

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Demand:
    """Children of a kind of organization in the whole city: those who go there, and those who wait."""

    kind: str
    children: float


def demand(orgs: Sequence[Org], kind: str) -> float:
    """Children who need a place of the kind: in schools all pupils, in kindergartens children and the queue."""
    own = [org for org in orgs if org.kind == kind]
    return float(sum((org.pupils or 0) + (0 if kind == SCHOOL else org.queue or 0) for org in own))


def walking(conn: Connection, store: Store, home: Path, kind: str) -> dict[str, Walk]:
    """Children and places short within the walk by district, from the public register; nothing without roads.

    Children are spread over districts by population and over the home roads of each: a model.
    """
    orgs = organizations(conn, store, VISITOR)
    people = district_people(conn, store)
    if not orgs or not people:
        return {}
    try:
        network = network_of(conn, store, home)
    except UnknownLayerError:
        return {}
    found: dict[str, Walk] = kept(conn, store, ORGS, ("walk", kind, id(network), tuple(people.items())), lambda: _walk(
        store, network, [org for org in orgs if org.kind == kind and org.capacity], people, demand(orgs, kind)
    ))  # fmt: skip
    return found


def _walk(
    store: Store, network: Network, orgs: Sequence[Org], people: Mapping[str, float], children: float
) -> dict[str, Walk]:
    side, whole = network.side("foot"), sum(people.values())
    need = need_of(side.graph, {code: children * number / whole for code, number in people.items()})
    around = neighbours(side)
    none = np.zeros(0, dtype=np.int64)
    reach = [none if start is None else within(side, around, start, WALK_MINUTES * 60.0)
             for start in _starts(store, network, orgs)]  # fmt: skip
    share, count = access(need, reach, [float(org.capacity or 0) for org in orgs], len(side.graph.nodes))
    found = shortage(need, share, count, side.graph.districts.tolist())
    return {code: found[code] for code in people if code in found}


def _starts(store: Store, network: Network, orgs: Sequence[Org]) -> list[Start | None]:
    plane = plane_of(store.city.metric_crs)
    places = np.array([(org.lon, org.lat) for org in orgs]).reshape(-1, 2)
    return starts(network.side("foot"), plane.xy(places)) if len(places) else []


def minutes_from(
    conn: Connection, store: Store, home: Path, place: tuple[float, float], orgs: tuple[Org, ...]
) -> Floats:
    """Minutes on foot from a place (longitude, latitude) to each organization.

    Raises NoRoadError when no road is near the place, UnknownLayerError when the city has no roads.
    """
    network = network_of(conn, store, home)
    side = network.side("foot")
    x, y = plane_of(store.city.metric_crs).xy(np.array([place]))[0]
    start = side.nearest(float(x), float(y))
    joined: list[Start | None] = kept(
        conn, store, ORGS, ("starts", id(network), len(orgs)), lambda: _starts(store, network, orgs)
    )
    key = ("school_minutes", start, len(orgs), store.versions(conn).get(ORGS, 0))
    found: Floats = network.answers.get(key, lambda: minutes_to(side, start, joined))
    return found
