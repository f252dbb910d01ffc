"""Indicators as people ask for them: catalogue, search, passport, values at any date, headline and districts."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from config.limits import SEARCH_QUERY_CHARS
from config.policy import VISITOR, Sensitivity, User
from data import indicators, schema
from data.indicators.synonyms import in_russian
from data.queries.kept import kept
from data.queries.rhythm import SHAPE_POINTS, SeriesRhythm, rhythm_of, shape_of
from data.queries.scope import RowScope, row_scope
from data.store import INDICATORS, Store
from data.text import TextIndex

DISTRICTS_MIN_SHARE = 0.5
NAME_CUTOFF = 62.0
# A name found by the Russian for a Kazakh word stands a little behind one found by the word itself.
SAID_WORTH = 0.95
# So does a series made up for demonstration: a real one with the same words goes first.
DEMO_WORTH = 0.97
HEADLINE = tomllib.loads((Path(indicators.__file__).parent / "headline.toml").read_text("utf-8"))["codes"]
_POINT = ("territory", "period", "period_kind", "period_start", "breakdown", "breakdown_ru", "kind", "value",
          "value_text", "comparison", "edition", "doubt", "position", "data_date", "source", "origin")  # fmt: skip


class UnknownIndicatorError(LookupError):
    """No such indicator exists for this person."""


@dataclass(frozen=True)
class Point:
    """One value of an indicator, as much of it as lists and charts need."""

    territory: str
    period: str
    period_kind: str
    period_start: date | None
    breakdown: str
    breakdown_ru: str
    kind: str
    value: float | None
    value_text: str
    comparison: str
    edition: str
    doubt: str
    position: int
    data_date: date | None
    source: str = ""
    origin: str = ""

    @property
    def inferred(self) -> date | None:
        """Day inferred by the curator of the data where the document prints no period."""
        return self.period_start if self.period_kind == "none" else None


@dataclass(frozen=True)
class Entry:
    """One indicator in the catalogue, with its latest figures for the city (or for the territory it is about)."""

    code: str
    collection: str
    name_ru: str
    name_kk: str | None
    name_en: str
    unit: str | None
    unit_ru: str
    unit_en: str
    good_direction: str | None
    category: str
    topic: str | None
    goal: str
    source: str
    origin: str
    sensitivity: str
    data_date: date | None
    loaded_at: datetime
    position: int
    doubt: str
    responsible: str = ""
    count: int = 0
    doubts: int = 0
    first_period: str = ""
    last_period: str = ""
    last: Point | None = None
    previous: Point | None = None
    plan: Point | None = None
    shape: str = ""
    shape_first: str = ""
    rhythm: SeriesRhythm = "once"
    territories: tuple[str, ...] = ()

    @property
    def change(self) -> float | None:
        """Difference of the last fact to the one before, in the indicator's unit."""
        if self.last is None or self.previous is None or self.last.value is None or self.previous.value is None:
            return None
        return self.last.value - self.previous.value

    @property
    def from_source(self) -> str:
        """Source of the last figure: that of the passport, or the body whose official entered the value."""
        return (self.last.source if self.last else "") or self.source

    @property
    def from_origin(self) -> str:
        """Origin of the last figure."""
        return (self.last.origin if self.last else "") or self.origin

    @property
    def from_date(self) -> date | None:
        """Date of the data of the last figure."""
        return (self.last.data_date if self.last else None) or self.data_date

    @property
    def doubtful(self) -> bool:
        """Whether the indicator or one of its present values carries a doubt."""
        return bool(self.doubt) or self.doubts > 0


@dataclass(frozen=True)
class DistrictRow:
    """An indicator (or one breakdown of it) that most districts of the city have a fact for."""

    entry: Entry
    breakdown: str
    breakdown_ru: str
    values: Mapping[str, Point]
    city: Point | None


def _seen(scope: RowScope) -> ColumnElement[bool]:
    return schema.indicator.c.sensitivity.in_(sorted(s.value for s in scope.sensitivities))


def seen_by(user: User) -> ColumnElement[bool]:
    """The condition on passports that a person may see."""
    return _seen(row_scope(user))


def _values_seen(scope: RowScope) -> ColumnElement[bool]:
    """Values of indicators a person may see; where they are limited to a district, sensitive ones of it only."""
    i, v = schema.indicator.c, schema.indicator_value.c
    if scope.district is None:
        return _seen(scope)
    return and_(_seen(scope), or_(i.sensitivity == Sensitivity.PUBLIC.value, v.territory == scope.district))


def values_seen(user: User) -> ColumnElement[bool]:
    """Condition on values joined with their indicators: those that the person may see."""
    return _values_seen(row_scope(user))


def _known(end: datetime | None) -> ColumnElement[bool]:
    """Rows the store held just before a moment, or holds now."""
    v = schema.indicator_value.c
    if end is None:
        return v.known_to.is_(None)
    return and_(v.known_from < end, or_(v.known_to.is_(None), v.known_to >= end))


