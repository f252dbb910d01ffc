"""What the documents print about the register of appeals: its total, its periods and its leading topics."""

import calendar
import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data.demo.common import shares
from data.loading.report import LoadError
from data.store import Store

FILE = "cra/appeals.csv"
# The edition that prints the total speaks up to December 2024.
LAST_DAY = date(2024, 12, 31)
TOPICS = {
    "Education": "education", "Reference information": "reference", "Transport infrastructure": "transport",
    "Improvement and greening": "greening", "Housing and utilities infrastructure": "utilities",
}  # fmt: skip
# Made up: how the appeals outside the five leading topics divide.
OTHERS = {"social": 0.21, "health": 0.19, "order": 0.17, "environment": 0.15, "construction": 0.12, "other": 0.16}


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last` with the number of appeals and how many of them have each topic."""

    first: date
    last: date
    count: int


@dataclass(frozen=True)
class Register:
    """The printed periods with one more up to the last day, and the number of appeals by topic in both parts.

    `printed` has the topics of all printed periods together, `later` those of the last period.
    """

    periods: tuple[Period, ...]
    printed: dict[str, int]
    later: dict[str, int]


def register(store: Store, total: int) -> Register:
    """The printed register scaled to a total; LoadError when the city has no such document.

    Printed are the counts of seven periods (September 2017 to April 2023), of five topics (their period is not printed
    and is taken to be the same) and of all appeals; the days after April 2023 get what is left of the total, in the
    same proportion of topics.
    """
    path = store.city.seed_path(FILE)
    if not path.exists():
        raise LoadError("demo_needs", layer=FILE)
    rows = _rows(path)
    periods = [_period(row) for row in rows if row["record_type"] == "appeals_by_period"]
    after = max(period.last for period in periods) + timedelta(days=1)
    whole = next(int(row["value"]) for row in rows if row["record_type"] == "total")
    periods.append(Period(after, LAST_DAY, whole - sum(period.count for period in periods)))
    counts = shares(total, [period.count for period in periods])
    leading = {TOPICS[row["metric_en"]]: int(row["value"]) for row in rows if row["record_type"] == "category_count"}
    rest = sum(period.count for period in periods[:-1]) - sum(leading.values())
    weights = {**leading, **{topic: rest * share for topic, share in OTHERS.items()}}
    return Register(
        tuple(Period(p.first, p.last, count) for p, count in zip(periods, counts, strict=True)),
        _split(sum(counts[:-1]), weights), _split(counts[-1], weights),
    )  # fmt: skip


def full_total(store: Store) -> int:
    """Number of all appeals that the document prints; LoadError when the city has no such document."""
    path = store.city.seed_path(FILE)
    if not path.exists():
        raise LoadError("demo_needs", layer=FILE)
    return next(int(row["value"]) for row in _rows(path) if row["record_type"] == "total")


def _split(total: int, weights: dict[str, float]) -> dict[str, int]:
    return dict(zip(weights, shares(total, list(weights.values())), strict=True))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _period(row: dict[str, str]) -> Period:
    year, (first, last) = int(row["year"]), map(int, row["months"].split("-"))
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Period(date(year, first, 1), end, int(row["value"]))
