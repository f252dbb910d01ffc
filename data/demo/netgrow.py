"""Networks grown along the streets: from sources outward until the printed length is met, cut into sections."""

from dataclasses import dataclass

import igraph
import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.netplan import DENSITY, MAIN, Plan
from data.demo.roadnet import Ints, RoadNet
from data.demo.streets import Numbers
from data.loading.chunks import Shapes

Flags = NDArray[np.bool_]
# Mains follow broad streets: a metre of these counts for less.
SLOW = {"trunk": 0.5, "primary": 0.5, "secondary": 0.55, "tertiary": 0.7, "residential": 1.0, "living_street": 1.1}
SLOW_ELSE = 1.4
LONGEST_M = {True: 1_500.0, False: 800.0}
LEAST_M = 1.0
# A line that would close a circle ends so far before the street it comes to.
APART_M = 5.0
# A branch up to this long goes with the section it leaves, which may grow so far.
BRANCH_M, WITH_BRANCHES_M = 900.0, 2_500.0


@dataclass(frozen=True)
class Sections:
    """Sections of one network: lines (metres, the first where there are two) with length, class, district, level."""

    lines: Shapes
    length: Numbers
    kind: Shapes
    district: Shapes
    main: Flags
    twice: Flags


@dataclass(frozen=True)
class _Way:
    """How each piece of street is reached from the sources.

    It is laid from node `begin` to node `finish`, `back` against its drawing, for `length` metres at most; `far` is the
    cost to its end, `by` the piece that leads to a node (-1: a source). A piece that would close a circle ends before
    the street it comes to (its end is a node of its own), unless it is a `ring`.
    """

    begin: Ints
    finish: Ints
    back: Flags
    length: Numbers
    far: Numbers
    by: Ints
    ring: Flags
    twice: Flags
    main: Flags


def grow(net: RoadNet, plan: Plan, length_m: float) -> Sections:
    """The network of a plan with so many metres of line, two lines in a street counting twice."""
    way = _way(net, plan)
    chosen, rest = _choose(way, length_m)
    tail = int(chosen[-1])
    ends = way.length.copy()
    ends[tail] = max(rest / (2 if way.twice[tail] else 1), LEAST_M)
    groups = _joined(way, _chains(way, chosen))
    lines = _lines(net, way, [chain for group in groups for chain in group], ends)
    whole = shapely.multilinestrings(lines, indices=np.repeat(np.arange(len(groups)), [len(group) for group in groups]))
    lead = np.array([group[0][0] for group in groups])
    return Sections(
        np.asarray(whole, dtype=object), np.asarray(shapely.length(whole)), net.kind[lead],
        net.district[lead], way.main[lead], way.twice[lead],
    )  # fmt: skip


def sources_of(net: RoadNet, plan: Plan) -> Ints:
    """Nodes on broad streets: one at the place of the plan, each further one the farthest from those before it."""
    wide = np.isin(net.kind.astype(str), ["primary", "secondary"])
    broad = np.unique(np.r_[net.start[wide], net.end[wide]])
    low, high = np.percentile(net.nodes, [8, 92], axis=0)
    inner = broad[((net.nodes[broad] >= low) & (net.nodes[broad] <= high)).all(axis=1)]
    places = net.nodes[inner]
    aim = low + (high - low) * np.array(plan.at)
    found = [int(np.hypot(*(places - aim).T).argmin())]
    far = np.hypot(*(places - places[found[0]]).T)
    while len(found) < plan.sources:
        found.append(int(far.argmax()))
        far = np.minimum(far, np.hypot(*(places - places[found[-1]]).T))
    return np.asarray(inner[found])


def _cost(net: RoadNet, sources: Ints) -> tuple[Numbers, Numbers]:
    """Cost of each piece, and the least cost from a source to each node."""
    cost = net.length * np.array([SLOW.get(kind, SLOW_ELSE) for kind in net.kind])
    root = len(net.nodes)
    pairs = np.column_stack([np.r_[net.start, np.full(len(sources), root)], np.r_[net.end, sources]])
    graph = igraph.Graph(n=root + 1, edges=pairs.tolist())
    weights = np.r_[cost, np.zeros(len(sources))].tolist()
    return cost, np.array(graph.distances(source=[root], weights=weights)[0])[:root]


def _way(net: RoadNet, plan: Plan) -> _Way:
    sources = sources_of(net, plan)
    cost, away = _cost(net, sources)
    size, nodes = len(cost), len(net.nodes)
    tail, head = np.r_[net.start, net.end], np.r_[net.end, net.start]
    tight = np.flatnonzero(np.abs(away[tail] + np.r_[cost, cost] - away[head]) < 1e-6)
    reached, at = np.unique(head[tight], return_index=True)
    by = np.full(nodes + size, -1, dtype=np.int64)
    by[reached] = tight[at] % size
    by[sources] = -1
    number = np.arange(size)
    against = by[net.start] == number
    tree = against | (by[net.end] == number)
    back = np.where(tree, against, away[net.end] < away[net.start])
    ring = ~tree & np.isin(net.kind.astype(str), sorted(plan.rings))
    begin, finish = np.where(back, net.end, net.start), np.where(back, net.start, net.end)
    spur = ~tree & ~ring
    finish = np.where(spur, nodes + number, finish)
    by[nodes + number[spur]] = number[spur]
    return _Way(
        begin, finish, back, np.where(spur, np.maximum(net.length - APART_M, LEAST_M), net.length),
        np.where(spur, away[begin] + cost, np.maximum(away[net.start], away[net.end])), by, ring,
        np.isin(net.kind.astype(str), sorted(plan.twice)), np.isin(net.kind.astype(str), sorted(MAIN)),
    )  # fmt: skip


