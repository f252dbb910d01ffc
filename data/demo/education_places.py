"""Where the organizations of the demo register stand: at real schools and kindergartens first, then beside streets."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.demo.common import population, present, shares
from data.demo.streets import STREETS, Numbers, beside, streets
from data.districts import DistrictFinder
from data.geometry import SRID
from data.loading.chunks import Shapes
from data.loading.shapes import transformer
from data.store import Store

# The open map may count one object twice: a point this near to an earlier one is the same school.
SAME_M = 60.0
OFF_STREET_M = (18.0, 45.0)
SPARE = 3
DIGITS = 6


@dataclass(frozen=True)
class Places:
    """Points in degrees with their districts; `real` says at how many first ones an open object stands."""

    lonlat: Numbers
    district: NDArray[np.object_]
    real: int

    @property
    def shapes(self) -> Shapes:
        """The points as geometries."""
        return np.asarray(shapely.points(self.lonlat), dtype=object)


def places(dice: np.random.Generator, conn: Connection, store: Store, layer: str, total: int) -> Places:
    """Places of a register: those of an open layer (doubles left out), the rest where population has too few.

    Raises LoadError when the store has no such open layer or no roads.
    """
    rows = present(conn, store, layer)
    lonlat = shapely.get_coordinates(shapely.from_wkb([row.geom for row in rows]))
    single = _single(np.column_stack(transformer(SRID, store.city.metric_crs).transform(*lonlat.T)))[:total]
    district = np.array([row.district for row in rows], dtype=object)[single]
    people = population(conn, store)
    wanted = np.array(shares(total, [*people.values()]))
    have = np.array([int((district == code).sum()) for code in people])
    left = total - len(single)
    more = dict(zip(people, shares(left, np.maximum(wanted - have, 0).tolist()), strict=True)) if left else {}
    new, where = by_streets(dice, conn, store, more)
    both: Numbers = np.vstack([lonlat[single], new])
    return Places(np.round(both, DIGITS), np.r_[district, where], len(single))


def by_streets(
    dice: np.random.Generator, conn: Connection, store: Store, wanted: dict[str, int]
) -> tuple[Numbers, NDArray[np.object_]]:
    """So many places in degrees beside the streets of each district, with their districts."""
    ways = streets(conn, store, STREETS)
    finder = DistrictFinder.of_store(conn, store)
    to_degrees = transformer(store.city.metric_crs, SRID)
    lonlat, district = [np.zeros((0, 2))], []
    for code, count in wanted.items():
        own = ways.where(ways.district == code)
        at = dice.choice(len(own.lines), SPARE * count + 1, p=own.length / own.length.sum())
        side = dice.choice((-1.0, 1.0), len(at)) * dice.uniform(*OFF_STREET_M, len(at))
        xy = beside(*own.along(at, dice.random(len(at)) * own.length[at]), side)
        found = np.column_stack(to_degrees.transform(*xy.T))
        inside = np.array(finder.of_points(np.asarray(shapely.points(found), dtype=object))) == code
        lonlat.append(np.round(found[inside][:count], DIGITS))
        district += [code] * len(lonlat[-1])
    return np.vstack(lonlat), np.array(district, dtype=object)


def _single(xy: Numbers) -> NDArray[np.int64]:
    """Numbers of points that have no earlier point within SAME_M."""
    points = np.asarray(shapely.points(xy), dtype=object)
    first, second = shapely.STRtree(points).query(points, predicate="dwithin", distance=SAME_M)
    keep = np.ones(len(xy), dtype=bool)
    keep[first[second < first]] = False
    return np.flatnonzero(keep)
