"""Columns of ours that follow from other ones by a rule that a source's record names."""

from collections.abc import Callable
from datetime import date
from typing import Any

from config import access

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


RULES: dict[str, Callable[..., Any]] = {"year": year, "percent": percent, "rest": rest, "load_class": load_class}


def derived(rule: str, columns: dict[str, list[Any]]) -> list[Any]:
    """Values of a rule `name:column`, `name:column,column` or `access:need` over columns that are there already."""
    name, _, origins = rule.partition(":")
    if name == ACCESS:
        return [*access.derived(origins, columns, len(next(iter(columns.values()), [])))]
    return [RULES[name](*values) for values in zip(*(columns[origin] for origin in origins.split(",")), strict=True)]
