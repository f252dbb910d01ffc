"""Synthetic utility networks along real streets: lengths and worn shares as printed, all else made up."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from data.demo import netplan
from data.demo.common import named, population, shares
from data.demo.netgrow import Sections, grow, weight
from data.demo.netplan import FREE_LENGTH_M, FREE_WORN, PLANS, TODAY_YEAR, Plan
from data.demo.printed import printed
from data.demo.roadnet import Ints, roadnet
from data.demo.streets import Numbers, streets
from data.geometry import SRID
from data.loading.chunks import Chunk, Shapes
from data.loading.shapes import transformer
from data.store import Store
from data.wear import WORN_PCT, wear_class

LAYER = "network_lines"
CELL_M = 900.0
OLDEST = 1952
DIGITS = 5


def network_lines(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Sections of all networks, one stretch a network, those nearest to a source first."""
    net = roadnet(streets(conn, store, netplan.WAYS))
    told = printed(store)
    people = population(conn, store)
    back = transformer(store.city.metric_crs, SRID)
    for number, (kind, plan) in enumerate(PLANS.items()):
        dice = np.random.default_rng([seed, 30, number])
        length = told[plan.length] * 1000 if plan.length else FREE_LENGTH_M
        worn = told[plan.worn] / 100 if plan.worn else FREE_WORN
        found = grow(net, plan, length)
        columns = _columns(dice, kind, plan, found, (worn, np.median(net.nodes, axis=0)))
        columns |= _people(plan, found, people, told.get(plan.without, 0.0))
        size = len(found.length)
        yield Chunk(range(size), columns, (number + 1) / len(PLANS), shapes=_shapes(found, plan, back),
                    crs="EPSG:4326", layer=LAYER)  # fmt: skip


def _shapes(found: Sections, plan: Plan, back: Any) -> Shapes:
    """Lines beside the middle of the street; where there are two, one on each side (degrees)."""
    lines, at = shapely.get_parts(found.lines, return_index=True)
    second = np.flatnonzero(found.twice[at])
    sides = [lines, lines[second]]
    moved = []
    for sign, some in zip((1.0, -1.0), sides, strict=True):
        xy, of = shapely.get_coordinates(some, return_index=True)
        degrees = np.column_stack(back.transform(*(xy + sign * np.array(plan.shift)).T))
        moved.append(np.asarray(shapely.linestrings(np.round(degrees, 7), indices=of), dtype=object).reshape(-1))
    both, of_both = np.concatenate(moved), np.r_[at, at[second]]
    order = np.argsort(of_both, kind="stable")
    return np.asarray(shapely.multilinestrings(both[order], indices=of_both[order]), dtype=object)


def _columns(
    dice: np.random.Generator, kind: str, plan: Plan, found: Sections, of: tuple[float, Numbers]
) -> dict[str, list[Any]]:
    """Wear, age and make of sections; `of` has the worn share and the middle of the city."""
    size = len(found.length)
    wear = _wear(_oldness(dice, found, of[1]), found.length * np.where(found.twice, 2, 1), of[0])
    year = np.clip(TODAY_YEAR - np.rint(wear / WORN_PCT * plan.life).astype(int), OLDEST, TODAY_YEAR - 1)
    sizes = [netplan.SIZES[kind][0 if main else 1] for main in found.main]
    picks = dice.integers(0, 60, size)
    rated = np.array([options[pick % len(options)] for options, pick in zip(sizes, picks, strict=True)])
    electric = kind in ("power", "lighting")
    return {
        "object_id": [f"demo-{kind}-{no:0{DIGITS}d}" for no in range(1, size + 1)], "kind": [kind] * size,
        **named(f"demo.net_{kind}", range(1, size + 1), DIGITS),
        "state": np.where(dice.random(size) < 0.012, "repair", "working").tolist(), "body": [plan.body] * size,
        "network_level": np.where(found.main, "main", "distribution").tolist(),
        "wear_pct": wear.tolist(), "year_laid": year.tolist(),
        "wear_class": [wear_class(value) for value in wear.tolist()],
        "last_repair": _repairs(dice, year, wear), "material": _materials(dice, kind, year),
        "laying": np.where(dice.random(size) < netplan.OVERHEAD.get(kind, 0.0), "overhead", _ground(kind)).tolist(),
        "diameter_mm": [None if electric or not value else int(value) for value in rated.tolist()],
        "voltage_kv": [value if electric else None for value in rated.tolist()],
    }  # fmt: skip


