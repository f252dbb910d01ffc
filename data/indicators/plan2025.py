"""Reader of the Plan of development of Almaty 2021-2025: target indicators, narrative figures, measures and money."""

from datetime import date
from pathlib import Path

from config.city import Source
from data import periods
from data.indicators.bundle import KINDS, Bundle, FactRow, IndicatorRow, ValueRow
from data.indicators.reading import Row, checked, joined, number, register, rows_of, tables

TABLES = tables(__file__)
COLLECTION = "plan2025"
TERRITORY = "almaty"
# A figure given for comparison is about other cities.
ABOUT = {"comparison": "other"}


def read(source: Source, path: Path) -> Bundle:
    """All tables of the folder: 134 series of 117 indicators, their cells, facts and four registers.

    Source: seed 002, section "target indicators" and narrative. ReadError when a file or a column is missing.
    """
    day = source.data_date
    passports = rows_of(path / "indicators.csv", ("id", "name_ru", "name_en", "goal_no", "source_line"))
    cells = rows_of(path / "indicator_values.csv", ("indicator_id", "year", "value", "kind", "upper_bound"))
    narrative = rows_of(path / "facts.csv", ("id", "metric_ru", "value", "unit", "source_line"))
    files = {name: rows_of(path / f"{name}.csv") for name in ("funding", "measures", "measure_funding", "mentions")}
    indicators = tuple(_indicator(row, n, day) for n, row in enumerate(passports, 1))
    values, refusals = checked(
        [(n, _value(row, n, day)) for n, row in enumerate(cells, 1)], [i.code for i in indicators]
    )
    registers = [
        *register("funding", files["funding"], TABLES, day, code="scope", title_ru="goal_ru", period="year"),
        *register("measures", files["measures"], TABLES, day, id="id", code="goal_no", title_ru="name_ru",
                  territory="district", period="deadline"),
        *register("measure_funding", files["measure_funding"], TABLES, day, code="measure_id",
                  title_ru="amount_as_printed", period="period"),
        *register("mentions", files["mentions"], TABLES, day, code="topic", title_ru="quote_ru", title_en="bearing_en"),
    ]  # fmt: skip
    return Bundle(
        indicators, tuple(values), tuple(_fact(row, n, day) for n, row in enumerate(narrative, 1)), tuple(registers),
        tuple(refusals), len(passports) + len(cells) + len(narrative) + sum(map(len, files.values())),
    )  # fmt: skip


def _indicator(row: Row, position: int, day: date | None) -> IndicatorRow:
    passport_name = row["name_passport_ru"]
    return IndicatorRow(
        code=row["id"], collection=COLLECTION, name_ru=row["name_ru"], name_en=row["name_en"], position=position,
        unit_ru=row["unit_ru"], unit_en=row["unit_en"], category=TABLES.categories.get(row["direction_no"], ""),
        topic=TABLES.topic(row["id"], row["goal_no"]), goal=f"{row['goal_no']} {row['goal_ru']}",
        programme=row["level_tag_ru"], responsible=row["responsible_ru"], provider=row["data_source_ru"],
        source_line=row["source_line"],
        note=joined(row["note"], row["block_ru"], passport_name if passport_name != row["name_ru"] else ""),
        doubt=TABLES.doubt("indicators", row), data_date=day,
    )  # fmt: skip


def _value(row: Row, position: int, day: date | None) -> ValueRow:
    bound = number(row["upper_bound"])
    period = periods.parse(row["year"])
    return ValueRow(
        code=row["indicator_id"], territory=TERRITORY, period=row["year"], kind=KINDS[row["kind"]],
        value=bound if bound is not None else number(row["value"]), position=position,
        period_kind=period.kind, period_start=period.start, printed_kind=row["kind"], value_text=row["value_text"],
        comparison="=" if bound is None else "<=", source_doc=TABLES.document, source_line=row["source_line"],
        evidence=row["column_header_ru"], doubt=TABLES.doubt("indicator_values", row),
        data_date=day,
    )  # fmt: skip


def _base(row: Row) -> str:
    """The figure multiplied out, where the printed unit holds a scale."""
    if row["value_base"] in ("", row["value"]):
        return ""
    return f"= {row['value_base']} {row['unit_base_en']}".strip()


def _fact(row: Row, position: int, day: date | None) -> FactRow:
    period = row["period"] or row["year"]
    return FactRow(
        id=row["id"], collection=COLLECTION, topic=row["topic"], metric_ru=row["metric_ru"],
        metric_en=row["metric_en"], value=number(row["value"]), position=position,
        value_text=row["value_text"], comparison=TABLES.qualifiers.get(row["qualifier_ru"], "="),
        unit_ru=row["unit"], unit_en=row["unit_base_en"] if row["value_base"] == row["value"] else "", period=period,
        period_inferred=row["year"] if row["year"] not in period else "",
        territory=row["district"] or ABOUT.get(row["kind"], TERRITORY),
        kind=KINDS.get(row["kind"], row["kind"]), measure=row["measure_id"],
        source_doc=TABLES.document, source_line=row["source_line"], evidence=row["qualifier_ru"], note=_base(row),
        doubt=TABLES.doubt("facts", row), data_date=day,
    )  # fmt: skip
