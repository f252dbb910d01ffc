"""Where synthetic checks of accessibility took place: at objects of other layers, else beside real streets."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, Row, select

from data.demo.common import population, present, shares
from data.demo.streets import STREETS, Numbers, beside, streets
from data.districts import DISTRICTS
from data.geometry import SRID
from data.layer_tables import OUTSIDE
from data.loading.chunks import Shapes
from data.loading.shapes import project, transformer
from data.store import Store

# Layers whose real objects stand for a sphere of the printed list.
REAL = {
    "education": ("schools", "kindergartens"), "passenger_transport": ("metro_stations",),
    "other": ("parks", "supermarkets"),
}  # fmt: skip
# Kinds of the register of city objects, made up as it may be, that stand for a sphere.
REGISTER = "city_objects"
REGISTERED = {
    "health": ("hospital", "clinic", "youth_center"), "culture": ("library", "theatre", "cinema", "culture_center"),
    "sport": ("stadium", "sport_complex"),
}  # fmt: skip
OFF_STREET_M = (9.0, 26.0)
FROM_BORDER_M = 60.0
SPARE = 4
STREET_NEAR_M = 400.0


@dataclass(frozen=True)
class Places:
    """Places in degrees: what stands there (`layer.object_id`, or a place of the demonstration), district, street."""

    ref: Shapes
    district: Shapes
    xy: Numbers
    street: Shapes

    def take(self, rows: np.ndarray) -> "Places":
        """Some of the places."""
        return Places(self.ref[rows], self.district[rows], self.xy[rows], self.street[rows])


def places(dice: np.random.Generator, conn: Connection, store: Store, spheres: list[str]) -> Places:
    """A place for each sphere of the list: an object of a layer while there is one left, else a place of its own."""
    sphere, registered = np.array(spheres, dtype=object), _registered(conn, store)
    ref = np.full(len(sphere), None, dtype=object)
    district = ref.copy()
    xy = np.zeros((len(sphere), 2))
    for name in (*REAL, *REGISTERED):
        layers = REAL.get(name, ())
        rows = [(layer, row) for layer in layers if layer in store.tables for row in present(conn, store, layer)]
        rows += [(REGISTER, row) for row in registered if row.kind in REGISTERED.get(name, ())]
        slots = dice.permutation(np.flatnonzero(sphere == name))[: len(rows)]
        chosen = [rows[at] for at in dice.permutation(len(rows))[: len(slots)]]
        ref[slots] = [f"{layer}.{row.object_id}" for layer, row in chosen]
        district[slots] = [row.district for _, row in chosen]
        xy[slots] = shapely.get_coordinates(shapely.from_wkb([row.geom for _, row in chosen]))
    left = np.flatnonzero(ref == None)  # noqa: E711 -- element by element
    own, codes = beside_streets(dice, conn, store, len(left))
    xy[left], district[left] = own, codes
    ref[left] = [f"place-{no:04d}" for no in range(1, len(left) + 1)]
    xy = np.round(xy, 6)
    return Places(ref, district, xy, street_names(conn, store, xy))


def _registered(conn: Connection, store: Store) -> list[Row[Any]]:
    """Present objects of the register within the city, whatever their origin; none where there is no register."""
    if REGISTER not in store.tables:
        return []
    t = store.tables[REGISTER].c
    query = select(t.object_id, t.kind, t.district, t.geom).where(t.known_to.is_(None), t.district != OUTSIDE)
    return list(conn.execute(query.order_by(t.object_id)))


def beside_streets(dice: np.random.Generator, conn: Connection, store: Store, count: int) -> tuple[Numbers, Shapes]:
    """Places (degrees) beside streets well inside their district, by district as people live there, and the codes."""
    ways, people = streets(conn, store, STREETS), population(conn, store)
    to_metres, to_degrees = transformer(SRID, store.city.metric_crs), transformer(store.city.metric_crs, SRID)
    table = store.tables[DISTRICTS]
    rows = conn.execute(select(table.c.district, table.c.geom).where(table.c.known_to.is_(None)))
    outlines = {str(row.district): project(np.array([shapely.from_wkb(row.geom)]), to_metres)[0] for row in rows}
    found, codes = [], []
    for code, wanted in zip(people, shares(count, [*people.values()]), strict=True):
        own = ways.where(ways.district == code)
        inner = shapely.buffer(outlines[code], -FROM_BORDER_M)
        shapely.prepare(inner)
        at = dice.choice(len(own.lines), SPARE * wanted + SPARE, p=own.length / own.length.sum())
        side = dice.choice((-1.0, 1.0), len(at)) * dice.uniform(*OFF_STREET_M, len(at))
        spot = beside(*own.along(at, dice.random(len(at)) * own.length[at]), side)
        found.append(spot[shapely.contains_xy(inner, spot)][:wanted])
        codes += [code] * len(found[-1])
    order = dice.permutation(len(codes))
    metres = np.concatenate(found)[order]
    lonlat = np.column_stack(to_degrees.transform(metres[:, 0], metres[:, 1]))
    return lonlat, np.array(codes, dtype=object)[order]


def street_names(conn: Connection, store: Store, xy: Numbers) -> Shapes:
    """Name of the nearest named street of each place in degrees; None when none is near."""
    table = store.tables["roads"]
    query = select(table.c.name_ru, table.c.geom).where(
        table.c.known_to.is_(None), table.c.name_ru.is_not(None), table.c.kind.in_(sorted(STREETS))
    )
    rows = conn.execute(query.order_by(table.c.fid)).all()
    change = transformer(SRID, store.city.metric_crs)
    tree = shapely.STRtree(project(np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object), change))
    spots = shapely.points(np.column_stack(change.transform(xy[:, 0], xy[:, 1])))
    place, line = tree.query_nearest(spots, max_distance=STREET_NEAR_M, all_matches=False)
    names = np.full(len(xy), None, dtype=object)
    names[place] = [rows[at].name_ru for at in line]
    return names
