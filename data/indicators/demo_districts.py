"""Maker of demonstration series by district where no open data exist: marked, with codes of their own (`demo-…`)."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from config.city import Source
from config.records import Code, Record, Words
from data.indicators.bundle import BreakRow, Bundle, IndicatorRow, Kind, ReadError, ValueRow

COLLECTION = "demo-districts"
CITY = "almaty"
SEED = (20_260_101, 43)
NOISE = 0.025
NOISE_POINTS = 0.5
PERCENT = 100.0
Numbers = NDArray[np.float64]


class Series(Record):
    """How one series is made; see the file beside this module."""

    code: Code
    names: Words
    unit: dict[str, str]
    category: Code
    topic: Code
    mode: Literal["sum", "mean", "share"]
    digits: int
    direction: Literal["up", "down"] | None = None
    base: float = 0.0
    year: int = 0
    growth: float = 0.0
    spread: float = 0.0
    plan: float | None = None
    of: str = ""
    printed: str = ""


class Formed(Record):
    """A day on which districts were formed, in words, with the document that says so if there is one."""

    day: date
    words: Words
    document: str = ""
    line: str = ""


class Settings(Record):
    """All series with the years they run over, and the first years of districts that were formed later."""

    first_year: int
    last_year: int
    founded: dict[str, int]
    part_of: dict[str, str]
    formed: tuple[Formed, ...]
    note: str
    series: tuple[Series, ...]


def settings() -> Settings:
    """The table of series beside this module."""
    return Settings(**tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")))


@dataclass(frozen=True)
class Made:
    """Facts and plans of one series: years by districts (NaN before a district was formed), and the city's by year."""

    fact: Numbers
    city: Numbers
    plan: Numbers | None = None
    city_plan: Numbers | None = None


def read(source: Source, path: Path) -> Bundle:
    """Series for every district and the city, weighted by the people of the districts (`path`: their outlines).

    ReadError when the file is no GeoJSON with the population of districts.
    """
    people = _people(path)
    table = settings()
    years = np.arange(table.first_year, table.last_year + 1)
    made: dict[str, Made] = {}
    indicators: list[IndicatorRow] = []
    values: list[ValueRow] = []
    for number, series in enumerate(table.series):
        dice = np.random.default_rng([*SEED, number])
        found = _shared(series, made[series.of]) if series.of else _made(dice, series, people, (years, table))
        made[series.code] = found
        indicators.append(_passport(source, series, table, number + 1))
        values += _values(series, found, [*people], years, len(values))
    breaks = [
        BreakRow(row.code, "borders", of.day, str(of.day.year), of.words.ru, of.words.kk, of.words.en, of.document,
                 of.line)
        for row in indicators for of in table.formed
    ]  # fmt: skip
    return Bundle(tuple(indicators), tuple(values), rows_read=len(values), breaks=tuple(breaks))


def _people(path: Path) -> dict[str, int]:
    try:
        rows = [feature["properties"] for feature in json.loads(path.read_text("utf-8"))["features"]]
        return dict(sorted((str(row["id"]), int(row["pop_2023"])) for row in rows))
    except OSError as error:
        raise ReadError("indicators.read.missing", file=path.name) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError("indicators.read.broken", file=path.name) from error


