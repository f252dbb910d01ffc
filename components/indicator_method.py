"""Parts of the page of the method: its table of states, an indicator worked through, a forecast worked through."""

from collections.abc import Mapping
from datetime import date

from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from analysis.course_of_indicator import GAPS, SILENT, TOLERANCE, TRENDS, Verdict, rule
from analysis.forecast import Forecast
from analysis.indicator_forecast import facts_of, series_forecast
from analysis.indicator_status import Course, course, verdict_of
from components import badges, charts
from components import indicator_words as words
from components.basics import link, table
from components.context import Context
from components.indicator_chart import Choice, draw
from components.indicator_forecast import forecast_caption, forecast_table, forecast_traces
from components.indicator_status import said, status_badge, status_words
from config.i18n import NO_DATA
from data.queries import indicators
from data.queries.indicators import Entry, Point, main_series

# Real indicators with a printed direction, several facts and a plan; the first one in the store is worked through.
EXAMPLES = ("plan-03-infant-mortality", "plan-08-3-shadow-economy", "plan-04-2-preschool-coverage")
# Real series that are long enough for a forecast.
SERIES = ("sdg-11-3-1", "sdg-11-1-1")
MADE_UP = "synthetic"


def ladder(ctx: Context) -> Component:
    """State by gap (rows) and trend (columns), as the code has it."""
    heads = [ctx.t("indicator_method.column.gap"), *(ctx.t(f"indicator_method.trend.{name}") for name in TRENDS)]
    rows = [
        [ctx.t(f"indicator_method.gap.{gap}"),
         *(status_badge(ctx, Verdict(rule(gap, trend), f"{gap}_{trend}")) for trend in TRENDS)]
        for gap in GAPS
    ]  # fmt: skip
    return table(ctx.t("indicator_method.ladder"), heads, rows)


def no_verdicts(ctx: Context) -> Component:
    """Why there may be no verdict."""
    return html.Div(html.Ul([html.Li(ctx.t(f"indicator_method.silent.{name}")) for name in SILENT]), className="prose")


def _example(entries: Mapping[str, Entry], codes: tuple[str, ...]) -> Entry | None:
    return next((entries[code] for code in codes if code in entries and entries[code].origin != MADE_UP), None)


def _title(ctx: Context, entry: Entry) -> Component:
    name = words.name_of(ctx.lang, entry)
    source = ctx.store.city.source(entry.from_source)
    marks = badges.source_badges(ctx, source, entry.from_date, entry.from_origin) if source else []
    unit = words.unit(ctx.lang, ctx.store.city, entry.unit, entry.unit_ru, entry.unit_en)
    return html.Div([
        html.H3(link(name.words, f"/indicators/{entry.code}", lang=None if name.lang == ctx.lang else name.lang)),
        html.P(" · ".join(part for part in (unit, ctx.words(source.names) if source else "") if part),
               className="section-note"),
        html.Div(marks, className="marks"),
    ])  # fmt: skip


def _points(ctx: Context, conn: Connection, code: str) -> list[Point]:
    return indicators.points(indicators.values(conn, ctx.user, code))


def worked(ctx: Context, conn: Connection, entries: Mapping[str, Entry], today: date) -> Component:
    """One real indicator of the store taken through every step by the code that judges all of them."""
    entry = _example(entries, EXAMPLES)
    if entry is None:
        return html.P(ctx.t("indicator_method.example.none"))
    own = (ctx.store.city.id, ctx.store.city.country)
    found = course(_points(ctx, conn, entry.code), own, entry.code, entry.good_direction)
    verdict = verdict_of(found, today)
    return html.Div([
        _title(ctx, entry), _years(ctx, found),
        html.Div(html.Ol([html.Li(line) for line in step_words(ctx, found, verdict)]), className="prose"),
        html.P([status_badge(ctx, verdict), " ", status_words(ctx, verdict)]),
    ], className="worked")  # fmt: skip


def _years(ctx: Context, found: Course) -> Component:
    facts, plans = dict(found.facts), dict(found.plans)
    days = sorted({*facts, *plans})
    heads = [ctx.t("indicator_method.column.value"), *(str(day.year) for day in days)]
    rows = [[ctx.t(f"indicators.kind.{kind}"), *(ctx.number(series[day]) if day in series else NO_DATA for day in days)]
            for kind, series in (("fact", facts), ("plan", plans))]  # fmt: skip
    return table(ctx.t("indicator_method.example.table"), heads, rows, numeric=tuple(range(1, len(heads))))


def step_words(ctx: Context, found: Course, verdict: Verdict) -> list[str]:
    """The steps of the method with the numbers of one indicator."""
    values = {
        **said(ctx, verdict), "tolerance": ctx.number(100 * TOLERANCE),
        "slope": NO_DATA if verdict.slope is None else ctx.number(float(f"{verdict.slope:.3g}")),
        "direction": ctx.t(f"indicators.direction.{found.good}") if found.good else NO_DATA,
        "state": ctx.t(f"verdict.state.{verdict.state}"),
    }  # fmt: skip
    steps = ["direction", "fact", "gap", "slope" if verdict.slope is not None else "no_slope"]
    steps += ["projected"] if verdict.values.get("projected") is not None else []
    return [ctx.t(f"indicator_method.step.{name}", **values) for name in [*steps, "state"]]


def worked_forecast(ctx: Context, conn: Connection, entries: Mapping[str, Entry], today: date) -> Component:
    """One real series of the store with its forecast, made by the code that makes all of them."""
    entry = _example(entries, SERIES)
    if entry is None:
        return html.P(ctx.t("indicator_method.example.none"))
    points = main_series(_points(ctx, conn, entry.code), (ctx.store.city.id, ctx.store.city.country))
    found = series_forecast(conn, ctx.store, ctx.user, points, (entry.code, entry.unit, today))
    unit = words.unit(ctx.lang, ctx.store.city, entry.unit, entry.unit_ru, entry.unit_en)
    choice = Choice("time", points[0].territory, points[0].breakdown or "*")
    drawn = draw(ctx, points, choice, unit)
    facts = facts_of(points)[1]
    traces = forecast_traces(ctx, found, facts[-1] if facts else None, unit)
    figure = {**drawn.figure, "data": [*traces[:-1], *drawn.figure["data"], *traces[-1:]]}
    name = words.name_of(ctx.lang, entry).words
    caption = [forecast_caption(ctx, found, unit)]
    if drawn.cut_axis:
        caption.append(html.Div(ctx.t("indicators.chart.cut_axis")))
    return html.Div([
        _title(ctx, entry),
        charts.chart(ctx, "method-forecast", _axis(figure, found), words=ctx.t("indicators.chart.alt", name=name),
                     caption=caption, name="forecast"),
        forecast_table(ctx, found, unit),
    ], className="worked")  # fmt: skip


def _axis(figure: dict[str, object], found: object) -> dict[str, object]:
    """The chart with the years of the forecast on its axis too."""
    layout = figure["layout"]
    if not isinstance(found, Forecast) or not isinstance(layout, dict):
        return figure
    axis = {key: value for key, value in layout["xaxis"].items() if key not in ("tickvals", "ticktext")}
    return {**figure, "layout": {**layout, "xaxis": {**axis, "tickformat": "%Y"}}}
