"""Whether an indicator is on its way: fact against plan, direction and trend, by one published method."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from math import isclose
from statistics import median
from typing import Literal

State = Literal["on_track", "at_risk", "off_track", "no_data"]
Gap = Literal["met", "equal", "close", "far", "not_due"]
Trend = Literal["enough", "short", "away", "unknown", "last"]
Direction = Literal["up", "down"]
Series = Sequence[tuple[date, float]]

# A fact that misses its plan by no more than this share of the plan is close to it.
TOLERANCE = 0.05
# The trend is the middle one of the slopes between each two of the last facts; fewer facts have none.
TREND_POINTS = 5
TREND_MIN = 3
# With no later plan a trend leads away when a year of it loses more than this share of the plan.
DRIFT = 0.01
# Equal years that make a plan look as if it were written from the fact; the ends of a scale do not count.
COPIES = 2
NATURAL = (0.0, 100.0)
# The present state is told by the last fact; an older one is said to be old.
OLD_DAYS = 2 * 366
YEAR = 365.25
STATES: tuple[State, ...] = ("on_track", "at_risk", "off_track", "no_data")
GAPS: tuple[Gap, ...] = ("met", "equal", "close", "far", "not_due")
TRENDS: tuple[Trend, ...] = ("enough", "short", "away", "unknown", "last")
# What there can be no verdict for, in the order in which it is looked for.
SILENT = ("no_fact", "no_plan", "no_direction", "copied_plan", "not_due")
_RULES: Mapping[Gap, Mapping[Trend, State]] = {
    "met": {"enough": "on_track", "short": "at_risk", "away": "at_risk", "unknown": "on_track", "last": "on_track"},
    "close": {"enough": "at_risk", "short": "at_risk", "away": "off_track", "unknown": "at_risk", "last": "at_risk"},
    "far": {
        "enough": "at_risk", "short": "off_track", "away": "off_track", "unknown": "off_track", "last": "off_track",
    },
    "not_due": {"enough": "on_track", "short": "at_risk", "away": "off_track", "unknown": "no_data", "last": "no_data"},
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What the method says of an indicator, and from what.

    `reason` is one of SILENT or `<gap>_<trend>`; `expected` is what the plan asks for in the period of the last fact
    (of `period`), `plan` the next value of the plan or else its last one; `slope` is in units a year; `values` holds
    the numbers and marks that the sentence is made of (`words_of` in components/indicator_status.py).
    """

    state: State
    reason: str
    expected: float | None = None
    fact: float | None = None
    plan: float | None = None
    period: str = ""
    slope: float | None = None
    copied_plan: bool = False
    values: Mapping[str, object] = field(default_factory=dict)


def rule(gap: Gap, trend: Trend) -> State:
    """The state that the method gives to a gap and a trend: its published table."""
    return _RULES["met" if gap == "equal" else gap][trend]


def judge(facts: Series, plans: Series, good: Direction | None, today: date) -> Verdict:
    """Verdict on the last fact that is not of the future, by facts and plans (day of the period's start, value).

    Of several values of a day the last one counts. A plan for a day without a fact is met on the straight line between
    its neighbours; after its last day the plan must be held. Values must be finite; they need not be sorted.
    """
    known, asked = _in_time(f for f in facts if f[0] <= today), _in_time(plans)
    if not known or not asked:
        return Verdict("no_data", "no_plan" if known else "no_fact", None, known[-1][1] if known else None,
                       asked[-1][1] if asked else None, _year(known))  # fmt: skip
    day, fact = known[-1]
    sign = {"up": 1.0, "down": -1.0, None: 0.0}[good]
    expected, between = expected_on(asked, day)
    later = next((plan for plan in asked if plan[0] > day), None)
    slope, copied = trend_of(known), copied_plan(known, asked)
    scale = scale_of(known, asked, expected if expected is not None else asked[0][1])
    gap = _gap(fact, expected, sign, scale)
    trend = _trend(known[-1], later, slope, sign, scale)
    values = {
        "next_plan": later[1] if later else None, "next_day": later[0] if later else None,
        "projected": _projected(known[-1], later, slope), "between": between,
        "held": later is None and asked[-1][0] < day, "equal": gap == "equal", "gap": _share(fact, expected, scale),
        "fact_day": day, "old": (today - day).days > OLD_DAYS, "overdue": _overdue(later, today),
    }  # fmt: skip
    state, reason = _decided(gap, trend, copied=copied, directed=good is not None)
    plan = later[1] if later else asked[-1][1]
    return Verdict(state, reason, expected, fact, plan, str(day.year), slope, copied, values)


