"""Catalogue of indicators and the single facts of the documents, searchable."""

from collections.abc import Iterable, Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import grid
from components import indicator_words as words
from components.basics import attrs, breadcrumbs, icon, link, page_head
from components.context import Context
from components.indicator_rows import catalogue_columns, catalogue_rows, fact_columns, fact_row
from config.limits import ITEMS_MAX, SEARCH_QUERY_CHARS
from data.queries import indicators, narrative
from data.queries.indicators import Entry
from pages import PageRecord

SEARCH, TOPIC, SOURCE, COLLECTION = (
    "indicators-search",
    "indicators-topic",
    "indicators-source",
    "indicators-collection",
)
GRID, COUNT, ADDRESS, CLEAR = "indicators-grid", "indicators-count", "indicators-address", "indicators-clear"
FACT_SEARCH, FACT_COLLECTION = "facts-search", "facts-collection"
FACT_GRID, FACT_COUNT = "facts-grid", "facts-count"
EVERY = "*"
DEBOUNCE_SECONDS = 0.3


def narrowed(entries: Iterable[Entry], topic: str, source: str, collection: str) -> list[Entry]:
    """Entries that have the chosen topic, source and collection; nothing or EVERY is no condition."""
    wanted = {"topic": topic, "source": source, "collection": collection}
    chosen = {name: value for name, value in wanted.items() if value not in ("", EVERY)}
    return [entry for entry in entries if all(getattr(entry, name) == value for name, value in chosen.items())]


def found(ctx: Context, query: str, topic: str, source: str, collection: str) -> list[Entry]:
    """Indicators that answer search words and choices, best first; all of them without any."""
    with ctx.store.read() as conn:
        if query.strip():
            entries: Sequence[Entry] = [e for e, _ in indicators.search(conn, ctx.store, query, ctx.user)]
        else:
            entries = indicators.in_order(conn, ctx.store, ctx.user)
    return narrowed(entries, topic, source, collection)


def found_facts(ctx: Context, query: str, collection: str) -> tuple[list[dict[str, object]], int]:
    """Rows of facts that answer the words, and how many there are."""
    with ctx.store.read() as conn:
        chosen = {"collection": collection if collection != EVERY else ""}
        page = narrative.facts(conn, ctx.store, query, chosen, limit=ITEMS_MAX)
    return [fact_row(ctx, row) for row in page.rows], page.matched


def _tabs(ctx: Context, facts: bool) -> Component:
    entries = ((ctx.t("indicators.tab.catalogue"), "/indicators", not facts),
               (ctx.t("indicators.tab.facts"), "/indicators/facts", facts))  # fmt: skip
    items = [html.Li(link(text, path, **attrs(aria_current="page" if here else None))) for text, path, here in entries]
    return html.Nav(html.Ul(items), className="tabs", **attrs(aria_label=ctx.t("page.indicators.title")))


def _search(ctx: Context, key: str, value: str, kind: str) -> Component:
    label = ctx.t("indicators.search.label" if kind == "catalogue" else "indicators.search.facts_label")
    hint = "placeholder" if kind == "catalogue" else "facts_placeholder"
    return html.Div(
        [
            html.Label(label, htmlFor=key),
            dcc.Input(id=key, type="search", value=value, debounce=DEBOUNCE_SECONDS, maxLength=SEARCH_QUERY_CHARS,
                      placeholder=ctx.t(f"indicators.search.{hint}"), autoComplete="off", className="input"),
            html.Span(ctx.t("indicators.search.hint"), className="field-hint"),
        ],
        className="field field-search",
    )  # fmt: skip


def _choice(key: str, label: str, every: str, options: Mapping[str, str], value: str) -> Component:
    choices = [{"label": every, "value": EVERY}, *({"label": text, "value": code} for code, text in options.items())]
    chosen = value if value in options else EVERY
    return html.Div(
        [html.Label(label, htmlFor=key), dbc.Select(id=key, options=choices, value=chosen)], className="field"
    )


