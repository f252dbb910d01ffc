"""Forecast of a series of the store from its facts, breaks and unit, made when it is asked for and then kept."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from analysis.forecast import RHYTHMS, Bounds, Forecast, Refusal, forecast, number_of
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
    season = RHYTHMS[kind].season
    behind = number_of(today, season) - number_of(facts[-1][0], season) if facts else 0
    asked = max(behind, 0) + AHEAD[kind]
    found = forecast(facts, asked, kind, parts, bounds)
    if isinstance(found, Forecast) and len(found.steps) <= behind:
        return Refusal("old", len(found.steps), behind + 1)
    return found


def series_forecast(
    conn: Connection, store: Store, user: User, points: Sequence[Point], asked: tuple[str, str | None, date]
) -> Forecast | Refusal:  # fmt: skip
    """Forecast of one series of an indicator; `asked` is its code, unit and the present day.

    `points` are all values of one territory and one breakdown that the person may see. Made once for a published
    version, a scope of rights and a day, and kept in the bounded shelf of answers.
    """
    code, unit, today = asked
    kind, facts = facts_of(points)
    where = (points[0].territory, points[0].breakdown) if points else ("", "")

    def make() -> Forecast | Refusal:
        parts = [found.day for found in breaks(conn, user, code) if found.kind != EVENT]
        return foretold(facts, kind, today, parts, bounds_of(unit, facts))

    key = ("forecast", row_scope(user), code, where, kind, tuple(facts), today)
    found: Forecast | Refusal = kept(conn, store, INDICATORS, key, make)
    return found
