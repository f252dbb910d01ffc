"""Objects in danger: those that touch a zone or lie within a distance of a line, counted by district."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


@dataclass(frozen=True)
class Exposed:
    """Objects of one sort by district: all of them and those in danger."""

    total: dict[str, int]
    exposed: dict[str, int]

    @property
    def all_total(self) -> int:
        """Objects of all districts."""
        return sum(self.total.values())

    @property
    def all_exposed(self) -> int:
        """Objects in danger of all districts."""
        return sum(self.exposed.values())

    def share(self, district: str | None = None) -> float | None:
        """Share in danger, 0 to 1, of a district or of all; None where there is no object."""
        whole = self.all_total if district is None else self.total.get(district, 0)
        part = self.all_exposed if district is None else self.exposed.get(district, 0)
        return part / whole if whole else None


def danger(shapes: Any, buffer_m: float = 0.0) -> Any:
    """One shape in metres of zones and lines with `buffer_m` metres around each; empty for none."""
    found = np.asarray(shapes, dtype=object)
    if buffer_m > 0:
        found = shapely.buffer(found, buffer_m)
    return shapely.union_all(found)


def in_danger(objects: Any, zone: Any) -> NDArray[np.bool_]:
    """Which objects (any geometry, metres) touch the zone; its edge belongs to it."""
    found = np.asarray(objects, dtype=object)
    if not len(found) or zone.is_empty:
        return np.zeros(len(found), dtype=np.bool_)
    shapely.prepare(zone)
    return np.asarray(shapely.intersects(zone, found), dtype=np.bool_)


def exposed(mask: NDArray[np.bool_], district: Sequence[str], codes: Sequence[str]) -> Exposed:
    """Counts for the named districts; objects elsewhere are left out."""
    where = np.asarray(district, dtype=object)
    total = {code: int((where == code).sum()) for code in codes}
    return Exposed(total, {code: int((mask & (where == code)).sum()) for code in codes})
