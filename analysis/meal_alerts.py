"""Repeated complaints about school meals: so many in so few days that somebody has to look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from data.queries.education import COMPLAINT, MealEvent

LEAST, DAYS, BACK_DAYS = 3, 30, 90


@dataclass(frozen=True)
class Alert:
    """A school with repeated complaints: the most within DAYS, first and last day of them, whether one looked since."""

    org: str
    count: int
    first: date
    last: date
    inspected: bool


def last_day(events: Iterable[MealEvent]) -> date | None:
    """Day of the latest event: alerts are as of it, since nothing is known of later days."""
    return max((event.day for event in events), default=None)


def alerts(events: Iterable[MealEvent], today: date) -> list[Alert]:
    """Schools with at least LEAST complaints within DAYS days among the last BACK_DAYS, most complaints first.

    `inspected` when an inspection or a commission came on or after the last of these complaints.
    """
    complaints: dict[str, list[date]] = {}
    looked: dict[str, date] = {}
    for event in events:
        if event.day > today:
            continue
        if event.kind == COMPLAINT:
            if (today - event.day).days < BACK_DAYS:
                complaints.setdefault(event.org, []).append(event.day)
        else:
            looked[event.org] = max(event.day, looked.get(event.org, date.min))
    found = []
    for org, days in complaints.items():
        window = _busiest(sorted(days))
        if len(window) >= LEAST:
            found.append(Alert(org, len(window), window[0], window[-1], looked.get(org, date.min) >= window[-1]))
    return sorted(found, key=lambda alert: (alert.inspected, -alert.count, alert.org))


def _busiest(days: list[date]) -> list[date]:
    """The longest run of sorted days that lies within DAYS; of equal ones the latest."""
    best: list[date] = []
    for at, first in enumerate(days):
        run = [day for day in days[at:] if day < first + timedelta(days=DAYS)]
        if len(run) >= len(best):
            best = run
    return best
