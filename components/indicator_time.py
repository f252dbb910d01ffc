"""Chart of an indicator in time: lines or bars, a second axis or an index, breaks and events as numbered marks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from components.charts import INK, axis_title, base_layout
from components.context import Context
from components.indicator_lines import MAIN, Drawn, Line
from components.indicator_signs import hover, plain, sign
from components.indicator_wish import Look
from components.palette import COLORS
from components.periods import period_words
from data.queries.indicator_breaks import Break

TICKS_MAX = 14
# Where all values lie above this share of the greatest, the axis begins near them, and the caption says so.
CUT_ABOVE = 0.75
# Beyond so many points of a line their marks would hide it; the hover still finds each.
MARKS_MAX = 60
LEGEND_CHARS = 60
PATTERNS = {"fact": "", "estimate": ".", "plan": "/", "forecast": "x"}


def _said(ctx: Context, line: Line, *, several: bool, index: bool) -> list[str]:
    pairs = zip(line.points, line.values, strict=True)
    head = line.name if several else ""
    return [hover(ctx, p, line.unit, head, v if index else None) for p, v in pairs]


def _name(line: Line) -> str:
    return plain(line.name if len(line.name) <= LEGEND_CHARS else line.name[: LEGEND_CHARS - 1].rstrip() + "\u2026")


def _trace(ctx: Context, line: Line, *, several: bool, index: bool) -> dict[str, Any]:
    color = COLORS[ctx.theme][line.mark.color]
    mode = "lines+markers+text" if len(line.points) <= MARKS_MAX else "lines+text"
    return {
        "type": "scatter", "mode": mode, "name": _name(line),
        "x": [p.period_start.isoformat() for p in line.points if p.period_start], "y": list(line.values),
        "text": [sign(p) for p in line.points], "textposition": "top center",
        "hovertext": _said(ctx, line, several=several, index=index), "hoverinfo": "text",
        "line": {"color": color, "dash": line.mark.dash, "width": 2},
        "marker": {"color": color, "symbol": line.mark.symbol, "size": 10, "line": {"width": 2}},
        **({"yaxis": "y2"} if line.right else {}),
    }  # fmt: skip


def _bar(ctx: Context, line: Line, place: int, *, several: bool, index: bool) -> dict[str, Any]:
    color = COLORS[ctx.theme][line.mark.color]
    return {
        "type": "bar", "name": _name(line), "x": [period_words(ctx, p) for p in line.points], "y": list(line.values),
        "text": [sign(p) for p in line.points], "textposition": "outside", "cliponaxis": False,
        "hovertext": _said(ctx, line, several=several, index=index), "hoverinfo": "text", "offsetgroup": str(place),
        "marker": {"color": color, "pattern": {"shape": PATTERNS[line.kind] if line.subject == MAIN else ""},
                   "line": {"color": color, "width": 1}},
        **({"yaxis": "y2"} if line.right else {}),
    }  # fmt: skip


def days_of(ctx: Context, lines: Sequence[Line]) -> dict[date, str]:
    """First days of all periods of lines with their words, in order of time."""
    found = {p.period_start: period_words(ctx, p) for line in lines for p in line.points if p.period_start}
    return dict(sorted(found.items()))


def ticks(days: Mapping[date, str]) -> dict[str, Any]:
    """Axis of time with words at as many of its periods as have room."""
    shown = list(days.items())[:: max(1, -(-len(days) // TICKS_MAX))]
    return {"type": "date", "tickformat": "", "tickvals": [day.isoformat() for day, _ in shown],
            "ticktext": [said for _, said in shown]}  # fmt: skip


def _axes(ctx: Context, layout: dict[str, Any], lines: Sequence[Line], unit: str) -> None:
    """Words of both axes of values; the right one is there when a line stands on it."""
    layout["yaxis"]["title"] = axis_title(ctx.theme, unit)
    right = next((line for line in lines if line.right), None)
    if right is not None:
        own = {name: value for name, value in layout["yaxis"].items() if name != "title"}
        layout["yaxis2"] = own | {
            "overlaying": "y", "side": "right", "showgrid": False, "tickmode": "auto",
            "title": axis_title(ctx.theme, ctx.t("indicator.chart.right_axis", unit=right.unit or _name(right))),
        }  # fmt: skip


def _cut(layout: dict[str, Any], lines: Sequence[Line]) -> bool:
    """Let an axis begin near its values where they lie far from zero; whether one does."""
    cut = False
    for axis, right in (("yaxis", False), ("yaxis2", True)):
        values = [value for line in lines if line.right is right for value in line.values]
        if values and min(values) > CUT_ABOVE * max(values):
            layout[axis]["rangemode"] = "normal"
            cut = True
    return cut


def shown_breaks(days: Iterable[date], breaks: Sequence[Break]) -> tuple[Break, ...]:
    """Breaks between the first and the last of the drawn days."""
    span = sorted(days)
    return tuple(one for one in breaks if span and span[0] < one.day <= span[-1])


def place_among_bars(days: Iterable[date], day: date) -> float:
    """Place of a day on an axis of bars that are numbered from 0: before the first one that begins on it or later."""
    return sum(one < day for one in days) - 0.5


def _marks(ctx: Context, layout: dict[str, Any], breaks: Sequence[Break], place: Callable[[date], Any]) -> None:
    """A line across the chart at each break (dashed) and event (dotted), with its number of the list below."""
    ink = INK[ctx.theme]
    shapes, notes = [], []
    for number, one in enumerate(breaks, 1):
        at, dash = place(one.day), "dot" if one.kind == "event" else "dash"
        shapes.append({
            "type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "layer": "below",
            "line": {"color": ink["muted"], "width": 1.5, "dash": dash},
        })  # fmt: skip
        notes.append({
            "x": at, "xref": "x", "y": 1, "yref": "paper", "yanchor": "top", "xanchor": "center", "showarrow": False,
            "text": str(number), "font": {"color": ink["text"], "size": 12}, "bgcolor": ink["surface"],
            "bordercolor": ink["muted"], "borderpad": 2,
        })  # fmt: skip
    layout["shapes"], layout["annotations"] = shapes, notes


def draw_time(
    ctx: Context, lines: Sequence[Line], unit: str, look: Look, breaks: Sequence[Break], *, index: bool = False
) -> Drawn:  # fmt: skip
    """Lines in time; as bars the periods stand side by side. Breaks inside the drawn span are marked on both."""
    layout = base_layout(ctx)
    several = len({line.subject for line in lines}) > 1
    days = days_of(ctx, lines)
    _axes(ctx, layout, lines, ctx.t("indicator.chart.index_axis") if index else unit)
    layout["showlegend"] = bool(lines)
    met = shown_breaks(days, breaks)
    if look == "bar":
        traces = [_bar(ctx, line, place, several=several, index=index) for place, line in enumerate(lines)]
        bars = {said: day for day, said in reversed(days.items())}
        layout["xaxis"] |= {"type": "category", "categoryorder": "array", "categoryarray": [*days.values()],
                            "tickformat": "", "nticks": TICKS_MAX}  # fmt: skip
        layout |= {"barmode": "group"}
        _marks(ctx, layout, met, lambda day: place_among_bars(bars.values(), day))
        return Drawn({"data": traces, "layout": layout}, not lines, 0, lines=tuple(lines), breaks=met)
    layout["xaxis"] |= ticks(days)
    cut = _cut(layout, lines)
    _marks(ctx, layout, met, date.isoformat)
    traces = [_trace(ctx, line, several=several, index=index) for line in lines]
    return Drawn({"data": traces, "layout": layout}, not lines, 0, cut, tuple(lines), breaks=met)
