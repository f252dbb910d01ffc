"""Synthetic buildings beside the real streets of the city: rectangles that stand on no street and on no other building.

No document at hand counts the buildings of Almaty by district: number, kinds, floors and years are made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.demo.common import named, population, shares, stretch
from data.demo.streets import STREETS, Numbers, Streets, beside, streets
from data.districts import DISTRICTS, DistrictFinder
from data.geometry import SRID
from data.loading.chunks import Chunk, Shapes
from data.loading.shapes import transformer
from data.store import Store

Ints = NDArray[np.int64]
PART = 20_000
WAYS = STREETS | {"service"}
CARS = WAYS | {"trunk", "motorway", "trunk_link", "primary_link", "secondary_link", "tertiary_link"}
CORNER_M = 12.0
# Candidates for each building wanted: many of them lie on a street or on another one.
SPARE = 4
KINDS = ("house", "apartments", "public_building", "commercial", "industrial")
# Step along the street, width along it and depth across it, distance from its middle: metres, from and to.
SIZES = {
    "house": (15.0, (8.0, 12.5), (8.0, 12.0), (7.0, 11.0)),
    "apartments": (62.0, (30.0, 52.0), (12.0, 15.0), (14.0, 22.0)),
    "public_building": (70.0, (28.0, 50.0), (16.0, 28.0), (16.0, 26.0)),
    "commercial": (44.0, (18.0, 34.0), (14.0, 24.0), (12.0, 18.0)),
    "industrial": (64.0, (32.0, 54.0), (18.0, 34.0), (12.0, 20.0)),
}
# Shares of the kinds, in their order, on the streets of a class.
ON_STREET = {
    "residential": (0.88, 0.08, 0.02, 0.01, 0.01), "living_street": (0.55, 0.4, 0.03, 0.02, 0.0),
    "service": (0.4, 0.4, 0.06, 0.08, 0.06), "unclassified": (0.55, 0.12, 0.05, 0.12, 0.16),
    "tertiary": (0.35, 0.4, 0.08, 0.14, 0.03), "secondary": (0.1, 0.55, 0.1, 0.22, 0.03),
    "primary": (0.05, 0.55, 0.12, 0.25, 0.03),
}  # fmt: skip
# Years in which the city built, with shares; floors by kind from and to, since 2000 and before.
YEARS = ((1930, 1955, 0.1), (1956, 1975, 0.27), (1976, 1991, 0.25), (1992, 2000, 0.08), (2001, 2024, 0.3))
FLOORS_NEW = {
    "house": (1, 3),
    "apartments": (6, 18),
    "public_building": (1, 5),
    "commercial": (1, 12),
    "industrial": (1, 3),
}
FLOORS_OLD = {
    "house": (1, 2),
    "apartments": (2, 9),
    "public_building": (1, 4),
    "commercial": (1, 4),
    "industrial": (1, 2),
}


@dataclass
class _Slots:
    """Places where a building may stand: middle and direction in metres, kind, size, district, nearness."""

    xy: Numbers
    way: Numbers
    kind: Ints
    size: Numbers
    district: Ints
    far: Numbers

    def take(self, rows: Ints) -> "_Slots":
        return _Slots(*(values[rows] for values in vars(self).values()))

    def shapes(self) -> Shapes:
        """Rectangles in metres."""
        along = self.way * self.size[:, :1] / 2
        across = np.column_stack([-self.way[:, 1], self.way[:, 0]]) * self.size[:, 1:] / 2
        corners = [self.xy - along - across, self.xy + along - across, self.xy + along + across,
                   self.xy - along + across]  # fmt: skip
        return np.asarray(shapely.polygons(np.stack([*corners, corners[0]], axis=1)), dtype=object)


def buildings(conn: Connection, store: Store, seed: int, total: int) -> Iterator[Chunk]:
    """At most `total` buildings, in each district those nearest to its middle, in stretches."""
    dice = np.random.default_rng([seed, 4])
    people = population(conn, store)
    wanted = np.array(shares(total, [*people.values()]))
    middles = _middles(conn, store, [*people])
    slots = _slots(dice, _near(streets(conn, store, WAYS), middles, wanted))
    slots = _in_districts(conn, store, slots, middles)
    slots = _free(slots, streets(conn, store, CARS))
    slots = _nearest(slots, _possible(wanted, np.bincount(slots.district, minlength=len(wanted))))
    shapes = _to_degrees(slots.shapes(), store)
    year, floors = _ages(dice, slots.kind)
    size = len(shapes)
    for start in range(0, size, PART):
        some = slice(start, min(start + PART, size))
        numbers = range(start + 1, some.stop + 1)
        columns = {
            "object_id": [f"demo-building-{no:06d}" for no in numbers], **named("demo.building", numbers, 6),
            "kind": np.array(KINDS, dtype=object)[slots.kind[some]].tolist(),
            "floors": floors[some].tolist(), "year_built": year[some].tolist(),
            "valid_from": (year[some] - 1970).astype("datetime64[Y]").astype("datetime64[D]").tolist(),
        }  # fmt: skip
        yield stretch(columns, shapes[some], some.stop / size)


def _slots(dice: np.random.Generator, ways: Streets) -> _Slots:
    """Slots along both sides of streets, each street with one kind of building on each side."""
    chance = dice.random((len(ways.lines), 2))
    limits = np.cumsum([ON_STREET[kind] for kind in ways.kind], axis=1)
    parts = []
    for side, sign in ((0, 1.0), (1, -1.0)):
        kind = np.minimum((chance[:, side, None] > limits).sum(axis=1), len(KINDS) - 1)
        step = np.array([SIZES[name][0] for name in KINDS])[kind]
        fits = np.maximum(np.floor((ways.length - 2 * CORNER_M) / step), 0).astype(np.int64)
        at = np.repeat(np.arange(len(fits)), fits)
        order = np.arange(len(at)) - np.repeat(np.cumsum(fits) - fits, fits)
        place, way = ways.along(at, CORNER_M + (order + 0.5) * step[at])
        size, off = _sizes(dice, kind[at])
        xy = beside(place, way, sign * (off + size[:, 1] / 2))
        parts.append((xy, way, kind[at], size))
    joined = [np.concatenate(values) for values in zip(*parts, strict=True)]
    none = np.zeros(len(joined[0]))
    return _Slots(joined[0], joined[1], joined[2], joined[3], none.astype(np.int64), none)


def _sizes(dice: np.random.Generator, kind: Ints) -> tuple[Numbers, Numbers]:
    """Width and depth (n, 2) and the distance from the middle of the street, metres."""
    limits = np.array([[SIZES[name][part] for part in (1, 2, 3)] for name in KINDS])[kind]
    drawn = limits[:, :, 0] + dice.random((len(kind), 3)) * (limits[:, :, 1] - limits[:, :, 0])
    return drawn[:, :2], drawn[:, 2]


def _middles(conn: Connection, store: Store, codes: list[str]) -> dict[str, Numbers]:
    """A place within each district, in metres."""
    table = store.tables[DISTRICTS]
    query = select(table.c.district, table.c.geom).where(table.c.known_to.is_(None))
    outline = {row.district: shapely.from_wkb(row.geom) for row in conn.execute(query)}
    inside = shapely.get_coordinates([shapely.point_on_surface(outline[code]) for code in codes])
    metres = np.column_stack(transformer(SRID, store.city.metric_crs).transform(*inside.T))
    return dict(zip(codes, metres, strict=True))


def _near(ways: Streets, middles: dict[str, Numbers], wanted: Ints) -> Streets:
    """The streets of each district nearest to its middle, with room for many times the buildings wanted."""
    keep = np.zeros(len(ways.lines), dtype=bool)
    for (code, middle), count in zip(middles.items(), wanted, strict=True):
        own = np.flatnonzero(ways.district == code)
        own = own[np.argsort(shapely.distance(ways.lines[own], shapely.Point(middle)), kind="stable")]
        room = np.cumsum(ways.length[own]) * 2 / SIZES["house"][0]
        keep[own[: int(np.searchsorted(room, count * SPARE)) + 1]] = True
    return ways.where(keep)


def _in_districts(conn: Connection, store: Store, slots: _Slots, middles: dict[str, Numbers]) -> _Slots:
    """Slots within districts, the nearest to the middle of their district first."""
    to_degrees = transformer(store.city.metric_crs, SRID)
    places = np.asarray(shapely.points(*to_degrees.transform(*slots.xy.T)), dtype=object)
    number = {code: no for no, code in enumerate(middles)}
    found = DistrictFinder.of_store(conn, store).of_points(places)
    slots.district = np.array([number.get(code, -1) for code in found])
    slots = slots.take(np.flatnonzero(slots.district >= 0))
    slots.far = np.hypot(*(slots.xy - np.stack([*middles.values()])[slots.district]).T)
    return slots.take(np.argsort(slots.far, kind="stable"))


def _nearest(slots: _Slots, most: Ints) -> _Slots:
    """At most so many of the slots of each district, the first ones."""
    keep = [np.flatnonzero(slots.district == no)[:count] for no, count in enumerate(most)]
    return slots.take(np.sort(np.concatenate(keep)))


def _free(slots: _Slots, ways: Streets) -> _Slots:
    """Slots on no street and on no other slot; of two in each other's way the first one stays."""
    shapes = slots.shapes()
    tree = shapely.STRtree(shapes)
    _, blocked = tree.query(ways.lines, predicate="intersects")
    left = np.ones(len(shapes), dtype=bool)
    left[blocked] = False
    slots, shapes = slots.take(np.flatnonzero(left)), shapes[left]
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = pairs[:, pairs[0] < pairs[1]]
    undecided, gone = np.ones(len(shapes), dtype=bool), np.zeros(len(shapes), dtype=bool)
    while len(first):
        # Whoever has nobody undecided before it stays; those in its way go.
        waits = np.zeros(len(shapes), dtype=bool)
        waits[second] = True
        stays = undecided & ~waits
        gone[second[stays[first]]] = True
        undecided &= ~stays & ~gone
        live = undecided[first] & undecided[second]
        first, second = first[live], second[live]
    return slots.take(np.flatnonzero(~gone))


