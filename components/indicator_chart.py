"""Chart of one indicator: facts and plans by period, territories side by side, breakdowns side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from components import indicator_words as words
from components.charts import HEIGHT, axis_title, base_layout, mark_color
from components.context import Context
from components.indicator_lines import (
    KIND_ORDER,
    WHOLE,
    Drawn,
    Second,
    as_index,
    of_series,
    other_lines,
    own_lines,
    second_lines,
)
from components.indicator_signs import DOUBT_SIGN, hover, plain
from components.indicator_time import draw_time
from components.indicator_whole import Row, beyond, split, traces
from components.indicator_wish import Look, Scale
from components.periods import period_words
from data.queries.indicator_breaks import Break
from data.queries.indicators import Point, main_series

View = Literal["time", "territories", "breakdowns"]
VIEWS: tuple[View, ...] = get_args(View)
Label = Callable[[Point], str]
BAR_HEIGHT = 30
BARS_MAX = 60
# Room for a letter of a period beside a bar, in pixels.
PERIOD_CHAR = 6


@dataclass(frozen=True)
class Choice:
    """What of an indicator is drawn; `breakdown` is WHOLE for values without one."""

    view: View
    territory: str
    breakdown: str


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
    series = of_series(points, territory, breakdown)
    if len({p.period_start for p in series if p.period_start and p.value is not None}) > 1:
        return "time"
    if len(breakdowns(p for p in points if p.territory == territory)) > 1:
        return "breakdowns"
    return "territories" if len(territories(points)) > 1 else "time"


@dataclass(frozen=True)
class Beside:
    """What is drawn with the series itself in time: its look, other territories, a second indicator, breaks."""

    look: Look = "line"
    compared: tuple[str, ...] = ()
    second: Second | None = None
    scale: Scale = "own"
    breaks: tuple[Break, ...] = ()
    origin: str = ""


def draw(ctx: Context, points: Sequence[Point], choice: Choice, unit: str, beside: Beside | None = None) -> Drawn:
    """Figure of a choice; values without a number or without a period stay in the table."""
    if choice.view == "time":
        return _time(ctx, points, choice, unit, beside or Beside())
    wanted = "" if choice.breakdown == WHOLE else choice.breakdown
    if choice.view == "territories":
        across = [p for p in points if p.breakdown == wanted]
        return _places(ctx, across, unit)
    across = [p for p in points if p.territory == choice.territory]
    whole = ctx.t("indicators.whole")
    latest = _latest(across, lambda p: words.breakdown(ctx.lang, p.breakdown, p.breakdown_ru) or whole)
    return _bars(ctx, across, _rows(latest), unit)


def _time(ctx: Context, points: Sequence[Point], choice: Choice, unit: str, beside: Beside) -> Drawn:
    series = of_series(points, choice.territory, choice.breakdown)
    lines = own_lines(ctx, series, unit)
    left_out = len(series) - sum(len(line.points) for line in lines)
    places = [place for place in beside.compared if place != choice.territory]
    beyond = [*other_lines(ctx, points, places, choice.breakdown, unit),
              *second_lines(ctx, beside.second, beside.origin, unit)]  # fmt: skip
    if lines and beyond:
        # With other lines beside it, the first one is named by its place.
        named = words.territory(ctx.lang, ctx.store.city, choice.territory)
        lines = [replace(line, name=f"{named}, {line.name}") for line in lines]
    lines += beyond
    index = beside.scale == "index" and len({line.subject for line in lines}) > 1
    base: Point | None = None
    if index:
        lines, base = as_index(lines)
    drawn = draw_time(ctx, lines, unit, beside.look, beside.breaks, index=base is not None)
    return replace(drawn, left_out=left_out, no_base=index and base is None,
                   base=period_words(ctx, base) if base else "")  # fmt: skip


def _latest(points: Iterable[Point], label: Label) -> dict[tuple[str, str], Point]:
    """The newest number of each kind under each label; facts hide plans of the same label where both are given."""
    found: dict[tuple[str, str], Point] = {}
    for point in sorted(points, key=lambda p: (p.period_start or date.min, p.data_date or date.min)):
        if point.value is not None:
            found[label(point), point.kind] = point
    return found


def bar_label(ctx: Context, point: Point) -> tuple[str, str]:
    """Printed value of a bar and the sign of a doubt about it."""
    return words.figure(ctx.lang, point), DOUBT_SIGN if point.doubt else ""


def _rows(latest: Mapping[tuple[str, str], Point]) -> list[Row]:
    """Names and points of the kind that is drawn, the greatest last."""
    drawn = next((kind for kind in KIND_ORDER if any(k == kind for _, k in latest)), "")
    rows = [(plain(name), point) for (name, kind), point in latest.items() if kind == drawn]
    return sorted(rows, key=lambda row: row[1].value or 0.0)


def _places(ctx: Context, across: Sequence[Point], unit: str) -> Drawn:
    """Territories side by side; the city beside its districts is a line or a figure, so that these can be compared."""
    rows = _rows(_latest(across, lambda p: words.territory(ctx.lang, ctx.store.city, p.territory)))
    parts, wholes = split(rows, ctx.store.city)
    drawn = _bars(ctx, across, parts, unit)
    if not wholes:
        return drawn
    apart = beyond(wholes, parts)
    layout = {**drawn.figure["layout"], "height": _height(len(drawn.bars) + len(apart))}
    # Figures stand at the start of their bars, where no line crosses them.
    beside = {"textposition": "auto", "insidetextanchor": "start", "textangle": 0} if len(apart) < len(wholes) else {}
    data = [*({**bars, **beside} for bars in drawn.figure["data"]), *traces(ctx, wholes, drawn.bars, unit)]
    return replace(drawn, figure={"data": data, "layout": layout}, wholes=tuple(wholes), apart=bool(apart))


def _height(bars: int) -> int:
    return max(HEIGHT // 2, 90 + BAR_HEIGHT * bars)


def _bars(ctx: Context, across: Sequence[Point], rows: Sequence[Row], unit: str) -> Drawn:
    shown = rows[-BARS_MAX:]
    periods = [period_words(ctx, point) for _, point in shown]
    beside = [f"({period})" if len(set(periods)) > 1 else "" for period in periods]
    kind = shown[0][1].kind if shown else "fact"
    solid = kind == "fact"
    color = mark_color(ctx.theme, kind)
    trace = {
        "type": "bar", "orientation": "h", "name": ctx.t(f"indicators.kind.{kind}"),
        "y": [name for name, _ in shown], "x": [point.value for _, point in shown],
        "text": [plain(" ".join(part for part in (*bar_label(ctx, point), period) if part))
                 for (_, point), period in zip(shown, beside, strict=True)],
        "textposition": "outside", "cliponaxis": False, "textfont": {"size": 12},
        "hovertext": [f"{name}<br>{hover(ctx, point, unit)}" for name, point in shown], "hoverinfo": "text",
        "marker": {"color": color, "pattern": {"shape": "" if solid else "/"}},
    }  # fmt: skip
    layout = base_layout(ctx)
    layout["height"] = _height(len(shown))
    layout["xaxis"]["title"] = axis_title(ctx.theme, unit)
    layout["yaxis"] |= {"type": "category", "showgrid": False, "rangemode": "normal", "dtick": 1, "tickformat": ""}
    layout["margin"] |= {"r": 90 + PERIOD_CHAR * max(map(len, beside), default=0)}
    layout["xaxis"] |= {"showgrid": True, "rangemode": "tozero"}
    layout["showlegend"] = True
    left_out = sum(p.value is None for p in across) + len(rows) - len(shown)
    return Drawn({"data": [trace] if shown else [], "layout": layout}, not shown, left_out, bars=tuple(shown))
