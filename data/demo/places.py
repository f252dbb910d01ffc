"""Places beside the real streets of the city for synthetic objects: with the district and the street they stand on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.demo.streets import STREETS, Numbers, Streets, beside
from data.districts import DISTRICTS
from data.geometry import SRID
from data.layer_tables import OUTSIDE
from data.loading.report import LoadError
from data.loading.shapes import project, transformer
from data.store import Store

# The day on which the demonstration city stands still.
TODAY = date(2026, 11, 30)
OFF_M = (14.0, 40.0)
FROM_BORDER_M = 45.0
ROUNDS = 12
Words = NDArray[np.object_]


@dataclass(frozen=True)
class Spots:
    """Places in metres (n, 2) with the code of their district and the name of their street (or None)."""

    xy: Numbers
    district: Words
    street: Words

    def __len__(self) -> int:
        return len(self.xy)

    def take(self, rows: Any) -> "Spots":
        """Some of the places."""
        return Spots(self.xy[rows], self.district[rows], self.street[rows])


@dataclass(frozen=True)
class Roadside:
    """Streets with their names, the inside of each district in metres, and the city's metric system."""

    ways: Streets
    name: Words
    inner: Mapping[str, Any]
    crs: int

    def spots(self, dice: np.random.Generator, counts: Mapping[str, int], off: tuple[float, float] = OFF_M) -> Spots:
        """So many places by district, metres beside streets, well inside the district; in the order of the counts."""
        parts = [self._own(dice, code, count, off) for code, count in counts.items() if count]
        joined = [np.concatenate([part[no] for part in parts]) for no in range(3)]
        return Spots(joined[0].astype(float), joined[1], joined[2])

    def _own(
        self, dice: np.random.Generator, code: str, count: int, off: tuple[float, float]
    ) -> tuple[Numbers, Words, Words]:
        own = np.flatnonzero(self.ways.district == code)
        if not len(own) or code not in self.inner:
            raise LoadError("demo_needs", layer=f"roads {code}")
        length = self.ways.length
        weight = length[own] / length[own].sum()
        xy, name = np.empty((0, 2)), np.empty(0, dtype=object)
        for _ in range(ROUNDS):
            at = dice.choice(own, 3 * count + 10, p=weight)
            side = dice.choice((-1.0, 1.0), len(at)) * dice.uniform(*off, len(at))
            found = beside(*self.ways.along(at, dice.random(len(at)) * length[at]), side)
            good = shapely.contains_xy(self.inner[code], found)
            xy, name = np.concatenate([xy, found[good]]), np.concatenate([name, self.name[at][good]])
            if len(xy) >= count:
                return xy[:count], np.full(count, code, dtype=object), name[:count]
        raise LoadError("demo_needs", layer=f"roads {code}")

    def points(self, xy: Numbers) -> Words:
        """Points in degrees, six decimals, of places in metres."""
        lon, lat = transformer(self.crs, SRID).transform(xy[:, 0], xy[:, 1])
        return np.asarray(shapely.points(np.round(lon, 6), np.round(lat, 6)), dtype=object)

    def degrees(self, shapes: Any) -> Words:
        """Shapes in metres as shapes in degrees, seven decimals."""
        change = transformer(self.crs, SRID)
        return np.asarray(
            shapely.transform(shapes, lambda xy: np.round(np.column_stack(change.transform(xy[:, 0], xy[:, 1])), 7)),
            dtype=object,
        )


def roadside(conn: Connection, store: Store, kinds: Collection[str] = STREETS) -> Roadside:
    """Present real streets of some classes and the districts; LoadError when the store has none."""
    t = store.tables["roads"].c
    query = select(t.geom, t.kind, t.district, t.name_ru).where(
        t.known_to.is_(None), t.origin != "synthetic", t.district != OUTSIDE, t.kind.in_(sorted(kinds))
    )
    rows = list(conn.execute(query.order_by(t.fid)))
    if not rows:
        raise LoadError("demo_needs", layer="roads")
    shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    lines, at = shapely.get_parts(shapes, return_index=True)
    lines = project(lines, transformer(SRID, store.city.metric_crs))
    kind, district, name = (
        np.array([getattr(row, field) for row in rows], dtype=object)[at] for field in ("kind", "district", "name_ru")
    )
    inner = {code: shapely.buffer(outline, -FROM_BORDER_M) for code, outline in outlines(conn, store).items()}
    for area in inner.values():
        shapely.prepare(area)
    ways = Streets(lines, shapely.length(lines), kind, district)
    return Roadside(ways, name, inner, store.city.metric_crs)


def outlines(conn: Connection, store: Store) -> dict[str, Any]:
    """Outlines of the districts in metres, in the order of their codes."""
    t = store.tables[DISTRICTS].c
    rows = list(conn.execute(select(t.district, t.geom).where(t.known_to.is_(None)).order_by(t.district)))
    shapes = project(
        np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object),
        transformer(SRID, store.city.metric_crs),
    )  # fmt: skip
    return dict(zip([str(row.district) for row in rows], shapes, strict=True))
