"""The real streets as a graph in metres: pieces between the places where streets meet, in one connected part."""

from dataclasses import dataclass

import igraph
import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.streets import Numbers, Streets
from data.loading.chunks import Shapes

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RoadNet:
    """Nodes (n x 2, metres) and pieces: from node `start` to node `end`, `length` in metres, class and district.

    Vertices of piece i are `xy[first[i] : first[i + 1]]`, from its start to its end.
    """

    nodes: Numbers
    start: Ints
    end: Ints
    length: Numbers
    kind: Shapes
    district: Shapes
    xy: Numbers
    first: Ints

    def vertices(self, piece: int, *, back: bool = False) -> Numbers:
        """Vertices of a piece from its start, or from its end."""
        found = self.xy[self.first[piece] : self.first[piece + 1]]
        return found[::-1] if back else found


def roadnet(ways: Streets) -> RoadNet:
    """Streets split where they have a vertex in common; only the largest connected part stays."""
    xy, line = shapely.get_coordinates(ways.lines, return_index=True)
    whole = np.rint(xy * 100).astype(np.int64)
    _, spot = np.unique(whole[:, 0] << 32 | whole[:, 1], return_inverse=True)
    spot = spot.ravel()
    last = np.r_[line[1:] != line[:-1], True]
    stops = np.flatnonzero(last | np.r_[True, last[:-1]] | (np.bincount(spot)[spot] > 1))
    pairs = np.flatnonzero(line[stops[:-1]] == line[stops[1:]])
    begin, finish = stops[pairs], stops[pairs + 1]
    graph = igraph.Graph(n=int(spot.max()) + 1, edges=np.column_stack([spot[begin], spot[finish]]).tolist())
    member = np.asarray(graph.connected_components().membership)
    main = np.flatnonzero((member[spot[begin]] == np.bincount(member[spot]).argmax()) & (spot[begin] != spot[finish]))
    begin, finish = begin[main], finish[main]
    counts = finish - begin + 1
    first = np.r_[0, np.cumsum(counts)].astype(np.int64)
    inner = np.repeat(begin - first[:-1], counts) + np.arange(first[-1])
    step = np.r_[0.0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T))]
    used, packed = np.unique(np.r_[spot[begin], spot[finish]], return_inverse=True)
    nodes = np.zeros((int(spot.max()) + 1, 2))
    nodes[spot] = xy
    return RoadNet(
        nodes[used], packed[: len(begin)].astype(np.int64), packed[len(begin) :].astype(np.int64),
        np.maximum(step[finish] - step[begin], 0.01), ways.kind[line[begin]], ways.district[line[begin]],
        xy[inner], first,
    )  # fmt: skip
