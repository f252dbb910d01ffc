"""How often values of a series come, told by their periods, and its shape in a few signs for a very small chart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, Protocol

SeriesRhythm = Literal["month", "quarter", "half_year", "year", "several_years", "irregular", "once"]
_BY_KIND: dict[str, SeriesRhythm] = {"month": "month", "quarter": "quarter", "half_year": "half_year"}
DAYS_YEAR = 365.25
REGULAR_SHARE = 0.6
# Heights of a very small chart from the lowest to the highest value, a sign each.
HEIGHTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SHAPE_POINTS = 48


class Dated(Protocol):
    """A value with the kind and first day of its period."""

    @property
    def period_kind(self) -> str:
        """Kind of the period, `none` where nothing is printed."""

    @property
    def period_start(self) -> date | None:
        """First day of the period."""


def rhythm_of(points: Iterable[Dated]) -> SeriesRhythm:
    """How often values come, told by the periods themselves: their commonest kind, for years the gaps between them."""
    days: dict[str, set[date]] = {}
    for point in points:
        if point.period_start is not None and point.period_kind not in ("none", "range"):
            days.setdefault(point.period_kind, set()).add(point.period_start)
    if not days:
        return "once"
    kind, dates = max(days.items(), key=lambda item: len(item[1]))
    if len(dates) < 2:
        return "once"
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    ordered = sorted(dates)
    gaps = Counter(round((b - a).days / DAYS_YEAR) for a, b in pairwise(ordered))
    gap, times = gaps.most_common(1)[0]
    if kind == "year" and gap == 1 and times >= REGULAR_SHARE * gaps.total():
        return "year"
    return "several_years" if gap > 1 and times >= REGULAR_SHARE * gaps.total() else "irregular"


def shape_of(values: Sequence[float]) -> str:
    """Values in time as signs of their height, `A` the lowest; the last 48; empty for fewer than two."""
    shown = values[-SHAPE_POINTS:]
    if len(shown) < 2:
        return ""
    low, high = min(shown), max(shown)
    top = len(HEIGHTS) - 1
    if high == low:
        return HEIGHTS[top // 2] * len(shown)
    return "".join(HEIGHTS[round((value - low) / (high - low) * top)] for value in shown)
