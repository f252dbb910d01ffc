"""Catalogue of indicators and the single facts of the documents, searchable."""

import json
from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import grid
from components import indicator_words as words
from components.basics import attrs, breadcrumbs, heading, icon, link, page_head
from components.context import Context
from components.indicator_rows import catalogue_columns, fact_columns, fact_row
from components.map_tools import tool_address
from components.native import Native
from config import i18n
from config.limits import ITEMS_MAX, SEARCH_QUERY_CHARS
from data.queries import narrative
from pages import PageRecord

SEARCH, TABLE = "indicators-search", "catalogue-table"
SCRIPTS = ("catalogue-search.js", "catalogue-rows.js", "catalogue-table.js", "catalogue.js")
DOOR = "/api/catalogue/indicators"
FACT_SEARCH, FACT_COLLECTION = "facts-search", "facts-collection"
FACT_GRID, FACT_COUNT = "facts-grid", "facts-count"
EVERY = "*"
DEBOUNCE_SECONDS = 0.3
VIEWS = (("table", "table"), ("cards", "grid"))


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
    keys = [html.Span(ctx.t("catalogue.keys"), className="catalogue-keys")] if kind == "catalogue" else []
    hint = ctx.t("indicators.search.placeholder" if kind == "catalogue" else "indicators.search.facts_placeholder")
    # The catalogue is searched in the browser: its field keeps its own value, the program is not told of keys.
    field = (
        Native("input", {"type": "search", "defaultValue": value, "maxLength": SEARCH_QUERY_CHARS, "placeholder": hint,
                         "autoComplete": "off", "className": "input"}, id=key)
        if kind == "catalogue"
        else dcc.Input(id=key, type="search", value=value, maxLength=SEARCH_QUERY_CHARS, placeholder=hint,
                       autoComplete="off", className="input", debounce=DEBOUNCE_SECONDS)
    )  # fmt: skip
    return html.Div(
        [
            html.Label(label, htmlFor=key), field,
            html.Span([ctx.t("indicators.search.hint"), *keys], className="field-hint"),
        ],
        className="field field-search",
    )  # fmt: skip


def _choice(key: str, label: str, every: str, options: Mapping[str, str], value: str) -> Component:
    choices = [{"label": every, "value": EVERY}, *({"label": text, "value": code} for code, text in options.items())]
    chosen = value if value in options else EVERY
    return html.Div(
        [html.Label(label, htmlFor=key), dbc.Select(id=key, options=choices, value=chosen)], className="field"
    )


def _words(ctx: Context) -> Mapping[str, str]:
    """Words of the script of the catalogue."""
    start = "catalogue.ui."
    own = {key.removeprefix(start): text for key, text in i18n.words(ctx.lang).items() if key.startswith(start)}
    shared = {"change": "indicators.column.change", "plan": "indicators.column.plan", "doubt": "indicators.doubt.mark"}
    counts = {key.removeprefix("indicators."): text for key, text in i18n.words(ctx.lang).items()
              if key.startswith("indicators.found.")}  # fmt: skip
    return {**own, **{name: ctx.t(key) for name, key in shared.items()}, **counts}


def scripts() -> list[str]:
    """Addresses of the scripts of the catalogue, in the order in which they are run."""
    return [tool_address(name) for name in SCRIPTS]


def _boot(ctx: Context) -> str:
    """What the script of the catalogue is told: its parts, words and the address of the rows."""
    boot = {"scripts": scripts(), "words": _words(ctx), "lang": ctx.lang, "limit": SEARCH_QUERY_CHARS,
            "gap": ctx.number(1_000)[1:-3], "columns": catalogue_columns(ctx), "label": ctx.t("indicators.grid.label"),
            "address": f"{DOOR}?lang={ctx.lang}", "query": dict(ctx.query)}  # fmt: skip
    return json.dumps(boot, ensure_ascii=False)


def _views(ctx: Context) -> Component:
    buttons = [
        html.Button(
            [icon(symbol), html.Span(ctx.t(f"catalogue.view.{name}"))], type="button", className="button button-quiet",
            **attrs(data_catalogue_view=name, aria_pressed="false"),
        )
        for name, symbol in VIEWS
    ]  # fmt: skip
    label = attrs(aria_label=ctx.t("catalogue.view.label"))
    return html.Div(buttons, className="catalogue-views", role="group", **label)


def _results(ctx: Context) -> Component:
    """Where the script puts what it finds: counts, chosen conditions, cards or the table."""
    count = html.P(ctx.t("catalogue.loading"), id="catalogue-count", className="found", role="status")
    clear = html.Button(ctx.t("indicators.filter.clear"), id="indicators-clear", type="button",
                        className="chip chip-clear", hidden=True)  # fmt: skip
    return html.Div(
        [
            html.Div(
                [
                    html.Div([count, html.P(id="catalogue-coverage", className="found muted")]),
                    html.Div([clear, _views(ctx)], className="catalogue-tools"),
                ],
                className="catalogue-head",
            ),
            html.Div(id="catalogue-chips", className="chips"),
            html.Div([heading(ctx.t("indicators.empty.title"), 2), html.P(ctx.t("indicators.empty.text"))],
                     id="catalogue-empty", className="state", hidden=True),
            html.Div(id=TABLE, hidden=True),
            html.Ul(id="catalogue-list", className="catalogue-list", hidden=True),
            html.Button(ctx.t("catalogue.more"), id="catalogue-more", type="button", className="button", hidden=True),
        ],
        className="catalogue-results",
    )  # fmt: skip


def _catalogue(ctx: Context) -> list[Component]:
    q = ctx.query.get("q", "")[:SEARCH_QUERY_CHARS]
    filters = html.Details(
        [html.Summary([icon("funnel"), ctx.t("catalogue.filters")]), html.Div(id="catalogue-facets")],
        id="catalogue-filters", className="catalogue-filters", open=True,
    )  # fmt: skip
    return [
        html.Div(
            [
                html.P(ctx.t("catalogue.fault"), id="catalogue-fault", className="notice", hidden=True, role="alert"),
                html.Div(_search(ctx, SEARCH, q, "catalogue"), className="filter-bar catalogue-search"),
                html.Div([filters, _results(ctx)], className="catalogue-body"),
            ],
            id="catalogue-page", className="catalogue", **attrs(data_boot=_boot(ctx)),
        )
    ]  # fmt: skip


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
    PageRecord("indicators", "/indicators", layout, menu=40, icon="graph-up", modules=scripts),
    PageRecord("facts", "/indicators/facts", facts_layout),
)
