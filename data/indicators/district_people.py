"""Reader of the official file of people by district: a row a district and day, with sexes and age groups if told."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from config.city import Source
from data.indicators.bundle import Bundle, IndicatorRow, ReadError, ValueRow
from data.indicators.population import CITY, CODE, COLLECTION, SUM_NOTE
from data.indicators.reading import tables
from data.loading.chunks import Chunk
from data.loading.readers import read_file
from data.loading.report import LoadError, Refusal
from data.loading.values import BadValueError, whole
from data.loading.values import day as read_day

TABLES = tables(__file__)
DISTRICT, DAY, PEOPLE = "district", "day", "people"
AGE = "age="
YEARS = (1900, 2100)
# Values of this file stand behind those that are shipped: of one day the official ones speak.
BEHIND = 10_000
CITY_NOTE = SUM_NOTE.partition(";")[0]
_DISTRICT_WORDS = re.compile(TABLES.indicators["patterns"]["district"])
_AGES = re.compile(TABLES.indicators["patterns"]["ages"])


class _Count(NamedTuple):
    """People of a district on a day; `breakdown` is empty for all of them."""

    row_no: int
    territory: str
    day: date
    breakdown: str
    column: str
    number: int


def read(source: Source, path: Path) -> Bundle:
    """Values of the indicator `population` by district, sex and age group, and the city where every district is told.

    CSV or XLSX with the columns of district_people.toml; a column named as an age group (`0–5`, `63+`) is one.
    ReadError when the file cannot be read, lacks a column or has one that is none of these; a row with an unknown
    district, a day that is none, a number that is none, negative or greater than the whole, or of a district and day
    told before is refused whole.
    """
    counts: list[_Count] = []
    refusals: list[Refusal] = []
    seen: set[tuple[str, date]] = set()
    rows = 0
    try:
        for chunk in read_file(source, path):
            columns = _columns(chunk, path)
            given = {ours: chunk.values(theirs) for ours, theirs in columns.items()}
            for at, row_no in enumerate(chunk.row_no):
                rows += 1
                found = _row(row_no, {ours: values[at] for ours, values in given.items()}, columns, seen)
                if isinstance(found, Refusal):
                    refusals.append(found)
                else:
                    counts += found
    except LoadError as error:
        key = "missing" if error.key == "no_file" else "broken"
        raise ReadError(f"indicators.read.{key}", file=path.name) from error
    values = tuple(_value(one, position) for position, one in enumerate([*counts, *_city(counts)], BEHIND))
    return Bundle((_passport(source, counts),), values, refusals=tuple(refusals), rows_read=rows, joins=True, adds=True)


def _columns(chunk: Chunk, path: Path) -> dict[str, str]:
    """The file's columns by what they are; ReadError for one that is missing, there twice, or unknown."""
    found: dict[str, str] = {}
    unknown = []
    for theirs in chunk.columns:
        name = " ".join(theirs.casefold().split())
        ages = _AGES.fullmatch(name)
        ours = TABLES.indicators["columns"].get(name) or (ages and _age(ages))
        if not ours or ours in found:
            unknown.append(theirs)
        else:
            found[ours] = theirs
    if unknown:
        raise ReadError("indicators.read.columns_unknown", file=path.name, columns=", ".join(unknown))
    missing = [words for ours, words in TABLES.indicators["needed"].items() if ours not in found]
    if missing:
        raise ReadError("indicators.read.columns", file=path.name, columns=", ".join(missing))
    return found


def _age(found: re.Match[str]) -> str:
    """Code of an age group; empty where it ends before it begins."""
    first, last = int(found[1]), found[2]
    if last is None:
        return f"{AGE}{first}+"
    return f"{AGE}{first}-{int(last)}" if int(last) >= first else ""


