"""Colours of data and of the base map, for the light and the dark theme; records name them, nothing else knows them.

The categories go back to the set of Okabe and Ito and were moved until every pair can be told apart by people with any
of the three kinds of colour blindness, and each stands off the ground (a test holds both). The last two belong to the
layers that are on by default: nobody else has them, so that what is switched on beside them looks different.
"""

from collections.abc import Mapping
from typing import Literal

Theme = Literal["light", "dark"]

_LIGHT = {
    "land": "#eaecee", "city-ground": "#f7f6f3", "veil": "#eaecee", "water": "#bcd3e2", "park": "#dbe6d3",
    "cat-1": "#0363bb", "cat-2": "#cb6303", "cat-3": "#2b9782", "cat-4": "#955a42",
    "cat-5": "#714e84", "cat-6": "#a40000", "cat-7": "#5a1cc1", "cat-8": "#37514f",
    "cat-9": "#8a60fc", "cat-10": "#00190a",
    "risk": "#b0186b", "district": "#6f7782", "city": "#3f4752", "none": "#808892",
    "road-1": "#ffe7ba", "road-2": "#fff3d9", "road-3": "#ffffff", "road-4": "#ffffff", "road-5": "#ffffff",
    "road-6": "#ffffff", "road-foot": "#b9aea0", "road-cycle": "#8fa9bd", "road-track": "#c3bcae",
    "road-1-casing": "#b3a07c", "road-2-casing": "#bdb39d", "road-3-casing": "#b3b0a8", "road-4-casing": "#bfbcb5",
    "road-5-casing": "#ccc9c3", "road-6-casing": "#d6d4ce",
    "label": "#28303a", "label-quiet": "#4d5661", "halo": "#ffffff", "mark": "#e0007f", "accent": "#0b5aa2",
}  # fmt: skip
_DARK = {
    "land": "#0d1014", "city-ground": "#171b21", "veil": "#0d1014", "water": "#1d3140", "park": "#1d2a22",
    "cat-1": "#63c7f5", "cat-2": "#edba00", "cat-3": "#1c8861", "cat-4": "#f8e585",
    "cat-5": "#ca54a4", "cat-6": "#d45626", "cat-7": "#a87afc", "cat-8": "#c8e4df",
    "cat-9": "#7fb85f", "cat-10": "#6e4bfa",
    "risk": "#ff6f91", "district": "#7d8793", "city": "#b4bcc6", "none": "#69727d",
    "road-1": "#6b6350", "road-2": "#56534a", "road-3": "#464b52", "road-4": "#3d434a", "road-5": "#343a41",
    "road-6": "#2b3138", "road-foot": "#4a4438", "road-cycle": "#35495a", "road-track": "#3f3b33",
    "road-1-casing": "#0e1114", "road-2-casing": "#0e1114", "road-3-casing": "#0e1114", "road-4-casing": "#0e1114",
    "road-5-casing": "#0e1114", "road-6-casing": "#0e1114",
    "label": "#e9edf2", "label-quiet": "#b6bfc9", "halo": "#0b0e11", "mark": "#ff5cb0", "accent": "#79b8f5",
}  # fmt: skip
COLORS: Mapping[Theme, Mapping[str, str]] = {"light": _LIGHT, "dark": _DARK}
CATEGORIES = tuple(f"cat-{number}" for number in range(1, 11))
VEIL_OPACITY: Mapping[Theme, float] = {"light": 0.72, "dark": 0.68}

# From little to much: on light ground from pale to deep, on dark ground from dim to bright.
_RAMPS: Mapping[str, Mapping[Theme, tuple[str, ...]]] = {
    "sequential": {
        "light": ("#e3eef6", "#b5d3e7", "#7fb2d6", "#4789bd", "#1f619b", "#0c3d6e"),
        "dark": ("#20364a", "#2c5473", "#3a759f", "#559acb", "#86c0e8", "#c8e6fa"),
    },
    "warm": {
        "light": ("#fbeadb", "#f4c9a2", "#e79d65", "#cf6f31", "#a34512", "#6b2706"),
        "dark": ("#43291a", "#6b3d1f", "#985626", "#c67637", "#e8a163", "#fbd6b0"),
    },
    "diverging": {
        "light": ("#0c4f8a", "#5f97c4", "#bcd3e2", "#efeee9", "#f1c89c", "#cf7a35", "#8a3d08"),
        "dark": ("#8ccaf2", "#4d8dbb", "#2c5473", "#2a2f35", "#6b4526", "#bd7433", "#f6bd80"),
    },
}


def color(theme: Theme, name: str) -> str:
    """Colour of a name of the palette as `#rrggbb`. Raises KeyError for a name that is not in it."""
    return COLORS[theme][name]


def known(name: str) -> bool:
    """Whether the palette has the name."""
    return name in _LIGHT


def ramp(theme: Theme, name: str, classes: int) -> list[str]:
    """Colours of that many classes from a ramp (`sequential`, `warm`, `diverging`), evenly spread over it.

    Raises KeyError for another ramp, ValueError for fewer than two classes.
    """
    stops = _RAMPS[name][theme]
    if classes < len(("first", "last")):
        raise ValueError("a ramp has at least two classes")
    return [_between(stops, step / (classes - 1)) for step in range(classes)]


def _between(stops: tuple[str, ...], share: float) -> str:
    place = share * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    parts = []
    for start in (1, 3, 5):
        low, high = (int(stop[start : start + 2], 16) for stop in stops[left : left + 2])
        parts.append(round(low + (high - low) * (place - left)))
    return "#" + "".join(f"{part:02x}" for part in parts)
