"""How a snapshot calls and draws a layer: plain values from the palette and the legend that the map itself uses."""

from dataclasses import replace
from typing import Any

from components.citymap.expressions import LINE_ZOOMS, POINT_ZOOMS
from components.citymap.legend import LegendItem, legend, swatch
from components.citymap.style import CASING, DASHES, POINT_SIZES, map_colors
from components.palette import Theme, color, known
from config import i18n
from config.records import GeometryKind, LayerRecord
from reports.snapshot import Look, Mark, Pen
from reports.snapshot.model import ZoomShares

# A file is looked at on paper and on any screen: it is light.
THEME: Theme = "light"
# Width of the outline of an area at a zoom, as a share.
AREA_ZOOMS = ((8, 0.6), (11, 1.0), (16, 1.5))


def ground() -> dict[str, Any]:
    """Colours that belong to no layer."""
    return map_colors(THEME)


def shares() -> dict[GeometryKind, ZoomShares]:
    """Sizes at zooms as shares of those at zoom 14."""
    return {"point": POINT_ZOOMS, "line": LINE_ZOOMS, "polygon": AREA_ZOOMS}


def look(layer: LayerRecord, lang: i18n.Lang) -> Look:
    """Title, drawing and legend of a layer. Raises MissingWordError when the locales lack its words."""
    style = layer.style
    sizes = None
    if style.size_by and style.size_range:
        low, high = style.size_range
        sizes = ((low, style.radius * POINT_SIZES[0]), (high, style.radius * POINT_SIZES[1]))
    return Look(
        title=i18n.t(lang, f"layer.{layer.id}.title"), swatch=_mark(swatch(layer, THEME)),
        legend=_legend(layer, lang), other=_pen(layer, style.color, None),
        pens={value: _pen(layer, name, value) for value, name in _grouped(style.classes)}, sizes=sizes,
    )  # fmt: skip


def _grouped(classes: dict[str, str]) -> list[tuple[str, str]]:
    """Values and their colours; values of one colour side by side, because the map draws them together."""
    order = list(dict.fromkeys(classes.values()))
    return sorted(classes.items(), key=lambda item: order.index(item[1]))


def _pen(layer: LayerRecord, name: str, value: str | None) -> Pen:
    style = layer.style
    drawn = color(THEME, name)
    if layer.geometry == "point":
        return Pen(drawn, style.radius, color(THEME, "halo"))
    if layer.geometry == "polygon":
        return Pen(drawn, style.width, drawn, style.fill_opacity, style.dash)
    width = style.widths.get(value or "", style.width)
    edge = color(THEME, name + CASING) if known(name + CASING) else ""
    return Pen(drawn, width, edge, dash=style.dash or DASHES.get(name, ()))


def _legend(layer: LayerRecord, lang: i18n.Lang) -> tuple[Mark, ...]:
    """Rows of the legend; where each is about one colour, it knows the values drawn in it."""
    items = legend(layer, THEME, lang, cells=False)
    of_color: dict[str, list[str]] = {}
    for value, name in layer.style.classes.items():
        of_color.setdefault(name, []).append(value)
    if layer.style.size_by or len(of_color) != len(items):
        return tuple(_mark(item) for item in items)
    return tuple(replace(_mark(item), values=tuple(v)) for item, v in zip(items, of_color.values(), strict=True))


def _mark(item: LegendItem) -> Mark:
    return Mark(item.words, item.shape, Pen(item.color, item.size, item.edge, item.fill, item.dash))
