"""The road graph: ways split where they meet, with what may go along each piece and how fast."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from analysis.metric import Floats, Plane

Mode = Literal["foot", "car"]
MODES: tuple[Mode, ...] = ("foot", "car")
FOOT_KMH, STEPS_KMH = 4.8, 2.4
NO_FOOT = ("motorway", "motorway_link")
# Where no limit is known: usual speeds with junctions and without jams, km/h. What is not named is closed to cars.
CAR_KMH = {
    "motorway": 90, "motorway_link": 50, "trunk": 60, "trunk_link": 40, "primary": 45, "primary_link": 35,
    "secondary": 40, "secondary_link": 30, "tertiary": 35, "tertiary_link": 30, "unclassified": 30, "residential": 25,
    "living_street": 15, "service": 15, "unknown": 20, "track_grade1": 20,
}  # fmt: skip
CAR_LEAST_KMH = 5
_UNIT = 10**7
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Ways:
    """Ways as the store has them: line geometries in EPSG:4326 and one value a way in the other arrays."""

    geoms: NDArray[Any]
    kinds: list[str]
    oneways: list[str | None]
    limits: list[int | None]
    levels: list[int | None]
    districts: list[str]


@dataclass(frozen=True)
class RoadGraph:
    """Nodes and edges in metres; all arrays are plain, so that they can be kept in a file.

    `nodes` (n x 2); of each edge: `start` and `end` node, `length` in metres, `kind` and `district` as positions in
    `kinds` and `districts`, `car_kmh` (0: closed), `there` and `back` whether cars may go in and against the direction
    of drawing; `xy` (m x 2) are the places of all edges, those of edge i from `first[i]` to `first[i + 1]`.
    """

    nodes: Floats
    start: Ints
    end: Ints
    length: Floats
    kind: Ints
    district: Ints
    car_kmh: Floats
    there: NDArray[np.bool_]
    back: NDArray[np.bool_]
    xy: Floats
    first: Ints
    kinds: NDArray[np.str_]
    districts: NDArray[np.str_]

    @cached_property
    def lines(self) -> NDArray[Any]:
        """Line of each edge, in metres."""
        edge = np.repeat(np.arange(len(self.start)), np.diff(self.first))
        return np.asarray(shapely.linestrings(self.xy, indices=edge))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index of the lines."""
        return shapely.STRtree(self.lines)

    def seconds(self, mode: Mode) -> Floats:
        """Time along each edge; infinite where the mode may not go."""
        if mode == "car":
            with np.errstate(divide="ignore"):
                return np.asarray(np.where(self.car_kmh > 0, self.length / (self.car_kmh / 3.6), np.inf))
        speed = np.where(self.kinds == "steps", STEPS_KMH, FOOT_KMH) / 3.6
        speed[np.isin(self.kinds, NO_FOOT)] = 0.0
        with np.errstate(divide="ignore"):
            return np.asarray(self.length / speed[self.kind])

    @property
    def bytes(self) -> int:
        """Size of the arrays."""
        return sum(getattr(self, field.name).nbytes for field in fields(self))


def build(ways: Ways, plane: Plane) -> RoadGraph:
    """The graph of some ways.

    Ways meet where they have a place in common at one level, or where one of them ends: a bridge passes over what it
    crosses, and joins the road at its ends.
    """
    lines, way = shapely.get_parts(ways.geoms, return_index=True)
    places, line = shapely.get_coordinates(lines, return_index=True)
    if not len(places):
        return _empty()
    at_end = np.empty(len(places), dtype=bool)
    at_end[:] = True
    at_end[1:-1] = (line[1:-1] != line[:-2]) | (line[1:-1] != line[2:])
    levels = np.asarray([level or 0 for level in ways.levels], dtype=np.int64)[way][line]
    node = joints(places, at_end, levels)
    shared = np.bincount(node)[node] > 1
    stops = np.flatnonzero(at_end | shared)
    pairs = np.flatnonzero(line[stops[:-1]] == line[stops[1:]])
    return _edges(ways, plane, places, node, (stops[pairs], stops[pairs + 1], way[line[stops[pairs]]]))


def joints(places: Floats, at_end: NDArray[np.bool_], levels: Ints) -> Ints:
    """Number of the node of each place (n x 2, degrees) of a way; places of one node have the same number."""
    whole = np.round((places + np.array([180.0, 90.0])) * _UNIT).astype(np.int64)
    _, spot = np.unique(whole[:, 0] << 31 | whole[:, 1], return_inverse=True)
    order = np.argsort(spot, kind="stable")
    first = np.flatnonzero(np.r_[True, np.diff(spot[order]) > 0])
    low, high = np.minimum.reduceat(levels[order], first), np.maximum.reduceat(levels[order], first)
    node, following = spot.astype(np.int64), int(spot.max()) + 1
    bounds = np.r_[first, len(order)]
    for at in np.flatnonzero(low < high):
        here = order[bounds[at] : bounds[at + 1]]
        ends = set(levels[here[at_end[here]]].tolist())
        inner = sorted(set(levels[here[~at_end[here]]].tolist()))
        joined = [level for level in inner if level in ends] or (inner if ends else inner[:1])
        for level in inner:
            if level not in joined:
                node[here[~at_end[here] & (levels[here] == level)]] = following
                following += 1
    return np.unique(node, return_inverse=True)[1].astype(np.int64)


def _edges(ways: Ways, plane: Plane, places: Floats, node: Ints, cut: tuple[Ints, Ints, Ints]) -> RoadGraph:
    begin, finish, way = cut
    counts = finish - begin + 1
    first = np.r_[0, np.cumsum(counts)].astype(np.int64)
    inner = np.repeat(begin - first[:-1], counts) + np.arange(first[-1])
    flat = plane.xy(places)
    step = np.r_[0.0, np.cumsum(np.hypot(*np.diff(flat, axis=0).T))]
    nodes = np.zeros((int(node.max()) + 1, 2))
    nodes[node] = flat
    used, packed = np.unique(np.r_[node[begin], node[finish]], return_inverse=True)
    kinds, kind = np.unique(np.asarray(ways.kinds, dtype=str), return_inverse=True)
    districts, district = np.unique(np.asarray(ways.districts, dtype=str), return_inverse=True)
    oneway = np.asarray([text or "both" for text in ways.oneways], dtype=str)[way]
    return RoadGraph(
        nodes=nodes[used], start=packed[: len(begin)].astype(np.int64), end=packed[len(begin) :].astype(np.int64),
        length=np.maximum(step[finish] - step[begin], 0.01), kind=kind[way].astype(np.int64),
        district=district[way].astype(np.int64), car_kmh=_speeds(ways)[way], there=oneway != "backward",
        back=oneway != "forward", xy=flat[inner], first=first, kinds=kinds, districts=districts,
    )  # fmt: skip


def _speeds(ways: Ways) -> Floats:
    """Speed of cars on each way: the limit where one is known, else that of its class; 0 where they may not go."""
    found = [
        max(limit, CAR_LEAST_KMH) if limit and kind in CAR_KMH else CAR_KMH.get(kind, 0)
        for kind, limit in zip(ways.kinds, ways.limits, strict=True)
    ]
    return np.asarray(found, dtype=np.float64)


def _empty() -> RoadGraph:
    none, ints, flags = np.zeros((0, 2)), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    texts = np.zeros(0, dtype="U1")
    return RoadGraph(
        none, ints, ints, np.zeros(0), ints, ints, np.zeros(0), flags, flags, none, np.zeros(1, dtype=np.int64),
        texts, texts,
    )  # fmt: skip
