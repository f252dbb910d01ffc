"""Accessibility counted and compared: shares by need and district, what is in the way, how long barriers stay."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from config.access import PREFIX, STATES, State, Verdict, rule, verdict

# For a person: an object that is fully accessible first, one that is known to be closed to them last.
ORDER: Mapping[State, int] = {"full": 0, "partial": 1, "unknown": 2, "none": 3}


@dataclass(frozen=True)
class Tally:
    """Objects of one district, sphere and states: `needs` has the state for each need, `state` the one for all."""

    district: str
    kind: str
    state: State
    needs: Mapping[str, State]
    count: int


@dataclass(frozen=True)
class Spread:
    """Objects by state; shares are of all of them, None when there are none."""

    full: int = 0
    partial: int = 0
    none: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """All objects."""
        return self.full + self.partial + self.none + self.unknown

    def share(self, state: State) -> float | None:
        """Share of a state in percent."""
        return 100.0 * getattr(self, state) / self.total if self.total else None

    @property
    def largest(self) -> State | None:
        """The most frequent state, of equals the worse known one; None when there is nothing."""
        if not self.total:
            return None
        sizes: list[tuple[int, int, State]] = [(getattr(self, state), ORDER[state], state) for state in STATES]
        return max(sizes)[2]


def plain_state(code: str) -> State:
    """State of the layer's own column without its prefix. Raises ValueError for a code of no state."""
    found = code.removeprefix(PREFIX)
    for state in STATES:
        if state == found:
            return state
    raise ValueError(code)


def spread(tallies: Iterable[Tally], need: str | None = None) -> Spread:
    """Objects by state for a need, or for everybody."""
    counted: Counter[str] = Counter()
    for tally in tallies:
        counted[tally.needs[need] if need else tally.state] += tally.count
    return Spread(**{state: counted[state] for state in STATES})


def by_district(tallies: Iterable[Tally], districts: Sequence[str], need: str | None = None) -> dict[str, Spread]:
    """Objects by state in each district, those without an object too."""
    groups: dict[str, list[Tally]] = {name: [] for name in districts}
    for tally in tallies:
        groups.setdefault(tally.district, []).append(tally)
    return {name: spread(found, need) for name, found in groups.items()}


def gaps(tallies: Iterable[Tally]) -> dict[str, int]:
    """Objects by district that nobody has checked for at least one need."""
    counted: Counter[str] = Counter()
    for tally in tallies:
        counted[tally.district] += tally.count * ("unknown" in tally.needs.values())
    return dict(counted)


def worst_first(spreads: Mapping[str, Spread]) -> list[str]:
    """Districts by the share of fully accessible objects, the smallest first; those without objects last."""

    def place(name: str) -> tuple[bool, float, float, str]:
        found = spreads[name]
        return found.total == 0, found.share("full") or 0.0, -(found.share("none") or 0.0), name

    return sorted(spreads, key=place)


def gap(fact: float | None, plan: float | None) -> float | None:
    """How many percentage points a share lies under its plan; negative above it; None without both."""
    return None if fact is None or plan is None else round(plan - fact, 1)


def fit(needs: Iterable[str], states: Mapping[str, State]) -> State:
    """Whether a person with these needs gets in: the worst of the states, where unknown promises nothing.

    One need that is not met closes the object; one that nobody checked leaves it unknown. Without needs: full.
    """
    return max((states.get(need, "unknown") for need in needs), key=lambda state: ORDER[state], default="full")


@dataclass(frozen=True)
class Obstacle:
    """An item of the check list that is in the way of a need: missing (`no`), half there (`partly`), or not checked."""

    need: str
    item: str
    verdict: Verdict
    decisive: bool


def in_the_way(needs: Iterable[str], items: Mapping[str, Any]) -> list[Obstacle]:
    """What of a check list is in the way of a person, what decides first, what is missing before what is unknown."""
    found = []
    for need in needs:
        of_need = rule().needs[need]
        for item in of_need.items:
            said = verdict(item, items.get(item))
            if said != "yes":
                found.append(Obstacle(need, item, said, item in of_need.decisive))
    return sorted(found, key=lambda one: (("no", "partly", "unknown").index(one.verdict), not one.decisive))


@dataclass(frozen=True)
class Candidate:
    """An object for the ranking: its metres from the place, states by need, and whatever goes along."""

    metres: float
    states: Mapping[str, State]
    row: Mapping[str, Any]


def ranked(needs: Sequence[str], candidates: Iterable[Candidate]) -> list[Candidate]:
    """Objects as a person needs them: those they get into first, of equal ones the nearer."""
    return sorted(candidates, key=lambda one: (ORDER[fit(needs, one.states)], one.metres))


@dataclass(frozen=True)
class Waiting:
    """Barriers of a kind that still stand: how many, half of them known for at least so many days, the longest."""

    kind: str
    count: int
    median_days: int
    longest_days: int


def waiting(standing: Iterable[tuple[str, date]], today: date) -> list[Waiting]:
    """Standing barriers (kind, known since) by kind, those that stay longest first."""
    ages: dict[str, list[int]] = {}
    for kind, since in standing:
        ages.setdefault(kind, []).append(max((today - since).days, 0))
    found = [Waiting(kind, len(days), int(median(days)), max(days)) for kind, days in ages.items()]
    return sorted(found, key=lambda one: (-one.median_days, -one.count, one.kind))


def overdue(plan: date | None, today: date) -> bool:
    """Whether the planned day of removal has gone by."""
    return plan is not None and plan < today


def estimated(total: float, people: Mapping[str, int]) -> dict[str, float]:
    """A printed number of the whole city spread over districts as their people: an estimate, not a count."""
    everyone = sum(people.values())
    return {name: total * count / everyone for name, count in people.items()} if everyone else {}
