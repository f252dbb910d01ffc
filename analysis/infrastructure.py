"""Answers of the module of infrastructure put together from the store: provision, watched area, objects in danger."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from analysis.exposure import Exposed, danger, exposed, in_danger
from analysis.metric import plane_of
from analysis.provision import Provision, provision
from analysis.road_need import Section
from analysis.watched import Watched, sectors, watched
from config import policy
from config.policy import Action, Thing, User, district_scope, may
from data.districts import DISTRICTS
from data.queries import infrastructure as query
from data.queries.items import Ask
from data.queries.kept import kept
from data.queries.scope import row_scope
from data.store import INDICATORS, Store

OBJECTS, EDUCATION = "city_objects", "education_orgs"
# Of the register of education these count; the open map has its own points of schools and kindergartens.
TAUGHT = ("school", "kindergarten")
# Kinds of the registers are told apart; of other layers all rows are one kind, named as the layer.
OTHERS = (
    "schools", "kindergartens", "green_areas", "supermarkets", "bus_stops", "playgrounds", "pharmacies", "toilets",
    "pedestrian_crossings", "road_sections", "social_objects",
)  # fmt: skip
# What stands for the capacity of a layer's row, with the factor that makes it readable.
SIZES = {
    OBJECTS: ("capacity", 1.0),
    "social_objects": ("places", 1.0),
    "green_areas": ("green_area_ha", 1.0),
    "road_sections": ("length_m", 0.001),
}
FAULTS, HAZARDS, QUAKES = "active_faults", "hazard_zones", "earthquakes"
IN_DANGER = ("schools", "kindergartens", OBJECTS, "heritage", "buildings")
BUFFERS = (250, 500, 1000, 2000)
BUFFER = 500


def provisions(conn: Connection, store: Store, user: User, ask: Ask | None = None) -> dict[str, Provision]:
    """Provision with every kind of object that the city has, by kind; `ask` narrows the register of objects.

    Only rows that the person may see count. What lies outside of the districts is left out. Without `ask` the answer
    is kept until one of the layers changes.
    """
    if ask is not None:
        return _provisions(conn, store, user, ask)
    stamp = query.stamp(conn, store, INDICATORS, OBJECTS, EDUCATION, *OTHERS)
    found: dict[str, Provision] = kept(
        conn, store, DISTRICTS, ("provisions", row_scope(user), stamp), lambda: _provisions(conn, store, user, None)
    )
    return found


def _provisions(conn: Connection, store: Store, user: User, ask: Ask | None) -> dict[str, Provision]:
    people = query.people(conn, store)
    found: dict[str, Provision] = {}
    counts, room = _sums(query.tally(conn, store, OBJECTS, user, ask, query.Group(total=SIZES[OBJECTS][0])))
    order = store.layers[OBJECTS].kinds if OBJECTS in store.layers else ()
    for kind in order:
        if counts.get(kind):
            found[kind] = provision(kind, counts[kind], people, room.get(kind))
    counts, room = _sums(query.tally(conn, store, EDUCATION, user, None, query.Group(total="capacity")))
    for kind in TAUGHT:
        if counts.get(kind):
            found[kind] = provision(kind, counts[kind], people, room.get(kind))
    for layer in OTHERS:
        column, factor = SIZES.get(layer, (None, 1.0))
        one, sizes = _sums(query.tally(conn, store, layer, user, None, query.Group(total=column)), factor, layer)
        if one:
            found[layer] = provision(layer, one[layer], people, sizes.get(layer))
    return found


def _sums(
    tallies: tuple[query.Tally, ...], factor: float = 1.0, name: str | None = None
) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, float]]]:
    """Counts and sums by kind (or all under one name) and district."""
    counts: dict[str, dict[str, int]] = {}
    sums: dict[str, dict[str, float]] = {}
    for one in tallies:
        kind = name or str(one.value)
        own = counts.setdefault(kind, {})
        own[one.district] = own.get(one.district, 0) + one.count
        if one.total is not None:
            size = sums.setdefault(kind, {})
            size[one.district] = size.get(one.district, 0.0) + one.total * factor
    return counts, sums


def outlines(conn: Connection, store: Store) -> dict[str, Any]:
    """Outlines of the districts in metres by code, in the order of the city's records."""

    def make() -> dict[str, Any]:
        plane = plane_of(store.city.metric_crs)
        rows = query.shapes(conn, store, DISTRICTS)
        drawn = {row.district: plane.metres(shapely.from_wkb(row.wkb)) for row in rows}
        return {district.id: drawn[district.id] for district in store.city.districts if district.id in drawn}

    found: dict[str, Any] = kept(conn, store, DISTRICTS, "infra-outlines", make)
    return found


