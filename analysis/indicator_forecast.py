"""Forecast of a series of the store from its facts, breaks and unit, made when it is asked for and then kept."""

from collections.abc import Sequence
from datetime import date
from threading import Lock

from sqlalchemy import Connection

from analysis.forecast import RHYTHMS, Bounds, Forecast, Refusal, forecast, number_of
from config.limits import FORECAST_WAIT_SECONDS
from config.policy import User
from data.queries.indicator_breaks import breaks
from data.queries.indicators import Point
from data.queries.kept import kept
from data.queries.scope import row_scope
from data.store import INDICATORS, Store

# Events are drawn on a line; the other breaks part it.
EVENT = "event"
PERCENT = "percent"
WHOLE = 100.0
SHARE: Bounds = (0.0, WHOLE)
COUNT: Bounds = (0.0, None)
FREE: Bounds = (None, None)
# Periods past the present one that a forecast should tell of.
AHEAD = {"year": 3, "half_year": 4, "quarter": 4, "month": 12}
# Anybody may ask for a forecast, and one takes up to a second of a processor: one is made at a time.
ONE_AT_A_TIME = Lock()


class _BusyError(RuntimeError):
    """Another forecast is being made."""


def facts_of(points: Sequence[Point]) -> tuple[str, list[tuple[date, float]]]:
    """Kind of period and facts of one series (one territory, one breakdown), in order of time.

    Of several kinds of period the last fact's is taken, of one period the newest document; a printed bound ("< 5") is
    no point, nor is a plan, an estimate or a forecast of a document.
    """
    facts = [p for p in points if p.kind == "fact" and p.comparison == "=" and p.period_start and p.value is not None]
    facts.sort(key=lambda p: (p.period_start or date.min, p.data_date or date.min, p.position))
    kind = facts[-1].period_kind if facts else "year"
    found = {p.period_start: p.value for p in facts if p.period_kind == kind}
    return kind, [(day, value) for day, value in found.items() if day is not None and value is not None]


def bounds_of(unit: str | None, facts: Sequence[tuple[date, float]]) -> Bounds:
    """Ends that the values must keep: shares in 0 to 100, counts above zero.

    A share is a plain per cent that never left 0 to 100; what was never below zero stays above it.
    """
    values = [value for _, value in facts]
    if not values or min(values) < 0:
        return FREE
    return SHARE if unit == PERCENT and max(values) <= WHOLE else COUNT


def foretold(
    facts: Sequence[tuple[date, float]], kind: str, today: date, parts: Sequence[date] = (), bounds: Bounds = FREE
) -> Forecast | Refusal:  # fmt: skip
    """Forecast from the last fact past the present day; refused (`old`) where it would end before the present."""
    if kind not in RHYTHMS:
        return Refusal("kind")
    behind = behind_of(facts, kind, today)
    found = forecast(facts, behind + AHEAD[kind], kind, parts, bounds)
    if isinstance(found, Forecast) and len(found.steps) <= behind:
        return Refusal("old", len(found.steps), behind + 1)
    return found


def behind_of(facts: Sequence[tuple[date, float]], kind: str, today: date) -> int:
    """How many periods the last fact is behind the present one: all that a forecast needs to know of the day."""
    if kind not in RHYTHMS or not facts:
        return 0
    season = RHYTHMS[kind].season
    return max(number_of(today, season) - number_of(facts[-1][0], season), 0)


def series_forecast(
    conn: Connection, store: Store, user: User, points: Sequence[Point], asked: tuple[str, str | None, date]
) -> Forecast | Refusal:  # fmt: skip
    """Forecast of one series of an indicator; `asked` is its code, unit and the present day.

    `points` are all values of one territory and one breakdown that the person may see. Made once for a published
    version, a scope of rights and a period of the day, and kept in a bounded shelf of its own; refused (`busy`) while
    another one is being made.
    """
    code, unit, today = asked
    kind, facts = facts_of(points)
    where = (points[0].territory, points[0].breakdown) if points else ("", "")

    def make() -> Forecast | Refusal:
        parts = [found.day for found in breaks(conn, user, code) if found.kind != EVENT]
        if not ONE_AT_A_TIME.acquire(timeout=FORECAST_WAIT_SECONDS):
            raise _BusyError(code)
        try:
            return foretold(facts, kind, today, parts, bounds_of(unit, facts))
        finally:
            ONE_AT_A_TIME.release()

    key = ("forecast", row_scope(user), code, where, kind, tuple(facts), behind_of(facts, kind, today))
    try:
        found: Forecast | Refusal = kept(conn, store, INDICATORS, key, make, "forecasts")
    except _BusyError:
        return Refusal("busy")
    return found
