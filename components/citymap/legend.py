"""What the colours, lines and sizes of a layer mean, taken from the same record as its drawing."""

from dataclasses import dataclass
from typing import Literal

from components.citymap.cells import CLASSES, OPACITY, cell_colors, has_cells
from components.citymap.heat import heat_colors
from components.citymap.signs import has_sign
from components.citymap.style import CASING, DASHES, POINT_SIZES, Group, groups
from components.palette import Theme, color, known
from config import i18n
from config.records import GeometryKind, LayerRecord

Shape = Literal["point", "line", "area"]
_SHAPES: dict[GeometryKind, Shape] = {"point": "point", "line": "line", "polygon": "area"}
MOST_NAMED = 4


@dataclass(frozen=True)
class LegendItem:
    """One row of a legend: words and the swatch beside them.

    `size` is the radius of a point or the width of a line in pixels at zoom 14; `edge` the colour of the outline, and
    empty without one; `fill` the opacity of the inside of an area; `dash` pairs of drawn and left out, in line widths;
    `icon` the pictogram of a point in the colour of its edge, empty without one.
    """

    words: str
    shape: Shape
    color: str
    size: float
    edge: str = ""
    fill: float = 1.0
    dash: tuple[float, ...] = ()
    icon: str = ""


def legend(layer: LayerRecord, theme: Theme, lang: i18n.Lang, *, cells: bool = True) -> list[LegendItem]:
    """Rows of the legend of a layer in the order of the record; one with the layer's title when it has no classes.

    For a dense layer the numbers of its cells come first, unless `cells` is false: then only its points are drawn.
    Raises MissingWordError when the locales lack words of the layer.
    """
    if cells and has_cells(layer):
        return [*_cells(theme, lang), *legend(layer, theme, lang, cells=False)]
    if layer.style.size_by and layer.style.size_range:
        return _sizes(layer, theme, lang)
    return [_item(layer, theme, group, _words(layer, group, lang)) for group in _by_color(layer)]


def heat_legend(theme: Theme, lang: i18n.Lang) -> list[LegendItem]:
    """Rows of a surface of density: little, middle and much, without numbers, for it has none."""
    colors = heat_colors(theme)
    places = {"low": colors[0], "middle": colors[len(colors) // 2], "high": colors[-1]}
    return [
        LegendItem(i18n.t(lang, f"heat.{name}"), "area", drawn, 1.0, edge=drawn, fill=OPACITY)
        for name, drawn in places.items()
    ]


def swatch(layer: LayerRecord, theme: Theme) -> LegendItem:
    """The one swatch that stands for the whole layer in a list of layers; its words are empty."""
    return _item(layer, theme, groups(layer)[0], "")


def _by_color(layer: LayerRecord) -> list[Group]:
    """Groups of a layer, those of one colour as one with the width of the widest."""
    found: dict[str, Group] = {}
    for group in groups(layer):
        known_one = found.get(group.color)
        if known_one is None:
            found[group.color] = group
            continue
        kinds = (*known_one.kinds, *group.kinds)
        found[group.color] = Group(group.color, max(known_one.width, group.width), kinds, known_one.min_zoom)
    return list(found.values())


def _item(layer: LayerRecord, theme: Theme, group: Group, words: str) -> LegendItem:
    style = layer.style
    shape = _SHAPES[layer.geometry]
    drawn = color(theme, group.color)
    if shape == "point":
        sign = (style.icon or "") if has_sign(layer) else ""
        return LegendItem(words, shape, drawn, style.radius, edge=color(theme, "halo"), icon=sign)
    if shape == "area":
        return LegendItem(words, shape, drawn, style.width, edge=drawn, fill=style.fill_opacity, dash=style.dash)
    casing = group.color + CASING
    edge = color(theme, casing) if known(casing) else ""
    return LegendItem(words, shape, drawn, group.width, edge=edge, dash=style.dash or DASHES.get(group.color, ()))


def _words(layer: LayerRecord, group: Group, lang: i18n.Lang) -> str:
    """Words of a group: its own ones, else those of its kinds, else the title of the layer."""
    key = f"legend.{layer.id}.{group.color}"
    if i18n.has(lang, key):
        return i18n.t(lang, key)
    if not group.kinds:
        return i18n.t(lang, f"layer.{layer.id}.title")
    named = [i18n.t(lang, f"value.{layer.style.by}.{kind}") for kind in group.kinds[:MOST_NAMED]]
    text = ", ".join(named)
    return text[:1].upper() + text[1:] + (" …" if len(group.kinds) > MOST_NAMED else "")


def _sizes(layer: LayerRecord, theme: Theme, lang: i18n.Lang) -> list[LegendItem]:
    """The least, the middle and the greatest size with their numbers."""
    style = layer.style
    low, high = style.size_range or (0.0, 0.0)
    name = i18n.t(lang, f"field.{style.size_by}").split(",")[0]
    edge = color(theme, "halo")
    items = []
    for share in (0.0, 0.5, 1.0):
        radius = style.radius * (POINT_SIZES[0] + share * (POINT_SIZES[1] - POINT_SIZES[0]))
        words = f"{name} {i18n.number(lang, round(low + share * (high - low), 2))}"
        items.append(LegendItem(words, "point", color(theme, style.color), radius, edge=edge))
    return items


def _cells(theme: Theme, lang: i18n.Lang) -> list[LegendItem]:
    """The classes of a cell's number with both ends."""
    items = []
    for place, (low, drawn) in enumerate(zip(CLASSES, cell_colors(theme), strict=True)):
        start = i18n.number(lang, low)
        if place + 1 < len(CLASSES):
            words = i18n.t(lang, "dense.range", low=start, high=i18n.number(lang, CLASSES[place + 1] - 1))
        else:
            words = i18n.t(lang, "dense.more", low=start)
        items.append(LegendItem(words, "area", drawn, 1.0, edge=drawn, fill=OPACITY))
    return items
