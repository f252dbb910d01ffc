"""The register of education as its pages need it: organizations, sites, meals, births; only what the person may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely
from sqlalchemy import Connection

from config.policy import User
from config.records import LayerRecord
from data.queries import indicators
from data.queries.indicators import Point
from data.queries.items import Ask, all_items
from data.queries.kept import kept
from data.queries.scope import may_see, row_scope, seen_fields
from data.store import Store

ORGS, SITES, VISITS, MEALS = "education_orgs", "school_sites", "school_visits", "school_meals"
SCHOOL, KINDERGARTEN, SPORT_SCHOOL = "school", "kindergarten", "sport_school"
BIRTHS, FIRST_GRADERS = "births", "first-graders"
COMPLAINT = "meal_complaint"
SAFETY = ("alarm_button", "turnstile", "cctv_indoor")
MOST = 50_000
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Org:
    """An organization of the register; what is not known, or not to be seen, is None. `row` has every seen field."""

    id: str
    kind: str
    district: str
    lon: float
    lat: float
    capacity: int | None
    pupils: int | None
    load_pct: float | None
    shifts: int | None
    free_places: int | None
    queue: int | None
    row: Mapping[str, Any]

    @property
    def over(self) -> int:
        """Children above the capacity."""
        return max(self.pupils - self.capacity, 0) if self.pupils is not None and self.capacity is not None else 0


@dataclass(frozen=True)
class Site:
    """A new school or kindergarten: planned and real day of opening, places, visits and remarks still open."""

    id: str
    kind: str
    district: str
    state: str
    program: str
    stage: str
    capacity: int | None
    plan_open: date | None
    fact_open: date | None
    visits: int | None
    remarks_open: int | None
    row: Mapping[str, Any]


@dataclass(frozen=True)
class MealEvent:
    """A complaint, an inspection or a visit of parents in a school; `row` has every seen field."""

    org: str
    kind: str
    day: date
    topic: str | None
    result: str | None
    state: str
    district: str
    row: Mapping[str, Any] = field(default_factory=dict)


def organizations(conn: Connection, store: Store, user: User) -> tuple[Org, ...]:
    """All organizations of the register."""
    return tuple(_kept(conn, store, ORGS, user, _org))


def sites(conn: Connection, store: Store, user: User) -> tuple[Site, ...]:
    """All sites of new schools and kindergartens."""
    return tuple(_kept(conn, store, SITES, user, _site))


def meal_events(conn: Connection, store: Store, user: User) -> tuple[MealEvent, ...]:
    """All events of school meals that have a day."""
    return tuple(one for one in _kept(conn, store, MEALS, user, _meal) if one is not None)


def visits(conn: Connection, store: Store, user: User) -> tuple[Mapping[str, Any], ...]:
    """All visits of the monitoring group, the latest first."""
    rows = _kept(conn, store, VISITS, user, dict)
    return tuple(sorted(rows, key=lambda row: (row["valid_from"] or date.min, row["object_id"]), reverse=True))


def sees_safety(store: Store, user: User) -> bool:
    """Whether the person may see what single schools have for safety."""
    layer = store.layers.get(ORGS)
    return layer is not None and any(one.name in SAFETY for one in seen_fields(user, layer))


def yearly(conn: Connection, user: User, code: str, territory: str) -> dict[int, float]:
    """Yearly facts of an indicator for a territory by year; nothing when there is no such indicator."""
    found = yearly_points(conn, user, code, territory)
    return {year: point.value for year, point in found.items() if point.value is not None}


def yearly_points(conn: Connection, user: User, code: str, territory: str) -> dict[int, Point]:
    """The same as values with their source, origin and date."""
    return {
        point.period_start.year: point for point in indicators.points(indicators.values(conn, user, code))
        if point.territory == territory and point.kind == "fact" and point.value is not None and point.period_start
    }  # fmt: skip


def _kept(conn: Connection, store: Store, layer_id: str, user: User, make: Any) -> list[Any]:
    """Rows of a layer as records, made once for each version and for all who see the same."""
    layer = store.layers.get(layer_id)
    if layer is None or not may_see(user, layer):
        return []
    fields = tuple(one.name for one in seen_fields(user, layer))
    key = ("education", row_scope(user), fields)
    found: list[Any] = kept(conn, store, layer_id, key, lambda: _read(conn, store, layer, user, make))
    return found


def _read(conn: Connection, store: Store, layer: LayerRecord, user: User, make: Any) -> list[Any]:
    rows = all_items(conn, store, layer.id, user, Ask(limit=MOST, geometry=True))
    for row in rows:
        point = shapely.from_wkb(row.pop("geom"))
        row["lon"], row["lat"] = round(point.x, 6), round(point.y, 6)
    return [make(row) for row in rows]


def _org(row: Mapping[str, Any]) -> Org:
    return Org(
        row["object_id"], row["kind"], row["district"], row["lon"], row["lat"], row["capacity"], row["pupils"],
        row["load_pct"], row["shifts"], row["free_places"], row["queue_length"], row,
    )  # fmt: skip


def _site(row: Mapping[str, Any]) -> Site:
    return Site(
        row["object_id"], row["kind"], row["district"], row["state"], row["program"] or "", row["build_stage"] or "",
        row["capacity"], row["plan_open"], row["fact_open"], row["visits"], row["remarks_open"], row,
    )  # fmt: skip


def _meal(row: Mapping[str, Any]) -> MealEvent | None:
    if row["valid_from"] is None or not row["org_ref"]:
        return None
    return MealEvent(row["org_ref"], row["kind"], row["valid_from"], row["meal_topic"], row["meal_result"],
                     row["state"], row["district"], row)  # fmt: skip
