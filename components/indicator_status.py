"""Verdict on an indicator as people read it: a mark with a shape and a word, and the sentence behind it."""

from collections.abc import Mapping
from datetime import date

from dash.development.base_component import Component

from analysis.course_of_indicator import SILENT, State, Verdict
from components.badges import badge
from components.context import Context
from config.i18n import NO_DATA

# The shape says the same as the colour: a tick, a warning triangle, a cross in an octagon, a question.
ICONS: Mapping[State, str] = {
    "on_track": "check-circle", "at_risk": "exclamation-triangle", "off_track": "x-octagon",
    "no_data": "question-circle",
}  # fmt: skip
READ_DIGITS = 4


def state_words(ctx: Context, state: State) -> str:
    """Name of a state."""
    return ctx.t(f"verdict.state.{state}")


def status_badge(ctx: Context, verdict: Verdict) -> Component:
    """State with the period it is about; a shape and words, never a colour alone."""
    words = state_words(ctx, verdict.state)
    period = verdict_period(ctx, verdict)
    if period and verdict.state != "no_data":
        words = ctx.t("verdict.with_period", state=words, period=period)
    return badge(f"verdict-{verdict.state}", words, ICONS[verdict.state])


def status_words(ctx: Context, verdict: Verdict, *, notes: bool = True) -> str:
    """Why the verdict is what it is, in short sentences of one line; `notes` adds what to mind about it."""
    keys = [*keys_of(verdict), *(notes_of(verdict) if notes else ())]
    return " ".join(ctx.t(key, **said(ctx, verdict)) for key in keys)


def keys_of(verdict: Verdict) -> list[str]:
    """Keys of the sentences of a verdict: gap and trend, or why there is none."""
    if verdict.reason in SILENT:
        return [f"verdict.silent.{verdict.reason}"]
    gap, trend = verdict.reason.rsplit("_", 1)
    return [f"verdict.gap.{gap}", f"verdict.trend.{trend}"]


def notes_of(verdict: Verdict) -> list[str]:
    """Keys of what to mind about a verdict: age, a direction that is read, a plan that is read between or held."""
    values = verdict.values
    if verdict.reason in ("no_fact", "no_plan"):
        return []
    late = "overdue" if values.get("overdue") else "old" if values.get("old") else ""
    told = verdict.reason not in SILENT
    found = {
        "between": told and bool(values.get("between")), "held": told and bool(values.get("held")),
        "read": told and values.get("direction_basis") == "read", late: bool(late),
    }  # fmt: skip
    return [f"verdict.note.{name}" for name, stands in found.items() if stands]


def said(ctx: Context, verdict: Verdict) -> dict[str, str]:
    """Numbers and periods of a verdict as the sentences want them; a dash for what there is none of."""
    values = verdict.values
    gap, upcoming = values.get("gap"), values.get("next_day")
    between = bool(values.get("between"))
    return {
        "period": verdict_period(ctx, verdict) or NO_DATA, "fact": ctx.number(verdict.fact),
        "expected": _read(ctx, verdict.expected) if between else ctx.number(verdict.expected),
        "gap": ctx.number(round(abs(gap) * 100, 1)) if isinstance(gap, float) else NO_DATA,
        "next": _of_kind(ctx, upcoming, verdict) if isinstance(upcoming, date) else NO_DATA,
        "next_plan": _number(ctx, values.get("next_plan")), "projected": _read(ctx, values.get("projected")),
    }  # fmt: skip


def verdict_period(ctx: Context, verdict: Verdict) -> str:
    """Period of the judged fact in words; as it is printed where it is not a month or a day."""
    day = verdict.values.get("fact_day")
    return _of_kind(ctx, day, verdict, verdict.period) if isinstance(day, date) else verdict.period


def _of_kind(ctx: Context, day: date, verdict: Verdict, printed: str = "") -> str:
    kind = verdict.values.get("period_kind")
    if kind == "month":
        return ctx.t(f"month.{day.month}", year=day.year)
    return ctx.date(day) if kind == "day" else printed or str(day.year)


def _number(ctx: Context, value: object) -> str:
    return ctx.number(value) if isinstance(value, int | float) else NO_DATA


def _read(ctx: Context, value: object) -> str:
    """A reckoned number with as many digits as it deserves."""
    return ctx.number(float(f"{value:.{READ_DIGITS}g}")) if isinstance(value, int | float) else NO_DATA
