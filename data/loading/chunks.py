"""What a reader hands on: a stretch of rows with their file columns and geometries, nothing judged yet."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.loading.report import Refusal

Shapes = NDArray[np.object_]
Values = list[Any]


@dataclass
class Chunk:
    """Rows of a file: their numbers (from 1), values by file column, geometries in `crs`, share of the file read.

    `coordinates` names the two file columns from which points are to be made when the file has no geometry of its own.
    A file that feeds several layers sends a stretch for each (`layer`). What its reader could not take: `refusals`,
    with `kept_ids` of the objects that stay as they are; `behind` counts rows of the file that stand behind these
    rows, `data_date` is the file's own date, `notes` count what was put right or left out.
    """

    row_no: Sequence[int]
    columns: dict[str, Values]
    share: float
    shapes: Shapes | None = None
    crs: str | None = None
    coordinates: tuple[str, str] | None = None
    layer: str | None = None
    refusals: list[Refusal] = field(default_factory=list)
    kept_ids: set[str] = field(default_factory=set)
    behind: int = 0
    data_date: date | None = None
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.row_no)

    def column(self, name: str) -> str | None:
        """The file's name of a column: as written, else without regard to case and blanks, else cut to ten letters.

        Shapefiles cut names to ten letters.
        """
        if name in self.columns:
            return name
        wanted = name.strip().casefold()
        for found in self.columns:
            if found.strip().casefold() == wanted:
                return found
        short = [found for found in self.columns if len(found) == 10 and wanted.startswith(found.casefold())]
        return short[0] if len(short) == 1 else None

    def values(self, name: str) -> Values:
        """Values of a column; KeyError when the file has no such column."""
        found = self.column(name)
        if found is None:
            raise KeyError(name)
        return self.columns[found]


Chunks = Iterator[Chunk]
