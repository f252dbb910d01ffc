"""Swatches and legends of layers as small drawn marks, from the same records as the map itself."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import icon
from components.citymap.legend import LegendItem
from components.citymap.legend import legend as rows_of
from components.citymap.legend import swatch as swatch_of
from components.context import Context
from components.map_words import attributes
from components.palette import color
from config.records import LayerRecord

SIGN_PX = 20
POINT_PX = (6.0, 22.0)
LINE_PX = (2.0, 7.0)
LINE_LENGTH_PX = 22


def _drawn(item: LegendItem) -> dict[str, Any]:
    """Style of the mark of a legend row."""
    if item.icon:
        round_ = {"width": SIGN_PX, "height": SIGN_PX, "borderRadius": "50%"}
        return {**round_, "background": item.color, "color": item.edge}
    if item.shape == "point":
        size = min(max(2 * item.size, POINT_PX[0]), POINT_PX[1])
        return {"width": size, "height": size, "background": item.color, "borderRadius": "50%"}
    if item.shape == "area":
        tint = f"color-mix(in srgb, {item.color} {round(100 * item.fill)}%, transparent)"
        line = "dashed" if item.dash else "solid"
        return {"width": 18, "height": 12, "background": tint, "border": f"2px {line} {item.edge}"}
    height = min(max(item.size, LINE_PX[0]), LINE_PX[1])
    if item.dash:
        return {"width": LINE_LENGTH_PX, "height": 0, "borderTop": f"{height}px dashed {item.color}"}
    edge = {"boxShadow": f"0 0 0 1px {item.edge}"} if item.edge else {}
    return {"width": LINE_LENGTH_PX, "height": height, "background": item.color, **edge}


def mark(item: LegendItem) -> Component:
    """The drawn mark of a row; the words stand beside it."""
    sign = icon(item.icon) if item.icon else None
    kind = "sign" if item.icon else item.shape
    return html.Span(
        html.Span(sign, style=_drawn(item)), className=f"swatch swatch-{kind}", **attributes(aria_hidden="true")
    )


def swatch(ctx: Context, layer: LayerRecord) -> Component:
    """The mark that stands for the whole layer."""
    return mark(swatch_of(layer, ctx.theme))


def layer_color(ctx: Context, layer: LayerRecord) -> str:
    """Colour for bars of a layer: its own, or a quiet one where that is as pale as the ground."""
    name = layer.style.color
    return color(ctx.theme, "none" if name.startswith("road-") else name)


def value_swatch(ctx: Context, layer: LayerRecord, field: str, value: object) -> Component | None:
    """A dot in the colour of a class; None when the layer is not coloured by this field."""
    name = layer.style.classes.get(str(value)) if layer.style.by == field else None
    if name is None:
        return None
    return html.Span(
        html.Span(style={"width": 12, "height": 12, "background": color(ctx.theme, name)}),
        className="swatch swatch-value", **attributes(aria_hidden="true"),
    )  # fmt: skip


def legend(ctx: Context, layer: LayerRecord) -> Component | None:
    """Rows of marks and words; None for a layer that is drawn in one way, which its switch shows already."""
    rows = rows_of(layer, ctx.theme, ctx.lang)
    if len(rows) < len(("one", "other")):
        return None
    return html.Ul([html.Li([mark(item), html.Span(item.words)]) for item in rows], className="map-legend")
