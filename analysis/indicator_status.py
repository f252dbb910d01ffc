"""Verdicts on all indicators of the store that a person may see, kept until its indicators change."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection, select

from analysis.course_of_indicator import Direction, Verdict, judge
from config import clock
from config.policy import VISITOR, User
from data import schema
from data.indicators.directions import Basis, direction
from data.queries import indicators
from data.queries.indicators import Entry, Point, main_series
from data.queries.kept import kept
from data.queries.scope import row_scope
from data.store import INDICATORS, Store

# Periods that stand on a line of time; printed ranges and figures without a period do not.
DATED = ("day", "month", "quarter", "half_year", "year")


@dataclass(frozen=True)
class Course:
    """What is judged of an indicator: its facts, its plan (day of a period's start, value) and its direction.

    `points` are the facts and plans that were taken, in order of time; `basis` says where the direction is from.
    """

    facts: tuple[tuple[date, float], ...]
    plans: tuple[tuple[date, float], ...]
    good: Direction | None
    basis: Basis
    points: tuple[Point, ...]


def course(points: Sequence[Point], own: Sequence[str], code: str, printed: str | None) -> Course:
    """The series of an indicator that speaks for it (`main_series`), as far as the method can use it.

    Of periods of several kinds only the kind of the last fact (without facts: of the plan) is taken; of one period the
    newest document; a printed bound is taken as the number. `own` are territories that go first, `printed` is the
    direction of the passport.
    """
    main = [p for p in main_series(points, own) if p.value is not None and p.period_kind in DATED and p.period_start]
    main.sort(key=lambda p: (p.period_start or date.min, p.data_date or date.min, p.position))
    facts = [p for p in main if p.kind == "fact"]
    plans = [p for p in main if p.kind == "plan"]
    kind = next((p.period_kind for p in reversed(facts or plans)), "year")
    taken = [p for p in (*facts, *plans) if p.period_kind == kind]
    good, basis = direction(code, printed)
    return Course(_pairs(taken, "fact"), _pairs(taken, "plan"), good, basis, tuple(taken))


def _pairs(points: Sequence[Point], kind: str) -> tuple[tuple[date, float], ...]:
    found = {p.period_start: p.value for p in points if p.kind == kind}
    return tuple((day, value) for day, value in found.items() if day is not None and value is not None)


def verdict_of(found: Course, today: date) -> Verdict:
    """Verdict on a course, with the printed period of its last fact and the origin of its direction."""
    verdict = judge(found.facts, found.plans, found.good, today)
    day = verdict.values.get("fact_day")
    last = next((p for p in reversed(found.points) if p.kind == "fact" and p.period_start == day), None)
    extra = {"direction": found.good, "direction_basis": found.basis, "period_kind": last.period_kind if last else ""}
    return replace(verdict, period=last.period if last else verdict.period,
                   values=MappingProxyType({**verdict.values, **extra}))  # fmt: skip


def verdict_on(store: Store, code: str, printed: str | None, points: Sequence[Point], today: date) -> Verdict:
    """Verdict on one indicator by all its values, also as they were known once; `printed` is its printed direction."""
    return verdict_of(course(points, (store.city.id, store.city.country), code, printed), today)


def today_of(store: Store) -> date:
    """Present day in the city."""
    return clock.today(store.city.timezone)


def verdicts(conn: Connection, store: Store, user: User = VISITOR, today: date | None = None) -> Mapping[str, Verdict]:
    """Verdict of every indicator that the person may see, by code; made once for a published version and a day."""
    day, scope = today or today_of(store), row_scope(user)
    found: Mapping[str, Verdict] = kept(
        conn, store, INDICATORS, ("verdicts", scope, day), lambda: _verdicts(conn, store, user, day)
    )
    return found


def _verdicts(conn: Connection, store: Store, user: User, day: date) -> Mapping[str, Verdict]:
    points = _points(conn, user)
    return MappingProxyType({
        entry.code: verdict_on(store, entry.code, entry.good_direction, points[entry.code], day)
        if entry.code in points else _planless(entry)
        for entry in indicators.catalogue(conn, store, user)
    })  # fmt: skip


def _planless(entry: Entry) -> Verdict:
    """An indicator without a plan: its last fact, and nothing to hold it against."""
    last = entry.last if entry.last is not None and entry.last.kind == "fact" else None
    if last is None:
        return Verdict("no_data", "no_fact")
    values = MappingProxyType({"period_kind": last.period_kind, "fact_day": last.period_start})
    return Verdict("no_data", "no_plan", fact=last.value, period=last.period, values=values)


def _points(conn: Connection, user: User) -> Mapping[str, list[Point]]:
    """Facts and plans of the indicators that have a plan, as far as the person may see them."""
    i, v = schema.indicator.c, schema.indicator_value.c
    planned = select(v.code).where(v.kind == "plan", v.known_to.is_(None)).distinct()
    query = (
        select(v.code, *(v[name] for name in Point.__dataclass_fields__)).join(schema.indicator, i.code == v.code)
        .where(indicators.values_seen(user), v.known_to.is_(None), v.kind.in_(("fact", "plan")), v.code.in_(planned))
        .order_by(v.code, v.position)
    )  # fmt: skip
    found: dict[str, list[Point]] = defaultdict(list)
    for row in conn.execute(query):
        found[row[0]].append(Point(*row[1:]))
    return found


def counts(found: Mapping[str, Verdict]) -> Counter[str]:
    """How many verdicts there are of each state."""
    return Counter(verdict.state for verdict in found.values())
