"""Synthetic registers of crossings and of stop bays; no document at hand counts crossings, all of it is made up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from data.demo.common import names, population, present, shares, stretch
from data.demo.places import TODAY, roadside
from data.loading.chunks import Chunk
from data.repair import next_repair
from data.store import Store

TOTALS = {"overground": 26, "underground": 38, "signalled": 436}
BUSY = frozenset({"trunk", "primary", "secondary"})
OUT, IN_REPAIR = 0.065, 0.03
CAUSES = {
    "overground": ("lift", "structure", "lighting"), "underground": ("flooding", "lighting", "lift", "vandalism"),
    "signalled": ("controller", "power", "accident", "roadworks"),
}  # fmt: skip
KERB_M = (1.0, 6.0)
BODY = "dept-mobility"
# facts.csv f-437: 200 stops of a modern kind are the plan of 2023-2025.
MODERN = 200
STATES = ("good", "fair", "poor")
SURFACES = {"asphalt": 0.9, "concrete": 0.04, "paving_stones": 0.06}
Pick = np.random.Generator


def pedestrian_crossings(conn: Connection, store: Store, seed: int) -> Chunk:
    """Crossings on busy streets with their working state, and since when and why they are out of work."""
    dice = np.random.default_rng([seed, 22])
    beside, people = roadside(conn, store, BUSY), population(conn, store)
    counts = {kind: dict(zip(people, shares(total, [*people.values()]), strict=True)) for kind, total in TOTALS.items()}
    spots = {kind: beside.spots(dice, by_district, KERB_M) for kind, by_district in counts.items()}
    columns: dict[str, list[Any]] = {}
    for kind, found in spots.items():
        size = len(found)
        numbers = list(range(1, size + 1))
        values = {
            "object_id": [f"demo-{kind}-{no:03d}" for no in numbers], "kind": [kind] * size, "body": [BODY] * size,
            **names(f"demo.{kind}", numbers), "address": found.street.tolist(), **_work(dice, kind, size),
        }  # fmt: skip
        for name, more in values.items():
            columns.setdefault(name, []).extend(more)
    points = beside.points(np.concatenate([found.xy for found in spots.values()]))
    return replace(stretch(columns, points, 0.5), layer="pedestrian_crossings")


def _work(dice: Pick, kind: str, size: int) -> dict[str, list[Any]]:
    """State of each crossing; what does not work has a day, a cause and mostly a planned repair."""
    chance = dice.permutation((np.arange(size) + 0.5) / size)
    worse = 1.0 if kind == "signalled" else 3.0
    state = np.where(chance < OUT * worse, "broken", np.where(chance < (OUT + IN_REPAIR) * worse, "repair", "working"))
    since = [TODAY - timedelta(days=int(days)) for days in np.rint(dice.lognormal(4.0, 1.0, size)) + 1]
    plan = [TODAY + timedelta(days=int(days)) for days in dice.integers(-30, 120, size)]
    cause = dice.choice(np.array(CAUSES[kind], dtype=object), size)
    out = state != "working"
    told = out & ((state == "repair") | (dice.random(size) < 0.7))
    return {
        "state": state.tolist(), "out_of_work_since": _only(since, out), "out_of_work_cause": _only(cause, out),
        "repair_plan": _only(plan, told),
    }  # fmt: skip


def _only(values: Iterable[Any], where: Any) -> list[Any]:
    return [value if kept else None for value, kept in zip(values, where.tolist(), strict=True)]


def stop_bays(conn: Connection, store: Store, seed: int) -> Chunk:
    """Bays of the real stops with their surface, state and years of repair."""
    dice = np.random.default_rng([seed, 23])
    rows = present(conn, store, "bus_stops")
    size = len(rows)
    numbers = list(range(1, size + 1))
    modern = np.zeros(size, dtype=bool)
    modern[dice.permutation(size)[: min(MODERN, size)]] = True
    columns: dict[str, list[Any]] = {
        "object_id": [f"demo-bay-{no:04d}" for no in numbers], **names("demo.bay", numbers), "body": [BODY] * size,
        "kind": np.where(modern, "modern_stop", "plain_stop").tolist(), **repairs(dice, size, modern),
    }  # fmt: skip
    shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    return replace(stretch(columns, shapes, 0.6), layer="stop_bays")


def repairs(dice: Pick, size: int, fresh: Any) -> dict[str, list[Any]]:
    """State, surface, year of the last repair and the next one by the rule of the documents; some years unknown."""
    last = TODAY.year - np.minimum(dice.geometric(0.22, size), 14) + 1
    last = np.where(fresh, np.maximum(last, TODAY.year - 2), last)
    age = TODAY.year - last
    worn = age + dice.normal(0, 1.6, size)
    state = np.where(worn < 4.5, STATES[0], np.where(worn < 8.5, STATES[1], STATES[2]))
    known = dice.random(size) >= 0.06
    years = [int(year) if told else None for year, told in zip(last, known, strict=True)]
    surface = dice.choice(np.array([*SURFACES], dtype=object), size, p=[*SURFACES.values()])
    due = [next_repair(year, str(found), TODAY.year) for year, found in zip(years, state, strict=True)]
    return {
        "state": state.tolist(), "surface": surface.tolist(), "last_repair_year": years, "next_repair_year": due,
    }  # fmt: skip
