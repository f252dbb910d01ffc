"""Places of territories by one figure: rank, mean of the city, gap to it and change against the year before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["up", "down"]
PER = 1_000.0


@dataclass(frozen=True)
class Place:
    """Where a territory stands: its figure, rank from 1 (of `of`), mean, gap and the year before.

    `gap` is the difference to the mean as a share of the mean, above zero when the territory is better (with a known
    direction) or higher (without one). `before` is the figure of the year before, None where there is none.
    """

    value: float
    rank: int
    of: int
    mean: float | None
    gap: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        """Difference to the year before, in the unit of the figure."""
        return None if self.before is None else self.value - self.before


def ranks(values: Mapping[str, float], direction: Direction | None) -> dict[str, int]:
    """Rank of each territory from 1; equal figures share a rank and the next one is left out (1, 2, 2, 4).

    The best comes first: the highest, or the lowest where down is good; without a direction the highest.
    """
    lower_first = direction == "down"
    return {
        name: 1 + sum(other < value if lower_first else other > value for other in values.values())
        for name, value in values.items()
    }


def per_thousand(values: Mapping[str, float], people: Mapping[str, float]) -> dict[str, float]:
    """Figures by 1,000 residents; a territory without people known is left out."""
    return {name: value / people[name] * PER for name, value in values.items() if people.get(name)}


def gap(value: float, mean: float | None, direction: Direction | None) -> float | None:
    """Difference to the mean as a share of the mean, above zero when better; None for no mean or a mean of zero."""
    if not mean:
        return None
    off = (value - mean) / abs(mean)
    return -off if direction == "down" else off


def places(
    now: Mapping[str, float], before: Mapping[str, float], mean: float | None, direction: Direction | None
) -> dict[str, Place]:
    """Place of every territory that has a figure, the best first."""
    rank = ranks(now, direction)
    return {
        name: Place(now[name], rank[name], len(now), mean, gap(now[name], mean, direction), before.get(name))
        for name in sorted(now, key=lambda name: (rank[name], name))
    }


def better(change: float | None, direction: Direction | None) -> bool | None:
    """Whether a change is for the better; None where nothing changed or nobody knows the good direction."""
    if change is None or direction is None or change == 0:
        return None
    return (change > 0) == (direction == "up")
