"""How a dense layer is drawn from afar: counted hexagons or a surface of density, each with its legend."""

from dash import html
from dash.development.base_component import Component

from components.citymap.heat import heat_colors, heat_layers
from components.context import Context
from components.map_legend import legend
from components.map_words import attributes
from components.native import Native
from config.records import LayerRecord

LOOKS = ("cells", "heat")


def look(ctx: Context, layer: LayerRecord) -> Component:
    """The choice between both drawings and the legend of the chosen one, in the state of the address."""
    chosen = LOOKS[layer.id in heat_layers(ctx.query)]
    choice = html.Fieldset(
        [html.Legend(ctx.t("heat.choice")), *(_radio(ctx, layer, name, name == chosen) for name in LOOKS)],
        className="filter look",
    )
    legends = {"cells": legend(ctx, layer), "heat": _scale(ctx)}
    parts = [
        html.Div(drawn, hidden=name != chosen, **attributes(data_look_of=f"{layer.id} {name}"))
        for name, drawn in legends.items()
    ]
    return html.Div([choice, *parts])


def _radio(ctx: Context, layer: LayerRecord, name: str, on: bool) -> Component:
    given = {
        "type": "radio", "name": f"map-look-{layer.id}", "value": name, "defaultChecked": on, "data-look": layer.id,
    }  # fmt: skip
    return html.Label([Native("input", given), html.Span(ctx.t(f"heat.{name}"))], className="look-choice")


def _scale(ctx: Context) -> Component:
    """A bar from little to much: the surface has no numbers, and says so."""
    bar = html.Span(
        className="heat-bar", style={"background": f"linear-gradient(to right, {', '.join(heat_colors(ctx.theme))})"},
        **attributes(aria_hidden="true"),
    )  # fmt: skip
    ends = html.Div([html.Span(ctx.t("heat.less")), html.Span(ctx.t("heat.more"))], className="heat-ends")
    return html.Div(
        [html.P(ctx.t("heat.title"), className="heat-title"), bar, ends, html.P(ctx.t("heat.note"), className="muted")]
    )
