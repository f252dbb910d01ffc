"""Places in world ratings, the centre's own targets in both editions, counts of modules: as printed, with conflicts."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from config.policy import User
from data import schema
from data.queries import narrative
from data.queries.indicators import Entry, Point, catalogue, points
from data.queries.kept import kept
from data.queries.printed import Series, series_of
from data.queries.scope import RowScope, row_scope
from data.queries.whence import by_source, dates, whence
from data.store import INDICATORS, Store

COLLECTION, PLAN = "cra", "plan2025"
PLACE, SCORE, TOP, NEW = "eiu-place", "eiu-score", "eiu-top", "eiu-new-cities"
MERCER_TOP, MERCER_RISE = "mercer-top", "mercer-rise"
# Rows of the city plan about the same ratings.
PLAN_EIU, PLAN_MERCER = "plan-001", "plan-016"
KPI, MODULES = "cra-kpi", "modules-in-use"
# Printed name of the document's own yearly table, which two chapters of one edition repeat.
YEARLY = ("yearly", "yearly (chapter 5 table)")
ECONOMY, SOCIAL = ("city economy", "city population"), ("social",)
# Facts that stand beside those of other cities: what the printed names begin with.
BESIDE = ("Registered crimes and offences", "Mobile internet speed", "Youth unemployment")


@dataclass(frozen=True)
class Value:
    """A printed value with its edition, its place in the document and what is doubtful about it."""

    point: Point
    printed_kind: str
    document: str
    line: str
    note: str


Values = tuple[Value, ...]


@dataclass(frozen=True)
class Target:
    """One of the centre's own indicators: its printed values in printed order."""

    entry: Entry
    method: str
    values: tuple[Value, ...]
    fact: Entry | None = None

    @property
    def years(self) -> tuple[str, ...]:
        """Printed periods, in order."""
        return tuple(sorted({value.point.period for value in self.values}, key=lambda text: (len(text), text)))

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Editions and kinds of values (target, goal, stage target) that are printed, in printed order."""
        return tuple(dict.fromkeys((value.point.edition, value.printed_kind) for value in self.values))

    def at(self, edition: str, kind: str, period: str) -> Value | None:
        """The value of an edition, kind and period."""
        wanted = (edition, kind, period)
        return next((v for v in self.values if (v.point.edition, v.printed_kind, v.point.period) == wanted), None)

    def conflicts(self) -> tuple[str, ...]:
        """Periods for which different values are printed."""
        found: dict[str, set[float | None]] = defaultdict(set)
        for value in self.values:
            found[value.point.period].add(value.point.value)
        return tuple(sorted(period for period, numbers in found.items() if len(numbers) > 1))


@dataclass(frozen=True)
class Factor:
    """A direction of the rating with indicators of the city plan that belong to it."""

    id: str
    topics: tuple[str, ...]
    series: tuple[Series, ...] = ()


@dataclass(frozen=True)
class Ratings:
    """Everything about ratings and own targets that the documents print."""

    places: tuple[Value, ...] = ()
    scores: tuple[Value, ...] = ()
    tops: tuple[Value, ...] = ()
    added: tuple[Value, ...] = ()
    mercer: tuple[Value, ...] = ()
    mercer_rises: tuple[Value, ...] = ()
    plan_eiu: Series | None = None
    plan_mercer: Series | None = None
    targets: tuple[Target, ...] = ()
    modules: tuple[Value, ...] = ()
    factors: tuple[Factor, ...] = ()
    facts: tuple[Mapping[str, Any], ...] = ()
    source: str = ""
    data_date: date | None = None

    @property
    def told(self) -> bool:
        """Whether anything is loaded."""
        return bool(self.places or self.targets)

    def dates(self) -> dict[str, date | None]:
        """Newest date of each source of the values."""
        lists = (self.places, self.scores, self.tops, self.added, self.mercer, self.mercer_rises, self.modules,
                 *(target.values for target in self.targets))  # fmt: skip
        own = (whence([value.point for value in values], self.source, "", None) for values in lists if values)
        facts = [target.fact for target in self.targets if target.fact is not None]
        entered = ([(one.from_source, one.from_origin, one.from_date)] for one in facts)
        plan = (self.plan_eiu, self.plan_mercer, *(one for factor in self.factors for one in factor.series))
        return by_source([*own, *entered]) | dates([one for one in plan if one is not None])

    def fact(self) -> Value | None:
        """The last place that is a fact."""
        return max(self.of_kind(self.places, "fact"), key=_time, default=None)

    def asked(self, year: str) -> Value | None:
        """The place that was the target of a year."""
        return next((value for value in self.of_kind(self.places, "plan") if value.point.period == year), None)

    @staticmethod
    def of_kind(values: Iterable[Value], kind: str) -> tuple[Value, ...]:
        """Values of a kind, in order of time."""
        return tuple(sorted((value for value in values if value.point.kind == kind), key=_time))

    def of_topics(self, topics: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
        """Single facts of the centre's programme about some topics."""
        return tuple(row for row in self.facts if row["topic"] in topics)

    def beside(self) -> tuple[tuple[Mapping[str, Any], ...], ...]:
        """Facts of Almaty with the same facts of other cities, one group for each."""
        groups = (tuple(row for row in self.facts if row["metric_en"].startswith(name)) for name in BESIDE)
        return tuple(group for group in groups if group)


