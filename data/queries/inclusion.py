"""What the store knows of accessibility: counts by state, barriers that stand, printed figures and plans."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from config.access import PREFIX, rule
from config.policy import User
from data.queries import indicators
from data.queries.indicators import Point
from data.queries.items import Ask, check, conditions, seen_layer
from data.queries.kept import kept
from data.queries.narrative import all_facts
from data.queries.people import district_people
from data.queries.scope import row_scope
from data.store import INDICATORS, Store

OBJECTS, BARRIERS, SOCIAL = "access_objects", "barriers", "social_objects"
REMOVED = "removed"
PLAN_CODE = "social-objects-adapted"
# Printed figures by the name of their metric: data/seed/sdg/facts.csv and data/seed/cra/facts.csv.
METRICS = {
    "city": "Infrastructure objects in the city (more than)", "known_share": "Objects with accessibility data",
    "listed": "Objects with data on the inva.gov.kz map", "adapted": "Fully adapted objects (inva.gov.kz)",
    "doskaz": "Almaty objects on the doskaz.kz map", "doskaz_full": "Fully accessible objects (doskaz.kz)",
    "special": "People with special needs", "vulnerable": "Socially vulnerable residents",
    "aid": "Recipients of targeted social assistance",
}  # fmt: skip
THOUSAND = "thousand"
# Groups of which a series by district is known; the others are spread as residents live.
SERIES = {"vulnerable": "demo-pop-vulnerable"}


@dataclass(frozen=True)
class Counted:
    """Objects of one district, kind and states, with the most recent date of their data and their origin."""

    district: str
    kind: str
    state: str
    needs: Mapping[str, str]
    origin: str
    count: int
    data_date: date | None


@dataclass(frozen=True)
class Standing:
    """A barrier as lists need it; `ref` is the permanent id of the object, `origin` where the row is from."""

    id: str
    kind: str
    state: str
    district: str
    since: date | None
    plan: date | None
    need: str
    ref: str
    origin: str


@dataclass(frozen=True)
class Printed:
    """A printed figure in single units (thousands written out): source, line of the document, year it is of."""

    value: float
    source: str
    line: str
    data_date: date | None
    doubt: str
    year: str


def counted(conn: Connection, store: Store, user: User, ask: Ask) -> list[Counted]:
    """Objects of the register that answer a question, counted by district, kind, states and origin.

    Raises UnknownLayerError, AskError.
    """
    found: list[Counted] = _kept(conn, store, OBJECTS, user, ask, _counted)
    return found


def _kept(conn: Connection, store: Store, layer_id: str, user: User, ask: Ask, make: Callable[..., Any]) -> Any:
    """What `make` says of a question; kept for filters, district and days, which many parts of the page ask."""
    seen_layer(store, layer_id, user)
    check(store, ask)
    if replace(ask, filters={}, district=None, span=None, limit=1, sort=()) != Ask(limit=1):
        return make(conn, store, user, ask)
    plain = tuple(sorted(ask.filters.items(), key=lambda item: item[0])), ask.district, ask.span
    key = ("inclusion", make.__name__, row_scope(user), plain)
    return kept(conn, store, layer_id, key, lambda: make(conn, store, user, ask))


def _counted(conn: Connection, store: Store, user: User, ask: Ask) -> list[Counted]:
    layer, table = seen_layer(store, OBJECTS, user)
    t, needs = table.c, [*rule().needs]
    groups = [t.district, t.kind, t.state, *(t[f"access_{need}"] for need in needs), t.origin]
    where = conditions(conn, store, layer, row_scope(user), ask)
    query = select(*groups, func.count().label("size"), func.max(t.data_date).label("day")).where(where)
    rows = conn.execute(query.group_by(*groups).order_by(*groups)).all()
    return [
        Counted(row.district, row.kind, row.state.removeprefix(PREFIX),
                {need: getattr(row, f"access_{need}") or "unknown" for need in needs}, row.origin, row.size, row.day)
        for row in rows
    ]  # fmt: skip


def barriers(conn: Connection, store: Store, user: User, ask: Ask) -> list[Standing]:
    """Barriers that answer a question, the longest known first. Raises UnknownLayerError, AskError."""
    found: list[Standing] = _kept(conn, store, BARRIERS, user, ask, _barriers)
    return found


def _barriers(conn: Connection, store: Store, user: User, ask: Ask) -> list[Standing]:
    layer, table = seen_layer(store, BARRIERS, user)
    t = table.c
    where = conditions(conn, store, layer, row_scope(user), ask)
    columns = (t.object_id, t.kind, t.state, t.district, t.barrier_since, t.fix_plan, t.need, t.object_ref, t.origin)
    rows = conn.execute(select(*columns).where(where).order_by(t.barrier_since.asc().nulls_last(), t.fid))
    return [Standing(f"{BARRIERS}.{row[0]}", *row[1:6], row[6] or "any", row[7] or "", row[8]) for row in rows]


def printed(conn: Connection, store: Store) -> dict[str, Printed]:
    """Printed figures by their short name, as far as the store has them."""
    known: dict[str, Printed] = kept(conn, store, INDICATORS, "inclusion printed", lambda: _every(conn, store))
    return known


def _every(conn: Connection, store: Store) -> dict[str, Printed]:
    names = {metric: name for name, metric in METRICS.items()}
    found: dict[str, Printed] = {}
    for row in all_facts(conn, store):
        name = names.get(row["metric_en"])
        if name is not None and row["value"] is not None:
            found.setdefault(name, _printed(row))
    return found


def _printed(row: Mapping[str, Any]) -> Printed:
    times = 1_000 if str(row["unit_en"]).startswith(THOUSAND) else 1
    return Printed(row["value"] * times, row["source"], row["source_line"], row["data_date"], row["doubt"],
                   str(row["period"])[:4])  # fmt: skip


def plan(conn: Connection, user: User) -> list[Point]:
    """Planned share of adapted objects by year, in order; the figure of 2030 is printed for city facilities."""
    try:
        indicators.passport(conn, user, PLAN_CODE)
    except indicators.UnknownIndicatorError:
        return []
    points = indicators.points(indicators.values(conn, user, PLAN_CODE))
    return sorted((p for p in points if p.kind == "plan" and p.value is not None and p.period), key=lambda p: p.period)


def people(conn: Connection, store: Store) -> dict[str, int]:
    """Residents of each district, as last told of all of them."""
    return {code: int(number) for code, number in district_people(conn, store).items()}


def group_by_district(
    conn: Connection, store: Store, user: User, name: str, year: str
) -> tuple[dict[str, float], str]:  # fmt: skip
    """People of a group by district in a year and the origin of that series; nothing where it is not whole."""
    code = SERIES.get(name)
    places = {district.id for district in store.city.districts}
    points = indicators.points(indicators.values(conn, user, code or ""))
    own = [p for p in points if p.period == year and p.kind == "fact" and not p.breakdown and p.territory in places]
    found = {p.territory: p.value for p in own if p.value is not None}
    return (found, own[0].origin) if own and set(found) == places else ({}, "")


@dataclass(frozen=True)
class Service:
    """Social support by district and kind: objects, their places and how many are taken, where that is known."""

    district: str
    kind: str
    objects: int
    places: int | None
    taken: int | None


def services(conn: Connection, store: Store, user: User, ask: Ask) -> list[Service]:
    """Social support objects that answer a question, by district and kind. Raises UnknownLayerError, AskError."""
    found: list[Service] = _kept(conn, store, SOCIAL, user, ask, _services)
    return found


def _services(conn: Connection, store: Store, user: User, ask: Ask) -> list[Service]:
    layer, table = seen_layer(store, SOCIAL, user)
    t = table.c
    query = select(t.district, t.kind, func.count(), func.sum(t.places), func.sum(t.places_taken))
    query = query.where(conditions(conn, store, layer, row_scope(user), ask)).group_by(t.district, t.kind)
    rows = conn.execute(query.order_by(t.district, t.kind)).all()
    return [Service(row[0], row[1], int(row[2]), _whole(row[3]), _whole(row[4])) for row in rows]


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
