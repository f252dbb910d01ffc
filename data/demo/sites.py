"""Synthetic building sites: planned, running or stopped; what is finished has moved to the city's objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from config import i18n
from data.demo.common import names, population, present, shares, stretch
from data.demo.objects import BUILT, CLINICS_IN, contractor
from data.demo.places import TODAY, Roadside, Spots, roadside
from data.geometry import SRID
from data.loading.chunks import Chunk
from data.loading.shapes import project, transformer
from data.store import Store

# facts.csv: 17 family clinics and polyclinics in four districts (f-418), 11 sports complexes (f-597) and three metro
# stations to the west (f-047, f-429), less what has been built by now; two hospitals (f-577, f-579). The rest: made up.
PRINTED = {"clinic": 17, "sport_complex": 11, "metro_station": 3, "hospital": 2}
OTHERS = {"culture_center": 6, "library": 4, "park": 5, "underground": 4, "youth_center": 2}
TOTALS = {**{kind: count - BUILT.get(kind, 0) for kind, count in PRINTED.items()}, **OTHERS}
BODIES = {"metro_station": "dept-mobility", "underground": "dept-mobility", "park": "dept-ecology"}
BUILDER = "dept-construction"
# Tenge for one place of capacity, or for the whole site; capacity from and to. Made up.
SIZES: dict[str, tuple[str | None, tuple[int, int], float]] = {
    "clinic": ("visits_shift", (200, 500), 14e6), "sport_complex": ("visits_shift", (100, 260), 16e6),
    "metro_station": (None, (1, 1), 38e9), "hospital": ("beds", (300, 600), 75e6),
    "culture_center": ("seats", (150, 420), 9e6), "library": ("seats", (40, 120), 8e6), "park": (None, (1, 1), 1.4e9),
    "underground": (None, (1, 1), 9e8), "youth_center": ("visits_shift", (50, 110), 8e6),
}  # fmt: skip
STAGES = ("design", "foundation", "frame", "fitting_out", "handover")
LATE, STOPPED, PLANNED = 0.3, 0.07, 0.16
STATION_GAP_M = 800.0
Pick = np.random.Generator


def construction_sites(conn: Connection, store: Store, seed: int) -> Chunk:
    """Building sites with stage, dates, money and parties."""
    dice = np.random.default_rng([seed, 21])
    beside, people = roadside(conn, store), population(conn, store)
    columns: dict[str, list[Any]] = {}
    places = []
    for kind, count in TOTALS.items():
        spots = _spots(dice, beside, kind, count, people)
        xy = _stations(conn, store, count) if kind == "metro_station" else spots.xy
        places.append(xy)
        for name, values in _columns(dice, kind, spots).items():
            columns.setdefault(name, []).extend(values)
    return replace(stretch(columns, beside.points(np.concatenate(places)), 0.4), layer="construction_sites")


def _spots(dice: Pick, beside: Roadside, kind: str, count: int, people: Mapping[str, int]) -> Spots:
    codes = [code for code in people if kind != "clinic" or code in CLINICS_IN]
    return beside.spots(dice, dict(zip(codes, shares(count, [people[code] for code in codes]), strict=True)))


def _stations(conn: Connection, store: Store, count: int) -> Any:
    """Places that carry the line on beyond its westernmost station, in metres."""
    rows = present(conn, store, "metro_stations")
    shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    xy = shapely.get_coordinates(project(shapes, transformer(SRID, store.city.metric_crs)))
    last, before = xy[np.argsort(xy[:, 0])][:2] if len(xy) > 1 else (xy[0], xy[0] + (1.0, 0.0))
    way = (last - before) / np.hypot(*(last - before))
    return last + way * STATION_GAP_M * np.arange(1, count + 1)[:, None]


def _columns(dice: Pick, kind: str, spots: Spots) -> dict[str, list[Any]]:
    size = len(spots)
    numbers = list(range(1, size + 1))
    unit, (low, high), price = SIZES[kind]
    capacity = np.rint(dice.uniform(low, high, size) / 10) * 10 if unit else np.ones(size)
    cost = np.round(capacity * price * dice.uniform(0.85, 1.2, size), -6)
    made: dict[str, list[Any]] = {
        "object_id": [f"demo-site-{kind}-{no:02d}" for no in numbers], "kind": [kind] * size,
        **names(f"demo.site_{kind}", numbers), "body": [BODIES.get(kind, BUILDER)] * size,
        "address": [None] * size if kind == "metro_station" else spots.street.tolist(),
        "capacity": capacity.tolist() if unit else [None] * size, "capacity_unit": [unit] * size,
        "customer": [i18n.t("ru", "demo.site_customer")] * size,
        "contractor": [contractor(int(no)) for no in dice.integers(1, 25, size)],
        "project_no": [f"demo-p-{kind}-{no + BUILT.get(kind, 0):02d}" for no in numbers], "cost_plan": cost.tolist(),
    }  # fmt: skip
    return made | _course(dice, cost)


def _course(dice: Pick, cost: Any) -> dict[str, list[Any]]:
    """How far each site is: dates of plan and fact, progress, stage, state and money spent that agree."""
    out: dict[str, list[Any]] = {name: [] for name in (
        "plan_start", "plan_end", "fact_start", "fact_end", "progress_pct", "construction_stage", "state", "cost_fact",
        "valid_from",
    )}  # fmt: skip
    for money in cost.tolist():
        chance, length = dice.random(), int(dice.integers(420, 1100))
        planned = chance < PLANNED
        if planned:
            start = TODAY + timedelta(days=int(dice.integers(20, 200)))
        elif chance < PLANNED + LATE:
            start = TODAY - timedelta(days=length + int(dice.integers(15, 330)))
        else:
            start = TODAY - timedelta(days=int(length * dice.uniform(0.2, 0.95)))
        end = start + timedelta(days=length)
        began = None if planned else start + timedelta(days=int(dice.integers(0, 75)))
        done = _progress(dice, start, end, late=end < TODAY)
        spent = float(np.round(money * done / 100 * dice.normal(1.1, 0.16), -5))
        stopped = not planned and dice.random() < STOPPED
        values = (start, end, began, None, done, _stage(done), _state(planned, stopped), spent, began or start)
        for name, value in zip(out, values, strict=True):
            out[name].append(value)
    return out


def _progress(dice: Pick, start: date, end: date, *, late: bool) -> float:
    if start > TODAY:
        return 0.0
    share = (TODAY - start).days / (end - start).days * dice.uniform(0.75, 1.05)
    return float(np.rint(np.clip(100 * (dice.uniform(0.55, 0.97) if late else share), 3, 98)))


def _stage(done: float) -> str:
    return STAGES[min(int(done // 22), len(STAGES) - 1)]


def _state(planned: bool, stopped: bool) -> str:
    return "planned" if planned else "stopped" if stopped else "running"
