"""Signs of points: a dot from afar, from near a disc with the pictogram of the layer's record, drawn by the browser."""

from typing import Any

from components.citymap.cells import POINTS_FROM, has_cells
from components.citymap.expressions import Expression
from components.palette import Theme, color
from config.records import LayerRecord

# From which zoom on a layer shows its pictograms, by the radius its record names: the smaller, the more there are.
SIGN_ZOOMS = ((4.0, 14), (3.0, 15), (0.0, 17))
DENSE_FROM = 17
DIAMETER, GREAT = 20, 26
GREAT_RADIUS = 6.0
INK = "halo"


def has_sign(layer: LayerRecord) -> bool:
    """Whether points of the layer get a pictogram: those whose size says a number stay circles."""
    return layer.geometry == "point" and bool(layer.style.icon) and not layer.style.size_by


def sign_zoom(layer: LayerRecord) -> int:
    """First zoom at which the pictograms of a layer are drawn."""
    if has_cells(layer):
        return max(DENSE_FROM, POINTS_FROM)
    return next(zoom for radius, zoom in SIGN_ZOOMS if layer.style.radius >= radius)


def diameter(layer: LayerRecord) -> int:
    """Diameter of the disc in pixels."""
    return GREAT if layer.style.radius >= GREAT_RADIUS else DIAMETER


def sign_layer(layer: LayerRecord, theme: Theme, drawn: Expression) -> dict[str, Any]:
    """Style layer of the signs without id and source; `drawn` is the colour, plain or by class.

    The name of a picture says all that the browser needs to draw it: `sign/<diameter>/<icon>/<ink>/<colour>`.
    """
    start = f"sign/{diameter(layer)}/{layer.style.icon}/{color(theme, INK)}/"
    picture = start + drawn if isinstance(drawn, str) else ["concat", start, drawn]
    return {
        "type": "symbol",
        "minzoom": sign_zoom(layer),
        "layout": {
            "icon-image": picture, "icon-allow-overlap": True, "icon-padding": 1,
        },
        "paint": {},
    }  # fmt: skip


def sign_spec(layer: LayerRecord) -> dict[str, Any] | None:
    """What the browser must know to hit and mark a sign: radius of the disc and first zoom; None without signs."""
    if not has_sign(layer):
        return None
    return {"radius": diameter(layer) / 2, "from": sign_zoom(layer)}
