"""Today in the city: what needs attention now, and the figures that stand behind it."""

from collections.abc import Mapping, Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from analysis import attention
from analysis.attention import Gap, Plans
from components import badges, indicator_words, map_search
from components.attention import gap_words
from components.basics import attrs, icon, link, page_head, section
from components.cards import cards, tile
from components.context import Context
from components.districts import district_tiles
from components.figures import entry_card
from components.indicator_status import status_badge
from components.links import map_link
from config.city import Source
from data.loading.report import GOOD
from data.queries import districts, indicators, supply, today
from data.queries.districts import LayerLine
from data.queries.status import SourceStatus
from pages import PageRecord

GAPS_SHOWN = 10
METHOD = "/indicators/method"


def late_sources(ctx: Context, found: Mapping[str, SourceStatus]) -> list[tuple[Source, SourceStatus]]:
    """Sources whose data are older than their rhythm allows, the oldest first."""
    pairs = [(source, found[source.id]) for source in ctx.store.city.sources if found[source.id].freshness == "late"]
    return sorted(pairs, key=lambda pair: (pair[1].data_date or date.min, pair[0].id))


def failed_sources(ctx: Context, found: Mapping[str, SourceStatus]) -> list[tuple[Source, SourceStatus]]:
    """Sources whose last load did not succeed: what is shown of them is older."""
    pairs = [(source, found[source.id]) for source in ctx.store.city.sources]
    return [pair for pair in pairs if pair[1].last_status not in (None, *GOOD)]


def _gap(ctx: Context, gap: Gap) -> Component:
    name = indicator_words.name_of(ctx.lang, gap.entry)
    values, trend = gap_words(ctx, gap)
    marks = [badges.doubt_badge(ctx)] if gap.entry.doubtful else []
    said = [html.Span(values), status_badge(ctx, gap.verdict), *marks, *([html.Span(trend)] if trend else [])]
    to_page = link(html.Span(name.words, lang=name.lang), f"/indicators/{gap.entry.code}")
    return html.Li([to_page, html.Div(said, className="attention-line")])


def _plans(ctx: Context, plans: Plans) -> Component:
    shown = plans.behind[:GAPS_SHOWN]
    if not plans.compared:
        return _quiet(ctx, "plans", ctx.t("home.plans_none"))
    if not shown:
        return _quiet(ctx, "plans", ctx.t("home.plans_met", compared=plans.compared))
    return _panel(
        ctx, "plans", "flag", ctx.n("home.plans_behind", len(plans.behind)),
        [html.P([ctx.n("home.plans_of", plans.compared), " ", link(ctx.t("page.indicator_method.title"), METHOD)],
                className="section-note"),
         html.Ul([_gap(ctx, gap) for gap in shown], className="attention-list"),
         html.P([link(ctx.t(f"page.{key}.title"), f"/{key}") for key in ("plan", "sdg", "ratings")],
                className="attention-line")],
    )  # fmt: skip


def _named(ctx: Context, source: Source, words: str) -> Component:
    name = html.Span(ctx.words(source.names), className="attention-name")
    return html.Li([name, html.Div(words, className="attention-line")])


def _late(ctx: Context, late: Sequence[tuple[Source, SourceStatus]]) -> Component:
    if not late:
        return _quiet(ctx, "late", ctx.t("home.late_none"))
    items = []
    for source, found in late:
        age, rhythm = badges.age_words(ctx, found.age_days), ctx.t(f"rhythm.{source.rhythm}")
        items.append(
            _named(ctx, source, ctx.t("home.late_line", date=ctx.date(found.data_date), age=age, rhythm=rhythm))
        )
    return _panel(
        ctx, "late", "clock-history", ctx.n("home.late", len(late)),
        [html.Ul(items, className="attention-list"), link(ctx.t("home.all_sources"), "/about/data")],
    )  # fmt: skip


def _state(ctx: Context, failed: Sequence[tuple[Source, SourceStatus]], doubts: int) -> Component:
    """Loads that failed, and doubts that nobody has cleared."""
    items = [_named(ctx, source, ctx.t("home.failed_line", date=ctx.date(found.data_date))) for source, found in failed]
    loads = ctx.n("home.failed", len(failed)) if failed else ctx.t("home.failed_none")
    symbol = "exclamation-triangle" if failed else "check-circle"
    body: list[Component] = [html.P([icon(symbol), loads], className="attention-line")]
    if items:
        body.append(html.Ul(items, className="attention-list"))
    body += [
        html.P([icon("exclamation-diamond"), ctx.n("home.doubts", doubts)], className="attention-line"),
        link(ctx.t("home.to_indicators"), "/indicators"),
    ]
    return _panel(ctx, "state", "clipboard-data", ctx.t("home.state"), body)


def _panel(ctx: Context, key: str, symbol: str, title: str, body: Sequence[Component]) -> Component:
    head = html.H3([icon(symbol), html.Span(title)], id=f"attention-{key}", className="panel-title")
    return html.Article(
        [head, *body], className="card panel", **attrs(aria_labelledby=f"attention-{key}", data_lang=ctx.lang)
    )


def _quiet(ctx: Context, key: str, words: str) -> Component:
    return _panel(ctx, key, "check-circle", words, [])


def _layer(ctx: Context, line: LayerLine) -> Component:
    marks = []
    source = next(iter(ctx.store.city.sources_of(line.layer.id)), None)
    if source is not None:
        marks = badges.source_badges(ctx, source, line.totals.data_date)
    return tile(
        ctx.t(f"layer.{line.layer.id}.title"), map_link(ctx, [line.layer.id]),
        [html.Strong(ctx.number(line.totals.total, 0), className="tile-number"), html.Span(marks, className="marks")],
    )  # fmt: skip


def layout(ctx: Context) -> Component:
    """The start page."""
    store = ctx.store
    with store.read() as conn:
        plans, doubts = attention.plans(conn, store, ctx.user), today.doubts(conn, store, ctx.user)
        found = supply.statuses(conn, store, badges.city_today(ctx))
        headline = indicators.headline(conn, store, ctx.user)
        profiles, _ = districts.profiles(conn, store, ctx.user)
        lines = districts.layer_lines(conn, store, ctx.user)
    parts = [_plans(ctx, plans), _late(ctx, late_sources(ctx, found)), _state(ctx, failed_sources(ctx, found), doubts)]
    urgent = html.Div(parts, className="attention")
    figures = cards([entry_card(ctx, entry) for entry in headline])
    on_map = cards([_layer(ctx, line) for line in lines if line.totals.total], "cards cards-small")
    day = ctx.t("home.date", date=ctx.date(badges.city_today(ctx)))
    return html.Div(
        [
            page_head(ctx.t("page.home.title"), ctx.t("home.question"), html.P(day, className="page-date")),
            html.Div(map_search.search_box(ctx), className="home-search"),
            section(ctx.t("home.attention"), urgent, "attention"),
            section(ctx.t("home.figures"), figures, "figures", note=ctx.t("home.figures_note")),
            section(ctx.t("home.on_map"), on_map, "objects", note=ctx.t("home.on_map_note")),
            section(ctx.t("page.districts.title"), district_tiles(ctx, profiles), "districts"),
        ]
    )


PAGES = (PageRecord("home", "/", layout, menu=10, icon="house"),)
