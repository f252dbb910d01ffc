"""What a printed map is made of: the picture and its scale, the legend, and what is said about the data."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from config.i18n import Lang

Shape = Literal["point", "line", "area"]
EQUATOR_M = 40_075_016.686
TILE_PX = 512
MM_IN_M = 1000


@dataclass(frozen=True)
class Paper:
    """Size of the sheet: `A4` or `A3`, upright unless `wide`."""

    name: Literal["A4", "A3"]
    wide: bool

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        short, long = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}[self.name]
        return (long, short) if self.wide else (short, long)


@dataclass(frozen=True)
class View:
    """What the window of the map showed: width and height in CSS pixels, zoom (tiles of 512 pixels), latitude."""

    width: float
    height: float
    zoom: float
    lat: float

    @property
    def ground_m(self) -> float:
        """Metres on the ground from the left to the right edge, in the middle of the picture."""
        across: float = EQUATOR_M * math.cos(math.radians(self.lat)) / (TILE_PX * 2.0**self.zoom) * self.width
        return across


@dataclass(frozen=True)
class MapPicture:
    """The picture of the map (a Pillow image) and what it shows."""

    image: Any
    view: View


@dataclass(frozen=True)
class Mark:
    """A row of the legend, drawn as the map draws it: size in CSS pixels, colours as `#rrggbb`.

    `sign` is the picture of a disc with its pictogram (`sign_picture`), None for a plain mark.
    """

    words: str
    shape: Shape
    color: str
    size: float
    edge: str = ""
    fill: float = 1.0
    dashed: bool = False
    sign: Any = None


@dataclass(frozen=True)
class Group:
    """A layer in the legend; `loud` is said in words when its rows are synthetic."""

    title: str
    marks: Sequence[Mark]
    loud: str = ""


@dataclass(frozen=True)
class Note:
    """Something said about the map under a heading."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """Everything on the paper, in the reader's language.

    `warning` is said beside the map (synthetic data), `attribution` stands on it; `words` are `legend`, `north`,
    `page` (with {page} and {pages}), `scale` (with {scale}), `link`, `m`, `km`.
    """

    lang: Lang
    title: str
    subtitle: str
    made: str
    author: str
    groups: Sequence[Group]
    notes: Sequence[Note]
    attribution: str
    warning: str
    link: str
    words: dict[str, str]


def scale_of(view: View, printed_mm: float) -> float:
    """N of the scale 1:N of a picture printed `printed_mm` wide."""
    return view.ground_m * MM_IN_M / printed_mm


def round_scale(scale: float) -> int:
    """A scale to three digits that count, as it is written: 25317 becomes 25300."""
    step = 10 ** max(0, math.floor(math.log10(max(scale, 1))) - 2)
    return int(round(scale / step) * step)


def bar_length(scale: float, longest_mm: float) -> tuple[float, float]:
    """The longest round length that fits: metres on the ground and millimetres on paper."""
    most = longest_mm * scale / MM_IN_M
    power = 10.0 ** math.floor(math.log10(most))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    return metres, metres * MM_IN_M / scale