def _choose(way: _Way, length_m: float) -> tuple[Ints, float]:
    """Pieces up to the length, those nearest to a source first; the last is cut: metres of line left for it."""
    size = way.length * np.where(way.twice, 2, 1)
    order = np.lexsort((way.ring, way.far))
    total = np.cumsum(size[order])
    count = int(np.searchsorted(total, length_m, side="right"))
    chosen, left = order[:count], length_m - float(total[count - 1] if count else 0.0)
    more: list[int] = []
    # A piece of a ring cannot be cut: it would lead to nowhere.
    for piece in order[count:][~way.ring[order[count:]]].tolist():
        more.append(piece)
        if size[piece] > left:
            return np.r_[chosen, more].astype(np.int64), left
        left -= float(size[piece])
    raise ValueError("the streets are too short for the network")


def _chains(way: _Way, chosen: Ints) -> list[list[int]]:
    """Pieces joined end to end, outward, along the branch with most behind it; a piece of a ring stands alone."""
    tree = chosen[~way.ring[chosen]].tolist()
    heavy = _heavy(way, tree)
    begin, by = way.begin.tolist(), way.by.tolist()
    length, alike = way.length.tolist(), (way.main * 2 + way.twice).tolist()
    chains: list[list[int]] = []
    chain_of: dict[int, int] = {}
    size: list[float] = []
    for piece in tree:
        before = by[begin[piece]]
        at = chain_of.get(before, -1)
        if (
            at >= 0 and alike[piece] == alike[before] and heavy[begin[piece]] == piece
            and size[at] + length[piece] <= LONGEST_M[alike[piece] > 1]
        ):  # fmt: skip
            chains[at].append(piece)
            size[at] += length[piece]
        else:
            at = len(chains)
            chains.append([piece])
            size.append(length[piece])
        chain_of[piece] = at
    return chains + [[piece] for piece in chosen[way.ring[chosen]].tolist()]


def _joined(way: _Way, chains: list[list[int]]) -> list[list[list[int]]]:
    """Short branches without a closing of their own belong to the section they leave: chains of each section."""
    at_piece = {piece: number for number, chain in enumerate(chains) for piece in chain}
    kind = way.main * 2 + way.twice
    size = [float(way.length[chain].sum()) for chain in chains]
    parts: list[list[list[int]]] = [[chain] for chain in chains]
    for number in range(len(chains) - 1, -1, -1):
        lead = chains[number][0]
        above = -1 if way.ring[lead] else at_piece.get(int(way.by[way.begin[lead]]), -1)
        if above < 0 or size[number] > BRANCH_M or kind[lead] != kind[chains[above][0]]:
            continue
        if size[above] + size[number] <= WITH_BRANCHES_M:
            parts[above] += parts[number]
            parts[number] = []
            size[above] += size[number]
    return [found for found in parts if found]


def _heavy(way: _Way, tree: list[int]) -> dict[int, int]:
    """Of the pieces that leave each node, the one with most metres behind it."""
    begin, finish, length = way.begin.tolist(), way.finish.tolist(), way.length.tolist()
    behind = [0.0] * len(way.by)
    for piece in reversed(tree):
        behind[begin[piece]] += behind[finish[piece]] + length[piece]
    heavy: dict[int, int] = {}
    for piece in tree:
        old = heavy.get(begin[piece])
        if old is None or behind[finish[piece]] > behind[finish[old]]:
            heavy[begin[piece]] = piece
    return heavy


def _lines(net: RoadNet, way: _Way, chains: list[list[int]], ends: Numbers) -> Shapes:
    """One line a chain, from the source outward, each piece for its metres."""
    piece = np.array([number for chain in chains for number in chain])
    chain = np.repeat(np.arange(len(chains)), [len(found) for found in chains])
    counts = (net.first[piece + 1] - net.first[piece]).astype(np.int64)
    of = np.repeat(np.arange(len(piece)), counts)
    step = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    back = way.back[piece]
    start = np.where(back, net.first[piece + 1] - 1, net.first[piece])
    at = start[of] + np.where(back[of], -step, step)
    far = np.r_[0.0, np.cumsum(np.hypot(*np.diff(net.xy, axis=0).T))]
    away = np.abs(far[at] - far[start[of]])
    whole = shapely.linestrings(net.xy[at], indices=of)
    end = shapely.get_coordinates(shapely.line_interpolate_point(whole, ends[piece]))
    follows = np.r_[False, chain[1:] == chain[:-1]]
    keep = (away < ends[piece][of] - 1e-6) & ~((step == 0) & follows[of])
    last = np.cumsum(np.bincount(of[keep], minlength=len(piece)))
    xy = np.insert(net.xy[at[keep]], last, end, axis=0)
    return np.asarray(shapely.linestrings(xy, indices=np.insert(chain[of[keep]], last, chain)), dtype=object)


def weight(sections: Sections) -> Numbers:
    """How many people a section serves, compared with others."""
    return np.asarray(sections.length * np.array([DENSITY[kind] for kind in sections.kind]))
