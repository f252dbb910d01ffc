"""Who answers for which series: desks of a person, indicators of a desk, and what the store knows of each series."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, select

from config.city import City
from config.entry import Desk
from config.policy import Action, Sensitivity, Thing, User, may
from data import schema
from data.entry.check import Known, Series
from data.queries.kept import kept
from data.store import INDICATORS, Store

# A made-up or modelled figure never stands in one series with what an official enters.
REAL = ("open", "official")
KIND = "indicator"


@dataclass(frozen=True)
class Line:
    """One series that a desk enters values of: an indicator for a territory and a breakdown."""

    code: str
    name_ru: str
    name_kk: str | None
    name_en: str
    unit: str | None
    unit_ru: str
    unit_en: str
    sensitivity: str
    territory: str
    breakdown: str
    breakdown_ru: str
    known: tuple[Known, ...]

    @property
    def id(self) -> str:
        """Name of the series in forms and tables."""
        return f"{self.code}|{self.territory}|{self.breakdown}"

    @property
    def series(self) -> Series:
        """What the checks need to know."""
        return Series(self.unit, self.known)

    def latest(self, kind: str) -> Known | None:
        """The last value of a kind."""
        return max((k for k in self.known if k.kind == kind), key=lambda k: k.start, default=None)


def thing(desk: Desk, sensitivity: Sensitivity = Sensitivity.PUBLIC) -> Thing:
    """A desk as the policy sees it."""
    return Thing(KIND, sensitivity, desk.district, desk.body)


def desks(city: City) -> tuple[Desk, ...]:
    """All desks of a city."""
    return city.entry.desks if city.entry else ()


def desk_of(city: City, body: str) -> Desk | None:
    """The desk of a body."""
    return next((desk for desk in desks(city) if desk.body == body), None)


def own_desks(city: City, user: User) -> list[Desk]:
    """Desks at which a person enters values."""
    return [d for d in desks(city) if user.name is not None and may(user, Action.ENTER, thing(d))]


def reviewed_desks(city: City, user: User) -> list[Desk]:
    """Desks whose values a person reviews."""
    return [d for d in desks(city) if user.name is not None and may(user, Action.REVIEW, thing(d))]


def may_enter(user: User, desk: Desk, line: Line) -> bool:
    """Whether a person enters values of a series: at their desk, and cleared to see it."""
    return user.name is not None and _cleared(user, line) and may(user, Action.ENTER, thing(desk))


def _cleared(user: User, line: Line) -> bool:
    return may(user, Action.VIEW, Thing(KIND, Sensitivity(line.sensitivity), line.territory))


@lru_cache(maxsize=256)
def _word(spelling: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(spelling)}(?!\w)")


def body_of(city: City, responsible: str, source: str) -> str | None:
    """The body that answers for an indicator: the one named first as responsible, else that of its document."""
    places: list[tuple[int, str]] = []
    for desk in desks(city):
        hits = [found.start() for name in desk.named if (found := _word(name).search(responsible))]
        places += [(min(hits), desk.body)] if hits else []
    if places:
        return min(places)[1]
    return next((desk.body for desk in desks(city) if source in desk.sources), None)


def lines(conn: Connection, store: Store, user: User, desk: Desk) -> list[Line]:
    """Series of a desk that a person may see, by document and printed order."""
    found: list[Line] = kept(conn, store, INDICATORS, ("entry", desk.body), lambda: _lines(conn, store, desk))
    return [line for line in found if _cleared(user, line)]


def find_line(conn: Connection, store: Store, user: User, desk: Desk, line_id: str) -> Line | None:
    """A series of a desk by its name in forms."""
    return next((line for line in lines(conn, store, user, desk) if line.id == line_id), None)


def _lines(conn: Connection, store: Store, desk: Desk) -> list[Line]:
    i = schema.indicator.c
    passports = {
        row.code: row
        for row in conn.execute(select(schema.indicator).where(i.origin.in_(REAL)).order_by(i.source, i.position))
        if desk.district or body_of(store.city, row.responsible, row.source) == desk.body
    }
    if not passports:
        return []
    places = [desk.district] if desk.district else [store.city.id, *(d.id for d in store.city.districts)]
    series = _known(conn, places, passports)
    columns = ("code", "name_ru", "name_kk", "name_en", "unit", "unit_ru", "unit_en", "sensitivity")
    found = []
    for code, row in passports.items():
        own = [key for key in series if key[0] == code]
        # An indicator that has no number yet has one series: the city as a whole.
        for _, territory, breakdown, printed in own or ([] if desk.district else [(code, store.city.id, "", "")]):
            values = tuple(series.get((code, territory, breakdown, printed), ()))
            passport = {name: getattr(row, name) for name in columns}
            found.append(Line(**passport, territory=territory, breakdown=breakdown, breakdown_ru=printed, known=values))
    return found


SeriesKey = tuple[str, str, str, str]


def _known(conn: Connection, places: Sequence[str], codes: Mapping[str, object]) -> dict[SeriesKey, list[Known]]:
    """Present numbers with a period by series, in time; of one period the newer document last."""
    v = schema.indicator_value.c
    query = select(
        v.code, v.territory, v.breakdown, v.breakdown_ru, v.kind, v.period, v.period_kind, v.period_start, v.value,
        v.source, v.data_date, v.position,
    ).where(
        v.known_to.is_(None), v.territory.in_(places), v.value.is_not(None), v.period_start.is_not(None),
        v.period_kind != "none", v.origin.in_(REAL),
    )  # fmt: skip
    rows = [row for row in conn.execute(query.order_by(v.position, v.id)) if row.code in codes]
    rows.sort(key=lambda row: (row.period_start, row.data_date or date.min, row.position))
    printed: dict[tuple[str, str, str], str] = {}
    found: dict[SeriesKey, list[Known]] = defaultdict(list)
    for row in rows:
        words = printed.setdefault((row.code, row.territory, row.breakdown), row.breakdown_ru)
        one = Known(row.kind, row.period, row.period_kind, row.period_start, row.value, row.source)
        found[row.code, row.territory, row.breakdown, words].append(one)
    return found
