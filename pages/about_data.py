"""What is in the store: topics of city life, bodies that supplied data, sources with age and last load."""

from dash import html
from dash.development.base_component import Component

from components import badges
from components.basics import breadcrumbs, day, link, page_head, section, table
from components.context import Context
from components.links import map_link
from config.city import Body, Source
from data.queries import indicators, supply
from data.queries.status import SourceStatus
from data.queries.supply import BodyLine, TopicLine
from data.queries.totals import all_totals
from pages import PageRecord


def _topic(ctx: Context, line: TopicLine) -> list[object]:
    layers: list[str | Component] = []
    for name in line.layers:
        layers += [link(ctx.t(f"layer.{name}.title"), map_link(ctx, [name])), ", "]
    return [
        ctx.words(line.topic.names), ctx.number(line.data_sets, 0), html.Span(layers[:-1]) if layers else "–",
        ctx.number(line.indicators, 0), day(ctx, line.data_date),
    ]  # fmt: skip


def _topics(ctx: Context, lines: list[TopicLine]) -> Component:
    heads = [ctx.t(f"data.column.{name}") for name in ("topic", "sets", "layers", "indicators", "latest")]
    return table(ctx.t("data.topics.caption"), heads, [_topic(ctx, line) for line in lines], numeric=(1, 3))


def _names(ctx: Context, body: Body) -> Component | str:
    """Name of a body, with its former names."""
    if not body.former:
        return ctx.words(body.names)
    former = [ctx.t("data.former", name=ctx.words(f.names), date=ctx.date(f.valid_to)) for f in body.former]
    return html.Div([ctx.words(body.names), *(html.Div(words, className="section-note") for words in former)])


def _bodies(ctx: Context, lines: list[BodyLine]) -> Component:
    heads = [ctx.t(f"data.column.{name}") for name in ("body", "sources", "rows", "latest")]
    rows: list[list[object]] = [
        [_names(ctx, line.body), html.Ul([html.Li(ctx.words(s.names)) for s in line.sources], className="plain-list"),
         ctx.number(line.rows, 0), day(ctx, line.data_date)]
        for line in lines
    ]  # fmt: skip
    return table(ctx.t("data.bodies.caption"), heads, rows, numeric=(2,))


def _source(ctx: Context, source: Source, found: SourceStatus) -> list[object]:
    name = html.Div([html.Div(ctx.words(source.names)), badges.origin_badge(ctx, source.origin)])
    load = "–"
    if found.last_status is not None and found.last_good is not None:
        load = ctx.t(
            "data.load", date=ctx.date(ctx.local_day(found.last_good)), status=ctx.t(f"data.status.{found.last_status}")
        )
    note = ctx.words(source.notes) if source.notes else ""
    return [
        name, ctx.number(found.total, 0), badges.age_badge(ctx, found.data_date, source.rhythm),
        ctx.t(f"rhythm.{source.rhythm}"), load, note,
    ]  # fmt: skip


def _sources(ctx: Context, found: dict[str, SourceStatus]) -> Component:
    heads = [ctx.t(f"data.column.{name}") for name in ("source", "rows", "age", "rhythm", "load", "note")]
    rows = [_source(ctx, source, found[source.id]) for source in ctx.store.city.sources if found[source.id].total]
    return table(ctx.t("data.sources.caption"), heads, rows, numeric=(1,))


def layout(ctx: Context) -> Component:
    """Topics, bodies and sources."""
    store = ctx.store
    with store.read() as conn:
        found = supply.statuses(conn, store, badges.city_today(ctx))
        totals, entries = all_totals(conn, store, ctx.user), indicators.catalogue(conn, store, ctx.user)
    topics = supply.topic_lines(store, totals, entries)
    title = ctx.t("page.about_data.title")
    to_quality = link(ctx.t("page.quality.title"), "/data/quality", "button button-quiet")
    return html.Div(
        [
            breadcrumbs(ctx, [(ctx.t("page.home.title"), "/"), (ctx.t("page.about.title"), "/about")], title),
            page_head(title, ctx.t("data.question"), to_quality),
            section(ctx.t("data.topics.title"), _topics(ctx, topics), "topics", note=ctx.t("data.topics.note")),
            section(ctx.t("data.bodies.title"), _bodies(ctx, supply.body_lines(store.city, found)), "bodies"),
            section(ctx.t("data.sources.title"), _sources(ctx, found), "sources", note=ctx.t("data.sources.note")),
        ]
    )


PAGES = (PageRecord("about_data", "/about/data", layout),)
