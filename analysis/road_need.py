"""Need of road repair by year and the share of roads in a fair state, from sections by year, state and length."""

from collections.abc import Iterable
from dataclasses import dataclass

FAIR = frozenset({"good", "fair"})
M_IN_KM = 1000.0


@dataclass(frozen=True)
class Section:
    """Sections taken together: district, state, year of the next repair (None: unknown), metres."""

    district: str
    state: str
    due: int | None
    length_m: float


@dataclass(frozen=True)
class Need:
    """Kilometres: due by year from this one on, overdue, without a known year; all, and those in a fair state."""

    by_year: dict[int, float]
    overdue_km: float
    unknown_km: float
    total_km: float
    fair_km: float

    @property
    def fair_share(self) -> float | None:
        """Share of the length in a good or satisfactory state, 0 to 1."""
        return self.fair_km / self.total_km if self.total_km else None


def need(sections: Iterable[Section], this_year: int, district: str | None = None) -> Need:
    """Need of all sections or those of a district."""
    by_year: dict[int, float] = {}
    overdue = unknown = total = fair = 0.0
    for one in sections:
        if district not in (None, one.district):
            continue
        km = one.length_m / M_IN_KM
        total += km
        fair += km if one.state in FAIR else 0.0
        if one.due is None:
            unknown += km
        elif one.due < this_year:
            overdue += km
        else:
            by_year[one.due] = by_year.get(one.due, 0.0) + km
    return Need(dict(sorted(by_year.items())), overdue, unknown, total, fair)
