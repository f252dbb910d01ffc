"""The search box of the map: a combobox that a script of ours fills from the door of the search."""

from dash import html
from dash.development.base_component import Component

from components.basics import icon
from components.context import Context
from components.map_words import attributes
from components.native import Native
from config.limits import SEARCH_QUERY_CHARS


def search_box(ctx: Context) -> Component:
    """Input, list of answers and what a screen reader is told."""
    box = Native(
        "input", id="map-search",
        attributes={
            "type": "text", "role": "combobox", "className": "input", "autoComplete": "off", "spellCheck": "false",
            "maxLength": SEARCH_QUERY_CHARS, "placeholder": ctx.t("map.search.hint"),
            "aria-label": ctx.t("map.search.label"), "aria-expanded": "false", "aria-autocomplete": "list",
            "aria-controls": "map-search-list", "data-empty": ctx.t("map.search.empty"),
            "data-found": ctx.t("map.search.found"), "data-failed": ctx.t("map.search.failed"),
        },
    )  # fmt: skip
    answers = html.Div(
        id="map-search-list", className="search-list", role="listbox", hidden=True,
        **attributes(aria_label=ctx.t("map.search.label")),
    )  # fmt: skip
    status = html.Div(id="map-search-status", className="visually-hidden", role="status")
    return html.Div([icon("search"), box, answers, status], className="map-search", role="search")
