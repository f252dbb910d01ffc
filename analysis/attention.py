"""What needs attention by the published method: indicators that are off track or at risk, the worst first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from analysis.course_of_indicator import State, Verdict
from analysis.indicator_status import today_of, verdicts
from config.policy import User
from data.queries.indicators import Entry, catalogue
from data.store import Store

# What has to be acted on, in the order in which it is told.
BEHIND: tuple[State, ...] = ("off_track", "at_risk")
MADE_UP = "synthetic"


@dataclass(frozen=True)
class Gap:
    """An indicator with its verdict; `share` is how far its fact is worse than the plan, 0.1 for 10 %, 0 for met."""

    entry: Entry
    verdict: Verdict
    share: float


@dataclass(frozen=True)
class Plans:
    """How many indicators have a verdict, and those of them that are behind: off track first, the farthest first."""

    compared: int
    behind: tuple[Gap, ...]


def plans(conn: Connection, store: Store, user: User, today: date | None = None) -> Plans:
    """Verdicts on what a person may see, as the method page has them.

    Series made up for demonstration are not among them: nobody has to act on them.
    """
    real = [entry for entry in catalogue(conn, store, user) if entry.origin != MADE_UP]
    return ranked(real, verdicts(conn, store, user, today or today_of(store)))


def ranked(entries: list[Entry], judged: Mapping[str, Verdict]) -> Plans:
    """Those of the entries that are behind, in order."""
    told = [(entry, judged[entry.code]) for entry in entries if entry.code in judged]
    told = [(entry, verdict) for entry, verdict in told if verdict.state != "no_data"]
    gaps = [Gap(entry, verdict, worse(verdict)) for entry, verdict in told if verdict.state in BEHIND]
    gaps.sort(key=lambda gap: (BEHIND.index(gap.verdict.state), -gap.share, gap.entry.code))
    return Plans(len(told), tuple(gaps))


def worse(verdict: Verdict) -> float:
    """By what share of the plan the fact is on the wrong side of it; 0 where the plan is met or still to come."""
    gap, sign = verdict.values.get("gap"), {"up": -1.0, "down": 1.0}.get(str(verdict.values.get("direction")), 0.0)
    return max(gap * sign, 0.0) if isinstance(gap, float) else 0.0
