"""Load of schools and kindergartens: children against places, and how many places are short, by place and in all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.queries.education import SCHOOL, Org

THREE = 3


@dataclass(frozen=True)
class Load:
    """Organizations of one kind taken together.

    `known` have both places and children; `pupils` and `capacity` are theirs. `over` counts children above the places
    of overloaded ones, `free` the places left in others: a free place in one school does not help the children of
    another, so the two are not set off. `queue` counts children who wait, where a queue is known.
    """

    orgs: int = 0
    known: int = 0
    capacity: int = 0
    pupils: int = 0
    over: int = 0
    overloaded: int = 0
    three_shifts: int = 0
    free: int = 0
    with_free: int = 0
    queue: int = 0

    @property
    def pct(self) -> float | None:
        """Children in per cent of places; None when nothing is known."""
        return self.pupils / self.capacity * 100 if self.capacity else None

    @property
    def waiting(self) -> int:
        """Children who wait beyond the places that are free."""
        return max(self.queue - self.free, 0)


def load_of(orgs: Iterable[Org]) -> Load:
    """Load of some organizations together."""
    listed = list(orgs)
    known = [org for org in listed if org.capacity is not None and org.pupils is not None]
    return Load(
        orgs=len(listed), known=len(known), capacity=sum(org.capacity or 0 for org in known),
        pupils=sum(org.pupils or 0 for org in known), over=sum(org.over for org in known),
        overloaded=sum(org.over > 0 for org in known), three_shifts=sum((org.shifts or 0) >= THREE for org in listed),
        free=sum(org.free_places or 0 for org in listed), with_free=sum(bool(org.free_places) for org in listed),
        queue=sum(org.queue or 0 for org in listed),
    )  # fmt: skip


def by_district(orgs: Iterable[Org], kind: str, codes: Sequence[str]) -> dict[str, Load]:
    """Load of the organizations of a kind in each district of `codes`."""
    own: dict[str, list[Org]] = {code: [] for code in codes}
    for org in orgs:
        if org.kind == kind and org.district in own:
            own[org.district].append(org)
    return {code: load_of(listed) for code, listed in own.items()}


def short_of(kind: str, load: Load) -> int:
    """Places short: of schools the children above capacity, of kindergartens those who wait beyond free places."""
    return load.over if kind == SCHOOL else load.waiting


def worst_district(kind: str, loads: Mapping[str, Load]) -> str | None:
    """District with most places short of the kind; None when none is short."""
    short = {code: short_of(kind, load) for code, load in loads.items()}
    worst = max(short, key=lambda code: (short[code], code), default=None)
    return worst if worst is not None and short[worst] else None


def overloaded(orgs: Iterable[Org]) -> list[Org]:
    """Organizations with more children than places, the most overloaded first."""
    return sorted((org for org in orgs if org.over), key=lambda org: (-(org.load_pct or 0), org.id))
