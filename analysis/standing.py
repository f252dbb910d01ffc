"""How a district stands: its place by every figure, where it is best and worst, and what changed in a year."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from analysis.ranking import Direction, Place, better, gap, per_thousand, places
from config.policy import User
from data import queries
from data.queries import indicators
from data.queries.indicators import Entry, Point
from data.queries.kept import kept
from data.queries.people import residents
from data.queries.scope import row_scope
from data.store import INDICATORS, Store

Basis = Literal["value", "per_thousand"]
PEOPLE = "population"
PER = 1_000.0
_DIRECTIONS: Mapping[str, Direction] = {"up": "up", "down": "down"}


@dataclass(frozen=True)
class Category:
    """One of the eight categories: indicators by district, real ones first, and real ones of the whole city."""

    id: str
    codes: tuple[str, ...] = ()
    city: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """One figure of all districts in its latest common period, with the period before it.

    `basis` says whether the figures are compared as they are or by 1,000 residents; `places` are of what is compared,
    the best first; `points` and `before` hold the figures as they stand in the store, of the city too.
    """

    entry: Entry
    basis: Basis
    direction: Direction | None
    places: Mapping[str, Place]
    points: Mapping[str, Point]
    before: Mapping[str, Point]
    series: Mapping[str, Sequence[Point]]

    @property
    def period(self) -> str:
        """Printed period of the figures."""
        return next(iter(self.points.values())).period

    @property
    def real(self) -> bool:
        """Whether the figures were not made up for demonstration."""
        return all((point.origin or self.entry.origin) != "synthetic" for point in self.points.values())


@dataclass(frozen=True)
class Standing:
    """What one district has by all figures with a good direction: better and worse than the city, changes by share."""

    better: tuple[Ranking, ...]
    worse: tuple[Ranking, ...]
    up: tuple[tuple[Ranking, float], ...]
    down: tuple[tuple[Ranking, float], ...]


@lru_cache(maxsize=1)
def _table() -> Mapping[str, object]:
    return tomllib.loads((Path(queries.__file__).parent / "categories.toml").read_text("utf-8"))


def _listed(name: str) -> frozenset[str]:
    found = _table()[name]
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def usual() -> str:
    """Indicator by which districts are ranked when nobody has chosen one."""
    return str(_table()["usual"])


def categories(entries: Sequence[Entry]) -> list[Category]:
    """The eight categories with the codes that the store has."""
    known = {entry.code: entry for entry in entries}
    given = _table()["categories"]
    out = []
    for record in given if isinstance(given, list) else []:
        real = [code for code in record.get("real", ()) if code in known]
        demo = [entry.code for entry in entries if entry.category == f"demo-{record['id']}"]
        city = tuple(code for code in record.get("city", ()) if code in known and known[code].last is not None)
        out.append(Category(record["id"], (*real, *demo), city))
    return out


def basis_of(entry: Entry) -> Basis:
    """How districts are compared by an indicator."""
    amount = entry.unit in _listed("amounts") and entry.code not in _listed("plain")
    return "per_thousand" if amount else "value"


def direction_of(entry: Entry) -> Direction | None:
    """Which way an indicator is good, None where nobody knows."""
    return _DIRECTIONS.get(entry.good_direction or "")


def rankings(conn: Connection, store: Store, user: User) -> Mapping[str, Ranking]:
    """Rankings of the districts by every indicator that most of them have, by code; what the person may see.

    They are made once for each published version.
    """
    key = ("rankings", row_scope(user))
    found: Mapping[str, Ranking] = kept(conn, store, INDICATORS, key, lambda: _rankings(conn, store, user))
    return found


def _rankings(conn: Connection, store: Store, user: User) -> Mapping[str, Ranking]:
    districts = [district.id for district in store.city.districts]
    entries = {entry.code: entry for entry in indicators.catalogue(conn, store, user)}
    found = indicators.district_points(conn, store, user)
    told = residents(conn, store)
    people = {**told.by_district, store.city.id: told.total} if told.by_district else {}
    out: dict[str, Ranking] = {}
    for (code, breakdown), points in found.items():
        if breakdown or code not in entries:
            continue
        made = ranking(entries[code], points, districts, store.city.id, people)
        if made is not None:
            out[code] = made
    return out


def ranking(
    entry: Entry, points: Sequence[Point], districts: Sequence[str], city: str, people: Mapping[str, float]
) -> Ranking | None:
    """The ranking of one indicator from its facts in time; None when no period has a figure of a district.

    The latest period of any district counts, the year before it is the last period of the same kind before it.
    """
    own = [point for point in points if point.territory in districts]
    if not own:
        return None
    starts = sorted({p.period_start for p in own if p.period_start and p.period_kind == own[-1].period_kind})
    now = _of_period(points, own[-1])
    before = {}
    if len(starts) > 1:
        earlier = next(p for p in own if p.period_start == starts[-2] and p.period_kind == own[-1].period_kind)
        before = _of_period(points, earlier)
    basis = basis_of(entry)
    values, earlier_values = ({d: v for d, v in _values(part).items() if d in districts} for part in (now, before))
    mean = mean_of(basis, _values(now), values, city, people)
    if basis == "per_thousand":
        values, earlier_values = per_thousand(values, people), per_thousand(earlier_values, people)
    direction = direction_of(entry)
    series = {name: [p for p in points if p.territory == name] for name in (*districts, city)}
    return Ranking(entry, basis, direction, places(values, earlier_values, mean, direction), now, before, series)


def _of_period(points: Sequence[Point], like: Point) -> dict[str, Point]:
    return {p.territory: p for p in points if (p.period_start, p.period_kind) == (like.period_start, like.period_kind)}


def _values(points: Mapping[str, Point]) -> dict[str, float]:
    return {name: point.value for name, point in points.items() if point.value is not None}


def mean_of(
    basis: Basis, values: Mapping[str, float], districts: Mapping[str, float], city: str, people: Mapping[str, float]
) -> float | None:
    """The city's figure on the basis of the ranking; of a sum that is compared as it is, the mean of the districts."""
    whole = values.get(city)
    if basis == "per_thousand":
        residents = people.get(city)
        return whole / residents * PER if whole is not None and residents else None
    total = sum(districts.values())
    adds_up = whole is not None and abs(total - whole) <= abs(whole) * 1e-3
    return total / len(districts) if districts and (whole is None or adds_up) else whole


