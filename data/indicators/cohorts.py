"""Reader of births and first-graders by district and year, from a table of the city or of the demonstration."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from config.city import Source
from data import periods
from data.indicators.bundle import Bundle, IndicatorRow, ReadError, ValueRow
from data.indicators.reading import Tables, tables
from data.loading.readers import read_file
from data.loading.report import LoadError, Refusal
from data.loading.values import BadValueError, whole

TABLES = tables(__file__)
CITY = "almaty"
COLLECTION = "cohorts"
# Made-up figures have codes of their own: they never stand in a series with real ones.
DEMO = "-demo"
YEARS = (1950, 2100)
Rows = list[tuple[int, dict[str, Any]]]


def code_of(name: str, source: Source) -> str:
    """Code of an indicator of this reader for a source."""
    return name + (DEMO if source.origin == "synthetic" else "")


def read(source: Source, path: Path) -> Bundle:
    """Indicators `births` and `first-graders` by district and year, and the city as the sum of its districts.

    CSV or XLSX with the columns of cohorts.toml. ReadError when the file cannot be read or lacks one; a row with an
    unknown district, year or number is refused.
    """
    names = ("births", "first-graders")
    values: list[ValueRow] = []
    refusals: list[Refusal] = []
    read_rows = 0
    sums: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row_no, row in _rows(source, path):
        read_rows += 1
        try:
            territory, year = _place(str(row["territory"] or "").strip()), whole(row["year"])
            found = {name: whole(row[name]) for name in names if row[name] not in (None, "")}
        except (BadValueError, KeyError) as fault:
            refusals.append(Refusal(row_no, "row", "number", str(fault)))
            continue
        if year is None or not YEARS[0] <= year <= YEARS[1]:
            refusals.append(Refusal(row_no, "year", "number", str(year)))
            continue
        for name, number in found.items():
            if number is not None:
                sums[name, year].append(number)
                values.append(_value(source, name, territory, year, number, len(values) + 1))
    districts = max((len(numbers) for numbers in sums.values()), default=0)
    for (name, year), numbers in sorted(sums.items()):
        if len(numbers) == districts:
            values.append(_value(source, name, CITY, year, sum(numbers), len(values) + 1))
    passports = tuple(_passport(source, name, position) for position, name in enumerate(names, 1))
    return Bundle(passports, tuple(values), refusals=tuple(refusals), rows_read=read_rows)


def _rows(source: Source, path: Path) -> Rows:
    """Rows of the file by our names."""
    found: Rows = []
    columns = TABLES.indicators["columns"]
    try:
        for chunk in read_file(source, path):
            missing = [theirs for theirs in columns.values() if chunk.column(theirs) is None]
            if missing:
                raise ReadError("indicators.read.columns", file=path.name, columns=", ".join(missing))
            given = {ours: chunk.values(theirs) for ours, theirs in columns.items()}
            found += [(no, {ours: given[ours][i] for ours in columns}) for i, no in enumerate(chunk.row_no)]
    except LoadError as error:
        key = "missing" if error.key == "no_file" else "broken"
        raise ReadError(f"indicators.read.{key}", file=path.name) from error
    return found


def _place(said: str) -> str:
    """Code of a district by its code or name; KeyError for what is none."""
    return TABLES.territories[said.casefold()]


def _value(source: Source, name: str, territory: str, year: int, number: int, position: int) -> ValueRow:
    period = periods.parse(str(year))
    return ValueRow(
        code=code_of(name, source), territory=territory, period=str(year), kind="fact", value=float(number),
        position=position, period_kind=period.kind, period_start=period.start, source_doc=TABLES.document,
        source_line=TABLES.indicators["columns"][name], data_date=source.data_date,
    )  # fmt: skip


def _passport(source: Source, name: str, position: int, table: Tables = TABLES) -> IndicatorRow:
    words = table.indicators[name]
    mark = table.indicators["demo"] if source.origin == "synthetic" else dict.fromkeys(("ru", "kk", "en"), "")
    return IndicatorRow(
        code=code_of(name, source), collection=COLLECTION, position=position, name_ru=words["ru"] + mark["ru"],
        name_kk=words["kk"] + mark["kk"], name_en=words["en"] + mark["en"],
        unit_ru=table.indicators["unit"]["ru"], unit_en=table.indicators["unit"]["en"],
        category="education", topic=table.topic(name, "education"), data_date=source.data_date,
    )  # fmt: skip

