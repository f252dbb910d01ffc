"""One figure of all districts through time: any period on any basis, places then and now, the same for every year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.ranking import Direction, per_thousand, ranks
from analysis.standing import Basis, basis_of, direction_of, mean_of
from data.queries.indicators import Entry, Point

# How far from a period the day may be whose people are taken for it.
NEAR_DAYS = 5 * 366


@dataclass(frozen=True)
class Shot:
    """Figures of one period: `values` by district on the basis that is compared, `points` as they stand in the store.

    `like` is one of the points and names the period; `mean` is the city's figure on the same basis.
    """

    like: Point
    values: Mapping[str, float]
    points: Mapping[str, Point]
    mean: float | None
    ranks: Mapping[str, int]

    @property
    def year(self) -> int:
        """Year in which the period begins."""
        return self.like.period_start.year if self.like.period_start else 0


@dataclass(frozen=True)
class Atlas:
    """All periods of one figure, the oldest first; none where no period has a figure of a district."""

    entry: Entry
    basis: Basis
    direction: Direction | None
    shots: tuple[Shot, ...]

    def at(self, period: str) -> Shot | None:
        """The shot of a printed period."""
        return next((shot for shot in self.shots if shot.like.period == period), None)

    def before(self, shot: Shot) -> Shot | None:
        """The shot before another one."""
        at = self.shots.index(shot)
        return self.shots[at - 1] if at else None


@dataclass(frozen=True)
class Question:
    """Whom an atlas is about: districts, the city, its people in time, and the asked basis (None: the usual one)."""

    districts: Sequence[str]
    city: str
    people: Sequence[Point] = ()
    basis: Basis | None = None


def bases(entry: Entry, people: Sequence[Point]) -> tuple[Basis, ...]:
    """How districts can be compared by an indicator, the usual way first: amounts also by 1,000 residents."""
    usual = basis_of(entry)
    if usual == "value" or not people:
        return ("value",)
    return (usual, "value")


def atlas(entry: Entry, points: Sequence[Point], asked: Question) -> Atlas:
    """The atlas of an indicator from its facts in time; only periods of the kind of the last one are compared."""
    possible = bases(entry, asked.people)
    basis = asked.basis if asked.basis in possible else possible[0]
    direction = direction_of(entry)
    shots = (_shot(points, like, asked, basis, direction) for like in periods(points, asked.districts))
    return Atlas(entry, basis, direction, tuple(shot for shot in shots if shot.values))


def periods(points: Sequence[Point], districts: Sequence[str]) -> list[Point]:
    """One point of a district for each period of the kind of the last one, the oldest first."""
    own = [point for point in points if point.territory in districts and point.value is not None]
    if not own:
        return []
    found = {point.period_start: point for point in own if point.period_kind == own[-1].period_kind}
    return [found[start] for start in sorted(found, key=lambda start: start or date.min)]


def _shot(points: Sequence[Point], like: Point, asked: Question, basis: Basis, direction: Direction | None) -> Shot:
    then = {p.territory: p for p in points
            if (p.period_start, p.period_kind) == (like.period_start, like.period_kind)}  # fmt: skip
    whole = {name: point.value for name, point in then.items() if point.value is not None}
    own = {name: whole[name] for name in asked.districts if name in whole}
    people = residents(asked.people, like)
    mean = mean_of(basis, whole, own, asked.city, people)
    values = per_thousand(own, people) if basis == "per_thousand" else own
    return Shot(like, values, then, mean, ranks(values, direction))


def residents(people: Sequence[Point], like: Point) -> dict[str, float]:
    """People by territory, of the day nearest to the beginning of a period; the later of two equally near.

    A territory whose people are known of no day within NEAR_DAYS is left out: other people must not stand for them.
    """
    found: dict[str, tuple[int, float]] = {}
    for point in people:
        if point.value is None:
            continue
        days = (point.period_start - like.period_start).days if point.period_start and like.period_start else 0
        if abs(days) > NEAR_DAYS:
            continue
        if point.territory not in found or abs(days) <= abs(found[point.territory][0]):
            found[point.territory] = (days, point.value)
    return {name: value for name, (_, value) in found.items()}


def shifts(now: Shot, then: Shot | None) -> dict[str, int | None]:
    """How many places each district has gained since then (below zero: lost); None where a place is not known."""
    before = then.ranks if then is not None else {}
    return {name: before[name] - rank if name in before else None for name, rank in now.ranks.items()}


def spaced(shots: Sequence[Shot], most: int) -> list[Shot]:
    """At most that many shots, evenly spread, the first and the last among them."""
    if len(shots) <= most:
        return [*shots]
    step = (len(shots) - 1) / (most - 1)
    return [shots[round(at * step)] for at in range(most)]
