"""What to do about a value that was refused: the same number in full, the last day of a month, the other order."""

import calendar
import re
from collections.abc import Mapping
from datetime import date

from data import numbers
from data.periods import FIRST_YEAR, LAST_YEAR

Advice = tuple[str, Mapping[str, float | date]]
_DAY = re.compile(r"\s*(\d{1,4})[./\-\s](\d{1,2})[./\-\s](\d{1,4})\b.*", re.DOTALL)
_SERIAL = re.compile(r"\s*[2-7][0-9]{4}(?:\.0)?\s*")
MONTHS, YEAR_DIGITS = 12, 4


def advice(reason: str, value: str) -> Advice | None:
    """Key of a sentence `import.advice.<key>` with its values, for the reason of a refusal and the value as found."""
    if reason in ("number", "integer"):
        return _number(value)
    return _day(value) if reason == "date" else None


def _number(value: str) -> Advice | None:
    found = numbers.read(value)
    if found is None:
        return None
    if found.times != 1:
        return "word", {"number": found.full}
    if found.percent:
        return "percent", {"number": found.value}
    return ("thousands", {"number": float(found.thousands)}) if found.thousands else None


def _day(value: str) -> Advice:
    found = _DAY.fullmatch(value)
    if found is None:
        return ("serial" if _SERIAL.fullmatch(value) else "form"), {}
    first, month, last = found.groups()
    year, day = (first, last) if len(first) == YEAR_DIGITS else (last, first)
    return _calendar(int(year), int(month), int(day))


def _calendar(year: int, month: int, day: int) -> Advice:
    if not (year and month and day):
        return "blank", {}
    if month > MONTHS >= day:
        return "order", {}
    if month <= MONTHS and FIRST_YEAR <= year <= LAST_YEAR:
        longest = calendar.monthrange(year, month)[1]
        if day > longest:
            return "month_end", {"day": date(year, month, longest)}
    return "form", {}
