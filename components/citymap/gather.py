"""Points that lie on each other from afar: the browser gathers them into discs with the number of objects."""

from typing import Any

from components.citymap.signs import has_sign, sign_zoom
from components.palette import Theme, color
from config.records import LayerRecord

# First zoom at which points without pictograms are left as they are.
UNTIL = 14
# Side of the square in which a disc stands, and radius of a disc by the least number it is used for, in pixels.
SQUARE = 38
RADII = ((1, 8.5), (10, 11.5), (100, 14.5), (1000, 18.0))
EDGE, TEXT = 2.5, 12
MIXED = "none"
# Share of touching objects from which a layer is gathered: small dots may touch, the large ones of a wall may not.
CROWDED, CROWDED_WALL = 0.56, 0.3
# Discs of a wall stand farther apart, so that the names of districts find a place between them.
WIDE = 1.5


def gather_look(theme: Theme) -> dict[str, Any]:
    """How discs look, for the spec: the ring has the colour of the layer or class, `mixed` where classes differ."""
    return {
        "square": SQUARE, "radii": [list(pair) for pair in RADII], "edge": EDGE, "text": TEXT, "crowded": CROWDED,
        "ground": color(theme, "halo"), "ink": color(theme, "label"), "mixed": color(theme, MIXED),
    }  # fmt: skip


def gather_spec(layer: LayerRecord) -> dict[str, Any] | None:
    """First zoom without discs and the field of classes; None for a layer whose points are counted or sized already."""
    style = layer.style
    if layer.geometry != "point" or layer.base or layer.dense or style.size_by:
        return None
    return {"until": sign_zoom(layer) if has_sign(layer) else UNTIL, "by": style.by or ""}


def bigger(look: dict[str, Any], share: float, text: int) -> dict[str, Any]:
    """The same look for a wall: discs larger by a share, words of a size, and fewer dots that touch."""
    radii = [[least, round(size * share, 1)] for least, size in look["radii"]]
    room = {"square": look["square"] * share * WIDE, "radii": radii, "edge": look["edge"] * 2}
    return {**look, **room, "text": text, "crowded": CROWDED_WALL}
