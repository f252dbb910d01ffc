"""Utility networks in figures: length, age and wear; outages; lamps; work before the winter.

Single sections are for officials. Their sums by network, operator and district are for everybody: the documents of the
city print them, and no place and no size of anything can be read from them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, case, func, select

from config.policy import User
from data.queries.items import Ask, all_items, seen_layer, select_items
from data.queries.kept import kept
from data.queries.scope import may_see, row_scope, rows_seen
from data.store import Store
from data.wear import WORN

LINES, OUTAGES, LAMPS, WINTER = "network_lines", "network_outages", "lamps", "winter_works"
OFF = "off"
MOST_OUTAGES = 20_000
# A shorter end of a pipe is no section worth a line of a list.
LEAST_M = 50.0


@dataclass(frozen=True)
class Length:
    """Metres of one network of one operator in one district, and what is known of their wear and age.

    `worn_m` of `known_m` metres are worn, `wear` and `year` are sums over metres (per cent and year times metres, of
    `known_m` and `dated_m`).
    """

    kind: str
    body: str | None
    district: str
    origin: str
    sections: int
    length_m: float
    known_m: float
    worn_m: float
    wear: float
    dated_m: float
    year: float

    @property
    def worn_share(self) -> float | None:
        """Share of worn metres in those whose wear is known."""
        return self.worn_m / self.known_m if self.known_m else None

    @property
    def mean_year(self) -> float | None:
        """Mean year of laying over metres."""
        return self.year / self.dated_m if self.dated_m else None


@dataclass(frozen=True)
class Lengths:
    """All sums, the latest day of data and the sources behind them."""

    rows: tuple[Length, ...]
    data_date: date | None
    sources: tuple[str, ...]


def lengths(conn: Connection, store: Store) -> Lengths:
    """Sums of the present sections by network, operator and district; none when the city has no such layer."""
    if LINES not in store.tables:
        return Lengths((), None, ())
    found: Lengths = kept(conn, store, LINES, "lengths", lambda: _lengths(conn, store))
    return found


def _lengths(conn: Connection, store: Store) -> Lengths:
    t = store.tables[LINES].c
    known = case((t.wear_pct.is_not(None), t.length_m), else_=0.0)
    dated = case((t.year_laid.is_not(None), t.length_m), else_=0.0)
    query = (
        select(
            t.kind, t.body, t.district, t.origin, func.count().label("sections"),
            func.sum(t.length_m).label("length_m"), func.sum(known).label("known_m"),
            func.sum(case((t.wear_class.in_(WORN), t.length_m), else_=0.0)).label("worn_m"),
            func.sum(case((t.wear_pct.is_not(None), t.wear_pct * t.length_m), else_=0.0)).label("wear"),
            func.sum(dated).label("dated_m"),
            func.sum(case((t.year_laid.is_not(None), t.year_laid * t.length_m), else_=0.0)).label("year"),
        )
        .where(t.known_to.is_(None)).group_by(t.kind, t.body, t.district, t.origin)
        .order_by(t.kind, t.body, t.district, t.origin)
    )  # fmt: skip
    rows = tuple(_length(row) for row in conn.execute(query).mappings())
    day = conn.execute(select(func.max(t.data_date)).where(t.known_to.is_(None))).scalar_one()
    names = conn.execute(select(t.source).where(t.known_to.is_(None)).distinct().order_by(t.source)).scalars()
    return Lengths(rows, day, tuple(names))


_SUMS = ("length_m", "known_m", "worn_m", "wear", "dated_m", "year")


def _length(row: RowMapping) -> Length:
    values: dict[str, Any] = {str(name): float(value) if name in _SUMS else value for name, value in row.items()}
    return Length(**values)


def joined(rows: Iterable[Length]) -> Length | None:
    """Several sums as one; words that differ are empty. None for nothing."""
    some = list(rows)
    if not some:
        return None

    def same(name: str) -> Any:
        values = {getattr(row, name) for row in some}
        return values.pop() if len(values) == 1 else ""

    sums = {name: sum(getattr(row, name) for row in some) for name in (*_SUMS, "sections")}
    return Length(kind=same("kind"), body=same("body"), district=same("district"), origin=same("origin"), **sums)


def by(rows: Iterable[Length], name: str) -> dict[str, Length]:
    """Sums by one of kind, body and district."""
    groups: dict[str, list[Length]] = {}
    for row in rows:
        groups.setdefault(str(getattr(row, name) or ""), []).append(row)
    found = {key: joined(some) for key, some in groups.items()}
    return {key: one for key, one in found.items() if one is not None}


@dataclass(frozen=True)
class Outage:
    """An outage; times in UTC, people and buildings None where nobody knows."""

    id: str
    kind: str
    name: Mapping[str, str | None]
    off: bool
    event: str | None
    cause: str | None
    body: str | None
    district: str
    start: datetime | None
    plan: datetime | None
    fact: datetime | None
    people: int | None
    buildings: int | None
    social: int | None
    origin: str
    source: str

    @property
    def hours(self) -> float | None:
        """How long it took; None while it lasts or when a time is missing."""
        if self.start is None or self.fact is None:
            return None
        return (self.fact - self.start).total_seconds() / 3600

    def late(self, now: datetime) -> bool | None:
        """Whether it lasts or lasted longer than planned; None without a plan. `now` is in UTC."""
        return None if self.plan is None else (self.fact or now) > self.plan


def outages(conn: Connection, store: Store, user: User, ask: Ask) -> list[Outage]:
    """Outages that answer the question, by start, at most MOST_OUTAGES. Raises UnknownLayerError, AskError."""
    seen_layer(store, OUTAGES, user)
    wanted = Ask(filters=ask.filters, district=ask.district, span=ask.span, sort=("event_start",), limit=MOST_OUTAGES)
    return [_outage(row) for row in all_items(conn, store, OUTAGES, user, wanted)]


def _outage(row: Mapping[str, Any]) -> Outage:
    return Outage(
        id=f"{OUTAGES}.{row['object_id']}", kind=row["kind"],
        name={lang: row[f"name_{lang}"] for lang in ("kk", "ru", "en")}, off=row["state"] == OFF,
        event=row["event_kind"], cause=row["cause"], body=row["body"], district=row["district"],
        start=row["event_start"], plan=row["event_end_plan"], fact=row["event_end_fact"],
        people=row["affected_people"], buildings=row["affected_buildings"], social=row["affected_social"],
        origin=row["origin"], source=row["source"],
    )  # fmt: skip


def known_sum(values: Iterable[int | None]) -> int | None:
    """Sum of what is known; None when nothing is."""
    some = [value for value in values if value is not None]
    return sum(some) if some else None


def worst(conn: Connection, store: Store, user: User, ask: Ask) -> list[dict[str, Any]]:
    """Sections with the highest wear, of those the ones with most people; none for a reader who may not see them."""
    layer = store.layers.get(LINES)
    if layer is None or not may_see(user, layer):
        return []
    wanted = Ask(filters=ask.filters, district=ask.district, sort=("-wear_pct", "-people_on", "object_id"),
                 limit=ask.limit * 4)  # fmt: skip
    rows = select_items(conn, store, LINES, user, wanted).rows
    return [row for row in rows if row["length_m"] >= LEAST_M][: ask.limit]


def counted(conn: Connection, store: Store, user: User, layer_id: str, *names: str) -> dict[tuple[str, ...], int]:
    """Present rows of a layer that the person may see, counted by some of its columns; none without the layer."""
    if layer_id not in store.layers:
        return {}
    layer, table = seen_layer(store, layer_id, user)
    scope = row_scope(user)

    def make() -> dict[tuple[str, ...], int]:
        columns = [table.c[name] for name in names]
        seen = table.c.known_to.is_(None), rows_seen(table, layer, scope)
        rows = conn.execute(select(*columns, func.count()).where(*seen).group_by(*columns))
        return {tuple(str(value or "") for value in row[:-1]): int(row[-1]) for row in rows}

    found: dict[tuple[str, ...], int] = kept(conn, store, layer_id, ("counted", scope, names), make)
    return found


@dataclass(frozen=True)
class Item:
    """An item of work before the winter in one district: amounts and the share done, 0 to 1 (None: no plan)."""

    id: str
    kind: str
    item: str
    district: str
    body: str | None
    unit: str | None
    plan: float | None
    done: float | None
    state: str
    end: date | None
    source: str
    origin: str
    data_date: date | None

    @property
    def share(self) -> float | None:
        """Share done, at most 1."""
        return None if not self.plan or self.done is None else min(self.done / self.plan, 1.0)


def winter(conn: Connection, store: Store, user: User, ask: Ask) -> list[Item]:
    """Items of work before the winter under a question; none when the city has no such layer."""
    if WINTER not in store.layers:
        return []
    rows = all_items(conn, store, WINTER, user, Ask(filters=ask.filters, district=ask.district, limit=MOST_OUTAGES))
    return [
        Item(f"{WINTER}.{r['object_id']}", r["kind"], r["winter_item"], r["district"], r["body"], r["amount_unit"],
             r["plan_amount"], r["done_amount"], r["state"], r["plan_end"], r["source"], r["origin"], r["data_date"])
        for r in rows
    ]  # fmt: skip


def ready(items: Sequence[Item]) -> float | None:
    """Readiness as the mean share over items; None when none has a plan. An item over its plan does not make up."""
    shares = [item.share for item in items if item.share is not None]
    return sum(shares) / len(shares) if shares else None
