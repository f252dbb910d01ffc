"""Which area a person means: read from the text of an address or from JSON, nothing looked up yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analysis.polyline import decode, encode
from config.limits import AREA_BUFFER_M, AREA_POINTS
from data.queries.filters import AskError
from data.queries.objects import MAX_ID

Kind = Literal["district", "polygon", "circle", "object", "street"]
_LETTERS: dict[str, Kind] = {"d": "district", "p": "polygon", "c": "circle", "o": "object", "s": "street"}
_WHOLE = re.compile(r"[0-9]{1,5}")
_PLACE = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,12})?),(-?[0-9]{1,2}(?:\.[0-9]{1,12})?)")
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,59}")
MAX_TEXT = 6_000
LON, LAT = 180.0, 90.0
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Wish:
    """An area as asked for: a district's code, a ring of points, a circle's middle, or the id of an object.

    `buffer_m` in metres widens it; a street is the road with that id and all that carries its name nearby.
    """

    kind: Kind
    buffer_m: int = 0
    points: Points = ()
    name: str = ""

    def __str__(self) -> str:
        """As it stands in addresses."""
        if self.kind == "district":
            return f"d.{self.name}"
        text = self.name
        if self.kind == "circle":
            text = ",".join(f"{degrees:.5f}" for degrees in self.points[0])
        elif self.kind == "polygon":
            text = encode(self.points)
        return f"{self.kind[0]}.{self.buffer_m}.{text}"


def read_wish(raw: object) -> Wish:
    """The area of an address, or of JSON with `district`, `polygon`, `circle`, `object` or `street` and `buffer_m`.

    In addresses: `d.<district>`, `p.<metres>.<polyline>`, `c.<metres>.<lon>,<lat>`, `o.<metres>.<id>`,
    `s.<metres>.<id>`. Raises AskError `area` for anything else.
    """
    if isinstance(raw, str):
        return _from_text(raw)
    if not isinstance(raw, Mapping):
        raise AskError("area", "object")
    kinds = [kind for kind in _LETTERS.values() if kind in raw]
    if len(kinds) != 1 or set(raw) - {*kinds, "buffer_m"}:
        raise AskError("area", "kind")
    (kind,) = kinds
    metres = raw.get("buffer_m", 0)
    if not _number(metres, 1e9):
        raise AskError("area", "buffer")
    return _checked(kind, round(metres), raw[kind])


def _from_text(text: str) -> Wish:
    letter, _, rest = text.partition(".")
    kind = _LETTERS.get(letter)
    if kind is None or len(text) > MAX_TEXT:
        raise AskError("area", "text")
    if kind == "district":
        return _checked(kind, 0, rest)
    metres, _, what = rest.partition(".")
    if not _WHOLE.fullmatch(metres):
        raise AskError("area", "buffer")
    value: Any = what
    if kind == "circle":
        place = _PLACE.fullmatch(what)
        value = [float(part) for part in place.groups()] if place else None
    elif kind == "polygon":
        try:
            value = decode(what, AREA_POINTS + 1)
        except ValueError:
            raise AskError("area", "polyline") from None
    return _checked(kind, int(metres), value)


def _checked(kind: Kind, metres: int, value: Any) -> Wish:
    least = 1 if kind == "circle" else 0
    if not least <= metres <= AREA_BUFFER_M:
        raise AskError("area_buffer", "bounds")
    if kind == "polygon":
        return Wish(kind, metres, _ring(value))
    if kind == "circle":
        return Wish(kind, metres, (_point(value),))
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID or "\0" in value:
        raise AskError("area", "name")
    if kind == "district" and not _CODE.fullmatch(value):
        raise AskError("area", "district")
    return Wish(kind, 0 if kind == "district" else metres, name=value)


def _ring(raw: Any) -> Points:
    """Corners of a polygon, the first not repeated: a list of places, or the outer ring of a GeoJSON polygon."""
    if isinstance(raw, Mapping):
        rings = raw.get("coordinates") if raw.get("type") == "Polygon" else None
        if not isinstance(rings, list) or len(rings) != 1:
            raise AskError("area", "polygon")
        raw = rings[0]
    if not isinstance(raw, list | tuple):
        raise AskError("area", "polygon")
    if len(raw) > AREA_POINTS + 1:
        raise AskError("area_points", "many")
    points = tuple(_point(place) for place in raw)
    if len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    if len(set(points)) < 3:
        raise AskError("area_empty", "corners")
    return points


def _point(raw: Any) -> tuple[float, float]:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise AskError("area", "place")
    if not (_number(raw[0], LON) and _number(raw[1], LAT)):
        raise AskError("area", "place")
    return float(raw[0]), float(raw[1])


def _number(value: object, most: float) -> bool:
    """Whether a value is a number between -most and most; NaN is none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most