def _decided(gap: Gap, trend: Trend, *, copied: bool, directed: bool) -> tuple[State, str]:
    if not directed:
        return "no_data", "no_direction"
    if copied:
        return "no_data", "copied_plan"
    state = rule(gap, trend)
    return state, "not_due" if gap == "not_due" and state == "no_data" else f"{gap}_{trend}"


def _in_time(series: Iterable[tuple[date, float]]) -> list[tuple[date, float]]:
    return sorted(dict(series).items())


def _year(known: Series) -> str:
    return str(known[-1][0].year) if known else ""


def expected_on(plans: Series, day: date) -> tuple[float | None, bool]:
    """What a plan in order of time asks for on a day, and whether that is read between two of its values."""
    before = [plan for plan in plans if plan[0] <= day]
    if not before:
        return None, False
    start, low = before[-1]
    later = next((plan for plan in plans if plan[0] > day), None)
    if start == day or later is None:
        return low, False
    way = (day - start).days / (later[0] - start).days
    return low + (later[1] - low) * way, True


def trend_of(facts: Series) -> float | None:
    """Slope of the last facts in units a year (Theil and Sen: one odd year does not bend it); None for too few."""
    last = facts[-TREND_POINTS:]
    if len(last) < TREND_MIN:
        return None
    return median((b[1] - a[1]) / ((b[0] - a[0]).days / YEAR) for a, b in combinations(last, 2))


def copied_plan(facts: Series, plans: Series) -> bool:
    """Whether the plan repeats the fact to the last digit in every year that has both, up to the last fact.

    The first year of a plan does not count when it is the base it starts from; nor do 0 and 100, where scales end.
    """
    known = dict(facts)
    both = [(day, plan, known[day]) for day, plan in plans if day in known]
    if not both or both[-1][0] != facts[-1][0]:
        return False
    if len(both) > 1 and both[0][0] == plans[0][0] and _same(both[0][1], both[0][2]):
        both = both[1:]
    both = [(day, plan, fact) for day, plan, fact in both if plan not in NATURAL]
    return len(both) >= COPIES and all(_same(plan, fact) for _, plan, fact in both)


def scale_of(facts: Series, plans: Series, asked: float) -> float:
    """What a gap is measured by: the size of the plan; the span of all values where it is zero or signs are mixed."""
    every = [value for _, value in (*facts, *plans)]
    if asked and min(every) * max(every) >= 0:
        return abs(asked)
    return (max(every) - min(every)) or 1.0


def _same(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _share(fact: float, expected: float | None, scale: float) -> float | None:
    return None if expected is None else (fact - expected) / scale


def _gap(fact: float, expected: float | None, sign: float, scale: float) -> Gap:
    if expected is None:
        return "not_due"
    if _same(fact, expected):
        return "equal"
    ahead = (fact - expected) * sign / scale
    return "met" if ahead >= 0 else "close" if ahead >= -TOLERANCE - 1e-9 else "far"


def _projected(last: tuple[date, float], later: tuple[date, float] | None, slope: float | None) -> float | None:
    if later is None or slope is None:
        return None
    return last[1] + slope * (later[0] - last[0]).days / YEAR


def _trend(
    last: tuple[date, float], later: tuple[date, float] | None, slope: float | None, sign: float, scale: float
) -> Trend:  # fmt: skip
    if slope is None:
        return "unknown"
    projected = _projected(last, later, slope)
    if projected is None or later is None:
        return "away" if slope * sign < -DRIFT * scale else "last"
    if (projected - later[1]) * sign >= -TOLERANCE * scale:
        return "enough"
    return "away" if slope * sign < 0 else "short"


def _overdue(later: tuple[date, float] | None, today: date) -> bool:
    """Whether the next value of the plan is of a period that is over, while its fact is not known."""
    return later is not None and later[0].year < today.year
