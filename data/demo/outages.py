"""Synthetic outages: where and when is made up; who loses service follows from the topology of the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.demo.common import named
from data.demo.netstored import Stored, stored
from data.demo.roadnet import Ints
from data.demo.streets import Numbers
from data.geometry import SRID
from data.loading.chunks import Chunk, Shapes
from data.loading.shapes import project, transformer
from data.store import Store
from data.topology import Dependence, dependence

LAYER = "network_outages"
NOW = datetime(2026, 11, 30, 6, 0)
DAYS = 730
# Ended and present outages of each network.
COUNTS = {
    "water": (260, 3), "sewerage": (110, 1), "heat": (190, 3), "power": (400, 3), "gas_supply": (40, 1),
    "lighting": (150, 2), "communications": (90, 1),
}  # fmt: skip
MONTHS = {
    "heat": (1.6, 1.4, 1.1, 0.6, 0.1, 0.1, 0.1, 0.1, 0.3, 1.4, 1.5, 1.7),
    "power": (1.2, 1.0, 0.9, 0.9, 1.0, 1.1, 1.3, 1.1, 0.9, 0.9, 1.1, 1.3),
}  # fmt: skip
CAUSES = {
    "water": ("wear", "wear", "dig", "ground", "planned_repair"),
    "sewerage": ("blockage", "wear", "ground", "planned_repair"),
    "heat": ("wear", "wear", "dig", "planned_repair"),
    "power": ("overload", "weather", "wear", "dig", "planned_repair"),
    "gas_supply": ("dig", "planned_repair"), "lighting": ("wear", "vandalism", "weather", "planned_repair"),
    "communications": ("dig", "weather", "equipment"),
}  # fmt: skip
# Most sections that may hang on the one that fails, and people of a present outage.
MOST, PEOPLE = 60, (400.0, 12_000.0)
HOURS = {
    "water": 7.0, "sewerage": 6.0, "heat": 9.0, "power": 3.0, "gas_supply": 5.0, "lighting": 18.0,
    "communications": 5.0,
}  # fmt: skip
BESIDE_M, PLAIN_M = 45.0, 12.0
SOCIAL = ("schools", "kindergartens", "hospitals", "clinics")


@dataclass(frozen=True)
class _Events:
    """Outages of one network by the clock of the city: section, start, planned end, end (none: still off), cause."""

    section: Ints
    start: list[datetime]
    plan: list[datetime]
    fact: list[datetime | None]
    cause: list[str]


def outages(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Outages of two years up to the present day, one stretch a network; open ones are the last of each."""
    social = _social(conn, store)
    first = 1
    for number, found in enumerate(stored(conn, store)):
        dice = np.random.default_rng([seed, 32, number])
        hangs = dependence(found.net)
        events = _events(dice, found, hangs)
        shapes = _areas(store, found, hangs, events)
        columns = _columns(found, hangs, events)
        columns |= named("demo.outage", range(first, first + len(shapes)), 4)
        touched = shapely.STRtree(social).query(shapes, predicate="intersects")[0]
        columns["affected_social"] = np.bincount(touched, minlength=len(shapes)).tolist()
        first += len(shapes)
        yield Chunk(range(len(shapes)), columns, 1.0, shapes=shapes, crs="EPSG:4326", layer=LAYER)


def _events(dice: np.random.Generator, found: Stored, hangs: Dependence) -> _Events:
    ended, present = COUNTS[found.kind]
    size = ended + present
    number = hangs.last - hangs.first
    chance = found.numbers("length_m") * (found.numbers("wear_pct") / 100) ** 2 * ((number > 0) & (number <= MOST))
    section = dice.choice(len(chance), size, p=chance / chance.sum())
    people = hangs.sums(found.numbers("people_on"))
    if people.any():
        fit = chance * people * ((people >= PEOPLE[0]) & (people <= PEOPLE[1]))
        section[ended:] = dice.choice(len(fit), present, replace=False, p=fit / fit.sum())
    start = _starts(dice, found.kind, ended)
    hours = dice.lognormal(np.log(HOURS[found.kind]), 0.5, size)
    start += [NOW - timedelta(hours=round(float(h), 1)) for h in dice.uniform(0.25, 1.15, present) * hours[ended:]]
    plan = [s + timedelta(minutes=30 * max(2, round(float(h) * 2))) for s, h in zip(start, hours, strict=True)]
    more = dice.lognormal(-0.15, 0.35, size)
    ends = [s + (p - s) * float(m) for s, p, m in zip(start, plan, more, strict=True)]
    fact = [min(end.replace(second=0, microsecond=0), NOW) for end in ends[:ended]] + [None] * present
    names = CAUSES[found.kind]
    return _Events(section, start, plan, fact, [names[i] for i in dice.integers(0, len(names), size)])


