"""Synthetic appeals of residents: totals, periods and leading topics as printed, everything else made up.

Places lie along the real streets of real districts, by their population; days follow seasons and the week.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.demo.common import named, population, shares, stretch
from data.demo.netplan import PLANS
from data.demo.register import LAST_DAY, Register, register
from data.demo.streets import STREETS, Numbers, beside, streets
from data.districts import DISTRICTS
from data.geometry import SRID
from data.loading.chunks import Chunk
from data.loading.shapes import transformer
from data.store import Store

Ints = NDArray[np.int64]
PART = 50_000
PLACES = 30_000
OFF_STREET_M = (8.0, 30.0)
FROM_BORDER_M = 45.0
AROUND_M = 10.0
NEIGHBOURHOOD_M = 900.0
# Appeals of a day by day of the week from Monday, and by month from January.
WEEK = (1.22, 1.16, 1.12, 1.1, 1.05, 0.72, 0.63)
YEAR = (1.08, 1.02, 1.06, 1.04, 0.98, 0.94, 0.88, 0.98, 1.06, 1.0, 1.0, 0.96)
# Months in which a topic is asked about more than in others.
BUSY = {
    "education": {6: 1.6, 7: 1.5, 8: 2.2, 9: 1.6}, "greening": {4: 2.2, 5: 2.0, 6: 1.6, 7: 1.4},
    "utilities": {1: 1.8, 2: 1.6, 10: 1.7, 11: 1.6, 12: 1.7}, "environment": {1: 1.9, 2: 1.5, 11: 1.5, 12: 1.9},
    "transport": {9: 1.3, 12: 1.3, 1: 1.3},
}  # fmt: skip
WORKDAY = (4, 2, 1, 1, 2, 4, 9, 22, 52, 78, 82, 76, 60, 62, 74, 76, 72, 62, 50, 42, 34, 26, 16, 8)
DAY_OFF = (8, 5, 3, 2, 2, 4, 8, 14, 26, 42, 54, 60, 60, 58, 56, 54, 52, 50, 48, 44, 38, 30, 20, 12)
# More than 91 % come through social networks and the call centre, 57 % are answered at once: both are printed.
CHANNELS = {"call_centre": 0.62, "social_network": 0.3, "mobile_app": 0.045, "website": 0.025, "in_person": 0.01}
# Made up: what appeals about housing and utilities are about; `housing` is the upkeep of a house and has no operator.
UTILITIES = "utilities"
SERVICES = {
    "housing": 0.2, "heat": 0.2, "water": 0.17, "lighting": 0.14, "power": 0.13, "sewerage": 0.1, "gas_supply": 0.04,
    "communications": 0.02,
}  # fmt: skip
AT_ONCE = 0.57
EXPLAINED = 0.35
DAYS_TO_CLOSE = (2.1, 0.8)


@dataclass(frozen=True)
class _Places:
    """Places of appeals in metres, the code of their district and their neighbourhood."""

    xy: Numbers
    district: NDArray[np.object_]
    near: Ints


def appeals(conn: Connection, store: Store, seed: int, total: int) -> Iterator[Chunk]:
    """Appeals in the order in which they came, numbered from one, in stretches."""
    dice = np.random.default_rng([seed, 3])
    book = register(store, total)
    day = _days(dice, book)
    topics = (*book.printed,)
    topic = _topics(dice, book, day)
    xy = _spread(dice, _places(dice, conn, store), population(conn, store), topic)
    lon, lat = transformer(store.city.metric_crs, SRID).transform(xy[:, 0], xy[:, 1])
    state, closed = _ends(dice, day)
    channel = dice.choice(len(CHANNELS), total, p=list(CHANNELS.values()))
    hour = _hours(dice, day)
    service, operator = _services(np.random.default_rng([seed, 31]), topic == topics.index(UTILITIES))
    for start in range(0, total, PART):
        some = slice(start, min(start + PART, total))
        columns: dict[str, list[Any]] = {
            "object_id": [f"demo-appeal-{no:07d}" for no in range(start + 1, some.stop + 1)],
            "kind": np.array(topics, dtype=object)[topic[some]].tolist(), "state": state[some].tolist(),
            **named("demo.appeal", range(start + 1, some.stop + 1), 7),
            "channel": np.array([*CHANNELS], dtype=object)[channel[some]].tolist(), "hour": hour[some].tolist(),
            "valid_from": day[some].tolist(), "valid_to": closed[some].tolist(),
            "appeal_service": service[some].tolist(), "body": operator[some].tolist(),
        }  # fmt: skip
        yield stretch(columns, shapely.points(np.round(lon[some], 6), np.round(lat[some], 6)), some.stop / total)


def _services(dice: np.random.Generator, about: NDArray[np.bool_]) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Service and operator of the appeals about utilities, nothing for the others."""
    names = np.array([*SERVICES], dtype=object)
    bodies = np.array([PLANS[name].body if name in PLANS else None for name in SERVICES], dtype=object)
    picked = dice.choice(len(names), int(about.sum()), p=[*SERVICES.values()])
    both = []
    for values in (names, bodies):
        column = np.full(len(about), None, dtype=object)
        column[about] = values[picked]
        both.append(column)
    return both[0], both[1]


def _days(dice: np.random.Generator, book: Register) -> NDArray[np.datetime64]:
    """Day of each appeal, in order."""
    found = []
    for period in book.periods:
        days = np.arange(np.datetime64(period.first), np.datetime64(period.last) + 1)
        week = np.array(WEEK)[_weekday(days)]
        weights = week * np.array(YEAR)[_month(days)] * dice.lognormal(0.0, 0.13, len(days))
        found.append(np.repeat(days, shares(period.count, weights.tolist())))
    return np.concatenate(found)


