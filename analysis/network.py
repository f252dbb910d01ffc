"""The road graph ready for questions: the nearest road one can leave from, and times from there to every node."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import igraph
import numpy as np
import shapely
from numpy.typing import NDArray

from analysis.metric import Floats
from analysis.roadgraph import FOOT_KMH, Ints, Mode, RoadGraph
from config.limits import REACH_KEPT
from data.queries.kept import Shelf

FAR_M = 1_000.0
CELL_M = 800.0


class NoRoadError(LookupError):
    """No road of the mode within FAR_M of the place."""


@dataclass(frozen=True)
class Start:
    """A place on the graph: edge, metres along it from its start, and metres from the place asked for."""

    edge: int
    along: float
    off_m: float


@dataclass(frozen=True)
class Arrow:
    """A directed piece: node it leads to and seconds from the place on the edge to that node."""

    node: int
    seconds: float


class Side:
    """The graph of one mode: shortest times with igraph, and the part from which one gets nearly everywhere."""

    def __init__(self, graph: RoadGraph, mode: Mode) -> None:
        """Make the directed graph of what is open to the mode."""
        self.graph, self.mode = graph, mode
        self.seconds = graph.seconds(mode)
        walking = mode == "foot"
        open_ = np.isfinite(self.seconds)
        self.there: NDArray[np.bool_] = open_ & (graph.there | walking)
        self.back: NDArray[np.bool_] = open_ & (graph.back | walking)
        ahead, against = np.flatnonzero(self.there), np.flatnonzero(self.back)
        self.edge: Ints = np.r_[ahead, against]
        pairs = np.column_stack([
            np.r_[graph.start[ahead], graph.end[against]], np.r_[graph.end[ahead], graph.start[against]],
        ])  # fmt: skip
        self.net = igraph.Graph(n=len(graph.nodes), edges=pairs.tolist(), directed=True)
        self.net.es["seconds"] = self.seconds[self.edge].tolist()
        self.used = len(np.unique(pairs)) if len(pairs) else 0
        middle = np.floor(graph.nodes[graph.start] / CELL_M).astype(np.int64) if len(pairs) else np.zeros((0, 2))
        self.cell: Ints = np.unique(middle, axis=0, return_inverse=True)[1].reshape(-1)
        self._in_cell = np.bincount(self.cell[open_], minlength=int(self.cell.max(initial=-1)) + 1)
        self._grounds: dict[int, Any] = {}

    @cached_property
    def main(self) -> NDArray[np.bool_]:
        """Nodes of the largest part in which every node can be reached from every other."""
        member = np.asarray(self.net.connected_components(mode="strong").membership, dtype=np.int64)
        if not len(member):
            return np.zeros(0, dtype=bool)
        return np.asarray(member == np.bincount(member).argmax())

    @cached_property
    def _roads(self) -> tuple[Ints, Any]:
        """Edges of the main part and their index."""
        graph = self.graph
        good = np.flatnonzero((self.there | self.back) & self.main[graph.start] & self.main[graph.end])
        return good, shapely.STRtree(graph.lines[good])

    def nearest(self, x: float, y: float) -> Start:
        """Where one gets on from a place in metres. Raises NoRoadError."""
        good, tree = self._roads
        place = shapely.Point(x, y)
        found = tree.query_nearest(place, max_distance=FAR_M, all_matches=False)
        if not len(found):
            raise NoRoadError
        edge = int(good[found[0]])
        line = self.graph.lines[edge]
        return Start(edge, float(shapely.line_locate_point(line, place)), float(shapely.distance(line, place)))

    def full_cells(self, whole: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which cells of the ground have all their open edges among those flagged."""
        number = np.bincount(self.cell[whole], minlength=len(self._in_cell))
        return np.asarray((number == self._in_cell) & (number > 0))

    def cell_ground(self, cell: int, beside: Callable[[Any], Any]) -> Any:
        """Ground beside all open edges of a cell, made once: `beside` gives that of each line."""
        if cell not in self._grounds:
            lines = self.graph.lines[(self.cell == cell) & (self.there | self.back)]
            self._grounds[cell] = shapely.union_all(beside(lines))
        return self._grounds[cell]

    def walk(self, start: Start) -> float:
        """Seconds to the road itself: people walk there, a car is taken to stand on it."""
        return start.off_m / (FOOT_KMH / 3.6) if self.mode == "foot" else 0.0

    def leaving(self, start: Start) -> list[Arrow]:
        """Nodes one gets to from a place, with the seconds along its edge."""
        edge, graph = start.edge, self.graph
        share = min(1.0, start.along / float(graph.length[edge]))
        found = []
        if self.there[edge]:
            found.append(Arrow(int(graph.end[edge]), float(self.seconds[edge]) * (1 - share)))
        if self.back[edge]:
            found.append(Arrow(int(graph.start[edge]), float(self.seconds[edge]) * share))
        return found

    def times(self, start: Start) -> Floats:
        """Seconds from a place to every node, infinite where there is no way."""
        arrows = self.leaving(start)
        rows = np.asarray(self.net.distances(source=[arrow.node for arrow in arrows], weights="seconds"))
        return np.asarray((rows + np.array([[arrow.seconds] for arrow in arrows])).min(axis=0) + self.walk(start))


class Network:
    """A road graph with its modes, each made when it is first asked for."""

    def __init__(self, graph: RoadGraph) -> None:
        """Wrap a graph."""
        self.graph = graph
        self._sides: dict[Mode, Side] = {}
        self._lock = Lock()
        self.answers = Shelf(REACH_KEPT)

    def side(self, mode: Mode) -> Side:
        """The graph of a mode."""
        with self._lock:
            if mode not in self._sides:
                self._sides[mode] = Side(self.graph, mode)
            return self._sides[mode]
