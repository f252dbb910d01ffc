"""Works against their plan: lateness and overspending by group, works that collide, records of contractors; pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import hypot


@dataclass(frozen=True)
class Work:
    """What is compared of a work: terms and money as planned and as they became (tenge), who does it and where.

    `begin` and `end` are the days in which it stands in the street (real ones, else planned ones; no end: it goes on),
    `xy` is its place in metres. `delay` are days late on the day of the data; None where nothing is planned.
    """

    id: str
    street: str = ""
    begin: date | None = None
    end: date | None = None
    xy: tuple[float, float] = (0.0, 0.0)
    district: str = ""
    body: str = ""
    contractor: str = ""
    state: str = ""
    delay: int | None = None
    cost_plan: float | None = None
    cost_fact: float | None = None
    mark: float | None = None
    marks: int = 0
    complaints: int | None = None


@dataclass(frozen=True)
class Clash:
    """Two works on one street whose days overlap from `first` to `last` (None: no end is known), `metres` apart."""

    one: Work
    other: Work
    first: date
    last: date | None
    metres: float


@dataclass(frozen=True)
class Record:
    """How works of one group went.

    `works` all, `told` those with a planned end, `late` of them with the mean delay of the late ones in days;
    `priced` with both sums, `over` of them, `overspent` in tenge; the mean mark by the number of marks; complaints
    near its works (None where nobody counted).
    """

    key: str
    works: int
    told: int
    late: int
    mean_delay: float | None
    priced: int
    over: int
    overspent: float
    mark: float | None
    marks: int
    complaints: int | None
    cost_plan: float
    cost_fact: float

    @property
    def late_share(self) -> float | None:
        """Share of late works among those with a planned end."""
        return self.late / self.told if self.told else None

    @property
    def over_share(self) -> float | None:
        """Share of overspent works among those with both sums."""
        return self.over / self.priced if self.priced else None


def overspent(work: Work) -> float | None:
    """Tenge spent beyond the plan; 0 within it, None where one of both sums is unknown."""
    if work.cost_plan is None or work.cost_fact is None:
        return None
    return max(0.0, work.cost_fact - work.cost_plan)


def overlap(one: Work, other: Work) -> tuple[date, date | None] | None:
    """First and last common day of two works (None: no end is known); None when they have no day in common."""
    if one.begin is None or other.begin is None:
        return None
    first = max(one.begin, other.begin)
    ends = [work.end for work in (one, other) if work.end is not None]
    last = min(ends) if ends else None
    return None if last is not None and last < first else (first, last)


def clashes(works: Sequence[Work], within_m: float, since: date, until: date | None = None) -> list[Clash]:
    """Pairs of works on one street, at most so many metres apart, with common days in a time; the soonest first."""
    streets: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.street and work.begin is not None and (work.end is None or work.end >= since):
            streets[work.street].append(work)
    found = []
    for own in streets.values():
        for one, other in combinations(sorted(own, key=lambda w: (w.begin or since, w.id)), 2):
            days, metres = overlap(one, other), hypot(one.xy[0] - other.xy[0], one.xy[1] - other.xy[1])
            if days is None or metres > within_m or (days[1] is not None and days[1] < since):
                continue
            if until is None or days[0] <= until:
                found.append(Clash(one, other, *days, metres))
    return sorted(found, key=lambda clash: (clash.first, clash.one.id, clash.other.id))


def record(key: str, works: Sequence[Work]) -> Record:
    """The record of a group of works."""
    delays = [work.delay for work in works if work.delay is not None]
    late = [days for days in delays if days > 0]
    beyond = [sum_ for work in works if (sum_ := overspent(work)) is not None]
    marks = sum(work.marks for work in works if work.mark is not None)
    marked = sum(work.marks * work.mark for work in works if work.mark is not None)
    complaints = [work.complaints for work in works if work.complaints is not None]
    return Record(
        key, len(works), len(delays), len(late), sum(late) / len(late) if late else None, len(beyond),
        sum(sum_ > 0 for sum_ in beyond), sum(beyond), marked / marks if marks else None, marks,
        sum(complaints) if complaints else None, sum(work.cost_plan or 0.0 for work in works),
        sum(work.cost_fact or 0.0 for work in works),
    )  # fmt: skip


def records(works: Sequence[Work], key: Callable[[Work], str]) -> list[Record]:
    """Records by group, the largest share of late works first; groups without a name are left out."""
    groups: dict[Hashable, list[Work]] = defaultdict(list)
    for work in works:
        if key(work):
            groups[key(work)].append(work)
    found = [record(str(name), own) for name, own in groups.items()]
    return sorted(found, key=lambda r: (-(r.late_share or 0.0), -r.late, r.key))


def worst(found: Sequence[Record], least: int) -> Record | None:
    """The first of records that has at least so many works with a planned end and any late one; None without one."""
    return next((one for one in found if one.told >= least and one.late), None)
