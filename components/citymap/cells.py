"""Drawing of dense layers: from afar counted hexagons coloured by their number, from near the points themselves."""

from collections.abc import Iterator
from typing import Any

from components.palette import Theme, color, ramp
from config.records import LayerRecord

# From this zoom on the tiles hold points; below it they hold cells with `n`.
POINTS_FROM = 15
# Lower ends of the classes of a cell's number, about five times more each.
CLASSES = (1, 5, 20, 100, 500, 2500, 10000)
RAMP = "sequential"
OPACITY = 0.82


def cell_colors(theme: Theme) -> list[str]:
    """Colour of each of CLASSES, from few to many; the first of the ramp would be lost on the ground."""
    return ramp(theme, RAMP, len(CLASSES) + 1)[1:]


def cell_layers(theme: Theme) -> Iterator[dict[str, Any]]:
    """Style layers of the cells without id and source: the insides, and a thin edge that keeps neighbours apart."""
    first, *others = cell_colors(theme)
    steps: list[Any] = [part for pair in zip(CLASSES[1:], others, strict=True) for part in pair]
    inside = ["step", ["coalesce", ["get", "n"], 1], first, *steps]
    own = {"filter": ["==", ["geometry-type"], "Polygon"], "maxzoom": POINTS_FROM}
    yield {
        "type": "fill", **own,
        "paint": {"fill-color": inside, "fill-opacity": OPACITY, "fill-antialias": False},
    }  # fmt: skip
    yield {
        "type": "line", **own,
        "paint": {"line-color": color(theme, "halo"), "line-opacity": 0.55, "line-width": 0.6},
    }  # fmt: skip


def near(part: dict[str, Any]) -> dict[str, Any]:
    """A style layer of the points, drawn only where the tiles hold points."""
    least = max(POINTS_FROM, part.get("minzoom", 0))
    return {**part, "minzoom": least, "filter": ["==", ["geometry-type"], "Point"]}


def has_cells(layer: LayerRecord) -> bool:
    """Whether the layer is drawn as cells from afar."""
    return layer.dense
