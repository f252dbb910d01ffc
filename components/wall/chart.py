"""The scene of one indicator: facts as a line, plans as diamonds, the last value large."""

import math
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from analysis.indicator_status import verdicts
from components import indicator_words
from components.context import Context
from components.figures import unit_of
from components.indicator_lines import PLACE
from components.indicator_status import status_words
from components.periods import period_words
from components.wall.figures import change_words, due_of_entry, entries_of, facts_of, verdict_mark
from components.wall.markup import Html, join, svg, tag
from components.wall.parts import Drawn, empty, sign, source_line
from config.walls import SceneRecord
from data.queries.indicators import Entry, Point

SIZE = (1180, 700)
LEFT, RIGHT, TOP, BOTTOM = 150, 40, 40, 70
STEPS, LABELS = 5, 6


def nice_steps(low: float, high: float, most: int = STEPS) -> list[float]:
    """Round numbers that span from low to high, at most `most` + 2 of them."""
    span = (high - low) or abs(high) or 1.0
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return [round(number * step, 10) for number in range(first, last + 1)]


class _Plane:
    """Where days and values lie in the picture."""

    def __init__(self, days: Sequence[date], values: Sequence[float], *, down: bool = False) -> None:
        """The span of everything that is drawn; `down`: the smallest value is on top."""
        self.down = down
        self.first, self.last = min(days).toordinal(), max(days).toordinal()
        self.steps = nice_steps(min(values), max(values))

    def x(self, day: date) -> float:
        """Place of a day from the left."""
        share = (day.toordinal() - self.first) / ((self.last - self.first) or 1)
        return round(LEFT + share * (SIZE[0] - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Place of a value from the top."""
        share = (value - self.steps[0]) / (self.steps[-1] - self.steps[0])
        share = 1 - share if self.down else share
        return round(SIZE[1] - BOTTOM - share * (SIZE[1] - BOTTOM - TOP), 1)


def _grid(ctx: Context, plane: _Plane) -> Html:
    lines = []
    for step in plane.steps:
        y = plane.y(step)
        lines.append(tag("line", x1=LEFT, x2=SIZE[0] - RIGHT, y1=y, y2=y, class_="w-grid"))
        lines.append(tag("text", ctx.number(step), x=LEFT - 16, y=y + 9, class_="w-axis", text_anchor="end"))
    return join(lines)


def _periods(ctx: Context, plane: _Plane, points: Sequence[Point]) -> Html:
    """Labels of the axis of time: the last period always, others evenly before it."""
    every = max(1, math.ceil(len(points) / LABELS))
    shown = [p for no, p in enumerate(reversed(points)) if no % every == 0]
    return join(
        tag("text", str(p.period_start.year) if p.period_kind == "year" else period_words(ctx, p),
            x=plane.x(p.period_start), y=SIZE[1] - 22, class_="w-axis", text_anchor="middle")
        for p in shown if p.period_start
    )  # fmt: skip


def _picture(ctx: Context, entry: Entry, facts: Sequence[Point], plans: Sequence[Point]) -> Html:
    both = [(p.period_start, p.value) for p in (*facts, *plans) if p.period_start and p.value is not None]
    plane = _Plane([day for day, _ in both], [value for _, value in both], down=entry.unit == PLACE)
    done = [(plane.x(p.period_start), plane.y(p.value)) for p in facts if p.period_start and p.value is not None]
    wanted = [(plane.x(p.period_start), plane.y(p.value)) for p in plans if p.period_start and p.value is not None]
    line = " ".join(f"{x},{y}" for x, y in done)
    dots = [tag("circle", cx=x, cy=y, r=8, class_="w-dot") for x, y in done]
    goals = [tag("path", d=sign("diamond", x, y, 11), class_="w-goal") for x, y in wanted]
    words = ctx.t("wall.chart", name=indicator_words.name_of(ctx.lang, entry).words, count=len(facts))
    axis = sorted({p.period_start: p for p in (*plans, *facts)}.values(), key=lambda p: str(p.period_start))
    return svg(SIZE, words, _grid(ctx, plane), _periods(ctx, plane, axis), *goals,
               tag("polyline", points=line, class_="w-line"), *dots)  # fmt: skip


def _legend(ctx: Context, *, planned: bool, note: str) -> Html:
    fact = tag("span", tag("i", class_="w-key w-key-fact", aria_hidden="true"), ctx.t("wall.fact"))
    plan = tag("span", tag("i", class_="w-key w-key-plan", aria_hidden="true"), ctx.t("wall.plan")) if planned else None
    return tag("p", fact, plan, tag("span", note) if note else None, class_="w-legend")


def axis_note(ctx: Context, entry: Entry, points: Sequence[Point]) -> str:
    """What is to be minded about the scale: it begins above zero, or runs down; empty for nothing."""
    values = [p.value for p in points if p.value is not None]
    if len(values) < 2:
        return ""
    if entry.unit == PLACE:
        return ctx.t("indicators.chart.down_axis")
    return ctx.t("indicators.chart.cut_axis") if nice_steps(min(values), max(values))[0] > 0 else ""


def draw(ctx: Context, conn: Connection, scene: SceneRecord) -> Drawn:
    """One indicator in time."""
    entries = entries_of(ctx, conn, scene)
    if not entries:
        return Drawn(ctx.t("wall.kind.chart"), empty(ctx))
    entry = entries[0]
    facts, plans = facts_of(ctx, conn, entry), facts_of(ctx, conn, entry, "plan")
    name, verdict = indicator_words.name_of(ctx.lang, entry), verdicts(conn, ctx.store, ctx.user).get(entry.code)
    picture = _picture(ctx, entry, facts, plans) if len(facts) + len(plans) > 1 else empty(ctx)
    value = tag("span", indicator_words.figure(ctx.lang, entry.last), class_="w-number")
    said = status_words(ctx, verdict, notes=False) if verdict is not None and verdict.state != "no_data" else ""
    side = tag(
        "div",
        tag("p", value, " ", tag("span", unit_of(ctx, entry), class_="w-unit"), class_="w-value"),
        tag("p", period_words(ctx, entry.last) if entry.last else "", class_="w-said"),
        tag("p", change_words(ctx, entry), class_="w-said"),
        tag("div", verdict_mark(ctx, verdict), class_="w-marks"), tag("p", said, class_="w-text"),
        source_line(ctx, ctx.store.city.source(entry.from_source), entry.from_date, entry.from_origin,
                    doubtful=entry.doubtful),
        class_="w-side",
    )  # fmt: skip
    legend = _legend(ctx, planned=bool(plans), note=axis_note(ctx, entry, [*facts, *plans]))
    left = tag("div", legend, picture, class_="w-picture")
    return Drawn(name.words, tag("div", left, side, class_="w-two"), tuple(due_of_entry(ctx, entry)))
