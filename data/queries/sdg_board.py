"""The Voluntary Local Review by goal and target: what its matrix says, and what of it the store holds."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from config.policy import User
from data.queries.kept import kept
from data.queries.printed import Row, Series, register, series_of
from data.queries.scope import row_scope
from data.store import INDICATORS, Store

COLLECTION, CHART = "sdg", "sdg-chart"
GOALS = tuple(str(no) for no in range(1, 18))
# Columns of the printed matrix, in its order.
MARKS = ("global_indicator", "national_indicator", "international_projects", "national_strategies",
         "municipal_projects", "digital_resources")  # fmt: skip


@dataclass(frozen=True)
class Project:
    """A named programme, plan or project of the review, as printed; state and type were read from its words."""

    name_ru: str
    name_en: str
    goal: str
    target: str
    kind: str
    state: str
    years: str
    budget: str
    unit: str
    result_ru: str
    place_ru: str
    districts: tuple[str, ...]
    url: str
    source_line: str
    doubt: str


@dataclass(frozen=True)
class Resource:
    """A portal or service that the review names under a target."""

    name_ru: str
    goal: str
    target: str
    url: str
    about_ru: str
    source_line: str


@dataclass(frozen=True)
class Target:
    """A target in the printed matrix: its marks by column, and what the review gives under it."""

    no: str
    goal: str
    name_ru: str
    marks: tuple[bool, ...]
    source_line: str
    indicators: tuple[Series, ...] = ()
    charts: tuple[Series, ...] = ()
    projects: tuple[Project, ...] = ()
    resources: tuple[Resource, ...] = ()

    @property
    def marked(self) -> int:
        """How many columns of the matrix have a plus."""
        return sum(self.marks)


@dataclass(frozen=True)
class Goal:
    """One of the 17 goals: its targets, and what the review gives of it in all (also where it names no target)."""

    no: str
    targets: tuple[Target, ...] = ()
    indicators: tuple[Series, ...] = ()
    charts: tuple[Series, ...] = ()
    projects: tuple[Project, ...] = ()
    resources: tuple[Resource, ...] = ()

    @property
    def told(self) -> bool:
        """Whether the review speaks of the goal."""
        return bool(self.targets or self.indicators)

    def planned(self) -> tuple[Series, ...]:
        """Indicators that have a plan for the city."""
        return tuple(one for one in self.indicators if has(one, "plan"))


@dataclass(frozen=True)
class Board:
    """The whole review: all 17 goals, and series, projects and resources that belong to none of them."""

    goals: tuple[Goal, ...] = ()
    charts: tuple[Series, ...] = ()
    projects: tuple[Project, ...] = ()
    resources: tuple[Resource, ...] = ()
    source: str = ""
    data_date: date | None = None

    @property
    def told(self) -> tuple[Goal, ...]:
        """Goals that the review speaks of."""
        return tuple(goal for goal in self.goals if goal.told)

    @property
    def targets(self) -> tuple[Target, ...]:
        """All targets of the matrix, by goal."""
        return tuple(target for goal in self.goals for target in goal.targets)

    @property
    def series(self) -> tuple[Series, ...]:
        """All indicators and series of the review."""
        return (*self.charts, *(one for goal in self.goals for one in (*goal.indicators, *goal.charts)))

    def goal(self, no: str) -> Goal | None:
        """A goal by its number."""
        return next((goal for goal in self.goals if goal.no == no), None)

    def target(self, no: str) -> Target | None:
        """A target by its number."""
        return next((target for target in self.targets if target.no == no), None)


def has(series: Series, kind: str) -> bool:
    """Whether a series has a value of a kind for the city."""
    return any(kind in kinds for kinds in series.years.values())


@lru_cache(maxsize=1)
def _headings() -> tuple[tuple[int, str, str], ...]:
    """Lines where the review begins to speak of something, in order: line, goal, target."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    found = [(int(read["ends"]), "", "")]
    for section in read["sections"]:
        found.append((int(section["line"]), section["goal"], ""))
        found += [(int(line), section["goal"], target) for target, line in section["targets"].items()]
    return tuple(sorted(found))


