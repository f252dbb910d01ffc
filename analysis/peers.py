"""Districts that are like another one: near to it by people and density, so that comparing them is fair."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """Another district and how unlike it is: 0 is the same people and density, 1 a factor of e in one of them."""

    id: str
    distance: float


def nearest(people: Mapping[str, float], density: Mapping[str, float], own: str) -> list[Peer]:
    """All other districts with both figures, the most like first; none when the district itself lacks one.

    The distance is that of the logarithms, so that twice as many counts as much as half as many.
    """
    if not _known(people, density, own):
        return []
    found = [
        Peer(name, math.hypot(math.log(people[name] / people[own]), math.log(density[name] / density[own])))
        for name in people if name != own and _known(people, density, name)
    ]  # fmt: skip
    return sorted(found, key=lambda peer: (peer.distance, peer.id))


def _known(people: Mapping[str, float], density: Mapping[str, float], name: str) -> bool:
    return people.get(name, 0.0) > 0 and density.get(name, 0.0) > 0