def _ground(kind: str) -> str:
    return {"heat": "channel", "communications": "duct"}.get(kind, "underground")


def _oldness(dice: np.random.Generator, found: Sections, middle: Numbers) -> Numbers:
    """How old a section is beside others: older in the middle of the city and by neighbourhood."""
    first = shapely.get_geometry(found.lines, 0)
    place = shapely.get_coordinates(shapely.line_interpolate_point(first, 0.5, normalized=True))
    cell = np.floor(place / CELL_M).astype(np.int64)
    _, near = np.unique(cell, axis=0, return_inverse=True)
    local = dice.normal(0.0, 0.9, int(near.max()) + 1)[near.ravel()]
    away = np.hypot(*(place - middle).T) / 6_000.0
    return np.asarray(local - away + dice.normal(0.0, 0.6, len(place)))


def _wear(old: Numbers, metres: Numbers, worn: float) -> Numbers:
    """Wear by rank of age: so much of the length as is printed has served its norm."""
    order = np.argsort(old, kind="stable")
    rank = np.empty(len(old))
    rank[order] = (np.cumsum(metres[order]) - metres[order] / 2) / metres.sum()
    young = np.minimum(rank / (1 - worn) * WORN_PCT, WORN_PCT - 0.1)
    worse = WORN_PCT + (100 - WORN_PCT) * (np.maximum(rank - (1 - worn), 0.0) / worn) ** 1.3
    return np.asarray(np.round(np.where(rank < 1 - worn, young, worse), 1))


def _repairs(dice: np.random.Generator, year: Ints, wear: Numbers) -> list[date | None]:
    """Day of the last repair of about a third of sections, in the building season."""
    size = len(year)
    done = (dice.random(size) < 0.2 + wear / 400) & (year < TODAY_YEAR - 8)
    when = np.maximum(year + 8, 2012)
    when = when + (dice.random(size) * (TODAY_YEAR - when)).astype(int)
    days = dice.integers(100, 290, size)
    return [
        date(int(y), 1, 1) + timedelta(days=int(d)) if ok else None for ok, y, d in zip(done, when, days, strict=True)
    ]


def _materials(dice: np.random.Generator, kind: str, year: Ints) -> list[str]:
    before, since = netplan.MATERIALS[kind]
    pick = dice.integers(0, 60, len(year))
    options = [since if y >= netplan.PLASTIC_SINCE else before for y in year]
    return [some[p % len(some)] for some, p in zip(options, pick.tolist(), strict=True)]


def _people(plan: Plan, found: Sections, people: dict[str, int], without: float) -> dict[str, list[Any]]:
    """Residents and buildings on each section: residents of its district by length and class of street."""
    size = len(found.length)
    if not plan.people:
        return {"people_on": [None] * size, "buildings_on": [None] * size}
    short = [people.get(code, 0) if code in netplan.SHORT else 0 for code in people]
    missing = dict(zip(people, shares(int(without), short) if without else [0] * len(people), strict=True))
    on = np.zeros(size, dtype=np.int64)
    each = weight(found)
    for code, count in people.items():
        own = np.flatnonzero(found.district == code)
        if len(own):
            on[own] = shares(round(count * plan.people) - missing[code], each[own].tolist())
    per = np.array([netplan.PER_BUILDING.get(kind, netplan.PER_BUILDING_ELSE) for kind in found.kind])
    return {"people_on": on.tolist(), "buildings_on": np.ceil(on / per).astype(int).tolist()}
