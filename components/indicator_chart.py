"""Chart of one indicator: facts and plans by period, territories side by side, breakdowns side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from components import indicator_words as words
from components.charts import HEIGHT, MARKS, OLDER, axis_title, base_layout, mark_color
from components.context import Context
from components.periods import period_words
from data.queries.indicators import Point, main_series

View = Literal["time", "territories", "breakdowns"]
VIEWS: tuple[View, ...] = get_args(View)
Label = Callable[[Point], str]
KIND_ORDER = ("fact", "estimate", "plan", "forecast")
BAR_HEIGHT = 30
BARS_MAX = 60
TICKS_MAX = 14
# Where all values lie above this share of the greatest, the axis begins near them, and the caption says so.
CUT_ABOVE = 0.75
DOUBT_SIGN = "?"
WHOLE = "*"


@dataclass(frozen=True)
class Choice:
    """What of an indicator is drawn; `breakdown` is WHOLE for values without one."""

    view: View
    territory: str
    breakdown: str


@dataclass(frozen=True)
class Drawn:
    """A figure, whether it is empty, how many values it leaves to the table, and whether its axis hides zero."""

    figure: Mapping[str, Any]
    empty: bool
    left_out: int
    cut_axis: bool = False


def territories(points: Iterable[Point]) -> list[str]:
    """Territories of the values, in printed order."""
    return list(dict.fromkeys(p.territory for p in points))


def breakdowns(points: Iterable[Point]) -> dict[str, str]:
    """Breakdowns of the values with their printed Russian words, in printed order; the whole comes first."""
    found = {p.breakdown or WHOLE: p.breakdown_ru if p.breakdown else "" for p in points}
    return dict(sorted(found.items(), key=lambda item: item[0] != WHOLE))


def choose(points: Sequence[Point], own: Sequence[str], asked: Mapping[str, str]) -> Choice:
    """What to draw: as asked where it makes sense, else what says most about the indicator."""
    first = next(iter(main_series(points, own)), None)
    territory = asked.get("territory", "")
    if territory not in territories(points):
        territory = first.territory if first else ""
    breakdown = asked.get("breakdown", "")
    known = breakdowns(p for p in points if p.territory == territory)
    if breakdown not in known:
        usual = (first.breakdown or WHOLE) if first else WHOLE
        breakdown = usual if usual in known else next(iter(known), WHOLE)
    view = asked.get("view", "")
    chosen = next((v for v in VIEWS if v == view), None) or _best_view(points, territory, breakdown)
    return Choice(chosen, territory, breakdown)


def _best_view(points: Sequence[Point], territory: str, breakdown: str) -> View:
    series = _series(points, territory, breakdown)
    if len({p.period_start for p in series if p.period_start and p.value is not None}) > 1:
        return "time"
    if len(breakdowns(p for p in points if p.territory == territory)) > 1:
        return "breakdowns"
    return "territories" if len(territories(points)) > 1 else "time"


def _series(points: Iterable[Point], territory: str, breakdown: str) -> list[Point]:
    wanted = "" if breakdown == WHOLE else breakdown
    return [p for p in points if p.territory == territory and p.breakdown == wanted]


def draw(ctx: Context, points: Sequence[Point], choice: Choice, unit: str) -> Drawn:
    """Figure of a choice; values without a number or without a period stay in the table."""
    if choice.view == "time":
        return _time(ctx, _series(points, choice.territory, choice.breakdown), unit)
    wanted = "" if choice.breakdown == WHOLE else choice.breakdown
    if choice.view == "territories":
        across = [p for p in points if p.breakdown == wanted]
        return _bars(ctx, across, unit, lambda p: words.territory(ctx.lang, ctx.store.city, p.territory))
    across = [p for p in points if p.territory == choice.territory]
    whole = ctx.t("indicators.whole")
    return _bars(ctx, across, unit, lambda p: words.breakdown(ctx.lang, p.breakdown, p.breakdown_ru) or whole)


def plain(text: str) -> str:
    """Text that the chart tool shows as it is: no tags, no links."""
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _hover(ctx: Context, point: Point, unit: str) -> str:
    said = plain(f"{words.figure(ctx.lang, point)} {unit}".strip())
    lines = [
        f"<b>{said}</b>",
        f"{ctx.t(f'indicators.kind.{point.kind}')}, {period_words(ctx, point)}",
        words.edition(ctx.lang, point.edition),
    ]
    if point.doubt:
        lines += [plain(f"{DOUBT_SIGN} {remark.words}"[:120]) for remark in words.remarks(ctx.lang, point.doubt)[:2]]
    return "<br>".join(line for line in lines if line)


def _sign(point: Point) -> str:
    """What stands at a mark: a bound's sign, and a question mark where there is a doubt."""
    sign = {"<=": "\u2264", ">=": "\u2265", "<": "<", ">": ">", "~": "\u2248"}.get(point.comparison, "")
    return f"{sign}{DOUBT_SIGN if point.doubt else ''}"


