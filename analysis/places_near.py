"""Minutes on foot from a home to organizations, and which of them a parent should be told of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.metric import Floats
from analysis.network import Side, Start
from data.queries.education import Org

NEAREST = 5
WALK_LIMIT = 45.0


@dataclass(frozen=True)
class Reached:
    """An organization with the minutes on foot to it."""

    org: Org
    minutes: float


@dataclass(frozen=True)
class Offer:
    """For one kind: the nearest with free places, and the nearest of all (with or without)."""

    free: tuple[Reached, ...]
    nearest: tuple[Reached, ...]


def minutes_to(side: Side, start: Start, targets: Sequence[Start | None]) -> Floats:
    """Minutes on foot from a place to others; infinite where there is no way or no road."""
    times = side.times(start)
    graph = side.graph
    found = np.full(len(targets), np.inf)
    for at, target in enumerate(targets):
        if target is None:
            continue
        edge, length = target.edge, float(graph.length[target.edge])
        speed = float(side.seconds[edge]) / length
        ways = [float(times[graph.start[edge]]) + target.along * speed,
                float(times[graph.end[edge]]) + (length - target.along) * speed]  # fmt: skip
        if edge == start.edge:
            ways.append(abs(target.along - start.along) * speed + side.walk(start))
        found[at] = (min(ways) + side.walk(target)) / 60
    return found


def offers(orgs: Sequence[Org], minutes: Floats, kind: str, count: int = NEAREST) -> Offer:
    """The nearest organizations of a kind within WALK_LIMIT minutes: those with free places first, then the nearest."""
    own = [Reached(org, float(time)) for org, time in zip(orgs, minutes.tolist(), strict=True)
           if org.kind == kind and time <= WALK_LIMIT]  # fmt: skip
    own.sort(key=lambda one: (one.minutes, one.org.id))
    free = tuple(one for one in own if one.org.free_places)[:count]
    return Offer(free, tuple(own[:count]))
