"""Where figures come from: source, origin and date of each value, of the passport only where a value says nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from data.queries.indicators import Entry, Point


class Series(Protocol):
    """An indicator with its values by year and kind."""

    @property
    def entry(self) -> Entry:
        """The indicator."""

    @property
    def years(self) -> Mapping[str, Mapping[str, Point]]:
        """Values by year and kind."""


# Source, origin and newest date.
Whence = tuple[str, str, date | None]


def whence(points: Iterable[Point], source: str, origin: str, day: date | None) -> list[Whence]:
    """Source, origin and newest date of points in their order; those of the passport where there are no points."""
    newest: dict[tuple[str, str], date | None] = {}
    for point in points:
        key = point.source or source, point.origin or origin
        newest[key] = max((one for one in (newest.get(key), point.data_date) if one), default=None)
    own = source, origin
    return [(*key, found or (day if key == own else None)) for key, found in (newest or {own: None}).items()]


def of_entry(entry: Entry, points: Iterable[Point]) -> list[Whence]:
    """Where figures of an indicator come from."""
    return whence(points, entry.source, entry.origin, entry.data_date)


def newest(days: Iterable[date | None]) -> date | None:
    """The last of some days, None where none is known."""
    return max((day for day in days if day), default=None)


def by_source(parts: Iterable[Iterable[Whence]]) -> dict[str, date | None]:
    """Newest date of each source, in the order in which sources are met first."""
    found: dict[str, date | None] = {}
    for source, _, day in (one for part in parts for one in part):
        found[source] = newest((found.get(source), day))
    return found


def dates(series: Iterable[Series]) -> dict[str, date | None]:
    """Newest date of each source of the values of some series."""
    return by_source(of_entry(one.entry, _shown(one)) for one in series)


def _shown(one: Series) -> list[Point]:
    """Values by year, and the last ones, which may be of another territory."""
    last = (one.entry.last, one.entry.plan)
    return [*(point for kinds in one.years.values() for point in kinds.values()), *(p for p in last if p is not None)]