def _time(value: Value) -> tuple[date, int]:
    return value.point.period_start or date.min, value.point.position


@lru_cache(maxsize=1)
def factor_records() -> tuple[Factor, ...]:
    """Directions of the rating, as their table has them."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["factors"]
    return tuple(Factor(row["id"], tuple(row["topics"])) for row in read)


@lru_cache(maxsize=1)
def fact_codes() -> Mapping[str, str]:
    """Codes of the indicators that hold the facts of own targets."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["facts"]
    return {str(code): str(other) for code, other in read.items()}


def ratings(conn: Connection, store: Store, user: User) -> Ratings:
    """Ratings and targets as the store holds them for the person. Made once for each version."""
    scope = row_scope(user)
    found: Ratings = kept(conn, store, INDICATORS, ("ratings", scope), lambda: _made(conn, store, user, scope))
    return found


def _made(conn: Connection, store: Store, user: User, scope: RowScope) -> Ratings:
    values, methods = _values(conn, scope)
    entries = [entry for entry in catalogue(conn, store, user) if entry.collection == COLLECTION]
    plan = series_of(conn, store, user, PLAN)
    own = {one.code: one for one in plan}
    kpi = [entry for entry in sorted(entries, key=lambda e: e.position) if entry.category == KPI]
    facts = tuple(row for row in narrative.all_facts(conn, store) if row["collection"] == COLLECTION)
    by_code = {entry.code: entry for entry in entries}
    return Ratings(
        *_lists(values), own.get(PLAN_EIU), own.get(PLAN_MERCER),
        tuple(Target(entry, methods.get(entry.code, ""), tuple(values.get(entry.code, ())),
                     by_code.get(fact_codes().get(entry.code, ""))) for entry in kpi),
        tuple(values.get(MODULES, ())),
        tuple(Factor(f.id, f.topics, tuple(s for s in plan if s.entry.topic in f.topics)) for f in factor_records()),
        facts, entries[0].source if entries else "",
        max((entry.data_date for entry in entries if entry.data_date), default=None),
    )  # fmt: skip


def _lists(values: Mapping[str, list[Value]]) -> tuple[Values, Values, Values, Values, Values, Values]:
    """Places, scores, goals and new cities of the index, goals and rises of the other rating."""
    place, score, top, new, mercer, rise = (
        tuple(values.get(code, ())) for code in (PLACE, SCORE, TOP, NEW, MERCER_TOP, MERCER_RISE)
    )
    return place, score, top, new, mercer, rise


def _values(conn: Connection, scope: RowScope) -> tuple[dict[str, list[Value]], dict[str, str]]:
    """Present values of the centre's collection by code, and the printed formula of each code."""
    i, v = schema.indicator.c, schema.indicator_value
    seen = i.sensitivity.in_(sorted(s.value for s in scope.sensitivities))
    query = (
        select(v, i.method).join(schema.indicator, i.code == v.c.code)
        .where(i.collection == COLLECTION, v.c.known_to.is_(None), seen).order_by(v.c.code, v.c.position)
    )  # fmt: skip
    found: dict[str, list[Value]] = defaultdict(list)
    methods: dict[str, str] = {}
    for row in conn.execute(query).mappings():
        (point,) = points([dict(row)])
        methods[row["code"]] = row["method"]
        found[row["code"]].append(
            Value(point, row["printed_kind"], row["source_doc"], row["source_line"], row["note"])
        )  # fmt: skip
    return found, methods
