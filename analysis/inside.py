"""What lies in an area, layer by layer: points counted, lines cut at the edge and measured, areas too; residents."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from sqlalchemy import Connection, func, select

from analysis.area import ROADS, Area
from analysis.metric import Floats, plane_of
from config.policy import VISITOR, User
from data.layer_tables import OUTSIDE
from data.queries.inside import Shapes, count_points, shapes_inside
from data.queries.items import Ask
from data.queries.kept import kept
from data.queries.people import district_people
from data.queries.zones import Zone
from data.store import Store

# Roads along which people live; people of a district are spread over their length.
HOME_ROADS = ("residential", "living_street", "service", "unclassified", "tertiary", "secondary", "primary")


@dataclass(frozen=True)
class Kind:
    """A kind of a layer inside: objects, and metres or square metres of them inside."""

    kind: str
    count: int
    length_m: float = 0.0
    area_m2: float = 0.0


@dataclass(frozen=True)
class Measured:
    """A layer inside an area; `kinds` from the most to the least frequent."""

    layer: str
    geometry: str
    kinds: tuple[Kind, ...]

    @property
    def count(self) -> int:
        """Objects inside, those cut by the edge too."""
        return sum(one.count for one in self.kinds)

    @property
    def length_m(self) -> float:
        """Metres of lines inside."""
        return sum(one.length_m for one in self.kinds)

    @property
    def area_m2(self) -> float:
        """Square metres of areas inside."""
        return sum(one.area_m2 for one in self.kinds)


@dataclass(frozen=True)
class Residents:
    """People in an area: `exact` when the area is a district of a count; else shares by district, a model."""

    number: float | None
    exact: bool = False
    shares: Mapping[str, float] = field(default_factory=dict)


def measure(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask) -> Measured:
    """What of a layer lies in the zone of the question. Raises UnknownLayerError, AskError."""
    layer = store.layers.get(layer_id)
    if layer is None or layer.geometry == "point" or ask.zone is None:
        counts = count_points(conn, store, layer_id, user, ask)
        kinds = [Kind(kind, number) for kind, number in counts.items()]
    else:
        kinds = _kinds(store, shapes_inside(conn, store, layer_id, user, ask), ask.zone, layer.geometry)
    ordered = tuple(sorted(kinds, key=lambda one: (-one.count, one.kind)))
    return Measured(layer_id, layer.geometry if layer else "point", ordered)


def _kinds(store: Store, shapes: Shapes, zone: Zone, geometry: str) -> list[Kind]:
    sizes = sizes_inside(shapes, zone, store.city.metric_crs, geometry)
    kinds = np.asarray(shapes.kinds, dtype=str)
    found = []
    for kind in np.unique(kinds):
        at = kinds == kind
        total = float(sizes[at].sum())
        size = {"length_m": total} if geometry == "line" else {"area_m2": total}
        found.append(Kind(str(kind), int(at.sum()), **size))
    return found


def sizes_inside(shapes: Shapes, zone: Zone, crs: int, geometry: str) -> Floats:
    """Metres or square metres of each line or area inside the zone; what crosses its edge is cut there."""
    geoms = shapes.geoms.copy()
    crossing = ~np.asarray(shapely.covers(zone.shape, geoms), dtype=np.bool_)
    geoms[crossing] = shapely.intersection(geoms[crossing], zone.shape)
    flat = plane_of(crs).metres(geoms)
    return np.asarray(shapely.length(flat) if geometry == "line" else shapely.area(flat), dtype=np.float64)


def residents(conn: Connection, store: Store, area: Area) -> Residents:
    """People in an area.

    A whole district has its count. Any other area gets of each district the share of the length of roads with homes
    along them that lies in the area: a model, for no count finer than a district is known.
    """
    people = district_people(conn, store)
    if area.district:
        return Residents(people.get(area.district), exact=True)
    if ROADS not in store.tables:
        return Residents(None)
    shapes = shapes_inside(conn, store, ROADS, VISITOR, Ask(zone=area.zone))
    sizes = sizes_inside(shapes, area.zone, store.city.metric_crs, "line")
    homes = np.isin(np.asarray(shapes.kinds, dtype=str), HOME_ROADS)
    districts = np.asarray(shapes.districts, dtype=str)
    inside = {str(code): float(sizes[homes & (districts == code)].sum()) for code in np.unique(districts[homes])}
    return spread(people, inside, home_lengths(conn, store))


def spread(people: Mapping[str, float], inside: Mapping[str, float], whole: Mapping[str, float]) -> Residents:
    """Residents by the share of each district's metres of home roads that is inside; outside all nobody is counted."""
    shares = {
        code: min(1.0, metres / whole[code]) for code, metres in inside.items()
        if code != OUTSIDE and metres > 0 and whole.get(code)
    }  # fmt: skip
    known = {code: share for code, share in shares.items() if code in people}
    if not people:
        return Residents(None)
    return Residents(sum(people[code] * share for code, share in known.items()), shares=known)


def home_lengths(conn: Connection, store: Store) -> dict[str, float]:
    """Metres of home roads of each district, public and present ones."""
    table = store.tables[ROADS]
    query = (
        select(table.c.district, func.sum(table.c.length_m))
        .where(table.c.known_to.is_(None), table.c.sensitivity == "public", table.c.kind.in_(HOME_ROADS))
        .group_by(table.c.district)
    )  # fmt: skip
    found: dict[str, float] = kept(
        conn, store, ROADS, "homes", lambda: {code: float(metres or 0) for code, metres in conn.execute(query)}
    )
    return found
