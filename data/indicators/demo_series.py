"""Maker of demonstration series since 1992: a measure of a subject, marked, with a code of its own (`demo-…`)."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from config.city import Source
from config.records import Code, Record, Words
from data.indicators import demo_shapes as shapes
from data.indicators.bundle import BreakRow, Bundle, IndicatorRow, Kind, ValueRow
from data.indicators.demo_shapes import Numbers, Years

CITY = "almaty"
SEED = (20_260_101, 61)
PLANNED, COPIED, ENDED, RECOUNTED = 0.7, 0.05, 0.06, 0.06
FIRST_PLAN, LAST_PLAN = 2021, 2026
FIRST_PART = {"month": 2019, "quarter": 2010}
LEAD = 5
PARTS = {"month": 12, "quarter": 4}
# The share of a kind is about the people themselves; of other kinds only the level has a unit of its own.
LEVELS = ("share", "part", "rate")


class Subject(Record):
    """What is counted; see the file beside this module."""

    c: Code
    kk: str
    ru: str
    en: str
    k: Literal["people", "things", "money", "volume", "share", "part", "rate"]
    v: float
    g: float
    d: Literal["up", "down"] | None = None
    u: dict[str, str] = {}
    since: int = Field(default=0, alias="from")
    r: tuple[Literal["month", "quarter"], ...] = ()
    no: tuple[str, ...] = ()
    flow: bool = False


class Settings(Record):
    """All subjects by topic, and the measures of each kind."""

    first_year: int
    last_year: int
    level_year: int
    set_size: int
    set_collection: Code
    collection: Code
    note: str
    mark: Words
    method: Words
    residents: dict[str, float]
    kinds: dict[str, tuple[str, ...]]
    units: dict[str, dict[str, str]]
    measures: dict[str, Words]
    topics: dict[Code, tuple[Subject, ...]]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The table of subjects beside this module."""
    return Settings(**tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")))


@dataclass(frozen=True)
class Series:
    """One made series: its subject and measure, values with their periods, plans by year, year of another method."""

    topic: str
    subject: Subject
    measure: str
    periods: tuple[tuple[str, date], ...]
    values: Sequence[float]
    plans: tuple[tuple[int, float], ...] = ()
    recounted: int = 0


def read(source: Source, _path: Path) -> Bundle:
    """All series in the order of the file; the first ones are the set of social and economic development."""
    table = settings()
    passports: list[IndicatorRow] = []
    values: list[ValueRow] = []
    breaks: list[BreakRow] = []
    for number, series in enumerate(made(table), 1):
        passport = _passport(source, table, series, number)
        passports.append(passport)
        values += _values(passport.code, series, len(values))
        if series.recounted:
            words = {lang: table.method[lang].format(year=series.recounted) for lang in ("kk", "ru", "en")}
            breaks.append(BreakRow(passport.code, "method", date(series.recounted, 1, 1), str(series.recounted),
                                   words["ru"], words["kk"], words["en"]))  # fmt: skip
    return Bundle(tuple(passports), tuple(values), rows_read=len(values), breaks=tuple(breaks))


def made(table: Settings) -> Iterator[Series]:
    """Every series, subject by subject."""
    # The level runs some years ahead, so that growth over five years is known in the first year too.
    years = np.arange(table.first_year - LEAD, table.last_year + 1)
    people = shapes.between(table.residents, years)
    grp: Numbers | None = None
    place = 0
    for topic, subjects in table.topics.items():
        for subject in subjects:
            place += 1
            dice = np.random.default_rng([*SEED, place])
            own = years[years >= (subject.since or years[0])]
            level, recounted = _level(dice, subject, table, own)
            if subject.c == "grp":
                grp = level
            world = shapes.World(people[-len(own):], None if grp is None else grp[-len(own):])  # fmt: skip
            yield from _measured(dice, topic, subject, (table, own, level, world), recounted)


def _level(dice: np.random.Generator, subject: Subject, table: Settings, years: Years) -> tuple[Numbers, int]:
    gone = years - table.level_year
    stock = subject.k == "people" and not subject.flow
    if subject.k in ("share", "part"):
        level = shapes.share(dice, subject.v, subject.g, gone)
    elif subject.k == "rate" or stock:
        level = shapes.calm(dice, subject.v, subject.g, years, gone, city=stock)
    else:
        level = shapes.amount(dice, subject.v, subject.g, years, gone)
    year = int(dice.integers(2001, 2017)) if dice.random() < RECOUNTED else 0
    if not years[0] < year:
        return level, 0
    return np.where(years < year, level * dice.uniform(0.9, 1.08), level), year


def _measured(
    dice: np.random.Generator, topic: str, subject: Subject, given: tuple[Settings, Years, Numbers, shapes.World],
    recounted: int,
) -> Iterator[Series]:  # fmt: skip
    table, years, level, world = given
    for measure in (*(m for m in table.kinds[subject.k] if m not in subject.no), *subject.r):
        if measure in PARTS:
            yield _parted(dice, topic, subject, measure, (years, level))
            continue
        whole = measure == "total" and subject.k in ("people", "things")
        found = shapes.rounded(shapes.MEASURES[measure](dice, level, world), whole=whole)
        last = len(found) - (int(dice.integers(1, 4)) if dice.random() < ENDED else 0)
        there = [no for no in range(last) if np.isfinite(found[no]) and years[no] >= table.first_year]
        periods = tuple((str(years[no]), date(int(years[no]), 1, 1)) for no in there)
        plans = _plans(dice, subject, years, found) if measure == "total" and subject.d else ()
        yield Series(topic, subject, measure, periods, found[there].tolist(), plans,
                     recounted if measure == "total" else 0)  # fmt: skip


def _parted(
    dice: np.random.Generator, topic: str, subject: Subject, measure: str, whole: tuple[Years, Numbers]
) -> Series:
    years, level = whole
    parts = PARTS[measure]
    chosen = years >= FIRST_PART[measure]
    flows = subject.flow or subject.k in ("things", "money", "volume")
    found = shapes.rounded(
        shapes.by_part(dice, level[chosen], parts, flows=flows).ravel(), whole=subject.k in ("people", "things")
    )
    step = 12 // parts
    days = [date(int(year), 1 + part * step, 1) for year in years[chosen] for part in range(parts)]
    names = [f"{day:%Y-%m}" if measure == "month" else f"{day.year}-Q{(day.month + 2) // 3}" for day in days]
    return Series(topic, subject, measure, tuple(zip(names, days, strict=True)), found.tolist())


def _plans(dice: np.random.Generator, subject: Subject, years: Years, found: Numbers) -> tuple[tuple[int, float], ...]:
    """Plans of a part of the series; of a few they are the facts themselves, as a careless office would write them."""
    chance = dice.random()
    wish = dice.uniform(-0.03, 0.06) * (1 if subject.d == "up" else -1)
    noise = dice.normal(0.0, 0.01, LAST_PLAN - FIRST_PLAN + 1)
    if chance > PLANNED:
        return ()
    facts = dict(zip(years.tolist(), found.tolist(), strict=True))
    if chance < COPIED:
        return tuple((year, facts[year]) for year in range(FIRST_PLAN, LAST_PLAN) if year in facts)
    start = facts.get(FIRST_PLAN - 1, subject.v)
    pace = subject.g if subject.k not in ("share", "part") else subject.g / 2
    gone = np.arange(1, len(noise) + 1)
    aims = start * (1 + pace) ** gone * (1 + wish * gone / len(noise) + noise)
    top = 100.0 if subject.k in ("share", "part") else np.inf
    return tuple(zip(range(FIRST_PLAN, LAST_PLAN + 1), shapes.rounded(np.minimum(aims, top)).tolist(), strict=True))


def _unit(table: Settings, subject: Subject, measure: str) -> dict[str, str]:
    if measure in ("index", "five", "national", "women_of", "young_of", "women", "men", "young", "real", "grp"):
        return table.units["percent"]
    if measure in ("per10k", "points", "resident"):
        return table.units[measure]
    return subject.u or table.units[subject.k]


def _passport(source: Source, table: Settings, series: Series, number: int) -> IndicatorRow:
    subject, unit = series.subject, _unit(table, series.subject, series.measure)
    measure = table.measures["level" if series.measure == "total" and subject.k in LEVELS else series.measure]
    collection = table.set_collection if number <= table.set_size else table.collection

    def name(lang: Literal["kk", "ru", "en"]) -> str:
        words = {"kk": subject.kk, "ru": subject.ru, "en": subject.en}[lang]
        return f"{words}: {measure[lang]}{table.mark[lang]}"

    return IndicatorRow(
        code=f"demo-{series.topic}-{subject.c}-{series.measure.replace('_', '-')}", collection=collection,
        name_ru=name("ru"), name_kk=name("kk"), name_en=name("en"), position=number, unit_ru=unit["ru"],
        unit_en=unit["en"], good_direction=subject.d if series.measure not in ("women_of", "young_of") else None,
        category=collection, topic=series.topic, note=table.note, data_date=source.data_date,
    )  # fmt: skip


def _values(code: str, series: Series, first: int) -> list[ValueRow]:
    kind = series.measure if series.measure in PARTS else "year"
    facts = [
        _value(code, "fact", (period, kind, day), value, first + no)
        for no, ((period, day), value) in enumerate(zip(series.periods, series.values, strict=True), 1)
    ]
    return facts + [
        _value(code, "plan", (str(year), "year", date(year, 1, 1)), value, first + len(facts) + no)
        for no, (year, value) in enumerate(series.plans, 1)
    ]


def _value(code: str, kind: Kind, period: tuple[str, str, date], value: float, position: int) -> ValueRow:
    words, period_kind, day = period
    return ValueRow(
        code=code, territory=CITY, period=words, kind=kind, value=value, position=position, period_kind=period_kind,
        period_start=day, data_date=date(min(day.year, 2025), 12, 31),
    )  # fmt: skip
