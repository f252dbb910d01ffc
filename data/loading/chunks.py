"""What a reader hands on: a stretch of rows with their file columns and geometries, nothing judged yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Values = list[Any]


@dataclass
class Chunk:
    """Rows of a file: their numbers (from 1), values by file column, geometries in `crs`, share of the file read.

    `coordinates` names the two file columns from which points are to be made when the file has no geometry of its own.
    """

    row_no: Sequence[int]
    columns: dict[str, Values]
    share: float
    shapes: Shapes | None = None
    crs: str | None = None
    coordinates: tuple[str, str] | None = None

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
