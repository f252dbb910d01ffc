"""Columns of the schools of the demo register: children and places, shifts, meals, safety, sport grounds."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo.common import shares
from data.demo.education_places import Places

Columns = dict[str, list[Any]]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TODAY = date(2026, 11, 30)
# sdg facts.csv lines 287-289: places short, overcrowded state schools, schools with classes of more than 40.
SHORT, OVERLOADED, CROWDED = 19_600, 37, 17
# plan2025 f-168, f-197, f-199, f-176, f-177, f-179, f-178, f-545.
TEACHERS, INCLUSIVE, INCLUSIVE_CHILDREN = 20_541, 166, 1_935
CCTV_INDOOR, CCTV_OUTDOOR = 2_880, 1_810
ALARMS, TURNSTILES, RENEWED = 225, 37, 24
# Made up: children in private schools, shifts, languages, meals, grounds.
PRIVATE_PUPILS = 22_000
STATE_ALARMS, STATE_TURNSTILES = 203, 22
THREE_SHIFTS = 11
ONE_SHIFT_UP_TO = 700
LANGUAGES = {"state": {"kk": 0.36, "ru": 0.2, "mixed": 0.44}, "private": {"kk": 0.15, "ru": 0.3, "mixed": 0.4,
                                                                          "other": 0.15}}  # fmt: skip
RESULTS = ("meal_good", "meal_remarks", "meal_violations")
TROUBLED = 14
# No meals in summer: what would fall there happened in spring.
SUMMER, SUMMER_DAYS = (6, 7, 8), 92
ACCESS = {"yes": 0.22, "limited": 0.38, "no": 0.15, "unknown": 0.25}


def school_columns(dice: np.random.Generator, at: Places, growth: Floats, state: int, pupils: int) -> Columns:
    """Values of all schools by column; the first ones of a shuffled order are state schools."""
    size = len(at.lonlat)
    own = np.zeros(size, dtype=bool)
    own[dice.permutation(size)[:state]] = True
    children = _children(dice, own, growth, pupils)
    capacity, over = _places(dice, own, children, growth)
    owner = np.where(own, "state", "private")
    return {
        "kind": ["school"] * size, "ownership": owner.tolist(), "language": _languages(dice, owner),
        "capacity": capacity.tolist(), "pupils": children.tolist(),
        **_classes(dice, own, children, over / np.maximum(capacity, 1)),
        "queue_length": [None] * size,
        "teachers": shares(TEACHERS, (children * np.where(own, 1.0, 1.7)).tolist()),
        "wheelchair": dice.choice([*ACCESS], size, p=[*ACCESS.values()]).tolist(),
        **_inclusion(dice, own, children), **_meals(dice, own), **_safety(dice, own, children),
        **_grounds(dice, own),
    }  # fmt: skip


def some(dice: np.random.Generator, of: NDArray[np.bool_], count: int, weight: Floats | None = None) -> Ints:
    """Numbers of so many of the rows that a mask names, by weight."""
    rows = np.flatnonzero(of)
    chance = None if weight is None else weight[rows] / weight[rows].sum()
    return np.sort(dice.choice(rows, count, replace=False, p=chance))


def term_day(ago: int) -> date:
    """A day so many days before TODAY on which schools feed."""
    day = TODAY - timedelta(days=ago)
    return day - timedelta(days=SUMMER_DAYS) if day.month in SUMMER else day


def _children(dice: np.random.Generator, own: NDArray[np.bool_], growth: Floats, pupils: int) -> Ints:
    out = np.zeros(len(own), dtype=np.int64)
    for mask, total, spread in ((own, pupils - PRIVATE_PUPILS, 0.32), (~own, PRIVATE_PUPILS, 0.45)):
        weight = dice.lognormal(0.0, spread, int(mask.sum())) * np.where(own[mask], growth[mask], 1.0)
        out[mask] = shares(total, weight.tolist())
    return out


def _places(dice: np.random.Generator, own: NDArray[np.bool_], children: Ints, growth: Floats) -> tuple[Ints, Ints]:
    """Capacity, and by how much children exceed it: exactly the printed number of schools and of places."""
    load = np.where(own, dice.uniform(0.93, 1.0, len(own)), dice.uniform(0.6, 0.99, len(own)))
    capacity = np.ceil(children / load / 5).astype(np.int64) * 5
    over = np.zeros(len(own), dtype=np.int64)
    full = some(dice, own, OVERLOADED, (children.astype(float) * growth) ** 3)
    over[full] = shares(SHORT, (children[full] * dice.uniform(0.6, 1.5, len(full))).tolist())
    capacity[full] = children[full] - over[full]
    return capacity, over


def _classes(dice: np.random.Generator, own: NDArray[np.bool_], children: Ints, ratio: Floats) -> Columns:
    """Shifts and the largest class: three shifts and the printed crowded schools are among the most overloaded."""
    order = np.argsort(-ratio, kind="stable")
    two = own & ((ratio > 0) | ((children > ONE_SHIFT_UP_TO) & (dice.random(len(own)) < 0.85)))
    shifts = np.where(two, 2, 1)
    shifts[order[:THREE_SHIFTS]] = 3
    largest = np.where(own, dice.integers(24, 37, len(own)), dice.integers(14, 25, len(own)))
    largest[ratio > 0] = dice.integers(34, 41, int((ratio > 0).sum()))
    largest[order[:CROWDED]] = dice.integers(41, 47, CROWDED)
    return {"shifts": shifts.tolist(), "class_max": largest.tolist()}


def _languages(dice: np.random.Generator, owner: NDArray[np.str_]) -> list[str]:
    drawn = {name: dice.choice([*table], len(owner), p=[*table.values()]) for name, table in LANGUAGES.items()}
    return [str(drawn[name][i]) for i, name in enumerate(owner.tolist())]


def _inclusion(dice: np.random.Generator, own: NDArray[np.bool_], children: Ints) -> Columns:
    chosen = some(dice, own, INCLUSIVE)
    flag = np.zeros(len(own), dtype=bool)
    flag[chosen] = True
    number: list[int | None] = [None] * len(own)
    for row, count in zip(chosen.tolist(), shares(INCLUSIVE_CHILDREN, children[chosen].tolist()), strict=True):
        number[row] = count
    known: list[bool | None] = [bool(flag[i]) if own[i] else None for i in range(len(own))]
    return {"inclusive": known, "inclusive_children": number}


def _meals(dice: np.random.Generator, own: NDArray[np.bool_]) -> Columns:
    """Complaints of twelve months and the last inspection; of private schools nothing is known."""
    complaints = dice.poisson(0.5, len(own))
    troubled = some(dice, own, TROUBLED)
    complaints[troubled] += dice.integers(4, 12, TROUBLED)
    bad = np.zeros(len(own), dtype=bool)
    bad[troubled] = True
    result = np.where(bad, dice.choice(RESULTS, len(own), p=(0.15, 0.45, 0.4)),
                      dice.choice(RESULTS, len(own), p=(0.72, 0.24, 0.04)))  # fmt: skip
    ago = np.where(bad, dice.integers(1, 36, len(own)), dice.integers(10, 360, len(own)))
    free = np.round(dice.uniform(12.0, 46.0, len(own)), 1)
    rows = [i if known else None for i, known in enumerate(own.tolist())]
    return {
        "meal_complaints": [None if i is None else int(complaints[i]) for i in rows],
        "meal_inspection_at": [None if i is None else term_day(int(ago[i])) for i in rows],
        "meal_inspection_result": [None if i is None else str(result[i]) for i in rows],
        "free_meals_pct": [None if i is None else float(free[i]) for i in rows],
    }


def _safety(dice: np.random.Generator, own: NDArray[np.bool_], children: Ints) -> Columns:
    """Cameras of all state schools; turnstiles and alarm buttons of the printed number of schools."""
    columns: Columns = {}
    for name, total in (("cctv_indoor", CCTV_INDOOR), ("cctv_outdoor", CCTV_OUTDOOR)):
        each = shares(total - int(own.sum()), (children[own] * dice.uniform(0.7, 1.3, int(own.sum()))).tolist())
        left = iter(each)
        columns[name] = [next(left) + 1 if known else None for known in own.tolist()]
    for name, in_state, total in (("turnstile", STATE_TURNSTILES, TURNSTILES), ("alarm_button", STATE_ALARMS, ALARMS)):
        flag = np.zeros(len(own), dtype=bool)
        flag[some(dice, own, in_state)] = True
        flag[some(dice, ~own, total - in_state)] = True
        columns[name] = flag.tolist()
    return columns


def _grounds(dice: np.random.Generator, own: NDArray[np.bool_]) -> Columns:
    state = dice.choice(("good", "worn", "no_ground", "unknown"), len(own), p=(0.44, 0.3, 0.1, 0.16)).astype(object)
    state[some(dice, own, RENEWED)] = "renewed"
    opened = dice.random(len(own)) < np.where(own, 0.55, 0.12)
    known = dice.random(len(own)) < 0.88
    has = ~np.isin(state.astype(str), ("no_ground", "unknown"))
    return {
        "sport_ground_state": state.tolist(),
        "open_to_residents": [bool(opened[i]) if has[i] and known[i] else None for i in range(len(own))],
    }