def _starts(dice: np.random.Generator, kind: str, count: int) -> list[datetime]:
    """Times within the last two years, more often in the months of the network, in order."""
    days = np.arange(DAYS)
    when = [NOW - timedelta(days=int(day) + 1) for day in days]
    weight = np.array([MONTHS.get(kind, (1.0,) * 12)[day.month - 1] for day in when])
    picked = np.sort(dice.choice(days, count, p=weight / weight.sum()))[::-1]
    minutes = dice.integers(0, 24 * 60, count)
    return [(NOW - timedelta(days=int(d) + 1)).replace(hour=0, minute=0) + timedelta(minutes=int(m)) for d, m in
            zip(picked, minutes, strict=True)]  # fmt: skip


def _columns(found: Stored, hangs: Dependence, events: _Events) -> dict[str, list[Any]]:
    size = len(events.section)
    on = {name: hangs.sums(found.numbers(name))[events.section].astype(int).tolist() for name in
          ("people_on", "buildings_on")}  # fmt: skip
    known = any(row.people_on is not None for row in found.rows)
    return {
        "object_id": [f"demo-outage-{found.kind}-{no:04d}" for no in range(1, size + 1)], "kind": [found.kind] * size,
        "state": ["off" if end is None else "restored" for end in events.fact],
        "event_kind": ["planned" if cause == "planned_repair" else "accident" for cause in events.cause],
        "cause": events.cause, "body": found.words("body")[events.section].tolist(),
        "valid_from": [t.date() for t in events.start], "valid_to": [t and t.date() for t in events.fact],
        "event_start": events.start, "event_end_plan": events.plan, "event_end_fact": events.fact,
        "affected_people": on["people_on"] if known else [None] * size,
        "affected_buildings": on["buildings_on"] if known else [None] * size,
        "section": found.words("object_id")[events.section].tolist(),
        "district": found.words("district")[events.section].tolist(),
    }  # fmt: skip


def _areas(store: Store, found: Stored, hangs: Dependence, events: _Events) -> Shapes:
    """Ground beside all sections that lose service, in degrees."""
    metric = project(found.lines, transformer(SRID, store.city.metric_crs))
    lost = [hangs.lost(section) for section in events.section.tolist()]
    parts = shapely.buffer(metric[np.concatenate(lost)], BESIDE_M, quad_segs=2)
    edges = np.cumsum([0, *(len(some) for some in lost)])
    whole = [shapely.union_all(parts[a:b]) for a, b in pairwise(edges)]
    plain = shapely.simplify(np.array(whole, dtype=object), PLAIN_M)
    back = transformer(store.city.metric_crs, SRID)

    def degrees(xy: Numbers) -> NDArray[np.float64]:
        return np.round(np.column_stack(back.transform(xy[:, 0], xy[:, 1])), 6)

    moved = shapely.transform(plain, degrees)
    return np.asarray(shapely.make_valid(moved, method="structure", keep_collapsed=False), dtype=object)


def _social(conn: Connection, store: Store) -> Shapes:
    """Places of schools, kindergartens, hospitals and clinics that are known."""
    found: list[Any] = []
    for layer in SOCIAL:
        if layer in store.tables:
            table = store.tables[layer]
            query = select(table.c.geom).where(table.c.known_to.is_(None)).order_by(table.c.fid)
            found += conn.execute(query).scalars()
    return np.asarray(shapely.from_wkb(found), dtype=object)
