"""Values of one file column brought into the plain form of the readers: order of dates, decimal sign, factor."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from config.city import DateOrder, Decimal, LoadRecord
from data import numbers
from data.loading.values import BadValueError, num

_DAY = re.compile(r"\s*(\d{1,4})[./\-\s](\d{1,2})[./\-\s](\d{1,4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?\s*")
_BLANKS = re.compile(r"[\s\u00a0\u202f']+")
_PLACES: dict[str, tuple[int, int, int]] = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
# Day 60 of Excel, 29 February 1900, never was: from day 61 on this is day 0.
_EXCEL_ZERO = date(1899, 12, 30)
_CENTURY, _TURN = 100, 70


def transformed(load: LoadRecord, name: str, values: list[Any]) -> list[Any]:
    """Values of our column `name` as the file's record says they are written; what does not fit stays as it is."""
    if order := load.dates.get(name):
        values = [_day(value, order) for value in values]
    if decimal := load.decimals.get(name):
        values = [_number(value, decimal) for value in values]
    if factor := load.factors.get(name):
        values = [_times(value, factor) for value in values]
    return values


def _day(value: Any, order: DateOrder) -> Any:
    if order == "serial":
        return _serial(value)
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    parts = [int(part) for part in found.groups()[:3]]
    year, month, day_ = (parts[place] for place in _PLACES[order])
    if year < _CENTURY:
        year += 1900 if year >= _TURN else 2000
    shown = f"{year:04d}-{month:02d}-{day_:02d}"
    return f"{shown}T{found.group(4)}" if found.group(4) else shown


def _serial(value: Any) -> Any:
    """A day as Excel counts it; dates that Excel has told stay."""
    if isinstance(value, datetime | date):
        return value
    try:
        days = num(value)
        return value if days is None else (_EXCEL_ZERO + timedelta(days=int(days))).isoformat()
    except (BadValueError, OverflowError):
        return value


def _number(value: Any, decimal: Decimal) -> Any:
    if not isinstance(value, str):
        return value
    found = numbers.read(_BLANKS.sub("", value), decimal)
    return value if found is None or found.percent or found.times != 1 else found.digits


def _times(value: Any, factor: float) -> Any:
    if value is None or value == "":
        return value
    try:
        number = num(value)
    except BadValueError:
        return value
    # Money in millions becomes tenge without the dust of binary fractions.
    return None if number is None else round(number * factor, 6)
