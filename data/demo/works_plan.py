"""The plan of synthetic works: how many of each type a year, their terms and money, and how contractors keep to them.

Printed in the development plan (`data/seed/plan2025/facts.csv`): at least 200 km of medium road repair every year
(f-435), 200 courtyards (f-453) and 500 streets (f-452) lit in 2023-2025. Everything else is made up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.demo.common import shares
from data.demo.works_places import TODAY, Ints

Days = NDArray[np.datetime64]
Numbers = NDArray[np.float64]
YEARS = (2023, 2024, 2025, 2026, 2027)
REPAIR_KM = 200.0
LIT_STREETS, LIT_YARDS = 500, 200
CONTRACTORS = 40
NOW = np.datetime64(TODAY)
NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Type:
    """A type of work: kind of the layer, works a year, first and last month of a start, days and millions (middle)."""

    kind: str
    a_year: int
    months: tuple[int, int]
    days: int
    millions: float
    body: str


TYPES = {
    "road_repair": Type("repair", 240, (4, 9), 45, 180.0, "dept-mobility"),
    "street_lighting": Type("improvement", 0, (3, 10), 40, 22.0, ""),
    "yard_lighting": Type("improvement", 0, (3, 10), 30, 9.0, ""),
    "pipe_repair": Type("repair", 100, (1, 12), 32, 60.0, "dept-mobility"),
    "sidewalk": Type("repair", 45, (4, 10), 30, 28.0, ""),
    "playground_build": Type("improvement", 40, (4, 10), 35, 18.0, ""),
    "social_building": Type("building", 14, (2, 11), 420, 3200.0, "dept-construction"),
    "tree_planting": Type("planting", 30, (3, 10), 20, 8.0, "dept-ecology"),
    "ditch_cleaning": Type("cleaning", 30, (3, 11), 15, 4.0, ""),
}
# Streets and yards lit by year: nothing is printed for single years.
LIT = {2023: 0.3, 2024: 0.4, 2025: 0.3}


@dataclass(frozen=True)
class Plan:
    """Works in one order: type (number in TYPES), contractor, days planned and real, money in tenge, share done."""

    type: Ints
    contractor: Ints
    plan: tuple[Days, Days]
    fact: tuple[Days, Days]
    cost: tuple[Numbers, Numbers]
    progress: Numbers
    state: NDArray[np.object_]
    length_km: Numbers


def _counts(year: int) -> dict[str, int]:
    found = {name: kind.a_year for name, kind in TYPES.items()}
    for name, total in (("street_lighting", LIT_STREETS), ("yard_lighting", LIT_YARDS)):
        split = dict(zip(LIT, shares(total, [*LIT.values()]), strict=True))
        found[name] = split.get(year, 0)
    return found


def make_plan(dice: np.random.Generator) -> Plan:
    """All works of all years, with the state that they have on the day of the demonstration."""
    names = [*TYPES]
    kind = np.concatenate([np.repeat(np.arange(len(names)), [*_counts(year).values()]) for year in YEARS])
    year = np.concatenate([np.full(sum(_counts(y).values()), y) for y in YEARS])
    size = len(kind)
    types = [(one.months[0], one.months[1], one.days, one.millions) for one in TYPES.values()]
    low, high, usual, millions = np.array(types, dtype=np.float64)[kind].T
    month = np.floor(dice.uniform(low, high + 1)).astype(np.int64)
    first = ((year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (month - 1)).astype("datetime64[D]")
    start = first + dice.integers(0, 28, size)
    length = np.maximum(np.rint(usual * dice.lognormal(0.0, 0.3, size)), 5).astype(np.int64)
    contractor = dice.integers(0, CONTRACTORS, size)
    slow = dice.normal(-0.2, 0.14, CONTRACTORS)[contractor]
    dear = dice.normal(-0.01, 0.05, CONTRACTORS)[contractor]
    begun = start + np.maximum(np.rint(dice.normal(2, 6, size) + slow * 20), -3).astype(np.int64)
    took = np.maximum(np.rint(length * (1 + slow + dice.normal(0.0, 0.14, size))), 3).astype(np.int64)
    # Some works get stuck, and run on for two to five times as long.
    took = np.where(dice.random(size) < 0.09, np.rint(took * dice.uniform(2.0, 5.0, size)).astype(np.int64), took)
    cost = np.round(millions * dice.lognormal(0.0, 0.45, size), 1) * 1e6
    spent = np.round(cost * (0.95 + dear + dice.normal(0.0, 0.04, size)), -4)
    km = _kilometres(dice, kind, year)
    return _states(dice, Plan(kind, contractor, (start, start + length), (begun, begun + took), (cost, spent),
                              np.zeros(size), np.empty(size, dtype=object), km))  # fmt: skip


def _kilometres(dice: np.random.Generator, kind: Ints, year: Ints) -> Numbers:
    """Length of road repairs: those of each year together are the printed kilometres; others have none."""
    repair = [*TYPES].index("road_repair")
    found = np.full(len(kind), np.nan)
    for one in YEARS:
        own = np.flatnonzero((kind == repair) & (year == one))
        found[own] = np.array(shares(round(REPAIR_KM * 100), dice.lognormal(0.0, 0.5, len(own)).tolist())) / 100
    return found


def _states(dice: np.random.Generator, plan: Plan) -> Plan:
    """What of the plan has happened by the day of the demonstration."""
    begun, ended = plan.fact
    planned, done = begun > NOW, ended <= NOW
    stopped = ~planned & ~done & (dice.random(len(begun)) < 0.06)
    gone = (NOW - begun).astype(np.int64) / np.maximum((ended - begun).astype(np.int64), 1)
    progress = np.where(done, 100.0, np.where(planned, 0.0, np.clip(np.floor(gone * 20) * 5, 0, 95)))
    state = np.where(done, "done", np.where(planned, "planned", np.where(stopped, "stopped", "running"))).astype(object)
    cost, spent = plan.cost
    paid = np.where(done, spent, np.round(spent * progress / 100, -4))
    return Plan(
        plan.type, plan.contractor, plan.plan, (np.where(planned, NEVER, begun), np.where(done, ended, NEVER)),
        (cost, np.where(planned, np.nan, paid)), progress, state, plan.length_km,
    )  # fmt: skip
