"""Timetables in GTFS: lines from shapes or the order of stops, and stops with their trips by hour of a working day."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from config.city import City, Source
from data.importers.batches import Batches
from data.importers.gtfs_days import day_of
from data.importers.gtfs_tables import Feed, read_feed
from data.importers.gtfs_trips import Timetable, day_columns, headway, timetable, unique_rows
from data.loading.chunks import Chunk, Chunks
from data.loading.report import Refusal
from data.loading.shapes import reach

ROUTES, STOPS = "transit_routes", "transit_stops"
MARGIN_DEG = 0.1
MODES = {
    0: "tram",
    1: "metro",
    2: "rail",
    3: "bus",
    5: "tram",
    6: "cable_car",
    7: "cable_car",
    11: "trolleybus",
    12: "rail",
}
# Extended types by their hundreds.
MODES_WIDE = {1: "rail", 2: "bus", 4: "metro", 7: "bus", 8: "trolleybus", 9: "tram", 13: "cable_car", 14: "cable_car"}
ACCESS = {"1": "yes", "2": "no"}
LANGS = ("ru", "kk", "en")


def read_gtfs(city: City, source: Source, path: Path) -> Chunks:
    """Rows of lines and stops of a feed. LoadError when the feed cannot be used at all; wrong rows are refused.

    Figures are those of the usual working day: the commonest number of trips from Monday to Friday. Times beyond
    24:00 count in the hour of the clock.
    """
    feed = read_feed(path)
    table = timetable(feed)
    wanted = {load.layer for load in source.loads}
    batches = Batches(reach(city.bounds, MARGIN_DEG))
    start = feed["feed_info"]["feed_start_date"]
    batches.data_date = (day_of(start.iloc[0]) if len(start) else None) or feed.made
    words = _translations(feed)
    if ROUTES in wanted:
        _routes(feed, table, batches, words)
    if STOPS in wanted:
        _stops(feed, table, batches, words)
    yield from _told(batches, feed, table.refusals)


def _told(batches: Batches, feed: Feed, refusals: list[Refusal]) -> Iterator[Chunk]:
    """The stretches; the first one tells of all rows of the feed and those that were refused."""
    rows = batches.count
    for number, chunk in enumerate(batches.rest()):
        if number == 0:
            chunk.refusals = [*chunk.refusals, *refusals]
            chunk.behind = max(0, feed.rows - rows - len(refusals))
        yield chunk


def _translations(feed: Feed) -> dict[tuple[str, str, str], str]:
    """Translated names by table, id and language."""
    rows = feed["translations"]
    named = rows[rows["field_name"].isin(("stop_name", "route_long_name"))]
    return {
        (row["table_name"], row["record_id"], row["language"][:2].lower()): row["translation"]
        for row in named.to_dict("records") if row["record_id"]
    }  # fmt: skip


def _names(words: dict[tuple[str, str, str], str], table: str, ident: str, plain: str) -> dict[str, str | None]:
    found = {f"name_{lang}": words.get((table, ident, lang)) or None for lang in LANGS}
    return {**found, "name_ru": found["name_ru"] or plain or None}


def _mode(text: str) -> str:
    try:
        number = int(text)
    except ValueError:
        return "other_mode"
    return MODES.get(number) or MODES_WIDE.get(number // 100 if number >= 100 else -1, "other_mode")


def _routes(feed: Feed, table: Timetable, batches: Batches, words: dict[tuple[str, str, str], str]) -> None:
    shapes, places = _shapes(feed, table.refusals), _places(feed)
    operators = dict(zip(feed["agency"]["agency_id"], feed["agency"]["agency_name"], strict=True))
    trips = dict(iter(table.trips.groupby("route_id")))
    stops = dict(iter(table.times.groupby("trip_id")["stop_id"]))
    begins = table.departures[table.departures["first"].astype(bool)]
    departures = dict(iter(begins.groupby("route_id")))
    for row in unique_rows(feed, "routes", "route_id", table.refusals).to_dict("records"):
        ident = row["route_id"]
        own = trips.get(ident)
        if own is None:
            batches.refuse(ROUTES, ident, "gtfs_no_trips")
            continue
        lines = [
            line for _, way in own.groupby("direction_id") if (line := _line(way, shapes, stops, places)) is not None
        ]
        if not lines:
            batches.refuse(ROUTES, ident, "gtfs_no_line")
            continue
        out = departures.get(ident, begins.iloc[:0])
        halves = [half["at"].to_numpy(dtype=float) for _, half in out.groupby("direction_id")]
        busiest = max(halves, key=len, default=np.empty(0))
        number, long = row["route_short_name"], row["route_long_name"]
        batches.add(ROUTES, {
            "object_id": ident, "kind": _mode(row["route_type"]), "route_no": number or None,
            "operator": operators.get(row["agency_id"]) or None,
            "stops_count": len({stop for trip in own["trip_id"] for stop in stops.get(trip, ())}),
            **_names(words, "routes", ident, long or number), **day_columns(out["at"].to_numpy(dtype=float), table.day),
            "headway_min": headway(busiest),
        }, shapely.MultiLineString(lines))  # fmt: skip


def _line(trips: pd.DataFrame, shapes: dict[str, Any], stops: dict[str, Any], places: dict[str, Any]) -> Any:
    """The line of most trips of a direction, else the stops of its longest trip; None when neither makes a line."""
    used = trips["shape_id"][trips["shape_id"].isin(shapes.keys())].value_counts()
    if len(used):
        return shapes[min(used.index[used == used.max()])]
    orders = [[places[stop] for stop in stops.get(trip, ()) if stop in places] for trip in sorted(trips["trip_id"])]
    longest = max(orders, key=len, default=[])
    line = shapely.LineString(longest) if len(longest) > 1 else None
    return line if line is not None and line.length > 0 else None


def _shapes(feed: Feed, bad: list[Refusal]) -> dict[str, Any]:
    """Lines of the table of shapes by id; a point that is none is refused, the line goes on without it."""
    points = feed["shapes"]
    numbers = points[["shape_pt_lon", "shape_pt_lat", "shape_pt_sequence"]].apply(pd.to_numeric, errors="coerce")
    wrong = numbers.isna().any(axis=1)
    bad.extend(
        Refusal(int(no), "shapes", "number", str(points.loc[no, "shape_id"])[:200]) for no in points.index[wrong]
    )
    good = numbers[~wrong].assign(shape_id=points["shape_id"][~wrong]).sort_values(["shape_id", "shape_pt_sequence"])
    lines = {}
    for ident, part in good.groupby("shape_id"):
        xy = part[["shape_pt_lon", "shape_pt_lat"]].to_numpy(dtype=float)
        if len(np.unique(xy, axis=0)) > 1:
            lines[str(ident)] = shapely.LineString(xy)
    return lines


def _places(feed: Feed) -> dict[str, tuple[float, float]]:
    stops = feed["stops"]
    lon, lat = (pd.to_numeric(stops[name], errors="coerce") for name in ("stop_lon", "stop_lat"))
    fine = lon.notna() & lat.notna()
    return dict(zip(stops["stop_id"][fine], zip(lon[fine], lat[fine], strict=True), strict=True))


def _stops(feed: Feed, table: Timetable, batches: Batches, words: dict[tuple[str, str, str], str]) -> None:
    places = _places(feed)
    numbers = dict(zip(feed["routes"]["route_id"], feed["routes"]["route_short_name"], strict=True))
    departures = dict(iter(table.departures.groupby("stop_id")))
    empty = table.departures.iloc[:0]
    rows = unique_rows(feed, "stops", "stop_id", table.refusals)
    for row in rows[rows["location_type"].isin(("", "0", "1"))].to_dict("records"):
        ident = row["stop_id"]
        if ident not in places:
            batches.refuse(STOPS, ident, "number")
            continue
        here = departures.get(ident, empty)
        at = here["at"].to_numpy(dtype=float)
        lines = sorted({numbers.get(route) or route for route in here["route_id"]}, key=_natural)
        batches.add(STOPS, {
            "object_id": ident, "kind": "station" if row["location_type"] == "1" else "stop",
            "stop_code": row["stop_code"] or None, "routes_here": ", ".join(lines)[:500] or None,
            **_names(words, "stops", ident, row["stop_name"]), **day_columns(at, table.day), "headway_min": headway(at),
            "wheelchair": ACCESS.get(row["wheelchair_boarding"], "unknown"),
        }, shapely.Point(*places[ident]))  # fmt: skip


def _natural(name: str) -> tuple[int, str]:
    digits = "".join(c for c in name if c.isdigit())
    return (int(digits[:9]) if digits else 10**9, name)
