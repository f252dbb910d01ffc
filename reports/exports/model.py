"""What a file is made of: columns with their words, portions of rows, and what the file says about itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

import numpy as np
import shapely

from config.records import FieldType, GeometryKind

Format = Literal["geojson", "gpkg", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
Rows = Sequence[Mapping[str, Any]]
Tick = Callable[[int], None]
SYNTHETIC = "synthetic"
PLACE_DIGITS = 6


@dataclass(frozen=True)
class Column:
    """A column of a file: name in the store, words for people, type, and words of a value where it is a code."""

    name: str
    words: str
    type: FieldType
    coded: Callable[[Any], str] | None = None

    def said(self, value: Any) -> Any:
        """A value as people read it: words instead of a code."""
        return value if value is None or self.coded is None else self.coded(value)


@dataclass(frozen=True)
class Facts:
    """What a file says about itself: lines of (name, words) for people, and the same for machines."""

    lines: Sequence[tuple[str, str]]
    machine: Mapping[str, Any]


@dataclass(frozen=True)
class Cargo:
    """Everything that goes into a file.

    `portions` gives the rows (with WKB as `geom`) a part at a time; `title_of` names a row; `words` are those of the
    file itself: `name`, `id`, `lon`, `lat`, `data`, `about`, `synthetic`; `tick` is told how many rows are written.
    """

    layer: str
    title: str
    geometry: GeometryKind
    columns: Sequence[Column]
    portions: Iterable[Rows]
    title_of: Callable[[Mapping[str, Any]], str]
    facts: Facts
    words: Mapping[str, str]
    tick: Tick = field(default=lambda _done: None)

    def head(self) -> list[str]:
        """Words of the columns of a table."""
        words = [self.words["id"], self.words["name"], *(column.words for column in self.columns)]
        return [*words, self.words["lon"], self.words["lat"]]

    def public_id(self, row: Mapping[str, Any]) -> str:
        """Permanent id of a row."""
        return f"{self.layer}.{row['object_id']}"

    def cells(self, rows: Rows) -> list[list[Any]]:
        """Rows of a table as people read them, each with a place on the object."""
        return [
            [self.public_id(row), self.title_of(row), *(c.said(row[c.name]) for c in self.columns), *place]
            for row, place in zip(rows, places(rows), strict=True)
        ]


def places(rows: Rows) -> list[list[float]]:
    """Longitude and latitude of a point on each object."""
    if not rows:
        return []
    points = shapely.point_on_surface(shapely.from_wkb([row["geom"] for row in rows]))
    found: list[list[float]] = np.round(shapely.get_coordinates(points), PLACE_DIGITS).tolist()
    return found


def plain(value: Any) -> Any:
    """A value as machines read it: days and times (UTC) in ISO 8601."""
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    return value.isoformat() if isinstance(value, date) else value
