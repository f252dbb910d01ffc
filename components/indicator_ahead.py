"""A forecast on the chart of an indicator's page: its traces, the periods it adds to the axis, its words and table."""

from dataclasses import replace
from datetime import date

from dash.development.base_component import Component

from analysis.forecast import Forecast, Refusal
from analysis.indicator_forecast import facts_of, series_forecast
from analysis.indicator_status import today_of
from components.context import Context
from components.indicator_forecast import forecast_caption, forecast_table, forecast_traces, period_said
from components.indicator_lines import Drawn, of_series
from components.indicator_subject import Subject
from components.indicator_time import days_of, ticks
from components.indicator_wish import Wish

Ahead = Forecast | Refusal


def ahead(ctx: Context, found: Subject, wish: Wish, drawn: Drawn, place: tuple[str, str]) -> Ahead | None:
    """Forecast of the series of a territory and a breakdown; None where none is asked or can stand on the chart."""
    if not wish.forecast or not drawn.lines or drawn.base or wish.look == "bar":
        return None
    series, now = of_series(found.points, *place), today_of(ctx.store)
    today = min(wish.day or now, now)
    asked = (str(found.row["code"]), found.row["unit"], today)
    with ctx.store.read() as conn:
        return series_forecast(conn, ctx.store, ctx.user, series, asked)


def with_ahead(ctx: Context, found: Subject, drawn: Drawn, given: Ahead | None, place: tuple[str, str]) -> Drawn:
    """The drawn chart with the forecast's bands below its lines and its periods on the axis."""
    if not isinstance(given, Forecast):
        return drawn
    _, facts = facts_of(of_series(found.points, *place))
    traces = forecast_traces(ctx, given, facts[-1] if facts else None, found.unit)
    days: dict[date, str] = {step.day: period_said(ctx, step.day, given.season) for step in given.steps}
    both = dict(sorted((days | days_of(ctx, drawn.lines)).items()))
    layout = dict(drawn.figure["layout"])
    layout["xaxis"] = layout["xaxis"] | ticks(both)
    return replace(drawn, figure={"data": [*traces, *drawn.figure["data"]], "layout": layout})


def ahead_words(ctx: Context, found: Subject, given: Ahead | None, wish: Wish) -> list[Component]:
    """What the forecast is made by and worth, or why there is none; as a table where the chart is one."""
    if given is None:
        return []
    parts = [forecast_caption(ctx, given, found.unit)]
    rows = forecast_table(ctx, given, found.unit) if wish.look == "table" else None
    return [*parts, rows] if rows is not None else parts
