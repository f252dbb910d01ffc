"""The path of synthetic proposals: how many a year, when each stage came, what won and how its work went.

Printed are 333 proposals in 2019 and 6,118 in 2024; everything else here is made up.
"""

import csv
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from data.demo.common import shares
from data.loading.report import LoadError
from data.store import Store

FILE = "cra/bnu.csv"
PRINTED = "Project proposals filed by citizens"
TODAY = date(2026, 11, 30)
LAST_YEAR = 2026
Days = NDArray[np.datetime64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Cycle:
    """One cycle: filing from `opens` to `closes`, vote, day of the decision, first day of works, how many win."""

    year: int
    number: int
    opens: date
    closes: date
    vote: tuple[date, date]
    decided: date
    works: date
    winners: int

    @property
    def code(self) -> str:
        """Year and number of the cycle."""
        return f"{self.year}-{self.number}"


def _summer(year: int, winners: int) -> Cycle:
    return Cycle(year, 1, date(year, 2, 1), date(year, 3, 31), (date(year, 6, 10), date(year, 6, 30)),
                 date(year, 7, 5), date(year + 1, 4, 1), winners)  # fmt: skip


CYCLES = (
    _summer(2019, 60), _summer(2020, 90), _summer(2021, 140), _summer(2022, 220), _summer(2023, 350),
    _summer(2024, 600), _summer(2025, 380),
    Cycle(2025, 2, date(2025, 9, 1), date(2025, 10, 15), (date(2025, 11, 25), date(2025, 12, 10)), date(2025, 12, 15),
          date(2026, 5, 1), 240),
    _summer(2026, 400),
    Cycle(2026, 2, date(2026, 9, 15), date(2026, 11, 29), (date(2026, 11, 20), date(2026, 12, 20)), date(2026, 12, 25),
          date(2027, 5, 1), 250),
)  # fmt: skip
FIRST_OF_TWO = 0.6
RESULTS = {"accepted": 0.52, "returned": 0.28, "rejected": 0.20}
NOT_REFINED = 0.12
AT_ONCE = 0.12


def by_year(store: Store) -> dict[int, int]:
    """Proposals by year: printed ones as printed, between them the same growth each year, after them as many as last.

    LoadError when the city has no such document.
    """
    path = store.city.seed_path(FILE)
    if not path.exists():
        raise LoadError("demo_needs", layer=FILE)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    printed = {int(row["year"]): int(row["value"]) for row in rows if row["metric_en"] == PRINTED}
    years = sorted(printed)
    found = dict(printed)
    for first, last in pairwise(years):
        growth = (printed[last] / printed[first]) ** (1 / (last - first))
        found |= {year: round(printed[first] * growth ** (year - first)) for year in range(first + 1, last)}
    found |= dict.fromkeys(range(years[-1] + 1, LAST_YEAR + 1), printed[years[-1]])
    return dict(sorted(found.items()))


def by_cycle(store: Store) -> list[int]:
    """Proposals of each cycle; two cycles of one year share its number."""
    counts = by_year(store)
    out = []
    for cycle in CYCLES:
        twins = sum(other.year == cycle.year for other in CYCLES)
        split = shares(counts[cycle.year], [FIRST_OF_TWO, 1 - FIRST_OF_TWO]) if twins == 2 else [counts[cycle.year]]
        out.append(split[cycle.number - 1])
    return out


@dataclass(frozen=True)
class Path:
    """Days of the stages of each proposal (NaT: not reached), the review's result, votes, place and whether it won."""

    cycle: Ints
    filed: Days
    reviewed: Days
    result: NDArray[np.object_]
    refined: Days
    vote: Days
    votes: Ints
    place: Ints
    won: Flags


def make_path(dice: np.random.Generator, counts: list[int], district: Ints) -> Path:
    """The way of all proposals up to the vote, as if nobody knew what day it is today."""
    cycle = np.repeat(np.arange(len(CYCLES)), counts)
    size = len(cycle)
    opens, closes = (_of([getattr(c, name) for c in CYCLES], cycle) for name in ("opens", "closes"))
    span = (closes - opens).astype(np.int64) + 1
    filed = opens + np.floor(span * dice.beta(1.8, 1.0, size)).clip(0, span - 1).astype("timedelta64[D]")
    reviewed = filed + _span(dice, 10, 31, size)
    result = dice.choice(np.array(list(RESULTS), dtype=object), size, p=list(RESULTS.values()))
    returned = result == "returned"
    refined = np.where(returned & (dice.random(size) >= NOT_REFINED), reviewed + _span(dice, 7, 26, size), NEVER)
    ready = np.where(returned, refined, np.where(result == "accepted", reviewed, NEVER))
    first, last = (_of([c.vote[end] for c in CYCLES], cycle) for end in (0, 1))
    vote = np.where(np.isnat(ready), NEVER, np.minimum(np.maximum(ready, first), last))
    votes = np.rint(dice.lognormal(3.9, 0.9, size) * (1 + 0.25 * cycle)).astype(np.int64) + 5
    place, won = _ranked(dice, cycle, district, np.where(np.isnat(vote), -1, votes))
    return Path(cycle, filed, reviewed, result, refined, vote, votes, place, won)


def _ranked(dice: np.random.Generator, cycle: Ints, district: Ints, votes: Ints) -> tuple[Ints, Flags]:
    """Place by votes within cycle and district, and the winners: by district as it has proposals in the vote."""
    place, won = np.zeros(len(votes), dtype=np.int64), np.zeros(len(votes), dtype=bool)
    tie = dice.random(len(votes))
    for number, record in enumerate(CYCLES):
        groups = [np.flatnonzero((cycle == number) & (district == code) & (votes >= 0)) for code in np.unique(district)]
        for rows, winners in zip(groups, shares(record.winners, [len(g) for g in groups]), strict=True):
            order = rows[np.lexsort((tie[rows], -votes[rows]))]
            place[order] = np.arange(1, len(order) + 1)
            won[order[:winners]] = True
    return place, won


@dataclass(frozen=True)
class Work:
    """Days of the works of those that won: money given, start and end by plan and in fact."""

    funded: Days
    plan_start: Days
    plan_end: Days
    fact_start: Days
    fact_end: Days


def make_work(dice: np.random.Generator, cycle: Ints, usual_days: Ints) -> Work:
    """Works of winners: `usual_days` is how long a work of the kind takes by plan."""
    size = len(cycle)
    decided = _of([c.decided for c in CYCLES], cycle)
    funded = decided + _span(dice, 60, 166, size)
    season = _of([c.works for c in CYCLES], cycle) + _span(dice, 0, 91, size)
    plan_start = np.where(dice.random(size) < AT_ONCE, funded + _span(dice, 20, 41, size), season)
    plan_end = plan_start + np.rint(usual_days * dice.uniform(0.8, 1.25, size)).astype("timedelta64[D]")
    fact_start = plan_start + np.rint(np.clip(dice.normal(3, 8, size), 0, 40)).astype("timedelta64[D]")
    luck = dice.random(size)
    late = np.where(luck < 0.72, dice.uniform(-10, 0, size), dice.exponential(25, size) + 1)
    late = np.where(luck > 0.965, dice.uniform(60, 260, size), late)
    fact_end = np.maximum(plan_end + np.rint(late).astype("timedelta64[D]"), fact_start + np.timedelta64(7, "D"))
    return Work(funded, plan_start, plan_end, fact_start, fact_end)


def known(days: Days) -> Days:
    """Days that lie after today are not known yet."""
    return np.where(days <= np.datetime64(TODAY), days, NEVER)


def decided_days(cycle: Ints) -> Days:
    """Day of the decision of each proposal's cycle."""
    return _of([c.decided for c in CYCLES], cycle)


def _of(values: list[date], cycle: Ints) -> Days:
    return np.array(values, dtype="datetime64[D]")[cycle]


def _span(dice: np.random.Generator, low: int, high: int, size: int) -> NDArray[np.timedelta64]:
    return dice.integers(low, high, size).astype("timedelta64[D]")
