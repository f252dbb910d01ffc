"""The plan of development of the city: goals, their series, money by source and year, measures; nothing smoothed."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from config.policy import User
from data.queries.kept import kept
from data.queries.printed import Row, Series, register, series_of
from data.queries.scope import row_scope
from data.store import INDICATORS, Store

COLLECTION, REVIEW = "plan2025", "sdg"
PASSPORT = "total"
WHOLE = "total"
PARTS = ("republican", "local", "other")
# Money of a goal is printed in millions with one digit: two figures closer than this are the same.
CLOSE = 0.25
_SAME: Mapping[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["same"]


def same_series() -> dict[str, str]:
    """Codes of one indicator that the plan and the review of the goals both print, each leading to the other."""
    return {**_SAME, **{other: code for code, other in _SAME.items()}}


@dataclass(frozen=True)
class Money:
    """A cell of the money tables: million tenge, or the text that stands there instead of a number."""

    amount: float | None
    text: str = ""
    doubt: str = ""
    source_line: str = ""


@dataclass(frozen=True)
class Goal:
    """A goal of the plan: its printed number (1.1) and name, and the number of its direction."""

    no: str
    direction: str
    name_ru: str


@dataclass(frozen=True)
class Sum:
    """An amount that the text prints inside a measure; without tenge where the currency is another one."""

    year: str
    source: str
    amount: float | None
    printed: str
    doubt: str


@dataclass(frozen=True)
class Measure:
    """A measure of the plan as printed; years are read from its deadline, districts and place from its words."""

    id: str
    goal: str
    direction: str
    text_ru: str
    deadline: str
    basis: str
    year_from: int | None
    year_to: int | None
    districts: tuple[str, ...]
    place_ru: str
    group_ru: str
    funding_ru: str
    same_as: str
    source_line: str
    doubt: str
    sums: tuple[Sum, ...] = ()

    def lasts(self, year: int) -> bool:
        """Whether the printed deadline covers the year; a measure without years lasts in none."""
        first = self.year_from if self.year_from is not None else self.year_to
        last = self.year_to if self.year_to is not None else self.year_from
        return first is not None and last is not None and first <= year <= last


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see; an empty part asks for everything."""

    direction: str = ""
    goal: str = ""
    district: str = ""
    year: str = ""
    text: str = ""
    silent: bool = False


@dataclass(frozen=True)
class CityPlan:
    """The whole plan; `money` by scope (goal number or `total` of the passport), year and source."""

    goals: tuple[Goal, ...] = ()
    series: tuple[Series, ...] = ()
    money: Mapping[tuple[str, str, str], Money] = field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    review: Mapping[str, Series] = field(default_factory=dict)
    source: str = ""
    data_date: date | None = None

    def cell(self, scope: str, year: str, source: str = WHOLE) -> Money:
        """The money of a scope, year and source; an empty cell where none is printed."""
        return self.money.get((scope, year, source), Money(None))

    @property
    def years(self) -> tuple[str, ...]:
        """Years that the money tables print."""
        return tuple(sorted({year for _, year, _ in self.money}))


@dataclass(frozen=True)
class Balance:
    """Money of the passport beside the sum of the goals, for a year and a source, in million tenge."""

    year: str
    source: str
    printed: float | None
    summed: float | None

    @property
    def gap(self) -> float | None:
        """How much the goals exceed the passport."""
        return None if self.printed is None or self.summed is None else self.summed - self.printed

    @property
    def agrees(self) -> bool:
        """Whether both are the same but for rounding; unknown counts as agreeing with nothing."""
        return self.gap is not None and abs(self.gap) <= CLOSE


def city_plan(conn: Connection, store: Store, user: User) -> CityPlan:
    """The plan as the store holds it for the person; empty where it is not loaded. Made once for each version."""
    found: CityPlan = kept(
        conn, store, INDICATORS, ("city plan", row_scope(user)), lambda: _made(conn, store, user)
    )  # fmt: skip
    return found


def _made(conn: Connection, store: Store, user: User) -> CityPlan:
    series = series_of(conn, store, user, COLLECTION)
    money, measures = register(conn, store, "funding"), register(conn, store, "measures")
    if not (series or money or measures):
        return CityPlan()
    review = {one.code: one for one in series_of(conn, store, user, REVIEW)}
    sums = register(conn, store, "measure_funding")
    rows = (*money, *measures)
    return CityPlan(
        _goals(series, money), series,
        {(_scope(row), row.text("year"), row.text("source")): _money(row) for row in money},
        tuple(_measure(row, [one for one in sums if one.text("measure_id") == row.id]) for row in measures),
        {code: review[other] for code, other in _SAME.items() if other in review},
        rows[0].source if rows else series[0].entry.source, rows[0].data_date if rows else series[0].entry.data_date,
    )  # fmt: skip


