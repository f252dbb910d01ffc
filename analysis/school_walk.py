"""Places within walking distance: children spread over home roads, places shared among those who reach them on foot.

The two-step floating catchment area: each organization divides its places among all children within the walk; a place
of the city has as many places a child as these shares add up to; below one, places are short there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from analysis.inside import HOME_ROADS
from analysis.metric import Floats
from analysis.network import NoRoadError, Side, Start
from analysis.roadgraph import Ints, RoadGraph

WALK_MINUTES = 15
Neighbours = list[list[tuple[int, float]]]


@dataclass(frozen=True)
class Need:
    """Children at nodes of the graph: node, district as a position in the graph's `districts`, how many."""

    node: Ints
    district: Ints
    children: Floats


@dataclass(frozen=True)
class Walk:
    """A district (or all): children, those without a place within the walk, and those with no organization at all."""

    children: float
    short: float
    far: float


def need_of(graph: RoadGraph, children: Mapping[str, float]) -> Need:
    """Children of each district spread evenly over its home roads, half of an edge's at each of its ends: a model."""
    homes = np.flatnonzero(np.isin(graph.kinds, HOME_ROADS)[graph.kind])
    metres = np.bincount(graph.district[homes], weights=graph.length[homes], minlength=len(graph.districts))
    count = np.array([children.get(str(code), 0.0) for code in graph.districts])
    a_metre = np.divide(count, metres, out=np.zeros(len(count)), where=metres > 0)
    half = graph.length[homes] * a_metre[graph.district[homes]] / 2
    return Need(np.r_[graph.start[homes], graph.end[homes]], np.r_[graph.district[homes], graph.district[homes]],
                np.r_[half, half])  # fmt: skip


def starts(side: Side, xy: Floats) -> list[Start | None]:
    """Where each place (n x 2, metres) joins the roads; None where no road is near."""
    found: list[Start | None] = []
    for x, y in xy.tolist():
        try:
            found.append(side.nearest(x, y))
        except NoRoadError:
            found.append(None)
    return found


def neighbours(side: Side) -> Neighbours:
    """Nodes beside each node with the seconds to them."""
    graph, out = side.graph, [[] for _ in range(len(side.graph.nodes))]  # type: tuple[RoadGraph, Neighbours]
    edges = zip(graph.start.tolist(), graph.end.tolist(), side.seconds.tolist(), side.there.tolist(),
                side.back.tolist(), strict=True)  # fmt: skip
    for start, end, seconds, there, back in edges:
        if there:
            out[start].append((end, seconds))
        if back:
            out[end].append((start, seconds))
    return out


def within(side: Side, around: Neighbours, start: Start, seconds: float) -> Ints:
    """Nodes one reaches from a place within some seconds; people walk both ways alike, so it is also who gets there."""
    walk = side.walk(start)
    best: dict[int, float] = {}
    waiting: list[tuple[float, int]] = []
    for arrow in side.leaving(start):
        heappush(waiting, (walk + arrow.seconds, arrow.node))
    while waiting:
        time, node = heappop(waiting)
        if time > seconds:
            break
        if node in best:
            continue
        best[node] = time
        for other, more in around[node]:
            if other not in best and time + more <= seconds:
                heappush(waiting, (time + more, other))
    return np.fromiter(best, dtype=np.int64, count=len(best))


def access(need: Need, reach: Sequence[Ints], places: Sequence[float], nodes: int) -> tuple[Floats, Floats]:
    """Places a child at each node (shares added up), and how many organizations are within the walk there."""
    here = np.bincount(need.node, weights=need.children, minlength=nodes)
    share, count = np.zeros(nodes), np.zeros(nodes)
    for reached, capacity in zip(reach, places, strict=True):
        if not len(reached):
            continue
        count[reached] += 1
        wanting = float(here[reached].sum())
        if wanting > 0:
            share[reached] += capacity / wanting
    return share, count


def shortage(need: Need, share: Floats, count: Floats, districts: Sequence[str]) -> dict[str, Walk]:
    """Children, children without a place and without any organization within the walk, by district."""
    lack = need.children * (1 - np.minimum(share[need.node], 1.0))
    far = np.where(count[need.node] == 0, need.children, 0.0)
    size = len(districts)
    sums = [np.bincount(need.district, weights=values, minlength=size) for values in (need.children, lack, far)]
    return {
        str(code): Walk(float(sums[0][i]), float(sums[1][i]), float(sums[2][i]))
        for i, code in enumerate(districts) if sums[0][i] > 0
    }  # fmt: skip
