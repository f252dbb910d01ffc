"""Log of loads: what was loaded when, with what outcome; one load with the reasons why rows were refused."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components import quality_parts, states
from components.basics import Child, attrs, breadcrumbs, icon, link, page_head, section, table
from components.context import Context
from components.native import Native
from data.loading.report import say
from data.quality.read import (
    PAGE,
    REFUSED_SHOWN,
    STATUSES,
    LoadPage,
    get_load,
    load_page,
    load_sources,
    may_read_rows,
    reasons,
    refused_rows,
)
from data.queries.status import Load
from pages import NotFoundError, PageRecord

COUNTS = ("added", "changed", "closed", "unchanged", "refused")
_WHOLE = re.compile(r"[0-9]{1,9}")


def source_name(ctx: Context, source_id: str) -> str:
    """Name of a source of the city, or its id when it is none any more."""
    found = ctx.store.city.source(source_id)
    return ctx.words(found.names) if found else source_id


def _trail(ctx: Context) -> list[tuple[str, str]]:
    return [(ctx.t("page.home.title"), "/"), (ctx.t("page.about_data.title"), "/about/data"),
            (ctx.t("page.quality.title"), "/data/quality")]  # fmt: skip


def _select(name: str, words: str, options: Sequence[tuple[str, str]], value: str) -> Component:
    attributes = {"name": name, "defaultValue": value, "className": "input"}
    return html.Label([html.Span(words), Native("select", attributes, options)], className="field")


def _filter(ctx: Context, sources: list[str], source: str, status: str) -> Component:
    every = [("", ctx.t("loads.every"))]
    names = sorted(((name, source_name(ctx, name)) for name in sources), key=lambda pair: pair[1])
    kinds = [(name, ctx.t(f"load.status.{name}")) for name in STATUSES]
    return html.Form(
        [
            _select("source", ctx.t("loads.source"), [*every, *names], source),
            _select("status", ctx.t("loads.status"), [*every, *kinds], status),
            html.Button([icon("funnel"), ctx.t("loads.show")], type="submit", className="button"),
        ],
        action="/data/loads", method="get", className="loads-filter",
    )  # fmt: skip


def _row(ctx: Context, load: Load) -> list[Child]:
    at = link(quality_parts.moment(ctx, load.finished_at or load.started_at), f"/data/loads/{load.id}")
    numbers = [ctx.number(load.rows[name]) for name in COUNTS]
    return [at, source_name(ctx, load.source), quality_parts.load_badge(ctx, load.status), *numbers]


def _pages(ctx: Context, page: LoadPage, query: dict[str, str]) -> Component:
    last = page.offset + len(page.loads)
    parts: list[Child] = [ctx.t("loads.range", first=ctx.number(page.offset + 1), last=ctx.number(last),
                                total=ctx.number(page.total))]  # fmt: skip

    def to(words: str, offset: int) -> Component:
        return link(words, "/data/loads?" + urlencode({**query, "offset": str(offset)}), "button button-quiet")

    if page.offset:
        parts.append(to(ctx.t("loads.newer"), max(0, page.offset - PAGE)))
    if last < page.total:
        parts.append(to(ctx.t("loads.older"), last))
    return html.Nav(parts, className="loads-pages", **attrs(aria_label=ctx.t("loads.pages")))


def layout(ctx: Context) -> Component:
    """The log, newest first, with a filter by source and outcome."""
    source, status = ctx.query.get("source", ""), ctx.query.get("status", "")
    status = status if status in STATUSES else ""
    text = ctx.query.get("offset", "")
    offset = int(text) if _WHOLE.fullmatch(text) else 0
    with ctx.store.read() as conn:
        sources = load_sources(conn, ctx.store, ctx.user)
        source = source if source in sources else ""
        page = load_page(conn, ctx.store, ctx.user, source, status, offset)
    heads = [ctx.t(f"loads.column.{name}") for name in ("at", "source", "status")]
    heads += [ctx.t(f"load.count.{name}") for name in COUNTS]
    title = ctx.t("page.loads.title")
    query = {name: value for name, value in (("source", source), ("status", status)) if value}
    rows = [_row(ctx, load) for load in page.loads]
    shown: list[Component] = [states.state(ctx, "empty")]
    if rows:
        shown = [table(ctx.t("loads.caption"), heads, rows, numeric=range(3, 8)), _pages(ctx, page, query)]
    return html.Div(
        [breadcrumbs(ctx, _trail(ctx), title), page_head(title, ctx.t("loads.question")),
         _filter(ctx, sources, source, status), html.Div(shown, className="loads-list")]
    )  # fmt: skip


def _found(ctx: Context, load_id: str) -> Load | None:
    if not _WHOLE.fullmatch(load_id):
        return None
    with ctx.store.read() as conn:
        return get_load(conn, ctx.store, ctx.user, int(load_id))


def exists(ctx: Context, load_id: str) -> bool:
    """Whether there is such a load for this person."""
    return _found(ctx, load_id) is not None


def _facts(ctx: Context, load: Load) -> Component:
    facts: list[tuple[str, Child]] = [
        ("source", link(source_name(ctx, load.source), f"/data/quality#source-{load.source}")),
        ("status", quality_parts.load_badge(ctx, load.status)),
        ("started", quality_parts.moment(ctx, load.started_at)),
        ("finished", quality_parts.moment(ctx, load.finished_at)),
        ("counts", quality_parts.load_counts(ctx, load)),
    ]
    if may_read_rows(ctx.user):
        facts += [("file", load.file_name or "–"), ("by", load.by_user or "–"), ("sha256", load.sha256 or "–")]
        facts += [("message", say(ctx.lang, load.message))] if load.message else []
    items: list[Component] = []
    for name, value in facts:
        items += [html.Dt(ctx.t(f"loads.fact.{name}")), html.Dd(value)]
    return html.Dl(items, className="quality-facts")


def _reasons(ctx: Context, load: Load) -> Component:
    with ctx.store.read() as conn:
        found = reasons(conn, load.id)
    if not found:
        return html.P(ctx.t("loads.none_refused"), className="muted")
    heads = [ctx.t(f"loads.column.{name}") for name in ("reason", "field", "rows")]
    rows: list[list[Child]] = [
        [quality_parts.reason_words(ctx, reason), quality_parts.field_words(ctx, field), ctx.number(count)]
        for field, reason, count in found
    ]
    return table(ctx.t("loads.reasons_caption"), heads, rows, numeric=(2,))


def _refused(ctx: Context, load: Load) -> list[Component]:
    """The refused rows themselves: for officials only, they may hold what is not for everybody."""
    if not load.rows["refused"] or not may_read_rows(ctx.user):
        return []
    with ctx.store.read() as conn:
        found = refused_rows(conn, load.id)
    heads = [ctx.t(f"loads.column.{name}") for name in ("row_no", "field", "reason", "value")]
    rows: list[list[Child]] = [
        [ctx.number(r.row_no), quality_parts.field_words(ctx, r.field), quality_parts.reason_words(ctx, r.reason),
         html.Span(r.value, className="loads-value")] for r in found
    ]  # fmt: skip
    parts: list[Child] = [table(ctx.t("loads.rows_caption"), heads, rows)]
    if load.rows["refused"] > REFUSED_SHOWN:
        parts.append(states.cut_off(ctx, REFUSED_SHOWN, load.rows["refused"]))
    return [section(ctx.t("loads.rows_title"), parts, "rows", note=ctx.t("loads.rows_note"))]


def one(ctx: Context, load_id: str) -> Component:
    """One load. Raises NotFoundError for what is not there for this person."""
    load = _found(ctx, load_id)
    if load is None:
        raise NotFoundError(load_id)
    title = ctx.t("page.load.title_of", number=str(load.id))
    return html.Div(
        [
            breadcrumbs(ctx, [*_trail(ctx), (ctx.t("page.loads.title"), "/data/loads")], title),
            page_head(title, source_name(ctx, load.source)), _facts(ctx, load),
            section(ctx.t("loads.reasons_title"), _reasons(ctx, load), "reasons"), *_refused(ctx, load),
        ]
    )  # fmt: skip


def title_of(ctx: Context, load_id: str) -> str:
    """Title of the page of a load."""
    return ctx.t("page.load.title_of", number=load_id)


PAGES = (
    PageRecord("loads", "/data/loads", layout),
    PageRecord("load", "/data/loads/<load_id>", one, exists=exists, title=title_of),
)  # fmt: skip
