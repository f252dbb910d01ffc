"""A place that a person typed: coordinates, or the best answer of the search that has a point."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from config.limits import SEARCH_QUERY_CHARS
from config.policy import User
from data.queries.search import Entry, search
from data.store import Store

REACH_DEG = 1.0
GROUPS = ("street", "object", "district")
_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,10})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,10})?)\s*")


@dataclass(frozen=True)
class NamedPlace:
    """A place in degrees; `entry` is what the search found, None for coordinates."""

    lon: float
    lat: float
    entry: Entry | None = None


def find_place(conn: Connection, store: Store, text: str, user: User) -> NamedPlace | None:
    """Where a text means: "43.25, 76.94" (in either order), a street, an object or a district; None when nowhere.

    Coordinates count when they lie within a degree of the city.
    """
    words = text.strip()[:SEARCH_QUERY_CHARS]
    if not words or "\0" in words:
        return None
    pair = _PAIR.fullmatch(words)
    if pair is not None:
        return _within(store, float(pair[1]), float(pair[2]))
    hits = [hit.entry for hit in search(conn, store, words, user) if hit.entry.group in GROUPS and hit.entry.point]
    if not hits:
        return None
    best = hits[0]
    lon, lat = best.point or (0.0, 0.0)
    return NamedPlace(lon, lat, best)


def _within(store: Store, first: float, second: float) -> NamedPlace | None:
    west, south, east, north = store.city.bounds
    for lon, lat in ((second, first), (first, second)):
        if west - REACH_DEG <= lon <= east + REACH_DEG and south - REACH_DEG <= lat <= north + REACH_DEG:
            return NamedPlace(lon, lat)
    return None
