"""Sizes for a screen on a wall, read from six metres: nothing smaller than 24 pixels at 1920 x 1080."""

from collections.abc import Mapping
from typing import Any

from components.citymap.expressions import Expression
from components.citymap.gather import bigger

WALL = "wall"
LEAST_TEXT = 24
LEAST_RADIUS = 12.0
TEXT_SHARE, LINE_SHARE, POINT_SHARE, SIGN_SHARE = 2.0, 1.7, 2.4, 2.2
HALO = 3.0
SIGN = "sign/"
STEPS_FROM = 3


def wall_spec(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The spec of a map (`map_spec`) with words, signs, dots and lines as large as a wall needs them."""
    look = bigger(spec["gather"], POINT_SHARE, LEAST_TEXT)
    return {**spec, "size": WALL, "gather": look, "layers": [_layer(layer) for layer in spec["layers"]]}


def _layer(layer: Mapping[str, Any]) -> dict[str, Any]:
    sign = layer.get("sign")
    bigger = {**sign, "radius": _sign_px(2 * sign["radius"]) / 2} if sign else sign
    return {**layer, "sign": bigger, "style": [_part(part) for part in layer["style"]]}


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    paint, layout = dict(part.get("paint", {})), dict(part.get("layout", {}))
    if "text-size" in layout:
        layout["text-size"] = _stops(layout["text-size"], TEXT_SHARE, LEAST_TEXT)
        layout |= {"text-padding": 12, "symbol-spacing": 600}
        paint["text-halo-width"] = HALO
    if "icon-image" in layout:
        layout["icon-image"] = _picture(layout["icon-image"])
    if "line-width" in paint:
        paint["line-width"] = _stops(paint["line-width"], LINE_SHARE, 0)
    if "circle-radius" in paint:
        paint["circle-radius"] = _stops(paint["circle-radius"], POINT_SHARE, LEAST_RADIUS)
    return {**part, **({"layout": layout} if layout else {}), "paint": paint}


def _stops(size: Expression, share: float, least: float) -> Expression:
    """A size, or each result of one that depends on the zoom, times a share and not below a least."""
    if isinstance(size, int | float):
        return round(max(least, size * share), 2)
    if isinstance(size, list) and size[0] == "interpolate" and size[2] == ["zoom"]:
        head, steps = size[:STEPS_FROM], size[STEPS_FROM:]
        return [*head, *(_stops(step, share, least) if at % 2 else step for at, step in enumerate(steps))]
    return ["max", least, ["*", share, size]]


def _picture(picture: Expression) -> Expression:
    """The name of the picture of a larger sign."""
    if isinstance(picture, list):
        return [_picture(part) if isinstance(part, str) and part.startswith(SIGN) else part for part in picture]
    _, size, rest = picture.split("/", 2)
    return f"{SIGN}{_sign_px(float(size))}/{rest}"


def _sign_px(usual: float) -> int:
    return round(usual * SIGN_SHARE)
