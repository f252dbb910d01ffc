"""Drawing of dense layers as a surface of relative density, an alternative to counted cells and made of the same."""

from collections.abc import Mapping
from typing import Any

from components.citymap.cells import POINTS_FROM, RAMP
from components.palette import Theme, ramp

STEPS = 6
OPACITY = 0.9
LEAST = 0.06
# The ground shows through where there is little: two hexadecimal digits for each colour.
ALPHAS = ("80", "a0", "c0", "d8", "ec", "ff")
KEY = "heat"


def heat_colors(theme: Theme) -> list[str]:
    """Colours of the surface from little to much, those of the cells."""
    return ramp(theme, RAMP, STEPS + 1)[1:]


def heat_spec(theme: Theme) -> dict[str, Any]:
    """What the browser needs for the surface: stops of its colours by density (0 to 1), opacity, end of its zooms."""
    colors = heat_colors(theme)
    stops: list[Any] = [0, f"{colors[0]}00"]
    for place, (drawn, alpha) in enumerate(zip(colors, ALPHAS, strict=True)):
        stops += [round(LEAST + (1 - LEAST) * place / (STEPS - 1), 3), drawn + alpha]
    return {"ramp": stops, "opacity": OPACITY, "until": POINTS_FROM}


def heat_layers(extra: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the layers that the address wants as a surface; whether they are dense is for the map to see."""
    return tuple(name for name in extra.get(KEY, "").split(",") if name)