def section_of(line: str) -> tuple[str, str]:
    """Goal and target whose heading stands above a line of the review; empty where there is none."""
    first = line.partition("-")[0]
    if not first.isdecimal():
        return "", ""
    headings = _headings()
    place = bisect_right([heading[0] for heading in headings], int(first)) - 1
    return ("", "") if place < 0 else headings[place][1:]


def board(conn: Connection, store: Store, user: User) -> Board:
    """The review as the store holds it for the person; empty where it is not loaded. Made once for each version."""
    found: Board = kept(conn, store, INDICATORS, ("sdg board", row_scope(user)), lambda: _made(conn, store, user))
    return found


def _made(conn: Connection, store: Store, user: User) -> Board:
    series = series_of(conn, store, user, COLLECTION)
    targets = register(conn, store, "targets")
    if not series and not targets:
        return Board()
    indicators = [(one, *_of_indicator(one)) for one in series if one.entry.category != CHART]
    charts = [(one, *section_of(one.source_line)) for one in series if one.entry.category == CHART]
    projects = tuple(_project(row) for row in register(conn, store, "projects"))
    resources = tuple(_resource(row) for row in register(conn, store, "digital_resources"))
    parts = _Parts(tuple(indicators), tuple(charts), projects, resources)
    goals = tuple(_goal(no, targets, parts) for no in GOALS)
    dated = targets[0] if targets else None
    return Board(
        goals, tuple(one for one, goal, _ in charts if not goal), tuple(p for p in projects if not p.goal),
        tuple(r for r in resources if not r.goal), dated.source if dated else series[0].entry.source,
        dated.data_date if dated else series[0].entry.data_date,
    )  # fmt: skip


@dataclass(frozen=True)
class _Parts:
    """Everything of the review with the goal and target it belongs to."""

    indicators: tuple[tuple[Series, str, str], ...]
    charts: tuple[tuple[Series, str, str], ...]
    projects: tuple[Project, ...]
    resources: tuple[Resource, ...]


def _of_indicator(series: Series) -> tuple[str, str]:
    """Goal and target of an indicator: its passport names the target, or the goal where there is none."""
    goal, dot, _ = series.entry.goal.partition(".")
    return goal, series.entry.goal if dot else ""


def _goal(no: str, targets: Iterable[Row], parts: _Parts) -> Goal:
    return Goal(
        no, tuple(_target(row, parts) for row in targets if row.text("goal_no") == no),
        tuple(one for one, goal, _ in parts.indicators if goal == no),
        tuple(one for one, goal, _ in parts.charts if goal == no),
        tuple(p for p in parts.projects if p.goal == no), tuple(r for r in parts.resources if r.goal == no),
    )  # fmt: skip


def _target(row: Row, parts: _Parts) -> Target:
    no = row.text("target")
    return Target(
        no, row.text("goal_no"), row.text("name_ru"), tuple(row.text(name) == "1" for name in MARKS), row.source_line,
        tuple(one for one, _, target in parts.indicators if target == no),
        tuple(one for one, _, target in parts.charts if target == no),
        tuple(p for p in parts.projects if p.target == no), tuple(r for r in parts.resources if r.target == no),
    )  # fmt: skip


def _project(row: Row) -> Project:
    districts = tuple(name for name in row.text("district").split(";") if name)
    return Project(
        row.text("name_ru"), row.text("name_en"), row.text("goal_no"), row.text("target"), row.text("project_type"),
        row.text("status"), row.text("years"), row.text("budget"), row.text("budget_unit"), row.text("result_ru"),
        row.text("place_ru"), districts, row.text("url"), row.source_line, row.doubt,
    )  # fmt: skip


def _resource(row: Row) -> Resource:
    return Resource(row.text("name_ru"), row.text("goal_no"), row.text("target"), row.text("url"),
                    row.text("description_ru"), row.source_line)  # fmt: skip
