"""Residents by district: the newest day of which every district is told, with its source; else as outlines say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from config.policy import Sensitivity
from data import schema
from data.districts import DISTRICTS
from data.queries.kept import kept
from data.store import INDICATORS, Store

PEOPLE = "population"


@dataclass(frozen=True)
class Residents:
    """Residents by code of district on one day; `day` and `source` are unknown where only the outlines tell them."""

    by_district: Mapping[str, float] = field(default_factory=dict)
    day: date | None = None
    source: str = ""

    @property
    def total(self) -> float:
        """Residents of all districts that are told."""
        return sum(self.by_district.values())


def residents(conn: Connection, store: Store) -> Residents:
    """Residents of the districts by whatever source tells all of them most recently; empty where nobody does.

    Of two sources for the same day the official file speaks. Answers that are kept and lean on it need its day and
    numbers in their key, or the versions of both the indicators and the districts.
    """
    found: Residents | None = kept(conn, store, INDICATORS, "residents", lambda: _of_series(conn, store))
    if found is not None:
        return found
    drawn: Residents = kept(conn, store, DISTRICTS, "residents", lambda: _of_outlines(conn, store))
    return drawn


def district_people(conn: Connection, store: Store) -> Mapping[str, float]:
    """Residents by code of district, as `residents` finds them."""
    return residents(conn, store).by_district


def _of_series(conn: Connection, store: Store) -> Residents | None:
    """The newest day with a count of every district; None where there is none."""
    v, i = schema.indicator_value.c, schema.indicator.c
    codes = {district.id for district in store.city.districts}
    query = (
        select(v.territory, v.period_start, v.value, v.source).join(schema.indicator, i.code == v.code)
        .where(v.code == PEOPLE, v.known_to.is_(None), v.kind == "fact", v.breakdown == "", v.value.is_not(None),
               v.period_start.is_not(None), i.sensitivity == Sensitivity.PUBLIC.value, v.territory.in_(sorted(codes)))
        .order_by(v.period_start, v.position, v.id)
    )  # fmt: skip
    days: dict[date, dict[str, tuple[float, str]]] = defaultdict(dict)
    for territory, day, value, source in conn.execute(query):
        days[day][territory] = float(value), source
    whole = [day for day, own in days.items() if codes and own.keys() == codes]
    if not whole:
        return None
    found = days[max(whole)]
    order = [district.id for district in store.city.districts]
    sources = {found[code][1] for code in order}
    return Residents({code: found[code][0] for code in order}, max(whole), sources.pop() if len(sources) == 1 else "")


def _of_outlines(conn: Connection, store: Store) -> Residents:
    """What the rows of the drawn districts say."""
    table = store.tables.get(DISTRICTS)
    if table is None or "population" not in table.c:
        return Residents()
    query = select(table.c.district, table.c.population).where(
        table.c.known_to.is_(None), table.c.population.is_not(None)
    )
    return Residents({row.district: float(row.population) for row in conn.execute(query)})
