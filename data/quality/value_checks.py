"""Checks of the indicator values that a source brought."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from config.policy import Sensitivity
from data.quality.records import ADDING, TOLERANCE
from data.schema import indicator, indicator_value

Found = tuple[int, int]
SERIES = ("code", "period", "breakdown", "kind", "edition")


@dataclass(frozen=True)
class Values:
    """Present values of a source that are for everybody; `districts` and `city` are codes of territories."""

    conn: Connection
    source: str
    districts: Sequence[str]
    city: str

    def where(self) -> ColumnElement[bool]:
        """Condition of the values looked at."""
        open_ones = select(indicator.c.code).where(indicator.c.sensitivity == Sensitivity.PUBLIC.value)
        v = indicator_value.c
        return and_(v.source == self.source, v.known_to.is_(None), v.code.in_(open_ones))

    def count(self, *conditions: ColumnElement[bool]) -> int:
        """How many of the values meet conditions."""
        query = select(func.count()).select_from(indicator_value).where(self.where(), *conditions)
        return int(self.conn.execute(query).scalar_one())

    def passports(self, *conditions: ColumnElement[bool]) -> int:
        """How many indicators of the source meet conditions."""
        i = indicator.c
        own = (i.source == self.source, i.sensitivity == Sensitivity.PUBLIC.value)
        return int(self.conn.execute(select(func.count()).select_from(indicator).where(*own, *conditions)).scalar_one())


def numbers(values: Values) -> Found:
    """Values without a number, of all values."""
    return values.count(indicator_value.c.value.is_(None)), values.count()


def repeated(values: Values) -> Found:
    """Values that stand twice for the same indicator, place, period, breakdown, kind, edition and line, of all."""
    v = indicator_value.c
    keys = (*(v[name] for name in SERIES), v.territory, v.comparison, v.source_line, v.value, v.value_text)
    groups = select(func.count().label("size")).where(values.where()).group_by(*keys).having(func.count() > 1)
    found = groups.subquery()
    extra = values.conn.execute(select(func.coalesce(func.sum(found.c.size - 1), 0))).scalar_one()
    return int(extra), values.count()


def city_total(values: Values) -> Found:
    """Series whose districts do not add up to the city by more than one per cent, of all that can be compared."""
    v, i = indicator_value.c, indicator.c
    places = v.territory.in_([*values.districts, values.city])
    query = select(*(v[name] for name in SERIES), v.territory, v.value).join(indicator, i.code == v.code)
    query = query.where(values.where(), v.value.is_not(None), i.unit.in_(ADDING), places)
    series: dict[tuple[str, ...], dict[str, float]] = {}
    for *key, territory, value in values.conn.execute(query):
        series.setdefault(tuple(key), {})[territory] = value
    wrong = of = 0
    for parts in series.values():
        total = parts.pop(values.city, None)
        if total is None or len(parts) < len(values.districts):
            continue
        of += 1
        wrong += abs(sum(parts.values()) - total) > TOLERANCE * max(abs(total), 1e-9)
    return wrong, of


def value_doubts(values: Values) -> Found:
    """Values with a reservation, of all values."""
    return values.count(indicator_value.c.doubt != ""), values.count()


def value_kazakh(values: Values) -> Found:
    """Indicators without a Kazakh name, of all indicators of the source."""
    name = indicator.c.name_kk
    return values.passports(or_(name.is_(None), name == "")), values.passports()


VALUE_CHECKS: Mapping[str, Callable[[Values], Found]] = {
    "numbers": numbers, "repeated": repeated, "city_total": city_total, "value_doubts": value_doubts,
    "value_kazakh": value_kazakh,
}  # fmt: skip
