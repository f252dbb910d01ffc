"""Facts of an indicator by district and year, and the place of their classes on a ramp: on paper as in the browser.

`assets/map-classes.js` does the same where the bar of time moves; one table of cases holds both
(`tests/components/test_map_classes.py`). Limits of classes are those of `analysis.classify`.
"""

import math
import re
from collections.abc import Mapping, Sequence

from data.queries.indicators import Point

FACTS = ("estimate", "fact")
UNDATED = ""
Series = Mapping[str, Mapping[str, float]]
_YEAR = re.compile("[0-9]{4}")


def year_of(point: Point) -> str:
    """Year of a value as text, "" for an undated one."""
    text = point.period_start.isoformat() if point.period_start else point.period
    return text[:4] if _YEAR.match(text) and point.period_kind != "none" else UNDATED


def usual(points: Sequence[Point]) -> str:
    """The breakdown that is shown when none is asked for: the whole if there is one, else the first printed."""
    whole = any(not one.breakdown and one.value is not None for one in points)
    return "" if whole or not points else points[0].breakdown


def series(points: Sequence[Point], breakdown: str) -> Series:
    """Facts of one breakdown by territory and year; a later fact of a year stands for the earlier one."""
    found: dict[str, dict[str, float]] = {}
    for one in points:
        if one.breakdown != breakdown or one.value is None or one.kind not in FACTS:
            continue
        own, year = found.setdefault(one.territory, {}), year_of(one)
        if year not in own or one.kind == "fact":
            own[year] = one.value
    return found


def years(found: Series, territories: Sequence[str]) -> list[str]:
    """Years that any of the territories has a value for, ascending; undated values are no year."""
    return sorted({year for one in territories for year in found.get(one, {}) if year})


def values_of(found: Series, territories: Sequence[str], year: str) -> list[float | None]:
    """The value of each territory in a year; an undated one stands in where the year has none."""
    return [found.get(one, {}).get(year, found.get(one, {}).get(UNDATED)) for one in territories]


def shade(place: int, count: int, colors: Sequence[str]) -> str:
    """Colour of a class among `count`: the last class has the last colour, the others are evenly spread before it."""
    last = len(colors) - 1
    return colors[last if count == 1 else math.floor(place * last / (count - 1) + 0.5)]
