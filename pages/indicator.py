"""One indicator: how it changed, what is planned, how it is known, and what is doubtful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import badges, charts
from components import indicator_words as words
from components.basics import Child, breadcrumbs, icon, page_head, section
from components.cards import cards
from components.context import Context
from components.indicator_card import doubts, passport, said, values_table
from components.indicator_chart import VIEWS, WHOLE, Choice, Drawn, breakdowns, choose, draw, territories
from components.indicator_history import history
from components.indicator_rows import change_words
from components.periods import period_words
from data.queries import indicators
from data.queries.indicators import Entry, Point, UnknownIndicatorError
from pages import NotFoundError, PageRecord

CODE, CHART, CAPTION = "indicator-code", "indicator-chart", "indicator-caption"
VIEW, TERRITORY, BREAKDOWN = "indicator-view", "indicator-territory", "indicator-breakdown"
TERRITORY_BOX, BREAKDOWN_BOX = f"{TERRITORY}-box", f"{BREAKDOWN}-box"


@dataclass(frozen=True)
class Subject:
    """All that the page knows of its indicator."""

    row: Mapping[str, Any]
    entry: Entry
    values: Sequence[Mapping[str, Any]]
    points: Sequence[Point]
    unit: str
    name: words.Said


def subject(ctx: Context, code: str) -> Subject:
    """The indicator of the address. Raises NotFoundError for what does not exist or must not be seen."""
    with ctx.store.read() as conn:
        try:
            row = indicators.passport(conn, ctx.user, code)
        except UnknownIndicatorError:
            raise NotFoundError(code) from None
        values = indicators.values(conn, ctx.user, code)
        entry = next(e for e in indicators.catalogue(conn, ctx.store, ctx.user) if e.code == code)
    return Subject(
        row, entry, values, indicators.points(values),
        words.unit(ctx.lang, ctx.store.city, row["unit"], row["unit_ru"], row["unit_en"]),
        words.name(ctx.lang, row["name_kk"], row["name_ru"], row["name_en"]),
    )  # fmt: skip


def chosen(ctx: Context, found: Subject, asked: Mapping[str, str]) -> tuple[Choice, Drawn]:
    """What the chart shows for the asked view, territory and breakdown, and the chart itself."""
    own = (ctx.store.city.id, ctx.store.city.country)
    choice = choose(found.points, own, asked)
    return choice, draw(ctx, found.points, choice, found.unit)


def caption(ctx: Context, found: Subject, choice: Choice, drawn: Drawn) -> list[Child]:
    """Words under the chart: what is shown, where from, how old, and what was left to the table."""
    city = ctx.store.city
    source = city.source(found.row["source"])
    where = words.territory(ctx.lang, city, choice.territory) if choice.view != "territories" else ""
    printed = breakdowns(found.points).get(choice.breakdown, "")
    of = "" if choice.view == "breakdowns" or choice.breakdown == WHOLE else words.breakdown(
        ctx.lang, choice.breakdown, printed)  # fmt: skip
    lines: list[Child] = [html.Span(", ".join(part for part in (where, of) if part))] if where or of else []
    if drawn.empty:
        lines.append(html.Strong(ctx.t("indicators.chart.none")))
    if any(p.comparison != "=" for p in found.points):
        lines.append(ctx.t("indicators.chart.bound"))
    lines.append(ctx.t(
        "indicators.chart.source", source=ctx.words(source.names) if source else found.row["source"],
        date=ctx.date(found.row["data_date"]), origin=ctx.t(f"value.origin.{found.row['origin']}"),
    ))  # fmt: skip
    if any(p.doubt for p in found.points):
        lines.append(ctx.t("indicators.chart.doubt_sign"))
    if drawn.cut_axis:
        lines.append(ctx.t("indicators.chart.cut_axis"))
    if drawn.left_out:
        lines.append(ctx.n("indicators.left_out", drawn.left_out))
    return [html.Span(line, className="caption-line") for line in lines]


def idle(found: Subject, choice: Choice) -> tuple[bool, bool]:
    """Whether the choices of territory and of breakdown do not matter to what is drawn."""
    return (
        len(territories(found.points)) < 2 or choice.view == "territories",
        len(breakdowns(found.points)) < 2 or choice.view == "breakdowns",
    )


def _select(key: str, label: str, options: Mapping[str, str], value: str, *, hidden: bool) -> Component:
    choices = [{"label": text, "value": code} for code, text in options.items()]
    control = dbc.Select(id=key, options=choices, value=value)
    return html.Div([html.Label(label, htmlFor=key), control], id=f"{key}-box", className="field", hidden=hidden)


def _controls(ctx: Context, found: Subject, choice: Choice) -> Component:
    places = {code: words.territory(ctx.lang, ctx.store.city, code) for code in territories(found.points)}
    parts = {code: words.breakdown(ctx.lang, "" if code == WHOLE else code, printed) or ctx.t("indicators.whole")
             for code, printed in breakdowns(found.points).items()}  # fmt: skip
    views = {"time": True, "territories": len(places) > 1, "breakdowns": len(parts) > 1}
    options: dict[str, str] = {
        view: ctx.t(f"indicators.chart.view_{view}") for view in VIEWS if views[view] or view == choice.view
    }
    no_places, no_parts = idle(found, choice)
    controls = [
        _select(VIEW, ctx.t("indicators.chart.view"), options, choice.view, hidden=len(options) < 2),
        _select(TERRITORY, ctx.t("indicators.chart.territory"), places, choice.territory, hidden=no_places),
        _select(BREAKDOWN, ctx.t("indicators.chart.breakdown"), parts, choice.breakdown, hidden=no_parts),
    ]
    return html.Div(controls, className="chart-controls")


def _figures(ctx: Context, found: Subject) -> Component | None:
    entry = found.entry
    shown = [("last", entry.last), ("plan", entry.plan)]
    items = []
    for key, point in shown:
        if point is None:
            continue
        place = words.territory(ctx.lang, ctx.store.city, point.territory)
        of = words.breakdown(ctx.lang, point.breakdown, point.breakdown_ru)
        lines = [", ".join(part for part in (period_words(ctx, point), place, of) if part)]
        if key == "last" and entry.previous is not None:
            since = ctx.t("indicators.change.since", period=period_words(ctx, entry.previous))
            lines.append(f"{change_words(ctx, entry.change)} {since}{_better(ctx, entry)}")
        title = (
            ctx.t(f"indicators.kind.{point.kind}")
            if key == "last" and point.kind != "fact"
            else ctx.t(f"indicators.{key}")
        )
        items.append(html.Article([
            html.H2(title, className="figure-title"),
            html.P([html.Span(words.figure(ctx.lang, point), className="figure-number"), "\u00a0",
                    html.Span(found.unit, className="figure-unit")], className="figure-value"),
            *(html.P(line, className="figure-note") for line in lines),
            html.Div(badges.doubt_badge(ctx), className="marks") if point.doubt else None,
        ], className="card figure"))  # fmt: skip
    return cards(items, "cards cards-small") if items else None


def _better(ctx: Context, entry: Entry) -> str:
    if entry.good_direction is None or not entry.change:
        return ""
    good = (entry.change > 0) == (entry.good_direction == "up")
    return f", {ctx.t('indicators.change.good' if good else 'indicators.change.bad')}"


def _head(ctx: Context, found: Subject) -> list[Component]:
    source = ctx.store.city.source(found.row["source"])
    marks = badges.source_badges(ctx, source, found.row["data_date"]) if source else []
    if found.entry.doubtful:
        marks.append(badges.doubt_badge(ctx))
    topic = words.topic(ctx.lang, ctx.store.city, found.row["topic"])
    about = [found.unit or ctx.t("indicators.chart.unit_missing"), topic,
             words.category(ctx.lang, found.row["category"])]  # fmt: skip
    only_ru = ctx.t("indicators.name_only_ru") if found.name.lang != ctx.lang else None
    return [
        page_head(said(ctx, found.name), " · ".join(part for part in about if part)),
        html.Div(marks, className="marks"),
        html.P(only_ru, className="section-note name-note") if only_ru else html.Span(hidden=True),
    ]


def _downloads(ctx: Context, code: str) -> Component:
    return html.Div(
        [
            html.A([icon("download"), ctx.t("indicators.download.csv")], href=f"/api/indicators/{code}.csv",
                   className="button", download=f"{code}.csv"),
            html.A([icon("braces"), ctx.t("indicators.download.json")], href=f"/api/indicators/{code}",
                   className="button button-quiet"),
        ],
        className="actions",
    )  # fmt: skip


def layout(ctx: Context, code: str) -> Component:
    """The page of an indicator; `view`, `territory` and `breakdown` of its chart are read from the query."""
    found = subject(ctx, code)
    choice, drawn = chosen(ctx, found, ctx.query)
    trail = [(ctx.t("page.home.title"), "/"), (ctx.t("page.indicators.title"), "/indicators")]
    body = charts.chart(
        ctx, CHART, drawn.figure, words=ctx.t("indicators.chart.alt", name=found.name.words),
        caption=html.Span(caption(ctx, found, choice, drawn), id=CAPTION), name=code,
    )  # fmt: skip
    table = values_table(ctx, found.name.words, found.values, found.unit)
    return html.Div(
        [
            breadcrumbs(ctx, trail, found.name.words),
            *_head(ctx, found),
            _figures(ctx, found),
            doubts(ctx, found.row, found.values),
            section(ctx.t("indicators.chart.title"), html.Div([_controls(ctx, found, choice), body]), "chart"),
            section(ctx.t("indicators.table.title"), table, "values", note=ctx.t("indicators.table.note")),
            _downloads(ctx, code),
            section(ctx.t("indicators.passport.title"), passport(ctx, found.row), "passport"),
            history(ctx, code),
            dcc.Store(id=CODE, data=code),
        ],
        className="indicator",
    )  # fmt: skip


def exists(ctx: Context, code: str) -> bool:
    """Whether the reader may see an indicator of that code."""
    try:
        with ctx.store.read() as conn:
            indicators.passport(conn, ctx.user, code)
    except UnknownIndicatorError:
        return False
    return True


def title(ctx: Context, code: str) -> str:
    """Name of the indicator for the tab of the browser."""
    with ctx.store.read() as conn:
        row = indicators.passport(conn, ctx.user, code)
    return words.name(ctx.lang, row["name_kk"], row["name_ru"], row["name_en"]).words


PAGES = (PageRecord("indicator", "/indicators/<code>", layout, exists=exists, title=title),)