def catalogue(conn: Connection, store: Store, user: User = VISITOR) -> tuple[Entry, ...]:
    """All indicators that exist for the person, by source and printed order; made once for each published version."""
    scope = row_scope(user)
    own = (store.city.id, store.city.country)
    found: tuple[Entry, ...] = kept(conn, store, INDICATORS, ("catalogue", scope), lambda: _catalogue(conn, scope, own))
    return found


def in_order(conn: Connection, store: Store, user: User = VISITOR) -> list[Entry]:
    """The catalogue as people read it: figures of the front page first, then by the city's order of sources."""
    first = {code: place for place, code in enumerate(HEADLINE)}
    places = {source.id: place for place, source in enumerate(store.city.sources)}
    last = len(first)
    return sorted(
        catalogue(conn, store, user), key=lambda e: (first.get(e.code, last), places.get(e.source, last), e.position)
    )


def _catalogue(conn: Connection, scope: RowScope, own: Sequence[str]) -> tuple[Entry, ...]:
    i, v = schema.indicator.c, schema.indicator_value.c
    columns = [i[name] for name in Entry.__dataclass_fields__ if name in i]
    passports = conn.execute(select(*columns).where(_seen(scope)).order_by(i.source, i.position, i.code)).mappings()
    query = select(v.code, *(v[name] for name in _POINT)).join(schema.indicator, i.code == v.code)
    points: dict[str, list[Point]] = defaultdict(list)
    for row in conn.execute(query.where(_known(None), _values_seen(scope)).order_by(v.code, v.position)):
        points[row[0]].append(Point(*row[1:]))
    return tuple(_summed(Entry(**row), points.get(row["code"], []), own) for row in passports)


def _summed(entry: Entry, points: Sequence[Point], own: Sequence[str]) -> Entry:
    main = main_series(points, own)
    facts = _in_time([p for p in main if p.kind == "fact" and p.value is not None])
    if not facts:
        facts = _in_time([p for p in main if p.kind == "estimate" and p.value is not None])
    plans = _in_time([p for p in main if p.kind == "plan" and p.value is not None])
    dated = _in_time([p for p in points if p.period])
    form, since = _shape(facts)
    return replace(
        entry, count=len(points), doubts=sum(bool(p.doubt) for p in points),
        first_period=dated[0].period if dated else "", last_period=dated[-1].period if dated else "",
        last=facts[-1] if facts else None, previous=_before(facts), plan=plans[-1] if plans else None,
        rhythm=rhythm_of(facts), territories=tuple(dict.fromkeys(p.territory for p in points)),
        shape=form, shape_first=since,
    )  # fmt: skip


def _shape(facts: Sequence[Point]) -> tuple[str, str]:
    """Form of the facts that are of one kind of period with the last one, and the period it begins with."""
    dated = [p for p in facts if p.period_kind == facts[-1].period_kind and p.period_start and p.period_kind != "none"]
    by_day = {p.period_start: p for p in dated}
    shown = [*by_day.values()][-SHAPE_POINTS:]
    form = shape_of([p.value for p in shown if p.value is not None])
    return form, shown[0].period if form else ""


def _before(facts: Sequence[Point]) -> Point | None:
    """The fact before the last one; only periods of one kind are compared, and parts of a year with nothing."""
    if not facts or facts[-1].period_kind in ("none", "range") or facts[-1].period_start is None:
        return None
    last = facts[-1].period_start
    like = [p for p in facts if p.period_kind == facts[-1].period_kind and p.period_start and p.period_start < last]
    return like[-1] if like else None


def _in_time(points: Iterable[Point]) -> list[Point]:
    """Points by period; of one period the newer document last."""
    return sorted(points, key=lambda p: (p.period_start or date.min, p.data_date or date.min, p.position))


def main_series(points: Sequence[Point], own: Sequence[str]) -> list[Point]:
    """The series that speaks for an indicator.

    Of the first territory of `own` that it has, else of its first one; without breakdown, else of its first one.
    """
    if not points:
        return []
    territories = [p.territory for p in points]
    chosen = next((name for name in own if name in territories), territories[0])
    there = [p for p in points if p.territory == chosen]
    breakdown = "" if any(not p.breakdown for p in there) else there[0].breakdown
    return [p for p in there if p.breakdown == breakdown]


