"""What a snapshot is made of: the view, how each layer is drawn, the reader's language, the circumstances."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from config.i18n import Lang
from config.records import GeometryKind, LayerRecord
from data.queries.filters import Filters
from data.queries.items import Box
from data.queries.moments import Span
from data.queries.objects import CityObject

Shape = Literal["point", "line", "area"]
ZoomShares = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class View:
    """The picture to take.

    `box` is the ground in it (west, south, east, north in degrees) and `zoom` its scale as the map of the program
    counts it (tiles of 512 pixels). With `centre` (longitude, latitude) the file opens there, without it on the box.
    `filters` are by layer; `selected` is the object whose card is open. `span` is the time of dated layers (None: all),
    `as_of` the day on which the rows were known (None: now).
    """

    visible: tuple[str, ...]
    box: Box
    zoom: float
    centre: tuple[float, float] | None = None
    filters: Mapping[str, Filters] = field(default_factory=dict)
    district: str | None = None
    selected: CityObject | None = None
    span: Span | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Pen:
    """How one class of a layer is drawn.

    `size` is the radius of a point or the width of a line in pixels at zoom 14; `edge` the colour of the outline, empty
    without one; `fill` the opacity of the inside of an area; `dash` pairs of drawn and left out, in line widths.
    """

    color: str
    size: float
    edge: str = ""
    fill: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A row of a legend: words, the drawing beside them, and the values it is about (none: it is about all)."""

    words: str
    shape: Shape
    pen: Pen
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """How a layer is called and drawn: `pens` by value of the record's `style.by`, `other` for everything else.

    The first of the pens lies on top. `sizes` are (value, radius) at the lower and the upper end of a size by number.
    """

    title: str
    swatch: Mark
    legend: tuple[Mark, ...]
    other: Pen
    pens: Mapping[str, Pen] = field(default_factory=dict)
    sizes: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True)
class Speech:
    """The reader's language: title of a row, words of a column, words of a value of a layer's column."""

    lang: Lang
    title: Callable[[Mapping[str, Any]], str]
    label: Callable[[str], str]
    value: Callable[[LayerRecord, str, Any], str]


@dataclass(frozen=True)
class Edition:
    """Circumstances of the file.

    `now` is the time in the city, `site` the address of the program without a slash at the end, `live` that of the
    same view, `library` the folder with Leaflet's files, `ground` the colours that belong to no layer, `shares` the
    size at a zoom as a share of that at zoom 14, by kind of geometry.
    """

    now: datetime
    site: str
    live: str
    library: Path
    ground: Mapping[str, Any]
    shares: Mapping[GeometryKind, ZoomShares]
