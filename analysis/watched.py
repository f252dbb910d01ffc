"""Area watched by cameras: a sector for each camera from where it looks, how far and how wide; united by district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

FULL = 360.0
STEP_DEG = 5.0
M2_IN_KM2 = 1e6
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Watched:
    """A district: its size, what of it is watched (km²), cameras that watch, and all that stand there."""

    district: str
    km2: float
    watched_km2: float
    watching: int
    cameras: int

    @property
    def share(self) -> float | None:
        """Watched share of the district, 0 to 1; None for a district without an area."""
        return self.watched_km2 / self.km2 if self.km2 else None

    @property
    def unwatched_km2(self) -> float:
        """What nobody watches."""
        return max(self.km2 - self.watched_km2, 0.0)


def sectors(xy: Floats, azimuth: Floats, reach: Floats, angle: Floats) -> Any:
    """A shape in metres for each camera at `xy` (n, 2): azimuth in degrees from north clockwise, reach in metres.

    `angle` is the whole angle of view; 360 and more is a circle. A camera of which something is unknown (NaN), or
    whose reach or angle is not above zero, sees nothing: an empty shape.
    """
    out = np.full(len(xy), shapely.Polygon(), dtype=object)
    known = np.isfinite(azimuth) & np.isfinite(reach) & np.isfinite(angle) & (reach > 0) & (angle > 0)
    for at in np.flatnonzero(known).tolist():
        out[at] = _sector(xy[at], float(azimuth[at]), float(reach[at]), min(float(angle[at]), FULL))
    return out


def _sector(middle: Floats, azimuth: float, reach: float, angle: float) -> Any:
    steps = max(int(np.ceil(angle / STEP_DEG)), 1)
    way = np.radians(azimuth + np.linspace(-angle / 2, angle / 2, steps + 1))
    rim = middle + reach * np.column_stack([np.sin(way), np.cos(way)])
    if angle >= FULL:
        return shapely.polygons(rim[:-1])
    return shapely.polygons(np.vstack([middle[None, :], rim]))


def watched(seen: Any, district: Sequence[str], outlines: Mapping[str, Any]) -> list[Watched]:
    """Watched area of each district (outlines in metres), what several cameras see counted once.

    A sector that reaches over a border counts for the district it reaches into.
    """
    shapes, codes = np.asarray(seen, dtype=object), np.asarray(district, dtype=object)
    sees = ~shapely.is_empty(shapes)
    whole = union(shapes)
    out = []
    for code, outline in outlines.items():
        own = codes == code
        area = float(shapely.area(shapely.intersection(whole, outline)))
        out.append(Watched(code, float(outline.area) / M2_IN_KM2, area / M2_IN_KM2, int((own & sees).sum()),
                           int(own.sum())))  # fmt: skip
    return out


def union(seen: Any) -> Any:
    """All that is seen, as one shape."""
    shapes = np.asarray(seen, dtype=object)
    return shapely.union_all(shapes[~shapely.is_empty(shapes)])