def _filters(ctx: Context, entries: Sequence[Entry]) -> list[Component]:
    city, query = ctx.store.city, ctx.query
    topics = {t.id: t.names[ctx.lang] for t in city.topics if any(e.topic == t.id for e in entries)}
    sources = {s.id: ctx.words(s.names) for s in city.sources if any(e.source == s.id for e in entries)}
    collections = {code: words.collection(ctx.lang, code) for code in dict.fromkeys(e.collection for e in entries)}
    parts = ((TOPIC, "topic", "all_topics", topics), (SOURCE, "source", "all_sources", sources),
             (COLLECTION, "collection", "all_collections", collections))  # fmt: skip
    return [
        _choice(
            key, ctx.t(f"indicators.filter.{name}"), ctx.t(f"indicators.filter.{every}"), options, query.get(name, "")
        )
        for key, name, every, options in parts
    ]


def _catalogue(ctx: Context) -> list[Component]:
    with ctx.store.read() as conn:
        entries = indicators.catalogue(conn, ctx.store, ctx.user)
    q = ctx.query.get("q", "")[:SEARCH_QUERY_CHARS]
    shown = found(ctx, q, *(ctx.query.get(name, "") for name in ("topic", "source", "collection")))
    clear = html.Button([icon("x-lg"), ctx.t("indicators.filter.clear")], id=CLEAR, type="button",
                        className="button button-quiet")  # fmt: skip
    return [
        html.Div([_search(ctx, SEARCH, q, "catalogue"), *_filters(ctx, entries), clear], className="filter-bar"),
        html.P(ctx.n("indicators.found", len(shown)), id=COUNT, className="found", role="status"),
        grid.grid(ctx, GRID, ctx.t("indicators.grid.label"), catalogue_columns(ctx), catalogue_rows(ctx, shown)),
        dcc.Store(id=ADDRESS),
    ]


def _facts(ctx: Context) -> list[Component]:
    q = ctx.query.get("q", "")[:SEARCH_QUERY_CHARS]
    collection = ctx.query.get("collection", "")
    rows, matched = found_facts(ctx, q, collection)
    with ctx.store.read() as conn:
        every = dict.fromkeys(row["collection"] for row in narrative.all_facts(conn, ctx.store))
    options = {code: words.collection(ctx.lang, code) for code in every}
    choice = _choice(FACT_COLLECTION, ctx.t("indicators.filter.collection"), ctx.t("indicators.filter.all_collections"),
                     options, collection)  # fmt: skip
    return [
        html.Div([_search(ctx, FACT_SEARCH, q, "facts"), choice], className="filter-bar"),
        html.P(ctx.n("indicators.facts_found", matched), id=FACT_COUNT, className="found", role="status"),
        grid.grid(ctx, FACT_GRID, ctx.t("indicators.grid.facts_label"), fact_columns(ctx), rows),
    ]


def _screen(ctx: Context, parts: Sequence[Component], *, facts: bool) -> Component:
    title = ctx.t("page.facts.title" if facts else "page.indicators.title")
    trail = [(ctx.t("page.home.title"), "/")]
    if facts:
        trail.append((ctx.t("page.indicators.title"), "/indicators"))
    head = [breadcrumbs(ctx, trail, title), page_head(title, ctx.t("indicators.question")), _tabs(ctx, facts)]
    return html.Div([*head, *parts], className="indicators")


def layout(ctx: Context) -> Component:
    """The catalogue; search words and choices are read from the query."""
    return _screen(ctx, _catalogue(ctx), facts=False)


def facts_layout(ctx: Context) -> Component:
    """The single facts of the documents; search words and collection are read from the query."""
    return _screen(ctx, _facts(ctx), facts=True)


PAGES = (
    PageRecord("indicators", "/indicators", layout, menu=40, icon="graph-up"),
    PageRecord("facts", "/indicators/facts", facts_layout),
)
