"""How evenly a kind of object is spread: objects and capacity for a thousand residents, and what is missing where.

The city's rate is that of all its objects for all its residents. A district below it lacks what would bring it there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

THOUSAND = 1000.0
# Rarer objects than so many for each district say little about how a district is provided.
COMMON = 4


@dataclass(frozen=True)
class Share:
    """A district's part of a kind: objects, capacity (None: nobody knows it), residents, and rates for a thousand.

    `missing` objects and `capacity_missing` would bring the district to the city's rate; 0 where it is not below.
    """

    district: str
    count: int
    capacity: float | None
    people: float | None
    rate: float | None
    capacity_rate: float | None
    missing: float = 0.0
    capacity_missing: float = 0.0

    @property
    def below(self) -> bool:
        """Whether the district has fewer objects for a thousand residents than the city."""
        return self.missing > 0

    @property
    def capacity_below(self) -> bool:
        """Whether the district has less capacity for a thousand residents than the city."""
        return self.capacity_missing > 0


@dataclass(frozen=True)
class Provision:
    """A kind of object by district in the order given, and the city as a whole."""

    kind: str
    rows: tuple[Share, ...]
    city: Share

    @property
    def below(self) -> tuple[Share, ...]:
        """Districts with fewer objects for a thousand residents than the city, the poorest first."""
        return tuple(sorted((row for row in self.rows if row.below), key=lambda row: (row.rate or 0.0, row.district)))


@dataclass(frozen=True)
class Lack:
    """A kind that a district lacks: share of the city's rate that is not there (0 to 1), and objects missing."""

    kind: str
    district: str
    share: float
    missing: float


def provision(
    kind: str, counts: Mapping[str, int], people: Mapping[str, float | None],
    capacity: Mapping[str, float] | None = None,
) -> Provision:  # fmt: skip
    """Provision of the districts named by `people`; a district without people has no rate and lacks nothing.

    Objects elsewhere (outside of the districts) are not counted. Without `capacity` it is unknown everywhere.
    """
    whole = sum(counts.get(code, 0) for code in people)
    room = None if capacity is None else sum(capacity.get(code, 0.0) for code in people)
    residents = sum(number for number in people.values() if number)
    city = Share("", whole, room, residents or None, _rate(whole, residents), _rate(room, residents))
    rows = []
    for code, number in people.items():
        count, own = counts.get(code, 0), None if capacity is None else capacity.get(code, 0.0)
        rows.append(Share(
            code, count, own, number, _rate(count, number), _rate(own, number), _missing(count, number, city.rate),
            _missing(own, number, city.capacity_rate),
        ))  # fmt: skip
    return Provision(kind, tuple(rows), city)


def lacks(found: Iterable[Provision], district: str | None = None) -> list[Lack]:
    """What districts (or one of them) lack, the largest share of the city's rate first; of rare objects nothing."""
    out = []
    for one in found:
        if one.city.count < COMMON * len(one.rows) or not one.city.rate:
            continue
        out += [
            Lack(one.kind, row.district, 1 - (row.rate or 0.0) / one.city.rate, row.missing)
            for row in one.below if district in (None, row.district)
        ]  # fmt: skip
    return sorted(out, key=lambda lack: (-lack.share, -lack.missing, lack.kind, lack.district))


def _rate(amount: float | None, people: float | None) -> float | None:
    return None if amount is None or not people else amount / people * THOUSAND


def _missing(amount: float | None, people: float | None, rate: float | None) -> float:
    if amount is None or not people or rate is None:
        return 0.0
    lack = rate * people / THOUSAND - amount
    # What only rounding makes is no lack.
    return lack if lack > 1e-9 * max(amount, 1.0) else 0.0
