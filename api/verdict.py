"""Verdict on an indicator as machines read it, with the sentence that people read."""

from datetime import date
from typing import Any

from analysis.course_of_indicator import Verdict
from components.context import Context
from components.indicator_status import state_words, status_words

METHOD = "/indicators/method"


def verdict_fields(ctx: Context, verdict: Verdict) -> dict[str, Any]:
    """State, reason and numbers of a verdict; `words` say them in the reader's language, `method` is its page."""
    values = verdict.values
    upcoming = values.get("next_day")
    return {
        "state": verdict.state, "state_title": state_words(ctx, verdict.state), "words": status_words(ctx, verdict),
        "reason": verdict.reason, "period": verdict.period, "fact": verdict.fact, "expected": verdict.expected,
        "plan": verdict.plan, "slope": verdict.slope, "copied_plan": verdict.copied_plan,
        "direction": values.get("direction"), "direction_basis": values.get("direction_basis", "none"),
        "next_plan": values.get("next_plan"), "next_day": upcoming.isoformat() if isinstance(upcoming, date) else None,
        "projected": values.get("projected"), "method": METHOD,
    }  # fmt: skip
