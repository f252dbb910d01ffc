"""Whether a typed value can be right: number, period, unit, range, and the jump against what is known; pure rules."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import multimode
from typing import Literal

from config.limits import ENTRY_PLAN_YEARS, ENTRY_REASON_CHARS
from data import numbers, periods
from data.numbers import Way
from data.periods import PeriodKind

Level = Literal["error", "choice", "reason"]
KINDS = ("fact", "plan")
PERIOD_KINDS: tuple[PeriodKind, ...] = ("year", "half_year", "quarter", "month", "day")
MONTHS: Mapping[str, int] = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
PERCENT = "percent"
MOST_PERCENT = 100.0
# Units of things that are counted one by one: of them there is never less than none. People are not among them: a
# balance of migration is counted in people, too.
COUNTED = frozenset((
    "piece", "thousand-piece", "offence", "appeal", "thousand-appeal", "appeal-day", "place", "place-year", "seat",
    "thousand-seat", "bed", "child", "thousand-trip", "mln-trip", "thousand-view", "module", "material", "review-task",
    "recommendation", "proposal", "organisation", "city",
))  # fmt: skip
FIRST_YEAR = 1900
GREATEST = 1e15
# A change counts as a jump when it is that many times the greatest one before, and more than this share of the value.
JUMP_TIMES, JUMP_SHARE = 2.0, 0.1
# With fewer known values than this a value that doubles or halves is asked about.
FEW, FEW_TIMES = 3, 2.0
SCALES = (1000.0, 100.0, 10.0)
SCALE_NEAR = 0.05
_FORMULA = ("=", "+", "@")
# What a program of tables makes of 1.5 where the comma is the sign of fractions; nobody types a value so.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
GIVEN_CHARS = 40
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Known:
    """A value the store holds for the same series: its kind (fact, estimate, plan), period and source."""

    kind: str
    period: str
    period_kind: str
    start: date
    value: float
    source: str = ""


@dataclass(frozen=True)
class Series:
    """What is known of the series that a value is for; `unit` is an id of the directory, if it has one."""

    unit: str | None
    known: tuple[Known, ...] = ()

    @property
    def period_kind(self) -> PeriodKind:
        """Kind of most of its periods; a year where nothing is known."""
        found = multimode(k.period_kind for k in self.known if k.period_kind in PERIOD_KINDS)
        return next((kind for kind in PERIOD_KINDS if kind in found), "year")


@dataclass(frozen=True)
class Wish:
    """What was typed, nothing judged yet; `way` says how a value is meant that can be read two ways."""

    kind: str
    period: str
    value: str
    reason: str = ""
    way: Way | None = None


@dataclass(frozen=True)
class Finding:
    """What is to say about a value; words `entry.found.*`.

    `error` stops it, `choice` waits for the way it is meant, `reason` lets it through with a reason.
    """

    key: str
    level: Level
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A value that was looked at: number and period where they could be read, and what was found."""

    kind: str
    value: float | None
    period: str
    period_kind: PeriodKind
    start: date | None
    reason: str
    findings: tuple[Finding, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the value may be proposed: nothing stops it, and a reason where one is asked for."""
        levels = {finding.level for finding in self.findings}
        return not levels & {"error", "choice"} and ("reason" not in levels or bool(self.reason))


def read_number(text: str, way: Way | None = None, *, percent: bool = False) -> float | Finding:
    """A typed number, or what is to say about it.

    `way` decides what can be read two ways; `percent` tells that the unit of the series is one, so that its sign may
    stand behind the number.
    """
    plain = text.strip()
    if not plain:
        return Finding("empty", "error")
    found, given = numbers.read(plain), {"given": plain[:GIVEN_CHARS]}
    if found is None or abs(found.full) > GREATEST:
        key = "formula" if plain.startswith(_FORMULA) else "day" if _DAY.fullmatch(plain) else "number"
        return Finding(key, "error", given if key != "formula" else {})
    if found.times != 1:
        return Finding("word", "error", {**given, "number": found.full})
    if found.percent and not percent:
        return Finding("percent_sign", "error", given)
    if found.thousands and way is None:
        sure = {"plain": found.thousands, "longer": plain.rstrip("% \u00a0") + "0"}
        whole = found.read("thousands")
        return Finding("two_ways", "choice", {**given, **sure, "fraction": found.value, "whole": whole})
    return found.read(way or "fraction")


def tidy_reason(text: str) -> str:
    """A reason in one line, without signs that are not text."""
    return " ".join(_NOT_IN_TEXT.sub(" ", text).split())


def period_name(kind: PeriodKind, start: date) -> str:
    """A period as the store names it: 2024, 2024-H1, 2024-Q3, 2024-05, 2024-05-17."""
    if kind == "year":
        return f"{start.year}"
    if kind == "half_year":
        return f"{start.year}-H{1 + (start.month - 1) // 6}"
    if kind == "quarter":
        return f"{start.year}-Q{1 + (start.month - 1) // 3}"
    return f"{start:%Y-%m}" if kind == "month" else start.isoformat()


def next_start(kind: str, start: date) -> date:
    """First day after a period."""
    months = MONTHS.get(kind)
    if months is None:
        return start + timedelta(days=1)
    past = start.month - 1 + months
    return date(start.year + past // 12, 1 + past % 12, 1)


def last_over(kind: PeriodKind, today: date) -> str:
    """The last period of a kind that is over on a day."""
    if kind == "day":
        return (today - timedelta(days=1)).isoformat()
    months = MONTHS[kind]
    first = date(today.year, 1 + (today.month - 1) // months * months, 1)
    before = first.year * 12 + first.month - 1 - months
    return period_name(kind, date(before // 12, 1 + before % 12, 1))


def check(wish: Wish, series: Series, today: date) -> Checked:
    """Everything to say about a typed value before it is proposed."""
    reason = tidy_reason(wish.reason)
    percent = (series.unit or "").startswith(PERCENT)
    number, findings = read_number(wish.value, wish.way, percent=percent), []
    if isinstance(number, Finding):
        findings.append(number)
    if wish.kind not in KINDS:
        findings.append(Finding("kind", "error"))
    if len(reason) > ENTRY_REASON_CHARS:
        findings.append(Finding("reason_long", "error", {"most": ENTRY_REASON_CHARS}))
    parsed = periods.parse(wish.period)
    findings += _period(wish, parsed, series, today)
    start = parsed.start if parsed.kind in PERIOD_KINDS else None
    value = None if isinstance(number, Finding) else number
    if value is not None and start is not None and not findings:
        odd = _range(value, series)
        findings += odd
        if not any(one.level == "error" for one in odd):
            findings += _against(value, wish.kind, start, series)
    name = period_name(parsed.kind, start) if start else wish.period.strip()[:40]
    return Checked(wish.kind, value, name, parsed.kind, start, reason[:ENTRY_REASON_CHARS], tuple(findings))


def _period(wish: Wish, parsed: periods.Period, series: Series, today: date) -> list[Finding]:
    if parsed.kind not in PERIOD_KINDS or parsed.start is None or parsed.start.year < FIRST_YEAR:
        return [Finding("period", "error", {"given": wish.period.strip()[:40]})]
    if series.known and parsed.kind != series.period_kind:
        return [Finding("period_kind", "error", {"kind": parsed.kind, "usual": series.period_kind})]
    over = next_start(parsed.kind, parsed.start)
    if wish.kind == "fact" and parsed.start > today:
        return [Finding("future", "error", {"period": period_name(parsed.kind, parsed.start)})]
    if wish.kind == "fact" and over > today:
        return [Finding("not_over", "error", {"until": over - timedelta(days=1)})]
    if wish.kind == "plan" and parsed.start.year > today.year + ENTRY_PLAN_YEARS:
        return [Finding("plan_far", "error", {"years": ENTRY_PLAN_YEARS})]
    return []


def _range(value: float, series: Series) -> list[Finding]:
    known = [k.value for k in series.known]
    if value < 0 and min(known, default=0.0) >= 0:
        return [Finding("negative", "error" if series.unit in COUNTED else "reason")]
    if series.unit == PERCENT and value > MOST_PERCENT and max(known, default=0.0) <= MOST_PERCENT:
        return [Finding("percent", "reason", {"most": MOST_PERCENT})]
    return []


def _against(value: float, kind: str, start: date, series: Series) -> list[Finding]:
    like = like_kinds(kind)
    present = [k for k in series.known if k.kind == kind and k.start == start]
    found: list[Finding] = []
    if any(k.value == value for k in present):
        return [Finding("same", "error", {"value": value})]
    if present:
        found.append(Finding("correction", "reason", {"value": present[-1].value, "period": present[-1].period}))
    others = one_each(k for k in series.known if k.kind in like and k.start != start)
    found += jump(value, start, others)
    return found


def like_kinds(kind: str) -> tuple[str, ...]:
    """Kinds of known values that stand in one line with a kind that is entered."""
    return ("plan",) if kind == "plan" else ("fact", "estimate")


def one_each(known: Iterable[Known]) -> list[Known]:
    """One value for each period in time, the last one given."""
    return [found for _, found in sorted({k.start: k for k in known}.items())]


def jump(value: float, start: date, others: Sequence[Known]) -> list[Finding]:
    """What is odd about a value beside its neighbours in time: a slipped point, or a change as never before."""
    before, after = [k for k in others if k.start < start], [k for k in others if k.start > start]
    beside = before[-1] if before else after[0] if after else None
    if beside is None:
        return []
    told = {"value": value, "previous": beside.value, "period": beside.period, "change": abs(value - beside.value)}
    for scale in SCALES:
        if value and beside.value and _near(abs(value / beside.value), scale):
            return [Finding("scale", "reason", {**told, "times": scale})]
    if len(others) < FEW:
        low, high = sorted((abs(value), abs(beside.value)))
        return [Finding("jump_few", "reason", told)] if beside.value and (low * FEW_TIMES < high) else []
    largest = max(abs(b.value - a.value) for a, b in pairwise(others))
    change = abs(value - beside.value)
    if change > JUMP_TIMES * largest and change > JUMP_SHARE * max(abs(value), abs(beside.value)):
        return [Finding("jump", "reason", {**told, "largest": largest})]
    return []


def _near(ratio: float, scale: float) -> bool:
    return any(abs(ratio / target - 1) <= SCALE_NEAR for target in (scale, 1 / scale))