def search(
    conn: Connection, store: Store, query: str, user: User = VISITOR, limit: int | None = None
) -> list[tuple[Entry, float]]:
    """Indicators whose code or name in any language answers the query, best first; slips and endings are forgiven."""
    entries = catalogue(conn, store, user)
    text = query.strip()[:SEARCH_QUERY_CHARS]
    if not text:
        return []
    index: TextIndex = kept(conn, store, INDICATORS, ("names", row_scope(user)), lambda: TextIndex(
        [name for e in entries for name in (e.name_ru, e.name_kk or "", e.name_en, e.code.replace("-", " "))]
    ))  # fmt: skip
    best: dict[int, float] = {}
    for words, worth in ((text, 1.0), (in_russian(text), SAID_WORTH)):
        for place, found in index.search(words, len(entries) * 4, NAME_CUTOFF) if words else ():
            own = DEMO_WORTH if entries[place // 4].origin == "synthetic" else 1.0
            best[place // 4] = max(best.get(place // 4, 0.0), found * worth * own)
    for number, entry in enumerate(entries):
        if entry.code.casefold() == text.casefold():
            best[number] = 101.0
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [(entries[number], min(value, 100.0)) for number, value in ranked]


def passport(conn: Connection, user: User, code: str) -> dict[str, Any]:
    """Every column of one indicator. Raises UnknownIndicatorError for what does not exist or must not be seen."""
    query = select(schema.indicator).where(schema.indicator.c.code == code, _seen(row_scope(user)))
    found = conn.execute(query).mappings().first() if "\0" not in code else None
    if found is None:
        raise UnknownIndicatorError(code)
    return dict(found)


def values(conn: Connection, user: User, code: str, end: datetime | None = None) -> list[dict[str, Any]]:
    """All values of an indicator in printed order, as the store held them just before a moment (default: now)."""
    v = schema.indicator_value
    query = (
        select(v).join(schema.indicator, schema.indicator.c.code == v.c.code)
        .where(v.c.code == code, _known(end), _values_seen(row_scope(user))).order_by(v.c.position, v.c.id)
    )  # fmt: skip
    return [dict(row) for row in conn.execute(query).mappings()]


def entry_of(
    conn: Connection, store: Store, user: User, code: str, then: Sequence[Point] | None = None
) -> Entry:
    """Catalogue entry of an indicator that the person may see; with `then`, by these points of an earlier day."""
    entry = next(e for e in catalogue(conn, store, user) if e.code == code)
    return entry if then is None else _summed(entry, then, (store.city.id, store.city.country))


def points(rows: Iterable[Mapping[str, Any]]) -> list[Point]:
    """Value rows as points."""
    return [Point(**{name: row[name] for name in _POINT}) for row in rows]


def headline(conn: Connection, store: Store, user: User = VISITOR) -> list[Entry]:
    """Indicators of the front page that have a fact, in their fixed order."""
    by_code = {entry.code: entry for entry in catalogue(conn, store, user)}
    return [by_code[code] for code in HEADLINE if code in by_code and by_code[code].last is not None]


def district_values(conn: Connection, store: Store, user: User = VISITOR) -> list[DistrictRow]:
    """Latest facts by district for every indicator and breakdown that at least half of the districts have."""
    scope = row_scope(user)
    found: list[DistrictRow] = kept(
        conn, store, INDICATORS, ("districts", scope), lambda: _by_district(conn, store, user, scope)
    )
    return found


def district_points(conn: Connection, store: Store, user: User = VISITOR) -> dict[tuple[str, str], list[Point]]:
    """Facts of districts and city in time, by code and breakdown, of every series that most districts have."""
    scope = row_scope(user)
    found: dict[tuple[str, str], list[Point]] = kept(
        conn, store, INDICATORS, ("district points", scope), lambda: _district_points(conn, store, scope)
    )
    return found


def _district_points(conn: Connection, store: Store, scope: RowScope) -> dict[tuple[str, str], list[Point]]:
    districts = [district.id for district in store.city.districts]
    i, v = schema.indicator.c, schema.indicator_value.c
    query = (
        select(v.code, *(v[name] for name in _POINT)).join(schema.indicator, i.code == v.code)
        .where(_known(None), _values_seen(scope), v.kind == "fact", v.value.is_not(None),
               v.territory.in_([*districts, store.city.id]))
        .order_by(i.source, i.position, v.position)
    )  # fmt: skip
    series: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in conn.execute(query):
        point = Point(*row[1:])
        series[row[0], point.breakdown].append(point)
    least = max(1, len(districts) * DISTRICTS_MIN_SHARE)
    return {
        key: _in_time(found) for key, found in series.items()
        if len({point.territory for point in found} & set(districts)) >= least
    }  # fmt: skip


def _by_district(conn: Connection, store: Store, user: User, scope: RowScope) -> list[DistrictRow]:
    districts = [district.id for district in store.city.districts]
    entries = {entry.code: entry for entry in catalogue(conn, store, user)}
    rows = []
    for (code, breakdown), found in _district_points(conn, store, scope).items():
        latest = {point.territory: point for point in found}
        own = {district: latest[district] for district in districts if district in latest}
        first = next(iter(own.values()))
        rows.append(DistrictRow(entries[code], breakdown, first.breakdown_ru if breakdown else "", own,
                                latest.get(store.city.id)))  # fmt: skip
    return rows