def _scope(row: Row) -> str:
    return row.text("scope").removeprefix("goal-")


def _money(row: Row) -> Money:
    return Money(row.number("amount_mln_kzt"), row.text("value_text"), row.doubt, row.source_line)


def goal_no(series: Series) -> str:
    """Number of the goal of a series."""
    return series.entry.goal.partition(" ")[0]


def _goals(series: Iterable[Series], money: Iterable[Row]) -> tuple[Goal, ...]:
    names = {one.entry.goal.partition(" ")[0]: one.entry.goal.partition(" ")[2] for one in series}
    for row in money:
        if _scope(row) != PASSPORT:
            names.setdefault(_scope(row), row.text("goal_ru"))
    return tuple(Goal(no, no.partition(".")[0], names[no]) for no in sorted(names))


def _measure(row: Row, sums: Iterable[Row]) -> Measure:
    districts = tuple(name for name in row.text("district").split(";") if name)
    return Measure(
        row.id, row.text("goal_no"), row.text("direction_no"), row.text("name_ru"), row.text("deadline"),
        row.text("deadline_basis"), row.whole("year_from"), row.whole("year_to"), districts, row.text("place_ru"),
        row.text("group_ru"), row.text("funding_source_ru"), row.text("same_as"), row.source_line, row.doubt,
        tuple(Sum(s.text("year"), s.text("source"), s.number("amount_mln_kzt"), s.text("amount_as_printed"), s.doubt)
              for s in sums),
    )  # fmt: skip


def balances(plan: CityPlan) -> tuple[Balance, ...]:
    """Passport and sum of the goals by year and source, the whole first."""
    numbers = [goal.no for goal in plan.goals]
    return tuple(
        Balance(year, source, plan.cell(PASSPORT, year, source).amount, added(plan, numbers, [year], source))
        for year in plan.years for source in (WHOLE, *PARTS)
    )  # fmt: skip


def added(plan: CityPlan, scopes: Iterable[str], years: Iterable[str], source: str = WHOLE) -> float | None:
    """Sum of the printed amounts; None where not one is printed."""
    wanted = list(years)
    found = [a for no in scopes for year in wanted if (a := plan.cell(no, year, source).amount) is not None]
    return sum(found) if found else None


def unlike_parts(plan: CityPlan) -> tuple[tuple[str, str, float, float], ...]:
    """Goals and years whose printed whole is not the sum of its printed parts: goal, year, whole, parts."""
    found = []
    for goal in plan.goals:
        for year in plan.years:
            whole = plan.cell(goal.no, year).amount
            parts = [a for name in PARTS if (a := plan.cell(goal.no, year, name).amount) is not None]
            if whole is not None and abs(whole - sum(parts)) > CLOSE:
                found.append((goal.no, year, whole, sum(parts)))
    return tuple(found)


def last_year_of_facts(plan: CityPlan) -> str:
    """The last year for which any series of the plan has a fact; empty where none has."""
    return max((years[-1] for one in plan.series if (years := one.fact_years())), default="")


def silent(plan: CityPlan) -> tuple[Series, ...]:
    """Series without a fact in the last year of facts or later."""
    last = last_year_of_facts(plan)
    return tuple(one for one in plan.series if not one.fact_years() or one.fact_years()[-1] < last)


def factless(plan: CityPlan) -> tuple[Series, ...]:
    """Series without any fact at all."""
    return tuple(one for one in plan.series if not one.fact_years())


def _plain(text: str) -> str:
    return text.casefold().replace("\u0451", "\u0435")


def _answers(text: str, *names: str | None) -> bool:
    told = _plain(" ".join(name for name in names if name))
    return all(word in told for word in _plain(text).split())


def narrowed(plan: CityPlan, choice: Choice) -> CityPlan:
    """The plan with only what was chosen; districts and years choose among measures, words among both lists."""
    goals = tuple(
        goal for goal in plan.goals
        if choice.direction in ("", goal.direction) and choice.goal in ("", goal.no)
    )  # fmt: skip
    kept_no = {goal.no for goal in goals}
    quiet = {one.code for one in silent(plan)}
    series = tuple(
        one for one in plan.series
        if goal_no(one) in kept_no and (not choice.silent or one.code in quiet)
        and _answers(choice.text, one.entry.name_ru, one.entry.name_kk, one.entry.name_en, one.code)
    )  # fmt: skip
    measures = tuple(
        one for one in plan.measures
        if one.goal in kept_no and (not choice.district or choice.district in one.districts)
        and (not choice.year or one.lasts(int(choice.year)))
        and _answers(choice.text, one.text_ru, one.place_ru, one.id)
    )  # fmt: skip
    return replace(plan, goals=goals, series=series, measures=measures)
