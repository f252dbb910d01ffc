"""Departures of the usual working day: references checked, gaps between timed stops filled, frequencies written out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.importers.gtfs_days import DAY_SECONDS, seconds, usual_workday
from data.importers.gtfs_tables import Feed
from data.loading.report import Refusal

LEAST_HEADWAY = 10.0
BUSY_FROM, BUSY_TO = 7 * 3600, 20 * 3600


@dataclass
class Timetable:
    """A checked feed: `trips` and `times` (with `at`, seconds) of all days, `day` the usual one.

    `departures` has one row for each departure of that day: stop_id, route_id, direction_id, at, first (whether the
    trip begins there).
    """

    trips: pd.DataFrame
    times: pd.DataFrame
    departures: pd.DataFrame
    day: date | None
    refusals: list[Refusal]


def timetable(feed: Feed) -> Timetable:
    """Check the references between the tables and make the departures of the usual working day."""
    bad: list[Refusal] = list(feed.refusals)
    services = set(feed["calendar"]["service_id"]) | set(feed["calendar_dates"]["service_id"])
    trips = feed["trips"]
    trips = _known(trips, "trips", "route_id", set(feed["routes"]["route_id"]), bad)
    trips = _known(trips, "trips", "service_id", services, bad)
    trips = _once(trips, "trips", "trip_id", bad)
    times = _known(feed["stop_times"], "stop_times", "trip_id", set(trips["trip_id"]), bad)
    times = _known(times, "stop_times", "stop_id", set(feed["stops"]["stop_id"]), bad)
    times = _timed(times, bad)
    day, running = usual_workday(feed, Counter(trips["service_id"]))
    active = trips[trips["service_id"].isin(running)]
    columns = ["trip_id", "route_id", "direction_id"]
    departures = times.merge(active[columns], on="trip_id")
    return Timetable(trips, times, _written_out(feed, departures, bad), day, bad)


def _refuse(rows: pd.DataFrame, table: str, column: str, reason: str, bad: list[Refusal]) -> None:
    bad.extend(
        Refusal(int(number), f"{table}.{column}", reason, str(value)[:200])
        for number, value in zip(rows.index, rows[column], strict=True)
    )


def _known(rows: pd.DataFrame, table: str, column: str, known: set[str], bad: list[Refusal]) -> pd.DataFrame:
    fits = rows[column].isin(known - {""})
    _refuse(rows[~fits], table, column, "gtfs_reference", bad)
    return rows[fits]


def _once(rows: pd.DataFrame, table: str, column: str, bad: list[Refusal]) -> pd.DataFrame:
    twice = rows[column].duplicated()
    _refuse(rows[twice], table, column, "duplicate", bad)
    return rows[~twice]


def unique_rows(feed: Feed, table: str, column: str, bad: list[Refusal]) -> pd.DataFrame:
    """Rows of a table whose id stands for the first time; the others and those without an id are refused."""
    rows = feed[table]
    _refuse(rows[rows[column] == ""], table, column, "key_missing", bad)
    return _once(rows[rows[column] != ""], table, column, bad)


def _timed(rows: pd.DataFrame, bad: list[Refusal]) -> pd.DataFrame:
    """Stops of trips in their order with `at`; a stop without a time gets one between its timed neighbours."""
    out = rows.copy()
    out["order"] = pd.to_numeric(out["stop_sequence"], errors="coerce")
    given = out["departure_time"].where(out["departure_time"] != "", out["arrival_time"])
    out["at"] = seconds(given)
    wrong = out["order"].isna() | (out["at"].isna() & (given != ""))
    _refuse(out.assign(departure_time=given)[wrong], "stop_times", "departure_time", "gtfs_time", bad)
    out = out[~wrong].sort_values(["trip_id", "order"], kind="stable")
    ends = ~(out["trip_id"].duplicated() & out["trip_id"].duplicated(keep="last"))
    untimed = set(out.loc[ends & out["at"].isna(), "trip_id"])
    lost = out["trip_id"].isin(untimed)
    _refuse(out[lost], "stop_times", "trip_id", "gtfs_ends", bad)
    out = out[~lost]
    at = out["at"].to_numpy(dtype=float)
    known = ~np.isnan(at)
    place = np.arange(len(at))
    out["at"] = np.interp(place, place[known], at[known]) if known.any() else at
    return out


def _written_out(feed: Feed, departures: pd.DataFrame, bad: list[Refusal]) -> pd.DataFrame:
    """Departures with trips that only have a headway repeated through their span."""
    out = departures.assign(first=~departures["trip_id"].duplicated())
    rules = feed["frequencies"]
    if not len(rules):
        return out
    rules = rules.assign(
        start=seconds(rules["start_time"]), end=seconds(rules["end_time"]),
        headway=pd.to_numeric(rules["headway_secs"], errors="coerce"),
    )  # fmt: skip
    fits = (rules["headway"] >= LEAST_HEADWAY) & (rules["end"] - rules["start"]).between(0, 2 * DAY_SECONDS)
    _refuse(rules[~fits], "frequencies", "trip_id", "gtfs_time", bad)
    rules = rules[fits]
    begins = out.groupby("trip_id")["at"].transform("min")
    repeated: list[pd.DataFrame] = []
    for trip, start, end, pause in rules[["trip_id", "start", "end", "headway"]].itertuples(index=False):
        own = out[out["trip_id"] == trip]
        since = own["at"] - begins[own.index]
        repeated.extend(own.assign(at=since + offset) for offset in np.arange(start, end, pause))
    whole: pd.DataFrame = pd.concat([out[~out["trip_id"].isin(set(rules["trip_id"]))], *repeated], ignore_index=True)
    return whole


def headway(at: NDArray[np.float64]) -> float | None:
    """Median minutes between departures from 7 to 20 o'clock; None with fewer than three departures."""
    busy = np.unique(at[(at >= BUSY_FROM) & (at <= BUSY_TO)])
    return round(float(np.median(np.diff(busy))) / 60, 1) if len(busy) > 2 else None


def day_columns(at: NDArray[np.float64], day: date | None) -> dict[str, object]:
    """What the card says of the departures of one stop or line on the usual working day."""
    hours = np.bincount((at // 3600 % 24).astype(int), minlength=24)
    first, last = (float(at.min()), float(at.max())) if len(at) else (None, None)
    return {
        "trips_day": len(at), "first_trip": _clock(first), "last_trip": _clock(last),
        "trips_by_hour": " · ".join(f"{hour:02d}: {count}" for hour, count in enumerate(hours) if count) or None,
        "service_day": day.isoformat() if day else None,
    }  # fmt: skip


def _clock(at: float | None) -> str | None:
    return None if at is None else f"{int(at // 3600 % 24):02d}:{int(at // 60 % 60):02d}"