def _trace(ctx: Context, kind: str, edition: str, older: int, series: Sequence[Point], unit: str) -> dict[str, Any]:
    """Marks of one kind; `older` counts the newer editions of the same kind, `edition` is empty where there is one."""
    mark, color = MARKS[kind], mark_color(ctx.theme, kind)
    symbol = OLDER[min(older, len(OLDER)) - 1] if older else mark.symbol
    name = ctx.t(f"indicators.kind.{kind}") + (f", {words.edition(ctx.lang, edition)}" if edition else "")
    return {
        "type": "scatter", "mode": "lines+markers+text", "name": name,
        "x": [p.period_start.isoformat() for p in series if p.period_start], "y": [p.value for p in series],
        "text": [_sign(p) for p in series], "textposition": "top center",
        "hovertext": [_hover(ctx, p, unit) for p in series], "hoverinfo": "text",
        "line": {"color": color, "dash": mark.dash, "width": 2},
        "marker": {"color": color, "symbol": symbol, "size": 10, "line": {"width": 2}},
    }  # fmt: skip


def _compete(own: Sequence[Point]) -> bool:
    """Whether editions of a document give one period each its own value, so that they are lines of their own."""
    return len({(p.period, p.edition) for p in own}) > len({p.period for p in own})


def _time(ctx: Context, series: Sequence[Point], unit: str) -> Drawn:
    dated = [p for p in series if p.value is not None and p.period_start]
    dated.sort(key=lambda p: (p.period_start or date.min, p.position))
    newest = sorted(dated, key=lambda p: p.data_date or date.min, reverse=True)
    traces = []
    for kind in KIND_ORDER:
        own = [p for p in dated if p.kind == kind]
        if not _compete(own):
            traces += [_trace(ctx, kind, "", 0, own, unit)] if own else []
            continue
        for older, edition in enumerate(dict.fromkeys(p.edition for p in newest if p.kind == kind)):
            traces.append(_trace(ctx, kind, edition, older, [p for p in own if p.edition == edition], unit))
    layout = base_layout(ctx)
    ticks = {p.period_start.isoformat(): period_words(ctx, p) for p in dated if p.period_start}
    shown = list(ticks.items())[:: max(1, -(-len(ticks) // TICKS_MAX))]
    layout["xaxis"] |= {
        "type": "date",
        "tickformat": "",
        "tickvals": [day for day, _ in shown],
        "ticktext": [said for _, said in shown],
    }
    layout["yaxis"]["title"] = axis_title(ctx.theme, unit)
    layout["showlegend"] = bool(traces)
    values = [p.value for p in dated if p.value is not None]
    cut = bool(values) and min(values) > CUT_ABOVE * max(values)
    if cut:
        layout["yaxis"]["rangemode"] = "normal"
    return Drawn({"data": traces, "layout": layout}, not dated, len(series) - len(dated), cut)


def _latest(points: Iterable[Point], label: Label) -> dict[tuple[str, str], Point]:
    """The newest number of each kind under each label; facts hide plans of the same label where both are given."""
    found: dict[tuple[str, str], Point] = {}
    for point in sorted(points, key=lambda p: (p.period_start or date.min, p.data_date or date.min)):
        if point.value is not None:
            found[label(point), point.kind] = point
    return found


def _bars(ctx: Context, across: Sequence[Point], unit: str, label: Label) -> Drawn:
    latest = _latest(across, label)
    kinds = [kind for kind in KIND_ORDER if any(k == kind for _, k in latest)][:1]
    rows = [(plain(name), point) for (name, kind), point in latest.items() if kind in kinds]
    rows.sort(key=lambda row: row[1].value or 0.0)
    shown = rows[-BARS_MAX:]
    kind = kinds[0] if kinds else "fact"
    solid = kind == "fact"
    color = mark_color(ctx.theme, kind)
    trace = {
        "type": "bar", "orientation": "h", "name": ctx.t(f"indicators.kind.{kind}"),
        "y": [name for name, _ in shown], "x": [point.value for _, point in shown],
        "text": [plain(f"{words.figure(ctx.lang, p)} {DOUBT_SIGN if p.doubt else ''}".strip()) for _, p in shown],
        "textposition": "outside", "cliponaxis": False, "textfont": {"size": 12},
        "hovertext": [f"{name}<br>{_hover(ctx, point, unit)}" for name, point in shown], "hoverinfo": "text",
        "marker": {"color": color, "pattern": {"shape": "" if solid else "/"}},
    }  # fmt: skip
    layout = base_layout(ctx)
    layout["height"] = max(HEIGHT // 2, 90 + BAR_HEIGHT * len(shown))
    layout["xaxis"]["title"] = axis_title(ctx.theme, unit)
    layout["yaxis"] |= {"type": "category", "showgrid": False, "rangemode": "normal", "dtick": 1, "tickformat": ""}
    layout["margin"] |= {"r": 90}
    layout["xaxis"] |= {"showgrid": True, "rangemode": "tozero"}
    layout["showlegend"] = True
    left_out = sum(p.value is None for p in across) + len(rows) - len(shown)
    return Drawn({"data": [trace] if shown else [], "layout": layout}, not shown, left_out)
