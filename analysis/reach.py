"""What is reached from a place within some minutes: roads, the ground beside them, people living along them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from analysis.inside import HOME_ROADS
from analysis.metric import Floats
from analysis.network import Side, Start
from analysis.roadgraph import Ints, RoadGraph

# The ground within this distance of a reached road counts as reached; smaller gaps between reached roads too.
BESIDE_M = 60.0
GAP_M2 = 10_000.0
SMOOTH_M = 4.0


@dataclass(frozen=True)
class Reach:
    """Reached within some minutes: the ground (metres), metres of road, and metres of home roads by district."""

    minutes: int
    ground: Any
    road_m: float
    home_m: Mapping[str, float]


@dataclass(frozen=True)
class Pieces:
    """Stretches of edges: edge, metres from and to along it."""

    edge: Ints
    since: Floats
    until: Floats

    def length(self) -> Floats:
        """Metres of each."""
        return np.asarray(self.until - self.since)


def reached(side: Side, start: Start, minutes: Sequence[int]) -> list[Reach]:
    """What is reached within each limit, the shortest first, every one holding those before it."""
    times = side.times(start)
    found: list[Reach] = []
    before: list[Any] = []
    seen = np.zeros(len(side.graph.start), dtype=bool)
    for limit in sorted(minutes):
        whole, part = stretches(side, start, times, limit * 60.0)
        full = side.full_cells(whole)
        loose = whole & ~seen & ~full[side.cell]
        seen |= whole
        wide = [side.cell_ground(int(cell), beside) for cell in np.flatnonzero(full)]
        wide += beside(np.r_[side.graph.lines[loose], cut(side.graph, part)]).tolist()
        before = [_solid([*before, *wide])]
        found.append(_reach(side.graph, limit, before[0], whole, part))
    return found


def stretches(side: Side, start: Start, times: Floats, limit: float) -> tuple[Any, Pieces]:
    """Edges reached as a whole (a flag each), and pieces of others, within `limit` seconds."""
    graph, seconds = side.graph, side.seconds
    with np.errstate(invalid="ignore", divide="ignore"):
        ahead = np.where(side.there, (limit - times[graph.start]) / seconds, 0.0)
        against = np.where(side.back, (limit - times[graph.end]) / seconds, 0.0)
    ahead, against = (np.clip(np.nan_to_num(part, nan=0.0, neginf=0.0), 0.0, 1.0) for part in (ahead, against))
    whole = ahead + against >= 1.0
    from_start, to_end = np.flatnonzero(~whole & (ahead > 0)), np.flatnonzero(~whole & (against > 0))
    edge = np.r_[from_start, to_end]
    since = np.r_[np.zeros(len(from_start)), graph.length[to_end] * (1 - against[to_end])]
    until = np.r_[graph.length[from_start] * ahead[from_start], graph.length[to_end]]
    pieces = Pieces(edge.astype(np.int64), since, until)
    return whole, pieces if whole[start.edge] else _with_first(side, start, limit, pieces)


def _with_first(side: Side, start: Start, limit: float, pieces: Pieces) -> Pieces:
    """Pieces with the one around the start; what overlaps on its edge becomes one piece."""
    own = pieces.edge == start.edge
    spans = sorted([*zip(pieces.since[own].tolist(), pieces.until[own].tolist(), strict=True),
                    *_first(side, start, limit)])  # fmt: skip
    merged: list[list[float]] = []
    for since, until in spans:
        if merged and since <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], until)
        else:
            merged.append([since, until])
    ends = np.asarray(merged, dtype=np.float64).reshape(-1, 2)
    return Pieces(
        np.r_[pieces.edge[~own], np.full(len(ends), start.edge)], np.r_[pieces.since[~own], ends[:, 0]],
        np.r_[pieces.until[~own], ends[:, 1]],
    )  # fmt: skip


def _first(side: Side, start: Start, limit: float) -> list[tuple[float, float]]:
    """Metres from and to on the edge one starts on."""
    left = limit - side.walk(start)
    if left <= 0:
        return []
    edge, graph = start.edge, side.graph
    metres = left * graph.length[edge] / side.seconds[edge]
    since = max(0.0, start.along - metres) if side.back[edge] else start.along
    until = min(float(graph.length[edge]), start.along + metres) if side.there[edge] else start.along
    return [(since, until)]


def cut(graph: RoadGraph, pieces: Pieces) -> list[Any]:
    """Lines of pieces of edges, in metres."""
    found = []
    for edge, since, until in zip(pieces.edge.tolist(), pieces.since.tolist(), pieces.until.tolist(), strict=True):
        xy = graph.xy[graph.first[edge] : graph.first[edge + 1]]
        along = np.r_[0.0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T))]
        inner = xy[(along > since) & (along < until)]
        ends = [[np.interp(at, along, xy[:, 0]), np.interp(at, along, xy[:, 1])] for at in (since, until)]
        found.append(shapely.LineString(np.vstack([ends[:1], inner, ends[1:]])))
    return found


def beside(lines: Any) -> Any:
    """Ground beside each line."""
    flat = shapely.simplify(np.asarray(lines, dtype=object), SMOOTH_M)
    return np.asarray(shapely.buffer(flat, BESIDE_M, quad_segs=2), dtype=object)


def _solid(areas: list[Any]) -> Any:
    """All areas together, without small gaps."""
    return shapely.union_all([_without_gaps(part) for part in shapely.get_parts(shapely.union_all(areas))])


def _without_gaps(area: Any) -> Any:
    holes = [ring for ring in area.interiors if shapely.Polygon(ring).area >= GAP_M2]
    return shapely.Polygon(area.exterior, holes)


def _reach(graph: RoadGraph, limit: int, ground: Any, whole: Any, part: Pieces) -> Reach:
    edges = np.r_[np.flatnonzero(whole), part.edge]
    metres = np.r_[graph.length[whole], part.length()]
    homes = np.isin(graph.kinds, HOME_ROADS)[graph.kind[edges]]
    sums = np.bincount(graph.district[edges[homes]], weights=metres[homes], minlength=len(graph.districts))
    home_m = {str(code): float(total) for code, total in zip(graph.districts, sums, strict=True) if total > 0}
    return Reach(limit, ground, float(metres.sum()), home_m)