def _row(
    row_no: int, row: dict[str, Any], columns: dict[str, str], seen: set[tuple[str, date]]
) -> list[_Count] | Refusal:
    """Counts of one row, or why it is refused."""
    said = _DISTRICT_WORDS.sub("", " ".join(str(row[DISTRICT] or "").casefold().split()))
    territory = TABLES.territories.get(said)
    if territory is None:
        return Refusal(row_no, columns[DISTRICT], "district_unknown", str(row[DISTRICT] or ""))
    try:
        day = read_day(row[DAY])
    except BadValueError as fault:
        return Refusal(row_no, columns[DAY], str(fault), str(row[DAY] or ""))
    if day is None or not YEARS[0] <= day.year <= YEARS[1]:
        return Refusal(row_no, columns[DAY], "date", str(row[DAY] or ""))
    if (territory, day) in seen:
        return Refusal(row_no, columns[DISTRICT], "duplicate", f"{row[DISTRICT]}, {day.isoformat()}")
    found: list[_Count] = []
    for name, theirs in columns.items():
        if name in (DISTRICT, DAY):
            continue
        number = _number(row[name], needed=name == PEOPLE)
        if isinstance(number, str):
            return Refusal(row_no, theirs, number, str(row[name] if row[name] is not None else ""))
        if number is not None:
            found.append(_Count(row_no, territory, day, "" if name == PEOPLE else name, theirs, number))
    return _within(found) or _kept(found, seen)


def _number(given: Any, *, needed: bool) -> int | str | None:
    """A count of people, None for an empty cell that may be empty, or the reason why it is none."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return "required" if needed else None
    try:
        number = whole(given)
    except BadValueError as fault:
        return str(fault)
    if number is None:
        return "number"
    return number if number >= 0 else "negative"


def _within(found: list[_Count]) -> Refusal | None:
    """A refusal where a part, or both sexes together, are more than the whole."""
    people = next(one.number for one in found if not one.breakdown)
    sexes = [one for one in found if one.breakdown.startswith("sex=")]
    over = next((one for one in found if one.number > people), None)
    if over is None and sum(one.number for one in sexes) > people:
        over = sexes[-1]
    return Refusal(over.row_no, over.column, "above_whole", str(over.number)) if over else None


def _kept(found: list[_Count], seen: set[tuple[str, date]]) -> list[_Count]:
    seen.add((found[0].territory, found[0].day))
    return found


def _city(counts: list[_Count]) -> list[_Count]:
    """Sums of the city for every day and breakdown that all districts have."""
    sums: dict[tuple[date, str], list[_Count]] = defaultdict(list)
    for one in counts:
        sums[one.day, one.breakdown].append(one)
    districts = len(set(TABLES.territories.values()))
    return [_Count(0, CITY, day, breakdown, own[0].column, sum(one.number for one in own))
            for (day, breakdown), own in sums.items() if len(own) == districts]  # fmt: skip


def _value(one: _Count, position: int) -> ValueRow:
    words = TABLES.indicators["breakdown_ru"].get(one.breakdown) or one.breakdown.removeprefix(AGE).replace("-", "–")
    return ValueRow(
        code=CODE, territory=one.territory, period=one.day.isoformat(), kind="fact", value=float(one.number),
        position=position, period_kind="day", period_start=one.day, breakdown=one.breakdown, breakdown_ru=words,
        source_doc=TABLES.document, source_line=one.column if one.territory == CITY else str(one.row_no),
        note=CITY_NOTE if one.territory == CITY else "", data_date=one.day,
    )  # fmt: skip


def _passport(source: Source, counts: list[_Count]) -> IndicatorRow:
    """The passport of the series, for a store where no other source has brought it."""
    names, unit = TABLES.indicators["name"], TABLES.indicators["unit"]
    return IndicatorRow(
        code=CODE, collection=COLLECTION, name_ru=names["ru"], name_kk=names["kk"], name_en=names["en"], position=1,
        unit_ru=unit["ru"], unit_en=unit["en"], category="population", topic=TABLES.topic(CODE, "population"),
        data_date=max((one.day for one in counts), default=source.data_date),
    )  # fmt: skip
