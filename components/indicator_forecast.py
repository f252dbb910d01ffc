"""A forecast as people read it: a dashed line with two bands, what it is worth in words, and its table."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.forecast import Forecast, Refusal, Step
from components.badges import origin_badge
from components.basics import Child, link, table
from components.charts import MARKS, mark_color
from components.context import Context

METHOD_PAGE = "/indicators/method#forecast"
DIGITS = 4
SOFT, SOFTER = 0.24, 0.12
Last = tuple[date, float]


def said(ctx: Context, value: float) -> str:
    """A reckoned number with as many digits as it deserves, the same for all numbers of a size."""
    rounded = float(f"{value:.{DIGITS}g}")
    whole = math.floor(math.log10(abs(rounded))) + 1 if rounded else 1
    return ctx.number(rounded, min(max(DIGITS - whole, 0), DIGITS))


def period_said(ctx: Context, day: date, season: int) -> str:
    """A period by its first day, `season` of them to a year: a year, a part of a year or a month."""
    if season == 1:
        return str(day.year)
    if season > 4:
        return ctx.t(f"month.{day.month}", year=day.year)
    part = 1 + (day.month - 1) * season // 12
    return ctx.t(f"forecast.part.{season}", part=part, year=day.year)


def forecast_traces(ctx: Context, found: Forecast | Refusal, last: Last | None, unit: str = "") -> list[dict[str, Any]]:
    """Traces to add to a chart over time: two bands and a dashed line from the last fact; none for a refusal."""
    if isinstance(found, Refusal):
        return []
    color, mark = mark_color(ctx.theme, "forecast"), MARKS["forecast"]
    start = [] if last is None else [last]
    days = [day.isoformat() for day, _ in start] + [step.day.isoformat() for step in found.steps]
    line = {
        "type": "scatter", "mode": "lines+markers", "name": ctx.t("forecast.line"),
        "x": days, "y": [value for _, value in start] + [step.value for step in found.steps],
        "hovertext": ["" for _ in start] + [_hover(ctx, found, step, unit) for step in found.steps],
        "hoverinfo": "text", "line": {"color": color, "dash": mark.dash, "width": 2},
        "marker": {"color": color, "symbol": mark.symbol, "size": [0 for _ in start] + [9 for _ in found.steps]},
    }  # fmt: skip
    wide = _band(ctx, start, [(s.day, s.low95, s.high95) for s in found.steps], (95, _soft(color, SOFTER)))
    narrow = _band(ctx, start, [(s.day, s.low80, s.high80) for s in found.steps], (80, _soft(color, SOFT)))
    return [wide, narrow, line]


def _band(
    ctx: Context, start: Sequence[Last], ends: Sequence[tuple[date, float, float]], look: tuple[int, str]
) -> dict[str, Any]:  # fmt: skip
    level, color = look
    rows = [*((day, value, value) for day, value in start), *ends]
    return {
        "type": "scatter", "mode": "lines", "name": ctx.t("forecast.band", level=level), "fill": "toself",
        "x": [day.isoformat() for day, _, _ in rows] + [day.isoformat() for day, _, _ in reversed(rows)],
        "y": [high for _, _, high in rows] + [low for _, low, _ in reversed(rows)],
        "fillcolor": color, "line": {"width": 0, "color": color}, "hoverinfo": "skip",
    }  # fmt: skip


def _soft(color: str, part: float) -> str:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{part})"


def _hover(ctx: Context, found: Forecast, step: Step, unit: str) -> str:
    head = f"<b>{said(ctx, step.value)} {unit}</b>".replace(" </b>", "</b>")
    lines = [head, f"{ctx.t('forecast.line')}, {period_said(ctx, step.day, found.season)}",
             *(_ends(ctx, level, low, high) for level, low, high in _levels(step))]  # fmt: skip
    return "<br>".join(lines)


def _levels(step: Step) -> tuple[tuple[int, float, float], ...]:
    return (80, step.low80, step.high80), (95, step.low95, step.high95)


def _ends(ctx: Context, level: int, low: float, high: float) -> str:
    return ctx.t("forecast.interval", level=level, low=said(ctx, low), high=said(ctx, high))


def forecast_words(ctx: Context, found: Forecast | Refusal, unit: str = "") -> list[str]:
    """What a forecast is made by, from how much, and how far it erred in the past; or why there is none."""
    if isinstance(found, Refusal):
        return [ctx.t(f"forecast.refusal.{found.reason}", have=ctx.number(found.have), need=ctx.number(found.need))]
    first, last = (period_said(ctx, day, found.season) for day in (found.first, found.last))
    method = ctx.t(f"forecast.method.{found.method}")
    lines = [
        ctx.t("forecast.made", method=method, used=found.used, first=first, last=last),
        ctx.t("forecast.tested", origins=found.origins, mae=f"{said(ctx, found.mae)} {unit}".strip()),
    ]  # fmt: skip
    if found.smape is not None:
        lines.append(ctx.t("forecast.relative", smape=ctx.number(round(found.smape, 1))))
    lines.append(_against(ctx, found))
    if found.cut:
        lines.append(ctx.t("forecast.cut", first=first))
    return [*lines, ctx.t("forecast.bands")]


def _against(ctx: Context, found: Forecast) -> str:
    """The error beside that of the plainest method, in words."""
    naive = found.scores["naive"]
    if found.method == "naive":
        return ctx.t("forecast.against.naive")
    if naive <= 0:
        return ctx.t("forecast.against.none")
    share = ctx.number(round(100 * abs(1 - found.mae / naive)))
    return ctx.t("forecast.against.better" if found.mae < naive else "forecast.against.worse", share=share)


def forecast_caption(ctx: Context, found: Forecast | Refusal, unit: str = "") -> Component:
    """The words of a forecast for under the chart, with its origin and the way to the method."""
    words: list[Child] = [html.Span(line, className="caption-line") for line in forecast_words(ctx, found, unit)]
    marks = [origin_badge(ctx, found.origin)] if isinstance(found, Forecast) else []
    return html.Div([
        html.Div([html.Strong(ctx.t("forecast.title")), *marks], className="marks"), *words, " ",
        link(ctx.t("forecast.how"), METHOD_PAGE),
    ], className="forecast-caption")  # fmt: skip


def forecast_table(ctx: Context, found: Forecast | Refusal, unit: str = "") -> Component | None:
    """The values ahead with their intervals, the twin of the drawn forecast; None for a refusal."""
    if isinstance(found, Refusal):
        return None
    heads = [ctx.t("forecast.column.period"), ctx.t("forecast.column.value", unit=unit).rstrip(" ,"),
             ctx.t("forecast.column.interval", level=80), ctx.t("forecast.column.interval", level=95)]  # fmt: skip
    rows = [
        [period_said(ctx, step.day, found.season), said(ctx, step.value),
         *(ctx.t("forecast.range", low=said(ctx, low), high=said(ctx, high)) for _, low, high in _levels(step))]
        for step in found.steps
    ]  # fmt: skip
    return table(ctx.t("forecast.table"), heads, rows, numeric=(1, 2, 3))