def standing(found: Mapping[str, Ranking], district: str) -> Standing:
    """How a district stands by all figures that have a good direction: the farthest from the city first."""
    judged = [r for r in found.values() if r.direction and district in r.places and r.places[district].gap is not None]
    judged.sort(key=lambda r: (-abs(r.places[district].gap or 0.0), r.entry.code))
    changes = [(r, share) for r in judged if (share := change_share(r, district)) is not None]
    changes.sort(key=lambda item: (-abs(item[1]), item[0].entry.code))
    return Standing(
        tuple(r for r in judged if (r.places[district].gap or 0.0) > 0),
        tuple(r for r in judged if (r.places[district].gap or 0.0) < 0),
        tuple(item for item in changes if better(item[1], item[0].direction) is True),
        tuple(item for item in changes if better(item[1], item[0].direction) is False),
    )


def change_share(found: Ranking, district: str) -> float | None:
    """Change of a territory's figure against the period before, as a share of it; None where there is none."""
    place = found.places.get(district)
    if place is not None:
        return gap(place.value, place.before, None)
    now, before = _values(found.points).get(district), _values(found.before).get(district)
    return None if now is None else gap(now, before, None)


def worst(found: Standing, most: int) -> tuple[Ranking, ...]:
    """Figures by which the district stands worst against the city."""
    return found.worse[:most]
