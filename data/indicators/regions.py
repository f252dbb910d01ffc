"""Reader of the table of regions of Kazakhstan: each column an indicator, each region a territory."""

from pathlib import Path

from config.city import Source
from data.indicators.bundle import Bundle, IndicatorRow, ValueRow
from data.indicators.reading import number, rows_of, tables
from data.loading.report import Refusal

TABLES = tables(__file__)
COLLECTION = "kz_regions"
CATEGORY = "regions"
NAME_COLUMN = "Region"
FIRST_LINE = 2


def slug(name: str) -> str:
    """Code from an English name: lower case, words joined by hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def read(source: Source, path: Path) -> Bundle:
    """Indicators `kz-<column>` of 20 regions and cities; empty cells have no value, no year is printed for a column.

    ReadError when the file lacks its first column.
    """
    rows = rows_of(path, (NAME_COLUMN,))
    columns = [column for column in rows[0] if column != NAME_COLUMN] if rows else []
    values: list[ValueRow] = []
    refusals: list[Refusal] = []
    for row_no, row in enumerate(rows, 1):
        territory = TABLES.territories.get(row[NAME_COLUMN]) or slug(row[NAME_COLUMN])
        for column in columns:
            value = number(row[column])
            if value is None and row[column]:
                refusals.append(Refusal(row_no, column, "number", row[column]))
            elif value is not None:
                values.append(ValueRow(
                    code=f"kz-{slug(column)}", territory=territory, period="", kind="fact", value=value,
                    position=len(values) + 1, source_doc=TABLES.document, source_line=str(row_no + FIRST_LINE - 1),
                    evidence=column, doubt=TABLES.doubt("values", row), data_date=source.data_date,
                ))  # fmt: skip
    indicators = tuple(_indicator(column, n, source) for n, column in enumerate(columns, 1))
    return Bundle(indicators, tuple(values), refusals=tuple(refusals), rows_read=len(rows))


def _indicator(column: str, position: int, source: Source) -> IndicatorRow:
    code, words = f"kz-{slug(column)}", TABLES.indicators
    return IndicatorRow(
        code=code, collection=COLLECTION, position=position, name_ru=words["name_ru"].get(code, column),
        name_kk=words["name_kk"].get(code), name_en=words["name_en"].get(code, column),
        unit_ru=words["unit_ru"].get(code, ""), unit_en=words["unit_en"].get(code, ""), category=CATEGORY,
        topic=TABLES.topic(code), source_line=column, doubt=words["doubt"].get(code, ""),
        data_date=source.data_date,
    )  # fmt: skip
