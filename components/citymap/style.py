"""From layer records to MapLibre style layers: pure functions, no words, no addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from components.citymap.cells import cell_layers, has_cells, near
from components.citymap.expressions import (
    LINE_ZOOMS,
    POINT_ZOOMS,
    Expression,
    between,
    by_value,
    by_zoom,
    counted,
)
from components.citymap.labels import FONT, label_layers
from components.citymap.signs import has_sign, sign_layer, sign_zoom
from components.palette import VEIL_OPACITY, Theme, color, known
from config.records import LayerRecord

__all__ = ["FONT", "class_color", "groups", "map_colors", "style_layers"]

StyleLayer = dict[str, Any]

CASING = "-casing"
GROUND = "-ground"
CASING_PX = 1.2
BRIDGE_ZOOM = 14
EDGE_ZOOM = 11
DASHES: Mapping[str, tuple[float, ...]] = {
    "road-foot": (2.0, 1.5), "road-cycle": (4.0, 1.4), "road-track": (4.0, 2.0),
}  # fmt: skip
POINT_SIZES = (0.75, 3.0)


@dataclass(frozen=True)
class Group:
    """Kinds of a layer that share colour and width; `kinds` is empty when the record knows no kinds."""

    color: str
    width: float
    kinds: tuple[str, ...]
    min_zoom: int


def groups(layer: LayerRecord) -> list[Group]:
    """Kinds of a layer by colour and width, in the order of the record.

    One plain style layer for each is cheaper than one for all with sizes that depend on the object: the browser has
    fewer kinds of shaders to build, which is what a machine without a graphics card is slow at.
    """
    style = layer.style
    found: dict[tuple[str, float], list[str]] = {}
    for kind, name in style.classes.items():
        found.setdefault((name, style.widths.get(kind, style.width)), []).append(kind)
    if not found:
        return [Group(style.color, style.width, (), 0)]
    return [
        Group(name, width, tuple(kinds), min(style.min_zoom.get(kind, 0) for kind in kinds))
        for (name, width), kinds in found.items()
    ]


def map_colors(theme: Theme) -> dict[str, Any]:
    """Colours of the map that belong to no layer, for the spec."""
    names = ("land", "veil", "mark", "halo")
    return {**{name: color(theme, name) for name in names}, "veil_opacity": VEIL_OPACITY[theme]}


def style_layers(layer: LayerRecord, theme: Theme, lang: str) -> list[StyleLayer]:
    """Style layers of a record without id and source, from the lowest to the highest."""
    drawn = {"point": _points, "line": _lines, "polygon": _areas}[layer.geometry]
    parts = list(drawn(layer, theme))
    if has_sign(layer):
        parts = [{**part, "maxzoom": sign_zoom(layer)} for part in parts]
        parts.append(sign_layer(layer, theme, class_color(layer, theme)))
    if has_cells(layer):
        parts = [*cell_layers(theme), *(near(part) for part in parts)]
    return [*parts, *label_layers(layer, theme, lang)]


def _points(layer: LayerRecord, theme: Theme) -> Iterator[StyleLayer]:
    paint = {
        "circle-color": class_color(layer, theme),
        "circle-radius": by_zoom(POINT_ZOOMS, counted(_radius(layer))),
        "circle-stroke-color": color(theme, "halo"),
        "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 9, 0.5, 13, 1.5],
    }
    if layer.style.size_by:
        # Big circles over small ones: the small must stay visible and be hit.
        yield {
            "type": "circle",
            "layout": {"circle-sort-key": ["-", 0, ["coalesce", ["get", layer.style.size_by], 0]]},
            "paint": {**paint, "circle-opacity": 0.75},
        }
    else:
        yield {"type": "circle", "paint": paint}


def _radius(layer: LayerRecord) -> Expression:
    style = layer.style
    if not style.size_by or not style.size_range:
        return style.radius
    low, high = style.size_range
    return between(style.size_by, (low, style.radius * POINT_SIZES[0]), (high, style.radius * POINT_SIZES[1]))


def class_color(layer: LayerRecord, theme: Theme) -> Expression:
    """Colour of an object: by its class when the record has classes."""
    style = layer.style
    plain = color(theme, style.color)
    if not style.by:
        return plain
    return by_value(style.by, {value: color(theme, name) for value, name in style.classes.items()}, plain)


def _lines(layer: LayerRecord, theme: Theme) -> Iterator[StyleLayer]:
    """Casings of all groups below the lines of all groups; what the record names first lies on top."""
    found = list(reversed(groups(layer)))
    cased = [group for group in found if known(group.color + CASING)]
    yield from (_line(layer, theme, group, casing=True) for group in cased)
    yield from (_line(layer, theme, group, casing=False) for group in found)
    if _has_bridges(layer):
        yield from (_bridge(_line(layer, theme, group, casing=casing)) for group in cased for casing in (True, False))


def _has_bridges(layer: LayerRecord) -> bool:
    field = layer.field("bridge")
    return field is not None and field.in_tile


def _bridge(part: StyleLayer) -> StyleLayer:
    """The same line once more for bridges only, above all others."""
    own = [part["filter"]] if "filter" in part else []
    zoom = max(BRIDGE_ZOOM, part.get("minzoom", 0))
    return {**part, "minzoom": zoom, "filter": ["all", *own, ["==", ["get", "bridge"], True]]}


def _line(layer: LayerRecord, theme: Theme, group: Group, *, casing: bool) -> StyleLayer:
    dash = layer.style.dash or DASHES.get(group.color, ())
    edge = color(theme, group.color + CASING) if known(group.color + CASING) else ""
    inside = color(theme, group.color)
    width = by_zoom(LINE_ZOOMS, group.width)
    made: StyleLayer = {
        "type": "line",
        "layout": {"line-join": "round", "line-cap": "butt" if casing or dash else "round"},
        "paint": {"line-color": edge if casing else inside, "line-width": _wider(width) if casing else width},
    }
    if edge and not casing:
        # From afar a street is one thin line; on light ground its own white would be lost there.
        far = edge if theme == "light" else inside
        made["paint"]["line-color"] = ["interpolate", ["linear"], ["zoom"], EDGE_ZOOM, far, EDGE_ZOOM + 2, inside]
    if casing:
        made["minzoom"] = EDGE_ZOOM
    if dash and not casing:
        made["paint"]["line-dasharray"] = list(dash)
    if group.kinds:
        made["filter"] = ["match", ["get", layer.style.by], list(group.kinds), True, False]
    if group.min_zoom:
        made["minzoom"] = max(group.min_zoom, made.get("minzoom", 0))
    return made


def _wider(width: Expression) -> Expression:
    """A width with the edge on both sides added at each zoom."""
    head, steps = width[:3], width[3:]
    return [*head, *(part if place % 2 == 0 else round(part + CASING_PX, 2) for place, part in enumerate(steps))]


def _areas(layer: LayerRecord, theme: Theme) -> Iterator[StyleLayer]:
    style, drawn = layer.style, class_color(layer, theme)
    # An area without a fill is still hit by a click inside it.
    ground = style.color + GROUND
    inside: dict[str, Any] = {"fill-color": drawn, "fill-opacity": style.fill_opacity}
    if known(ground):
        inside = {"fill-color": color(theme, ground)}
    yield {"type": "fill", "paint": {**inside, "fill-antialias": False}}
    paint: dict[str, Any] = {"line-color": drawn, "line-width": by_zoom(((8, 0.6), (11, 1.0), (16, 1.5)), style.width)}
    if style.dash:
        paint["line-dasharray"] = list(style.dash)
    if style.line_opacity < 1:
        paint["line-opacity"] = style.line_opacity
    yield {"type": "line", "layout": {"line-join": "round"}, "paint": paint}
