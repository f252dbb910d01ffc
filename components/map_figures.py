"""Figures of what the map shows: counts of the layers that are on, and one of them by district."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.basics import heading, hidden
from components.context import Context
from components.map_legend import swatch
from components.map_tree import Shelf
from components.map_words import attributes, district_words
from components.native import Native
from data.layer_tables import OUTSIDE


def figures(ctx: Context, shelves: Sequence[Shelf]) -> Component:
    """The panel; its numbers follow the map in the browser, without a request."""
    return html.Section(
        [
            heading(ctx.t("map.figures_title"), 2),
            html.P(ctx.t("map.figures_text"), className="muted"),
            _in_view(ctx),
            _by_layer(ctx, shelves),
            heading(ctx.t("map.closer"), 3),
            _layer_choice(ctx, shelves),
            _by_kind(ctx),
            heading(ctx.t("map.by_district"), 3),
            html.P(ctx.t("map.by_district_hint"), className="muted"),
            _by_district(ctx, shelves[-1].totals.by_district if shelves else {}),
        ],
        className="figures", id="map-figures",
    )  # fmt: skip


def _in_view(ctx: Context) -> Component:
    """Switch that narrows all figures to what lies in the picture."""
    box = Native("input", {"type": "checkbox"}, id="map-in-view")
    return html.Label([box, ctx.t("map.in_view")], className="map-in-view")


def _by_layer(ctx: Context, shelves: Sequence[Shelf]) -> Component:
    head = html.Thead(html.Tr([
        html.Th(ctx.t("map.layer"), scope="col"), html.Th(ctx.t("map.shown"), scope="col", className="num"),
        html.Th(ctx.t("map.total"), scope="col", className="num"),
    ]))  # fmt: skip
    rows = []
    for shelf in reversed(shelves):
        layer = shelf.layer
        title = html.Th([swatch(ctx, layer), html.Span(ctx.t(f"layer.{layer.id}.title"))], scope="row")
        number = ctx.number(shelf.totals.total)
        shown = html.Td(number, className="num", **attributes(data_shown=layer.id))
        rows.append(
            html.Tr([title, shown, html.Td(number, className="num muted")], hidden=not shelf.on,
                    **attributes(data_figure=layer.id))
        )  # fmt: skip
    caption = html.Caption(hidden(ctx.t("map.figures_title")))
    return html.Table([caption, head, html.Tbody(rows)], className="figure-table")


def _layer_choice(ctx: Context, shelves: Sequence[Shelf]) -> Component:
    options = [(shelf.layer.id, ctx.t(f"layer.{shelf.layer.id}.title")) for shelf in reversed(shelves)]
    upper = next((shelf.layer.id for shelf in reversed(shelves) if shelf.on and not shelf.layer.base), None)
    given = {"className": "input", "aria-label": ctx.t("map.layer")} | ({"defaultValue": upper} if upper else {})
    return Native("select", given, options, id="map-figure-layer")


def _by_kind(ctx: Context) -> Component:
    """Frame of the bars by kind: the browser fills it from the filters of the layer."""
    field = Native("select", {"className": "input", "aria-label": ctx.t("map.by_kind")}, [], id="map-kind-field")
    return html.Div(
        [heading(ctx.t("map.by_kind"), 3), field, html.P(ctx.t("map.by_kind_hint"), className="muted"),
         html.Ul(id="map-kind-list", className="district-list kind-list")],
        id="map-kinds", hidden=True,
    )  # fmt: skip


def _by_district(ctx: Context, counts: Mapping[str, int]) -> Component:
    rows = []
    for code in (*(d.id for d in ctx.store.city.districts), OUTSIDE):
        hide = attributes(aria_hidden="true")
        bar = html.Span(html.Span(className="district-bar"), className="district-track", **hide)
        words = [
            html.Span(district_words(ctx, code), className="district-name"),
            html.Span(ctx.number(counts.get(code, 0)), className="district-number num"), bar,
        ]  # fmt: skip
        button = html.Button(words, type="button", className="district-row", **attributes(data_district_pick=code))
        rows.append(html.Li(button, **attributes(data_district_row=code)))
    number = html.Strong("", className="num", **attributes(data_figure_total="1"))
    total = html.P([ctx.t("map.total"), number], className="district-total")
    return html.Div([html.Ul(rows, className="district-list"), total])