def _possible(wanted: Ints, have: Ints) -> Ints:
    """Numbers wanted by district; what one cannot hold goes to those with room, in the same proportion."""
    given = np.minimum(wanted, have)
    while (short := int(wanted.sum() - given.sum())) and (room := have - given).any():
        given += np.minimum(shares(short, (wanted * (room > 0)).tolist()), room)
    return given


def _to_degrees(shapes: Shapes, store: Store) -> Shapes:
    change = transformer(store.city.metric_crs, SRID)

    def moved(xy: Numbers) -> Numbers:
        return np.round(np.column_stack(change.transform(xy[:, 0], xy[:, 1])), 7)

    return np.asarray(shapely.transform(shapes, moved), dtype=object)


def _ages(dice: np.random.Generator, kind: Ints) -> tuple[Ints, Ints]:
    """Year and number of floors of buildings of some kinds."""
    spans = np.array([(first, last) for first, last, _ in YEARS])
    span = spans[dice.choice(len(YEARS), len(kind), p=[share for *_, share in YEARS])]
    year = dice.integers(span[:, 0], span[:, 1] + 1)
    new, old = (np.array([table[name] for name in KINDS])[kind] for table in (FLOORS_NEW, FLOORS_OLD))
    limits = np.where((year > 2000)[:, None], new, old)
    return year, dice.integers(limits[:, 0], limits[:, 1] + 1)
