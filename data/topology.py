"""How sections of a network hang together: what is fed from a source, what is not once something is closed.

Sections meet where they have a vertex in common, so the geometry is the scheme: no file has to name its joints.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import igraph
import numpy as np
import shapely
from numpy.typing import NDArray

from data.loading.chunks import Shapes

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Vertices nearer than this are one (about 0.1 m), and a source belongs to the joint nearest to it within REACH.
_UNIT = 1e6
REACH_DEG = 0.0015


@dataclass(frozen=True)
class Topology:
    """Touches as pairs of a section and a joint; places of joints (m x 2, degrees); which joints have a source."""

    size: int
    section: Ints
    joint: Ints
    places: Floats
    source: Flags

    @property
    def joints(self) -> int:
        """How many joints."""
        return len(self.places)


def topology(lines: Shapes, sources: Floats) -> Topology:
    """The scheme of lines (degrees) with sources (k x 2, degrees); a source far from every vertex feeds nothing."""
    xy, at = shapely.get_coordinates(lines, return_index=True)
    if not len(xy):
        none = np.zeros(0, dtype=np.int64)
        return Topology(len(lines), none, none, np.zeros((0, 2)), np.zeros(0, dtype=bool))
    whole = np.rint((xy + np.array([180.0, 90.0])) * _UNIT).astype(np.int64)
    _, first, spot = np.unique(whole[:, 0] << 30 | whole[:, 1], return_index=True, return_inverse=True)
    pairs = np.unique(np.column_stack([at, spot.ravel()]), axis=0)
    places = xy[first]
    fed = np.zeros(len(places), dtype=bool)
    if len(sources):
        tree = shapely.STRtree(np.asarray(shapely.points(places), dtype=object))
        found = tree.query_nearest(shapely.points(sources), max_distance=REACH_DEG, all_matches=False)
        fed[found[1]] = True
    used = (np.bincount(pairs[:, 1], minlength=len(places)) > 1) | fed
    pairs = pairs[used[pairs[:, 1]]]
    number = np.cumsum(used) - 1
    return Topology(len(lines), pairs[:, 0], number[pairs[:, 1]], places[used], fed[used])


def served(net: Topology, sections: Sequence[int] = (), joints: Sequence[int] = ()) -> Flags:
    """Which sections still reach a source when some sections and joints are closed; a closed section does not."""
    keep = ~np.isin(net.section, sections) & ~np.isin(net.joint, joints)
    pairs = np.column_stack([net.section[keep], net.size + net.joint[keep]])
    graph = igraph.Graph(n=net.size + net.joints, edges=pairs.tolist())
    member = np.asarray(graph.connected_components().membership, dtype=np.int64)
    open_ = net.source.copy()
    open_[list(joints)] = False
    found = np.isin(member[: net.size], np.unique(member[net.size + np.flatnonzero(open_)]))
    found[list(sections)] = False
    return np.asarray(found)


@dataclass(frozen=True)
class Dependence:
    """What hangs on each section: the sections that lose their only way to a source when it is closed.

    `order` has the sections so that those hanging on section i are `order[first[i] : last[i]]`, i itself the first of
    them; what has no way to a source at all hangs on nothing (`first[i] == last[i]`).
    """

    order: Ints
    first: Ints
    last: Ints

    def lost(self, section: int) -> Ints:
        """Sections without service when one is closed, itself the first."""
        return self.order[self.first[section] : self.last[section]]

    def sums(self, values: Floats) -> Floats:
        """Sum of a value over all that hangs on each section."""
        total = np.r_[0.0, np.cumsum(values[self.order])]
        return np.asarray(total[self.last] - total[self.first])


def dependence(net: Topology) -> Dependence:
    """What hangs on every section of a network, all at once: the tree of dominators from the sources."""
    root = net.size + net.joints
    joint = net.size + net.joint
    starts = net.size + np.flatnonzero(net.source)
    edges = np.concatenate([
        np.column_stack([net.section, joint]), np.column_stack([joint, net.section]),
        np.column_stack([np.full(len(starts), root), starts]),
    ])  # fmt: skip
    graph = igraph.Graph(n=root + 1, edges=edges.tolist(), directed=True)
    given = np.array(graph.dominator(root, mode="out"), dtype=float)
    above = np.where(np.isnan(given), -1, given).astype(np.int64)
    below: list[list[int]] = [[] for _ in range(root + 1)]
    for node in np.flatnonzero(above >= 0).tolist():
        below[above[node]].append(node)
    first, last = np.zeros(net.size, dtype=np.int64), np.zeros(net.size, dtype=np.int64)
    order: list[int] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node < 0:
            last[~node] = len(order)
        elif node < net.size:
            first[node] = len(order)
            order.append(node)
            stack.append(~node)
            stack.extend(below[node])
        else:
            stack.extend(below[node])
    return Dependence(np.array(order, dtype=np.int64), first, last)