def _weekday(days: NDArray[np.datetime64]) -> Ints:
    """Day of the week, Monday is zero (the first day of the count was a Thursday)."""
    return (days.astype(np.int64) + 3) % 7


def _month(days: NDArray[np.datetime64]) -> Ints:
    """Month, January is zero."""
    return days.astype("datetime64[M]").astype(np.int64) % 12


def _topics(dice: np.random.Generator, book: Register, day: NDArray[np.datetime64]) -> Ints:
    """Number of the topic of each appeal: the counts of the register, more in the months of the topic."""
    out = np.full(len(day), -1, dtype=np.int64)
    month = _month(day)
    first = 0
    for counts in (book.printed, book.later):
        left = np.arange(first, first + sum(counts.values()))
        first += len(left)
        for number, (topic, count) in enumerate(counts.items()):
            weight = np.ones(12)
            for busy, more in BUSY.get(topic, {}).items():
                weight[busy - 1] = more
            # The largest of powers of even chances are a choice by weight without putting back.
            chance = np.log(dice.random(len(left))) / weight[month[left]]
            chosen = np.zeros(len(left), dtype=bool)
            if count:
                chosen[np.argpartition(-chance, count - 1)[:count]] = True
            out[left[chosen]] = number
            left = left[~chosen]
    return out


def _places(dice: np.random.Generator, conn: Connection, store: Store) -> _Places:
    """Places beside streets, well inside their district, by district as people live there."""
    ways = streets(conn, store, STREETS)
    people = population(conn, store)
    to_metres = transformer(SRID, store.city.metric_crs)
    xy, district = [], []
    for (code, outline), count in zip(_outlines(conn, store), shares(PLACES, [*people.values()]), strict=True):
        own = ways.where(ways.district == code)
        inner = shapely.buffer(shapely.transform(outline, lambda p: np.column_stack(to_metres.transform(*p.T))),
                               -FROM_BORDER_M)  # fmt: skip
        shapely.prepare(inner)
        at = dice.choice(len(own.lines), 3 * count, p=own.length / own.length.sum())
        side = dice.choice((-1.0, 1.0), len(at)) * dice.uniform(*OFF_STREET_M, len(at))
        found = beside(*own.along(at, dice.random(len(at)) * own.length[at]), side)
        found = found[shapely.contains_xy(inner, found)][:count]
        xy.append(found)
        district += [code] * len(found)
    place = np.concatenate(xy)
    cell = np.floor(place / NEIGHBOURHOOD_M).astype(np.int64)
    _, near = np.unique(cell, axis=0, return_inverse=True)
    return _Places(place, np.array(district, dtype=object), near.ravel())


def _outlines(conn: Connection, store: Store) -> list[tuple[str, Any]]:
    """Districts in the order of their population's codes, with their outlines in degrees."""
    table = store.tables[DISTRICTS]
    rows = conn.execute(select(table.c.district, table.c.geom).where(table.c.known_to.is_(None)))
    return sorted((str(row.district), shapely.from_wkb(row.geom)) for row in rows)


def _spread(dice: np.random.Generator, places: _Places, people: dict[str, int], topic: Ints) -> Numbers:
    """Place of each appeal: districts by population, within them some places and neighbourhoods more than others."""
    size = len(topic)
    codes = np.repeat(np.arange(len(people)), shares(size, [*people.values()]))
    codes = dice.permutation(codes)
    usual = dice.lognormal(0.0, 0.8, len(places.xy))
    local = dice.lognormal(0.0, 0.7, (int(topic.max()) + 1, int(places.near.max()) + 1))
    at = np.zeros(size, dtype=np.int64)
    for number, code in enumerate(people):
        own = np.flatnonzero(places.district == code)
        for kind in range(len(local)):
            rows = np.flatnonzero((codes == number) & (topic == kind))
            weight = usual[own] * local[kind][places.near[own]]
            at[rows] = dice.choice(own, len(rows), p=weight / weight.sum())
    return places.xy[at] + np.clip(dice.normal(0.0, AROUND_M, (size, 2)), -3 * AROUND_M, 3 * AROUND_M)


def _ends(dice: np.random.Generator, day: NDArray[np.datetime64]) -> tuple[NDArray[Any], NDArray[np.datetime64]]:
    """State of each appeal on the last day and the day it was closed (none while it is worked on)."""
    size = len(day)
    quick = dice.random(size) < AT_ONCE
    later = np.clip(np.rint(dice.lognormal(*DAYS_TO_CLOSE, size)), 1, 180).astype("timedelta64[D]")
    closed = np.where(quick, day, day + later)
    state = np.where(quick, "answered", np.where(dice.random(size) < EXPLAINED, "explained", "resolved"))
    open_ = closed > np.datetime64(LAST_DAY)
    closed[open_] = np.datetime64("NaT")
    state = state.astype(object)
    state[open_] = "in_work"
    return state, closed


def _hours(dice: np.random.Generator, day: NDArray[np.datetime64]) -> Ints:
    """Hour in which each appeal came, 0 to 23 by the clock of the city."""
    chance = dice.random(len(day))
    off = _weekday(day) >= 5
    hours = np.zeros(len(day), dtype=np.int64)
    for mask, weights in ((~off, WORKDAY), (off, DAY_OFF)):
        hours[mask] = np.searchsorted(np.cumsum(weights) / np.sum(weights), chance[mask], side="right")
    return np.minimum(hours, 23)
