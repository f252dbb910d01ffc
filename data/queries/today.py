"""What needs attention: facts worse than their plan, and doubts about figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from config.policy import User
from data import schema
from data.queries.indicators import Entry, catalogue
from data.queries.kept import kept
from data.queries.scope import row_scope
from data.store import INDICATORS, Store

# The documents print no direction for these, their sense leaves no choice: a place in a rating is better when lower.
DIRECTIONS = {"eiu-place": "down"}


@dataclass(frozen=True)
class Gap:
    """The latest period in which an indicator has both a plan and a fact; `share` is how far off, 0.1 for 10 %."""

    entry: Entry
    period: str
    fact: float
    plan: float
    share: float


@dataclass(frozen=True)
class Plans:
    """Indicators that can be compared with their plan, and those that were worse than it, the farthest off first."""

    compared: int
    behind: tuple[Gap, ...]


def shortfall(direction: str, fact: float, plan: float) -> float:
    """How far a fact is worse than its plan, as a share of the plan; 0 when the plan is met."""
    off = plan - fact if direction == "up" else fact - plan
    return max(off, 0.0) / (abs(plan) or 1.0)


def plans(conn: Connection, store: Store, user: User) -> Plans:
    """Facts beside plans of the same period, for the city and for indicators whose good direction is known.

    Series made up for demonstration are not among them: nobody has to act on them.
    """
    found: Plans = kept(conn, store, INDICATORS, ("plans", row_scope(user)), lambda: _plans(conn, store, user))
    return found


def _plans(conn: Connection, store: Store, user: User) -> Plans:
    real = [e for e in catalogue(conn, store, user) if e.origin != "synthetic"]
    entries = {e.code: e for e in real if e.good_direction or e.code in DIRECTIONS}
    v = schema.indicator_value.c
    query = (
        select(v.code, v.period, v.period_start, v.kind, v.value, v.edition, v.data_date)
        .where(v.known_to.is_(None), v.territory == store.city.id, v.breakdown == "", v.value.is_not(None),
               v.kind.in_(["fact", "plan"]), v.period_kind == "year", v.code.in_(sorted(entries)))
        .order_by(v.code, v.data_date, v.position)
    )  # fmt: skip
    by_code: dict[str, list[Any]] = defaultdict(list)
    for row in conn.execute(query):
        by_code[row.code].append(row)
    gaps = [gap for code, rows in by_code.items() if (gap := _latest(entries[code], rows)) is not None]
    behind = sorted((gap for gap in gaps if gap.share > 0), key=lambda gap: (-gap.share, gap.entry.code))
    return Plans(len(gaps), tuple(behind))


def _latest(entry: Entry, rows: Iterable[Any]) -> Gap | None:
    """Gap of the last period with both; of two editions the newer speaks."""
    facts: dict[str, float] = {}
    goals: dict[str, float] = {}
    for row in rows:
        (facts if row.kind == "fact" else goals)[row.period] = row.value
    both = sorted(set(facts) & set(goals))
    if not both:
        return None
    fact, plan = facts[both[-1]], goals[both[-1]]
    direction = entry.good_direction or DIRECTIONS[entry.code]
    return Gap(entry, both[-1], fact, plan, shortfall(direction, fact, plan))


def doubts(conn: Connection, store: Store, user: User) -> int:
    """Indicators with a doubt of their own or of one of their values."""
    return sum(entry.doubtful for entry in catalogue(conn, store, user))
