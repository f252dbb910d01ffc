"""Columns of ours that follow from other ones by a rule that a source's record names."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from config import access
from data.wear import wear_class

# Load in per cent of the capacity up to which an organization has room, is full, is overloaded.
ROOM_PCT, FULL_PCT, OVER_PCT = 95.0, 100.0, 130.0
ACCESS = "access"


def year(day: date | None) -> int | None:
    """Year of a day."""
    return None if day is None else day.year


def percent(part: float | None, whole: float | None) -> float | None:
    """A part in per cent of a whole, one decimal; nothing without a whole."""
    return None if part is None or not whole else round(part / whole * 100, 1)


def rest(whole: float | None, part: float | None) -> float | None:
    """What of a whole is left beside a part, never less than nothing."""
    return None if whole is None or part is None else max(whole - part, 0)


def load_class(pct: float | None) -> str:
    """Class of a load in per cent of the capacity; `unknown` is a class of its own."""
    if pct is None:
        return "unknown"
    if pct <= ROOM_PCT:
        return "room"
    if pct <= FULL_PCT:
        return "full"
    return "over" if pct <= OVER_PCT else "far_over"


def late(plan_end: date | None, fact_end: date | None, of: date | None) -> int | None:
    """Days after the planned end: of the real end, or of the day of the data while there is none; 0 when in time.

    None where nothing is planned, or where the end is open and nobody knows the day of the data.
    """
    end = fact_end or of
    return max(0, (end - plan_end).days) if plan_end and end else None


def term(days_late: float | None) -> str | None:
    """Whether something is late, by its days."""
    return None if days_late is None else "late" if days_late > 0 else "on_time"


def money(plan: float | None, fact: float | None) -> str | None:
    """Whether more was spent than planned; None where one of both is unknown."""
    return None if plan is None or fact is None else "over" if fact > plan else "within"


# The day of the data of each row, which rules may read like a column.
DAY = "as_of"
RULES: dict[str, Callable[..., Any]] = {
    "year": year, "percent": percent, "rest": rest, "load_class": load_class, "late": late, "term": term,
    "money": money, "wear": wear_class,
}  # fmt: skip


def derived_of(
    rules: Mapping[str, str], own: Mapping[str, str], columns: dict[str, list[Any]], days: list[date | None]
) -> dict[str, list[Any]]:
    """Columns by the rules of a source, then by those of the layer for what nobody brought; `days` are the data's.

    A column that a rule of the layer reads and that the file lacks has no values.
    """
    found = {**columns, DAY: days}
    for name, rule in rules.items():
        found[name] = derived(rule, found)
    for name, rule in own.items():
        if name not in found:
            origins = rule.partition(":")[2].split(",")
            missing = {origin: [None] * len(days) for origin in origins if origin not in found}
            found[name] = derived(rule, {**found, **missing})
    return {name: values for name, values in found.items() if name != DAY}


def derived(rule: str, columns: dict[str, list[Any]]) -> list[Any]:
    """Values of a rule `name:column`, `name:column,column` or `access:need` over columns that are there already."""
    name, _, origins = rule.partition(":")
    if name == ACCESS:
        return [*access.derived(origins, columns, len(next(iter(columns.values()), [])))]
    return [RULES[name](*values) for values in zip(*(columns[origin] for origin in origins.split(",")), strict=True)]