def coverage(conn: Connection, store: Store, user: User) -> list[Watched] | None:
    """Watched area by district; None for whom the policy does not let see it, nothing without cameras.

    Staff of a district get their own district alone.
    """
    if not may(user, Action.VIEW, policy.COVERAGE):
        return None

    def make() -> list[Watched]:
        cameras = query.all_cameras(conn, store)
        if not cameras:
            return []
        return watched(_seen(store, cameras), [one.district for one in cameras], outlines(conn, store))

    stamp = query.stamp(conn, store, query.CAMERAS, DISTRICTS)
    found: list[Watched] = kept(conn, store, query.CAMERAS, ("coverage", stamp), make)
    own = district_scope(user, policy.COVERAGE)
    return [row for row in found if own in (None, row.district)]


def _seen(store: Store, cameras: tuple[query.Camera, ...]) -> Any:
    """Sectors in metres of the cameras that work; the others see nothing."""
    xy = plane_of(store.city.metric_crs).xy(shapely.get_coordinates(shapely.from_wkb([one.wkb for one in cameras])))

    def column(name: str) -> Any:
        values = [getattr(one, name) if one.working else None for one in cameras]
        return np.array([np.nan if value is None else float(value) for value in values])

    return sectors(xy, column("azimuth"), column("reach"), column("angle"))


def watched_shape(conn: Connection, store: Store, user: User) -> Any:
    """What cameras watch as one shape in degrees; None for whom single cameras are not, for it shows where they are."""
    layer = store.layers.get(query.CAMERAS)
    if layer is None or not may(user, Action.VIEW, Thing("layer", layer.sensitivity)):
        return None
    scope, plane = row_scope(user), plane_of(store.city.metric_crs)

    def make() -> Any:
        cameras = tuple(
            one for one in query.all_cameras(conn, store) if scope.district in (None, one.district)
        )  # fmt: skip
        seen = _seen(store, cameras) if cameras else np.zeros(0, dtype=object)
        return plane.degrees(shapely.union_all(seen))

    return kept(conn, store, query.CAMERAS, ("watched", scope), make)


@dataclass(frozen=True)
class Risk:
    """Objects in danger by layer, for faults with a buffer and for zones; `known` when any fault or zone is drawn."""

    buffer_m: int
    faults: Mapping[str, Exposed]
    zones: Mapping[str, Exposed]
    known: bool = True

    def both(self, layer: str, district: str | None = None) -> tuple[int, int]:
        """Objects of a layer near a fault and in a zone of danger."""
        near, zone = self.faults[layer], self.zones[layer]
        if district is None:
            return near.all_exposed, zone.all_exposed
        return near.exposed.get(district, 0), zone.exposed.get(district, 0)


def risk(conn: Connection, store: Store, user: User, buffer_m: int = BUFFER) -> Risk:
    """Objects within `buffer_m` metres of a fault's trace and inside zones of danger, by layer and district."""
    layers = [name for name in IN_DANGER if query.tally(conn, store, name, user)]
    stamp = query.stamp(conn, store, FAULTS, HAZARDS, DISTRICTS, *layers)

    def make() -> Risk:
        faults = _danger(conn, store, user, FAULTS, float(buffer_m))
        zones = _danger(conn, store, user, HAZARDS, 0.0)
        codes = [district.id for district in store.city.districts]
        near, inside = {}, {}
        for name in layers:
            rows = query.shapes(conn, store, name, user)
            objects = np.asarray(shapely.from_wkb([row.wkb for row in rows]), dtype=object).reshape(-1)
            where = [row.district for row in rows]
            near[name] = exposed(in_danger(objects, faults), where, codes)
            inside[name] = exposed(in_danger(objects, zones), where, codes)
        return Risk(buffer_m, near, inside, not (faults.is_empty and zones.is_empty))

    found: Risk = kept(conn, store, DISTRICTS, ("risk", buffer_m, row_scope(user), stamp), make)
    return found


def _danger(conn: Connection, store: Store, user: User, layer: str, buffer_m: float) -> Any:
    """Zones or lines of a layer with metres around them, in degrees: very many objects then need not be moved."""
    plane = plane_of(store.city.metric_crs)
    shapes = np.asarray(shapely.from_wkb([row.wkb for row in query.shapes(conn, store, layer, user)]), dtype=object)
    return shapely.make_valid(plane.degrees(danger(plane.metres(shapes.reshape(-1)), buffer_m)))


def sections(conn: Connection, store: Store, user: User, layer: str = "road_sections") -> list[Section]:
    """Road sections taken together by district, state and year of the next repair."""

    def make() -> list[Section]:
        found: list[Section] = []
        for state in ("good", "fair", "poor"):
            asked = replace(Ask(), filters={"state": query.one_of(state)})
            rows = query.tally(conn, store, layer, user, asked, query.Group("next_repair_year", "length_m"))
            found += [Section(row.district, state, row.value, row.total or 0.0) for row in rows]
        return found

    known: list[Section] = kept(conn, store, DISTRICTS, ("sections", row_scope(user), query.stamp(conn, store, layer)),
                                make)  # fmt: skip
    return known
