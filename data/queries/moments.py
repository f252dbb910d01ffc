"""The time of the map: a day or a span of days, read from untrusted text and turned into a condition."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Table, and_, or_

from data.queries.filters import AskError

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TEXT = re.compile(rf"({_DAY})(?:\.\.({_DAY}))?")


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included; one day when they are equal."""

    first: date
    last: date

    def __str__(self) -> str:
        """As it stands in addresses: `2024-06-01` or `2024-06-01..2024-06-30`."""
        first, last = self.first.isoformat(), self.last.isoformat()
        return first if first == last else f"{first}..{last}"


def read_span(text: str) -> Span | None:
    """Span of an address, None for an empty text (all time). Raises AskError `t` for anything else."""
    if not text:
        return None
    found = _TEXT.fullmatch(text)
    try:
        first, last = (date.fromisoformat(part or text) for part in found.groups()) if found else (None, None)
    except ValueError:
        first, last = None, None
    if first is None or last is None or first > last:
        raise AskError("t", "span")
    return Span(first, last)


def valid_in(table: Table, span: Span | None) -> list[ColumnElement[bool]]:
    """Conditions that keep rows valid on some day of the span; an unknown beginning or end is no limit."""
    if span is None:
        return []
    began = or_(table.c.valid_from.is_(None), table.c.valid_from <= span.last)
    return [and_(began, or_(table.c.valid_to.is_(None), table.c.valid_to >= span.first))]
