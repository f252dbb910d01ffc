"""Lines of an indicator in time: its kinds and editions, other territories, a second indicator, all as an index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from components import indicator_words as words
from components.charts import MARKS, OLDER, Mark
from components.context import Context
from components.periods import period_words
from config import i18n
from data.queries.indicator_breaks import Break
from data.queries.indicators import Point

WHOLE = "*"
KIND_ORDER = ("fact", "estimate", "plan", "forecast")
MAIN, SECOND = "main", "second"
# Unit of places in a rating: the first one is the best, so that its axis runs down.
PLACE = "place"
INDEX = 100.0
# Marks of other territories: colour, symbol and dash differ, so that none leans on colour alone.
OTHERS = (
    Mark("cat-3", "square", "solid"), Mark("cat-6", "triangle-up", "dash"), Mark("cat-7", "x", "dot"),
    Mark("cat-4", "triangle-down", "dashdot"), Mark("cat-5", "star", "longdash"), Mark("cat-8", "pentagon", "solid"),
    Mark("cat-2", "hexagram", "longdashdot"), Mark("cat-1", "bowtie", "dot"),
)  # fmt: skip
SECOND_MARK = Mark("cat-7", "square", "longdash")


@dataclass(frozen=True)
class Line:
    """Points of one subject and kind, the numbers that are drawn for them, and how the line looks.

    `subject` is MAIN, SECOND or a territory; `right` puts it on the axis of the second indicator; `values` are the
    points' own or those of the index.
    """

    subject: str
    kind: str
    name: str
    mark: Mark
    unit: str
    points: tuple[Point, ...]
    values: tuple[float, ...]
    right: bool = False


@dataclass(frozen=True)
class Second:
    """A second indicator beside the first: its words, unit, origin, the series that speaks for it, its source."""

    code: str
    name: str
    unit: str
    origin: str
    points: tuple[Point, ...]
    source: str
    data_date: date | None


@dataclass(frozen=True)
class Drawn:
    """A figure and what words under it have to say.

    `empty`: nothing to draw; `left_out`: values left to the table; `cut_axis`: the axis hides zero; `lines`: what was
    drawn in time; `base`: period of the index; `no_base`: an index was asked and the lines have no period in common;
    `bars`: names and points of bars that stand side by side, the greatest last; `breaks`: those marked, as numbered;
    `down`: the axis runs down, since a smaller place is the better one; `wholes`: names and points of the city (or the
    country) beside bars of its parts, `apart`: one of them is a figure without a bar.
    """

    figure: Mapping[str, Any]
    empty: bool
    left_out: int
    cut_axis: bool = False
    lines: tuple[Line, ...] = field(default=())
    base: str = ""
    no_base: bool = False
    bars: tuple[tuple[str, Point], ...] = ()
    breaks: tuple[Break, ...] = ()
    down: bool = False
    wholes: tuple[tuple[str, Point], ...] = ()
    apart: bool = False


def dated(points: Iterable[Point]) -> list[Point]:
    """Points that have a number and a day, in order of time."""
    found = [p for p in points if p.value is not None and p.period_start]
    return sorted(found, key=lambda p: (p.period_start or date.min, p.position))


def of_series(points: Iterable[Point], territory: str, breakdown: str) -> list[Point]:
    """Points of one territory and breakdown (WHOLE for none)."""
    wanted = "" if breakdown == WHOLE else breakdown
    return [p for p in points if p.territory == territory and p.breakdown == wanted]


def _line(subject: str, kind: str, name: str, mark: Mark, unit: str, points: Sequence[Point]) -> Line:
    return Line(subject, kind, name, mark, unit, tuple(points), tuple(p.value or 0.0 for p in points))


def _compete(own: Sequence[Point]) -> bool:
    """Whether editions of a document give one period each its own value, so that they are lines of their own."""
    return len({(p.period, p.edition) for p in own}) > len({p.period for p in own})


def own_lines(ctx: Context, series: Iterable[Point], unit: str) -> list[Line]:
    """A line for each kind of value of a series; editions that compete have a line each, the newest first."""
    shown = dated(series)
    newest = sorted(shown, key=lambda p: p.data_date or date.min, reverse=True)
    lines: list[Line] = []
    for kind in KIND_ORDER:
        own = [p for p in shown if p.kind == kind]
        word = ctx.t(f"indicators.kind.{kind}")
        if not _compete(own):
            lines += [_line(MAIN, kind, word, MARKS[kind], unit, own)] if own else []
            continue
        for older, edition in enumerate(dict.fromkeys(p.edition for p in newest if p.kind == kind)):
            mark = MARKS[kind]._replace(symbol=OLDER[min(older, len(OLDER)) - 1]) if older else MARKS[kind]
            name = f"{word}, {words.edition(ctx.lang, edition)}" if edition else word
            lines.append(_line(MAIN, kind, name, mark, unit, [p for p in own if p.edition == edition]))
    return lines


def _facts(points: Iterable[Point]) -> tuple[str, list[Point]]:
    """Facts of a series, estimates where it has none; of one period the newest document."""
    shown = dated(points)
    for kind in ("fact", "estimate"):
        own = sorted((p for p in shown if p.kind == kind), key=lambda p: (p.period_start, p.data_date or date.min))
        if own:
            return kind, list({p.period_start: p for p in own}.values())
    return "fact", []


def other_lines(
    ctx: Context, points: Sequence[Point], places: Iterable[str], breakdown: str, unit: str
) -> list[Line]:  # fmt: skip
    """Facts of other territories, one line each."""
    lines = []
    for place, mark in zip(places, OTHERS, strict=False):
        kind, own = _facts(of_series(points, place, breakdown))
        if own:
            lines.append(_line(place, kind, words.territory(ctx.lang, ctx.store.city, place), mark, unit, own))
    return lines


def second_lines(ctx: Context, second: Second | None, origin: str, unit: str) -> list[Line]:
    """Facts of the second indicator; on the right where its unit differs; its origin is said where it differs."""
    if second is None:
        return []
    kind, own = _facts(second.points)
    name = second.name if second.origin == origin else f"{second.name} ({ctx.t(f'value.origin.{second.origin}')})"
    line = _line(SECOND, kind, name, SECOND_MARK, second.unit, own)
    return [replace(line, right=second.unit != unit)] if own else []


def as_index(lines: Sequence[Line]) -> tuple[list[Line], Point | None]:
    """Lines with 100 at the first period that every subject has a fact for; the same lines and None without one.

    Plans and editions of a subject are divided by the same fact as its facts; zero is no base.
    """
    leading: dict[str, dict[date | None, tuple[float, Point]]] = {}
    for line in lines:
        if line.kind in ("fact", "estimate"):
            found = {p.period_start: (v, p) for p, v in zip(line.points, line.values, strict=True) if v}
            leading[line.subject] = found | leading.get(line.subject, {})
    if not leading or {line.subject for line in lines} - set(leading):
        return list(lines), None
    common = set.intersection(*(set(found) for found in leading.values()))
    if not common:
        return list(lines), None
    first = min(day for day in common if day)
    base = {subject: found[first][0] for subject, found in leading.items()}
    made = [
        replace(line, values=tuple(v / base[line.subject] * INDEX for v in line.values), right=False) for line in lines
    ]
    return made, next(iter(leading.values()))[first][1]


def twin(ctx: Context, lines: Sequence[Line]) -> tuple[list[str], list[list[str]]]:
    """The same as a table: heads (period, then a line each) and rows by period; a dash where a line has nothing.

    Of one period and line all values are shown, so that what documents print differently stays in sight.
    """
    cells: dict[tuple[date, str], dict[int, list[str]]] = {}
    for place, line in enumerate(lines):
        for point, value in zip(line.points, line.values, strict=True):
            said = words.figure(ctx.lang, point) if value == point.value else ctx.number(round(value, 1))
            row = cells.setdefault((point.period_start or date.min, period_words(ctx, point)), {})
            row.setdefault(place, []).append(said)
    heads = [f"{line.name}, {line.unit}" if line.unit else line.name for line in lines]
    places = range(len(lines))
    rows = [
        [period, *("; ".join(dict.fromkeys(found[at])) if at in found else i18n.NO_DATA for at in places)]
        for (_, period), found in sorted(cells.items())
    ]
    return [ctx.t("indicators.column.period"), *heads], rows
