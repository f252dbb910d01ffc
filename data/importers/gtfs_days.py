"""Days of service and times of day of a timetable."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.importers.gtfs_tables import Feed

WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
DAYS_SEEN = 400
DAY_SECONDS = 86_400
ADDED = "1"


def day_of(text: str) -> date | None:
    """A day as YYYYMMDD; None for anything else."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if len(text) == 8 and text.isdigit() else None
    except ValueError:
        return None


def seconds(times: "pd.Series[str]") -> NDArray[np.float64]:
    """Times `H:MM:SS` as seconds of the day of service, beyond 24:00 too; NaN for none and for what is no time."""
    parts = (
        times.astype(str).str.extract(r"^\s*(\d{1,3}):([0-5]\d):([0-5]\d)\s*$").to_numpy(dtype=float, na_value=np.nan)
    )
    return np.asarray(parts @ np.array([3600.0, 60.0, 1.0]))


def usual_workday(feed: Feed, trips: Mapping[str, int]) -> tuple[date | None, frozenset[str]]:
    """The first day from Monday to Friday with the commonest number of trips, and the services that run on it.

    Taking the commonest number leaves out holidays and days of special traffic. `trips` counts trips by service.
    """
    running = _running(feed, trips)
    totals = {day: sum(trips.get(service, 0) for service in services) for day, services in running.items()}
    counts = Counter(total for total in totals.values() if total)
    if not counts:
        return None, frozenset()
    usual = max(counts, key=lambda total: (counts[total], total))
    day = min(day for day, total in totals.items() if total == usual)
    return day, frozenset(running[day])


def _running(feed: Feed, trips: Mapping[str, int]) -> dict[date, set[str]]:
    """Services of every working day of the feed's time."""
    rules = [
        (row["service_id"], start, end, [row[name] == "1" for name in WORKDAYS])
        for row in feed["calendar"].to_dict("records")
        if row["service_id"] in trips and (start := day_of(row["start_date"])) and (end := day_of(row["end_date"]))
    ]
    changes: dict[date, list[tuple[str, bool]]] = {}
    for row in feed["calendar_dates"].to_dict("records"):
        day = day_of(row["date"])
        if day is not None and row["service_id"] in trips:
            changes.setdefault(day, []).append((row["service_id"], row["exception_type"] == ADDED))
    starts = [start for _, start, _, _ in rules] + list(changes)
    ends = [end for _, _, end, _ in rules] + list(changes)
    if not starts:
        return {}
    first = min(starts)
    last = min(max(ends), first + timedelta(days=DAYS_SEEN))
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return {day: _services(day, rules, changes.get(day, [])) for day in days if day.weekday() < len(WORKDAYS)}


def _services(day: date, rules: list[tuple[str, date, date, list[bool]]], changes: list[tuple[str, bool]]) -> set[str]:
    found = {service for service, start, end, on in rules if start <= day <= end and on[day.weekday()]}
    for service, added in changes:
        if added:
            found.add(service)
        else:
            found.discard(service)
    return found
