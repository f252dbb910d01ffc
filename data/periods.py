"""Printed periods read into a kind and a first day; the printed words themselves are kept by the caller."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

PeriodKind = Literal["year", "half_year", "quarter", "month", "day", "range", "none"]
FIRST_YEAR, LAST_YEAR = 1800, 2200
MONTHS_HALF, MONTHS_QUARTER = 6, 3


@dataclass(frozen=True)
class Period:
    """Kind of a period and the day it begins; `none` without a day where the text names no period."""

    kind: PeriodKind
    start: date | None


NONE = Period("none", None)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_WORDS = tuple((str(w["kind"]), re.compile(w["pattern"], re.IGNORECASE)) for w in _DATA["words"])
_ISO: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("day", re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")),
    ("range", re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?/\d{4}(?:-\d{2}){0,2}")),
    ("half_year", re.compile(r"(?P<year>\d{4})-?H(?P<number>[12])")),
    ("quarter", re.compile(r"(?P<year>\d{4})-?Q(?P<number>[1-4])")),
    ("month", re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})")),
    ("range", re.compile(r"(?P<year>\d{4})-")),
)


def _safe(year: int, month: int = 1, day: int = 1) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of(kind: str, found: dict[str, str | None]) -> date | None:
    year = int(found["year"] or 0)
    number = found.get("number") or "1"
    part = _ROMAN.get(number.upper()) or (int(number) if number.isdigit() else 0)
    if found.get("end") and int(found["end"] or 0) < year:
        return None
    by_kind: dict[str, Callable[[], date | None]] = {
        "half_year": lambda: _safe(year, 1 + MONTHS_HALF * (part - 1)),
        "quarter": lambda: _safe(year, 1 + MONTHS_QUARTER * (part - 1)),
        "months": lambda: _safe(year) if 1 <= part <= 12 else None,
    }
    if kind in by_kind:
        return by_kind[kind]()
    return _safe(year, int(found.get("month") or 1), int(found.get("day") or 1))


_KINDS: dict[str, PeriodKind] = {
    "day": "day", "range": "range", "half_year": "half_year", "quarter": "quarter", "month": "month",
    "months": "range", "year": "year",
}  # fmt: skip


@lru_cache(maxsize=4096)
def parse(printed: str) -> Period:
    """Kind and first day of a printed period; `none` for everything that names no period by itself.

    Known are `2021`, `2019-2022`, `2024-04-01`, `2017-09/2017-12`, `2022-Q1` and the same in Russian or Kazakh words.
    """
    text = " ".join(printed.split())
    for kind, pattern in (*_ISO, *_WORDS):
        match = pattern.fullmatch(text)
        if match:
            start = _day_of(kind, match.groupdict())
            if start is not None:
                return Period(_KINDS[kind], start)
    return NONE
