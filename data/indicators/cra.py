"""Reader of the figures of the Development Center and the Public Council: targets, appeals, budget, ratings, lists."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from config.city import Source
from data import periods
from data.indicators.bundle import KINDS, Bundle, FactRow, IndicatorRow, ReadError, ValueRow
from data.indicators.reading import Row, number, register, rows_of, tables

TABLES = tables(__file__)
COLLECTION = "cra"
TERRITORY = "almaty"
COMPARISON_NOTE = "comparison value"


class Table(NamedTuple):
    """One table of values: file, name of its doubts and category, and how a row gets its code and breakdown."""

    file: str
    name: str
    category: str
    code: Callable[[Row], str]
    breakdown: Callable[[Row], tuple[str, str]] = lambda _row: ("", "")


def _appeal_breakdown(row: Row) -> tuple[str, str]:
    return (row["metric_en"], row["metric_ru"]) if row["record_type"].startswith("category_") else ("", "")


VALUE_TABLES = (
    Table("kpi.csv", "kpi", "cra-kpi", lambda row: row["kpi_code"]),
    Table("appeals.csv", "appeals", "appeals",
          lambda row: TABLES.indicators["appeals"].get(row["record_type"], ""), _appeal_breakdown),
    Table("bnu.csv", "bnu", "bnu", lambda row: TABLES.indicators["bnu"].get(row["metric_en"], "")),
    Table("eiu_rating.csv", "rating", "rating",
          lambda row: TABLES.indicators["rating"].get(f"{row['index']}/{row['measure']}", "")),
    Table("modules_kpi.csv", "modules", "modules", lambda _row: "modules-in-use",
          lambda row: (row["scope"], row["scope"])),
)  # fmt: skip


def read(source: Source, path: Path) -> Bundle:
    """Values of five tables under the codes K1 ... S5, appeals-*, bnu-*, eiu-*, mercer-*, modules-in-use; facts, lists.

    Rows of one edition stay apart from rows of the other. ReadError when a file, column or code is missing.
    """
    day = source.data_date
    indicators: list[IndicatorRow] = []
    values: list[ValueRow] = []
    seen: set[str] = set()
    for table in VALUE_TABLES:
        for row_no, row in enumerate(rows_of(path / table.file, ("value", "unit", "kind", "source_line")), 1):
            code = table.code(row)
            if not code:
                raise ReadError("indicators.read.row", file=table.file, row=row_no)
            if code not in seen:
                seen.add(code)
                indicators.append(_indicator(code, row, table, len(indicators) + 1, day))
            values.append(_value(code, row, table, len(values) + 1, day))
    newest = {code: max((v.data_date for v in values if v.code == code and v.data_date), default=day) for code in seen}
    indicators = [replace(row, data_date=newest[row.code]) for row in indicators]
    narrative = rows_of(path / "facts.csv", ("topic", "metric_ru", "metric_en", "value", "unit", "year"))
    council = rows_of(path / "public_council.csv", ("id", "item_type", "name_ru"))
    lists = rows_of(path / "lists.csv", ("list_code", "item_ru", "item_en"))
    registers = [
        *register("public_council", council, TABLES, day, id="id", code="item_type", title_ru="name_ru",
                  title_en="name_en", period="period"),
        *register("lists", lists, TABLES, day, code="list_code", title_ru="item_ru", title_en="item_en"),
    ]  # fmt: skip
    return Bundle(
        tuple(indicators), tuple(values), tuple(_fact(row, n, day) for n, row in enumerate(narrative, 1)),
        tuple(registers), (), len(values) + len(narrative) + len(council) + len(lists),
    )  # fmt: skip


def _unit(row: Row) -> str:
    return TABLES.indicators["unit_ru"].get(row["unit"], row["unit"])


def _indicator(code: str, row: Row, table: Table, position: int, day: date | None) -> IndicatorRow:
    names = TABLES.indicators
    return IndicatorRow(
        code=code, collection=COLLECTION, position=position,
        name_ru=names["name_ru"].get(code) or row.get("name_ru") or row.get("metric_ru", ""),
        name_en=names["name_en"].get(code) or row.get("name_en") or row.get("metric_en", ""),
        unit_ru=_unit(row), unit_en=row["unit"], category=table.category, topic=TABLES.topic(code, table.category),
        method=row.get("formula_en", ""), source_line=row["source_line"],
        data_date=TABLES.documents.get(row["source_doc"], day),
    )  # fmt: skip


def _value(code: str, row: Row, table: Table, position: int, day: date | None) -> ValueRow:
    printed = row.get("period") or row["year"]
    period = periods.parse(printed)
    start = period.start or periods.parse(row["year"]).start
    breakdown, breakdown_ru = table.breakdown(row)
    value = number(row["value"])
    return ValueRow(
        code=code, territory=TERRITORY, period=printed, kind=KINDS[row["kind"]], value=value, position=position,
        period_kind=period.kind, period_start=start, breakdown=breakdown, breakdown_ru=breakdown_ru,
        printed_kind=row["kind"], value_text="" if value is not None else row["value"],
        comparison=row.get("comparison") or "=",
        edition=row.get("edition") or TABLES.programmes.get(row["source_doc"], ""), source_doc=row["source_doc"],
        source_line=row["source_line"], evidence=row["evidence"], note=row["note"],
        doubt=TABLES.doubt(table.name, row), data_date=TABLES.documents.get(row["source_doc"], day),
    )  # fmt: skip


def _fact(row: Row, position: int, day: date | None) -> FactRow:
    value = number(row["value"])
    return FactRow(
        id=f"cra-f-{position:03d}", collection=COLLECTION, topic=row["topic"], metric_ru=row["metric_ru"],
        metric_en=row["metric_en"], value=value, position=position,
        value_text="" if value is not None else row["value"], comparison=row["comparison"], unit_ru=_unit(row),
        unit_en=row["unit"], period=row["year"], territory=TABLES.territories.get(row["metric_en"], TERRITORY),
        kind="comparison" if row["note"] == COMPARISON_NOTE else "fact", source_doc=row["source_doc"],
        source_line=row["source_line"], evidence=row["evidence"], note=row["note"],
        doubt=TABLES.doubt("facts", row), data_date=TABLES.documents.get(row["source_doc"], day),
    )  # fmt: skip
