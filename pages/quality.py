"""Quality of the data: every source with its age, last load, fetch and the results of its published checks."""

from itertools import groupby

from dash import html
from dash.development.base_component import Component

from components import badges, quality_parts, states
from components.basics import Child, attrs, breadcrumbs, heading, icon, link, page_head, section, table
from components.context import Context
from data.quality.read import Quality, Result, may_read_rows, qualities
from data.quality.records import CHECKS
from pages import PageRecord

OPEN_FIRST = 1


def _fact(words: str, value: Child) -> list[Component]:
    return [html.Dt(words), html.Dd(value)]


def _facts(ctx: Context, quality: Quality) -> Component:
    state, source = quality.state, quality.source
    body = next(body for body in ctx.store.city.bodies if body.id == source.body)
    facts = [
        *_fact(ctx.t("quality.fact.body"), ctx.words(body.names)),
        *_fact(ctx.t("quality.fact.rows"), ctx.number(state.total, 0)),
        *_fact(ctx.t("quality.fact.age"), _age(ctx, quality)),
        *_fact(ctx.t("quality.fact.load"), quality_parts.load_line(ctx, quality.last)),
    ]
    if quality.fetch is not None:
        said: list[Child] = [quality_parts.fetch_line(ctx, quality.fetch)]
        fault = quality_parts.fetch_fault(ctx, quality.fetch) if may_read_rows(ctx.user) else ""
        said += [html.Div(fault, className="section-note")] if fault else []
        facts += _fact(ctx.t("quality.fact.fetch"), said)
    return html.Dl(facts, className="quality-facts")


def _age(ctx: Context, quality: Quality) -> Component:
    state = quality.state
    rhythm = ctx.t(f"rhythm.{quality.source.rhythm}")
    words = ctx.t("quality.age", age=badges.age_words(ctx, state.age_days), rhythm=rhythm)
    return html.Span([badges.age_badge(ctx, state.data_date, quality.source.rhythm), " ", html.Span(words)])


def _row(ctx: Context, result: Result) -> list[Child]:
    return [
        quality_parts.check_name(ctx, result.check), quality_parts.share_words(ctx, result),
        quality_parts.status_badge(ctx, result.status), quality_parts.spark(ctx, result.history),
    ]  # fmt: skip


def _checks(ctx: Context, quality: Quality) -> list[Component]:
    heads = [ctx.t(f"quality.column.{name}") for name in ("check", "share", "status", "trend")]
    parts = []
    for layer, results in groupby(quality.results, key=lambda result: result.layer):
        caption = ctx.t("quality.caption", layer=quality_parts.layer_name(ctx, layer))
        parts.append(table(caption, heads, [_row(ctx, result) for result in results], numeric=(1,)))
    return parts or [html.P(ctx.t("quality.no_results"), className="muted")]


def _source(ctx: Context, quality: Quality, *, unfold: bool) -> Component:
    name = heading(ctx.words(quality.source.names), 3, className="quality-name")
    marks = [
        badges.age_badge(ctx, quality.state.data_date, quality.source.rhythm),
        badges.origin_badge(ctx, quality.source.origin), *quality_parts.counts_line(ctx, quality),
    ]  # fmt: skip
    if quality.fetch is not None and quality.fetch.failures:
        marks.append(badges.badge("quality-bad", ctx.t("quality.fetch.silent"), "x-octagon"))
    head = html.Summary([icon("chevron-right", "quality-fold"), html.Div([name, html.Div(marks, className="marks")])])
    body = html.Div([_facts(ctx, quality), *_checks(ctx, quality)], className="quality-body")
    return html.Details([head, body], open=unfold, id=f"source-{quality.source.id}", className="card quality-source")


def _summary(ctx: Context, found: list[Quality]) -> Component:
    results = [result for quality in found for result in quality.results]
    late = sum(quality.state.freshness == "late" for quality in found)
    numbers = {"sources": len(found), "late": late}
    numbers |= {name: sum(result.status == name for result in results) for name in ("good", "watch", "bad")}
    items = [
        html.Li(html.Div([html.P(ctx.number(number), className="tile-number num"),
                          html.P(ctx.t(f"quality.tile.{name}"), className="tile-line")],
                         className=f"card tile quality-tile-{name}"))
        for name, number in numbers.items()
    ]  # fmt: skip
    return html.Ul(items, className="cards cards-small quality-tiles", **attrs(aria_label=ctx.t("quality.summary")))


def _definitions(ctx: Context) -> Component:
    items: list[Component] = []
    for check in CHECKS:
        items += [
            html.Dt(ctx.t(f"quality.check.{check.id}.title"), id=f"check-{check.id}"),
            html.Dd([html.P(ctx.t(f"quality.check.{check.id}.definition")),
                     html.P(quality_parts.limits(ctx, check.id), className="section-note")]),
        ]  # fmt: skip
    return html.Dl(items, className="quality-definitions")


def layout(ctx: Context) -> Component:
    """Summary, sources (the worst first), definitions of the checks."""
    with ctx.store.read() as conn:
        found = qualities(conn, ctx.store, ctx.user, badges.city_today(ctx))
    title = ctx.t("page.quality.title")
    trail = [(ctx.t("page.home.title"), "/"), (ctx.t("page.about.title"), "/about"),
             (ctx.t("page.about_data.title"), "/about/data")]  # fmt: skip
    to_loads = link([icon("journal-text"), ctx.t("quality.to_loads")], "/data/loads", "button button-quiet")
    sources = [_source(ctx, quality, unfold=i < OPEN_FIRST) for i, quality in enumerate(found)]
    listed = html.Div(sources, className="quality-sources") if found else states.state(ctx, "empty")
    return html.Div(
        [
            breadcrumbs(ctx, trail, title), page_head(title, ctx.t("quality.question"), to_loads),
            *([_summary(ctx, found)] if found else []),
            section(ctx.t("quality.sources.title"), listed, "sources", note=ctx.t("quality.sources.note")),
            section(ctx.t("quality.definitions.title"), _definitions(ctx), "checks",
                    note=ctx.t("quality.definitions.note")),
        ]
    )  # fmt: skip


PAGES = (PageRecord("quality", "/data/quality", layout),)
