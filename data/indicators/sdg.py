"""Reader of the Voluntary Local Review of Almaty 2023: SDG indicators, series from its tables, facts and registers."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from config.city import Source
from data import periods
from data.indicators.bundle import KINDS, Bundle, FactRow, IndicatorRow, ValueRow
from data.indicators.reading import Row, checked, first_by, joined, number, register, rows_of, tables

TABLES = tables(__file__)
COLLECTION = "sdg"
UPPER_LIMIT = "\u2264"
SEPARATOR = ", "
_DIRECTIONS: dict[str, Literal["up", "down"]] = {"up": "up", "down": "down"}


def read(source: Source, path: Path) -> Bundle:
    """All tables of the folder: 97 indicators and 89 series with their values, facts and four registers.

    Source: seed 003. ReadError when a file or a column is missing.
    """
    day = source.data_date
    passports = rows_of(path / "indicators.csv", ("id", "name_ru", "name_en", "indicator_type", "desired_direction"))
    cells = rows_of(path / "indicator_values.csv", ("indicator_id", "year", "territory", "breakdown", "value", "kind"))
    charts = rows_of(path / "charts.csv", ("series_id", "title_ru", "category", "year", "territory", "value", "unit"))
    narrative = rows_of(path / "facts.csv", ("metric_ru", "metric_en", "value", "unit", "territory"))
    files = {name: rows_of(path / f"{name}.csv") for name in ("projects", "targets", "sources", "digital_resources")}
    mixed = _mixed_units(charts)
    series = first_by(charts, "series_id").values()
    indicators = [_indicator(row, n, day) for n, row in enumerate(passports, 1)]
    indicators += [_series(row, n, day, row["series_id"] in mixed) for n, row in enumerate(series, len(passports) + 1)]
    values, refusals = checked(
        [(n, _value(row, n, day)) for n, row in enumerate(cells, 1)], [i.code for i in indicators]
    )
    values += [_point(row, len(cells) + n, day, row["series_id"] in mixed) for n, row in enumerate(charts, 1)]
    registers = [
        *register("projects", files["projects"], TABLES, day, code="target", title_ru="name_ru", title_en="name_en",
                  territory="district", period="years"),
        *register("targets", files["targets"], TABLES, day, code="target", title_ru="name_ru"),
        *register("sources", files["sources"], TABLES, day, code="source_no", title_ru="title_ru"),
        *register("digital_resources", files["digital_resources"], TABLES, day, code="target", title_ru="name_ru"),
    ]  # fmt: skip
    return Bundle(
        tuple(indicators), tuple(values), tuple(_fact(row, n, day) for n, row in enumerate(narrative, 1)),
        tuple(registers), tuple(refusals),
        len(passports) + len(cells) + len(charts) + len(narrative) + sum(map(len, files.values())),
    )  # fmt: skip


def _mixed_units(charts: Sequence[Row]) -> set[str]:
    """Series whose rows are printed in different units."""
    units: dict[str, set[str]] = defaultdict(set)
    for row in charts:
        units[row["series_id"]].add(row["unit"])
    return {series for series, found in units.items() if len(found) > 1}


def _indicator(row: Row, position: int, day: date | None) -> IndicatorRow:
    kind, code = row["indicator_type"], row["indicator_code"]
    return IndicatorRow(
        code=row["id"], collection=COLLECTION, name_ru=row["name_ru"], name_en=row["name_en"], position=position,
        unit_ru=row["unit_ru"], unit_en=row["unit_en"], good_direction=_DIRECTIONS.get(row["desired_direction"]),
        category=TABLES.categories.get(kind, ""), topic=TABLES.topic(row["id"], row["target"], row["goal_no"]),
        goal=row["target"] or row["goal_no"], responsible=row["responsible_ru"],
        provider=row["source_ru"], method=row["global_name_ru"], source_line=row["source_line"],
        note=joined(code and f"SDG {code}", row["note"], row["status_ru"]),
        doubt=TABLES.doubt("indicators", row),
        data_date=day,
    )  # fmt: skip


def _series(row: Row, position: int, day: date | None, mixed: bool) -> IndicatorRow:
    code = row["series_id"]
    return IndicatorRow(
        code=code, collection=COLLECTION, name_ru=row["title_ru"], name_en=row["title_en"], position=position,
        unit_ru="" if mixed else row["unit"], unit_en="" if mixed else row["unit_en"],
        category=TABLES.categories["chart"], topic=TABLES.topic(code), source_line=row["source_line"],
        data_date=day,
    )  # fmt: skip


def _value(row: Row, position: int, day: date | None) -> ValueRow:
    period = periods.parse(row["year"])
    return ValueRow(
        code=row["indicator_id"], territory=row["territory"], period=row["year"], kind=KINDS[row["kind"]],
        value=number(row["value"]), position=position, period_kind=period.kind, period_start=period.start,
        breakdown=row["breakdown"], breakdown_ru=row["breakdown_ru"], printed_kind=row["kind"],
        value_text=row["value_text"], comparison="<=" if row["value_text"].startswith(UPPER_LIMIT) else "=",
        source_doc=TABLES.document, source_line=row["source_line"], note=row["note"],
        doubt=TABLES.doubt("indicator_values", row), data_date=day,
    )  # fmt: skip


def _point(row: Row, position: int, day: date | None, mixed: bool) -> ValueRow:
    """A row of a series: its category is the breakdown, with the unit beside it where units differ.

    In series by territory the category only names the territory: its printed name stays in `breakdown_ru`.
    A year that the document does not print but its reader inferred gives the first day only, never the period.
    """
    printed = periods.parse(row["year"])
    start = printed.start or periods.parse(row["year_inferred"]).start
    units = (row["unit"], row["unit_en"]) if mixed else ("", "")
    category = "" if row["series_id"] in TABLES.territory_series else row["category_en"]
    return ValueRow(
        code=row["series_id"], territory=row["territory"], period=row["year"], kind=KINDS[row["kind"]],
        value=number(row["value"]), position=position, period_kind=printed.kind, period_start=start,
        breakdown=SEPARATOR.join(filter(None, (category, units[1]))),
        breakdown_ru=SEPARATOR.join(filter(None, (row["category"], units[0]))), printed_kind=row["kind"],
        value_text=row["value_text"], source_doc=TABLES.document, source_line=row["source_line"], note=row["note"],
        doubt=TABLES.doubt("charts", row), data_date=day,
    )  # fmt: skip


def _fact(row: Row, position: int, day: date | None) -> FactRow:
    return FactRow(
        id=f"sdg-f-{position:03d}", collection=COLLECTION, topic=row["topic"], metric_ru=row["metric_ru"],
        metric_en=row["metric_en"], value=number(row["value"]), position=position, value_text=row["value_text"],
        unit_ru=row["unit"], unit_en=row["unit_en"], period=row["year"], period_inferred=row["year_inferred"],
        territory=row["district"] or row["territory"], kind=KINDS[row["kind"]], source_doc=TABLES.document,
        source_line=row["source_line"], note=row["note"], doubt=TABLES.doubt("facts", row),
        data_date=day,
    )  # fmt: skip