def _made(
    dice: np.random.Generator, series: Series, people: Mapping[str, int], when: tuple[NDArray[np.int64], Settings]
) -> Made:
    years, table = when
    weight = np.array([*people.values()], dtype=float)
    weight /= weight.sum()
    gone = (years - series.year)[:, None]
    there = years[:, None] >= np.array([table.founded.get(name, table.first_year) for name in people])
    fact: Numbers
    if series.mode == "sum":
        weight = weight * np.exp(dice.normal(0.0, series.spread, len(weight)))
        own = series.growth + dice.normal(0.0, max(abs(series.growth), 0.01) * 0.2, len(weight))
        noise = np.where(gone == 0, 1.0, np.exp(dice.normal(0.0, NOISE, (len(years), len(weight)))))
        fact = _whole(series.base * weight / weight.sum(), series.digits) * (1 + own) ** gone * noise
        fact = _before(fact, there, [*people], table.part_of)
        fact = np.asarray(np.round(fact, series.digits), dtype=np.float64)
        city = np.nansum(fact, axis=1)
    else:
        own = series.growth + dice.normal(0.0, abs(series.growth) * 0.6, len(weight))
        start = series.base + dice.normal(0.0, series.spread, len(weight))
        fact = _bounded(start[None, :], own * gone) + dice.normal(0.0, NOISE_POINTS, (len(years), len(weight)))
        fact = np.asarray(np.round(np.clip(fact, 0.0, 99.5), series.digits), dtype=np.float64)
        city = (fact * there) @ weight / (there @ weight)
        fact = np.where(there, fact, np.nan)
    plan = None
    if series.plan is not None:
        plan = np.round(fact * series.plan * np.exp(dice.normal(0.0, NOISE, fact.shape)), series.digits)
    return Made(fact, np.round(city, series.digits), plan,
                None if plan is None else np.round(np.nansum(plan, axis=1), series.digits))  # fmt: skip


def _bounded(start: Numbers, moved: Numbers) -> Numbers:
    """Shares moved by points of percent near `start`, and by ever less of them towards 0 and 100."""
    inside = np.clip(start, 1.0, 99.0) / PERCENT
    pace = moved / PERCENT / (inside * (1 - inside))
    return np.asarray(PERCENT / (1 + np.exp(-(np.log(inside / (1 - inside)) + pace))), dtype=np.float64)


def _before(fact: Numbers, there: NDArray[np.bool_], names: list[str], part_of: Mapping[str, str]) -> Numbers:
    """Sums without the districts that were not there yet; those formed out of another stand with it until then."""
    found = np.where(there, fact, np.nan)
    for name, whole in part_of.items():
        own, other = names.index(name), names.index(whole)
        found[:, other] += np.where(there[:, own], 0.0, fact[:, own])
    return found


def _whole(parts: Numbers, digits: int) -> Numbers:
    """Parts rounded to digits so that their sum stays what it was (largest remainders)."""
    scale = 10.0**digits
    exact = parts * scale
    floor = np.floor(exact)
    rest = round(float(exact.sum() - floor.sum()))
    floor[np.argsort(floor - exact, kind="stable")[:rest]] += 1
    return np.asarray(floor / scale)


def _shared(series: Series, of: Made) -> Made:
    """Fact in percent of the plan of another series."""
    if of.plan is None or of.city_plan is None:
        raise ValueError(series.of)
    return Made(np.round(of.fact / of.plan * PERCENT, series.digits),
                np.round(of.city / of.city_plan * PERCENT, series.digits))  # fmt: skip


def _passport(source: Source, series: Series, table: Settings, position: int) -> IndicatorRow:
    return IndicatorRow(
        code=series.code, collection=COLLECTION, name_ru=series.names.ru, name_kk=series.names.kk,
        name_en=series.names.en, position=position, unit_ru=series.unit["ru"], unit_en=series.unit["en"],
        good_direction=series.direction, category=f"demo-{series.category}", topic=series.topic,
        source_line=series.printed, note=table.note, data_date=source.data_date,
    )  # fmt: skip


def _values(series: Series, made: Made, districts: list[str], years: NDArray[np.int64], first: int) -> list[ValueRow]:
    found: list[ValueRow] = []
    places = [*districts, CITY]
    for kind, own, city in (("fact", made.fact, made.city), ("plan", made.plan, made.city_plan)):
        if own is None or city is None:
            continue
        for year, row in zip(years.tolist(), np.column_stack([own, city]).tolist(), strict=True):
            found += [
                _value(series.code, kind, place, year, value)
                for place, value in zip(places, row, strict=True) if np.isfinite(value)
            ]
    return [replace(value, position=first + number) for number, value in enumerate(found, 1)]


def _value(code: str, kind: str, place: str, year: int, value: float) -> ValueRow:
    kinds: dict[str, Kind] = {"fact": "fact", "plan": "plan"}
    return ValueRow(
        code=code, territory=place, period=str(year), kind=kinds[kind], value=value, position=0, period_kind="year",
        period_start=date(year, 1, 1), data_date=date(year, 12, 31),
    )  # fmt: skip
