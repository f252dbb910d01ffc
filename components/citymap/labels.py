"""Names on the map as MapLibre style layers: streets by their class, places beside their sign, districts above all."""

from collections.abc import Iterator, Sequence
from typing import Any

from components.citymap.expressions import Expression, name_of
from components.citymap.signs import diameter, has_sign, sign_zoom
from components.palette import Theme, color
from config.records import LayerRecord

FONT = "Noto Sans Variable"
StyleLayer = dict[str, Any]
# Kinds of a line by the width their record names: the widest are named a zoom earlier than it says, the thin one later.
WIDEST_PX, WIDE_PX = 4.0, 3.0
# From this zoom on a district has its whole name; farther away the word that all of them share is left out.
WHOLE_FROM = 10.5
QUIET_FROM = 14
ANCHORS = ["top", "bottom", "right", "left"]
TEXT_PX = 13.0
GAP_PX = 4.0
# Places of the name of an area around its point, the best first: in em. None is so far away that it names a neighbour.
AROUND: list[Any] = [part for up in (0, -1, 1, -1.6, 1.6, -2.2, 2.2) for part in ("center", [0, up])]
# From this zoom on a name of an area that finds no place stands over others rather than nowhere.
NAMED_FROM = 9


def label_layers(layer: LayerRecord, theme: Theme, lang: str) -> Iterator[StyleLayer]:
    """Style layers of the names of a record without id and source; nothing when it shows none."""
    if not layer.style.label:
        return
    start = layer.style.label_min_zoom
    if layer.geometry == "polygon":
        yield _label(layer, theme, start, _areas())
    elif layer.geometry == "point":
        yield _label(layer, theme, start, _points(layer, lang))
    else:
        for zoom, kinds, others, size in _tiers(layer, start):
            part = _label(layer, theme, zoom, _streets(lang, size))
            inside: Expression = ["match", ["get", layer.style.by], list(kinds), True, False]
            yield {**part, "filter": ["!", inside] if others else inside} if kinds else part


def short_names(names: Sequence[str]) -> list[str]:
    """The names without the last word when all of them share it (that for "district"), else as they are."""
    ends = {name.rpartition(" ")[2] for name in names}
    if len(names) < 2 or len(ends) > 1 or not all(" " in name for name in names):
        return list(names)
    return [name.rpartition(" ")[0] for name in names]


def _tiers(layer: LayerRecord, start: int) -> Iterator[tuple[int, Sequence[str], bool, float]]:
    """First zoom, kinds (or, if said, all but these) and size of the names of lines, from the least to the greatest."""
    style = layer.style
    wide = [kind for kind in style.classes if style.widths.get(kind, style.width) >= WIDE_PX]
    if not style.by or not wide:
        yield start, (), False, 11.5
        return
    widest = [kind for kind in wide if style.widths.get(kind, style.width) >= WIDEST_PX]
    middle = [kind for kind in wide if kind not in widest]
    yield start + 1, wide, True, 11.5
    if middle:
        yield start, middle, False, 12
    if widest:
        yield start - 1, widest, False, 12.5


def _streets(lang: str, size: float) -> dict[str, Any]:
    return {
        "text-field": name_of(lang), "text-font": [f"{FONT} Medium", FONT], "symbol-placement": "line",
        "symbol-spacing": 300, "text-max-angle": 30, "text-padding": 8, "text-letter-spacing": 0.02,
        "text-size": ["interpolate", ["linear"], ["zoom"], 13, size, 18, size + 3.5],
    }  # fmt: skip


def _points(layer: LayerRecord, lang: str) -> dict[str, Any]:
    near = layer.style.radius + GAP_PX
    offset: Expression = round(near / TEXT_PX, 2)
    if has_sign(layer):
        from_sign = round((diameter(layer) / 2 + GAP_PX) / TEXT_PX, 2)
        offset = ["step", ["zoom"], offset, sign_zoom(layer), from_sign]
    return {
        "text-field": name_of(lang), "text-font": [f"{FONT} Medium", FONT], "text-variable-anchor": ANCHORS,
        "text-radial-offset": offset, "text-justify": "auto", "text-max-width": 9, "text-padding": 4,
        "text-size": ["interpolate", ["linear"], ["zoom"], 9, 11.5, 15, TEXT_PX],
    }  # fmt: skip


def _areas() -> dict[str, Any]:
    """A tile holds only a piece of an area: names of areas come with the spec, each at its one place."""
    return {
        "text-field": ["step", ["zoom"], ["get", "short"], WHOLE_FROM, ["get", "name"]],
        "text-font": [f"{FONT} SemiBold", FONT], "text-max-width": 7, "text-padding": 4, "text-line-height": 1.1,
        "text-letter-spacing": 0.04, "text-variable-anchor-offset": AROUND,
        "text-overlap": ["step", ["zoom"], "never", NAMED_FROM, "cooperative"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 8, 11, 10, 13, 12, 16, 13.5, 17, 15, 15],
    }  # fmt: skip


def _label(layer: LayerRecord, theme: Theme, min_zoom: int, layout: dict[str, Any]) -> StyleLayer:
    street, area = layer.geometry == "line", layer.geometry == "polygon"
    drawn: Expression = color(theme, "label-quiet" if layer.base and street else "label")
    if area:
        # From near a district is where one is, not what one looks for.
        drawn = ["step", ["zoom"], drawn, QUIET_FROM, color(theme, "label-quiet")]
    return {
        "type": "symbol",
        "minzoom": min_zoom,
        "layout": layout,
        "paint": {
            "text-color": drawn,
            "text-halo-color": color(theme, "city-ground" if area else "halo"),
            "text-halo-width": 2.0 if area else 1.6,
        },
    }
