"""Reader of form 1-M: one indicator for each line of the form, two measures as breakdown."""

from pathlib import Path

from config.city import Source
from data import periods
from data.indicators.bundle import Bundle, IndicatorRow, ValueRow
from data.indicators.reading import number, rows_of, tables
from data.loading.report import Refusal

TABLES = tables(__file__)
COLLECTION = "crime"
CATEGORY = "crime"
TERRITORY = "almaty"
PERIOD = "2023"
MEASURES = ("registered", "in_process")


def read(source: Source, path: Path) -> Bundle:
    """Indicators `crime-1m-001` ... with the measures registered and in_process; ReadError on a wrong file.

    The file names no period: it is given as 2023 with a doubt on every value.
    """
    rows = rows_of(path, ("line", "name_ru", *MEASURES))
    unit = TABLES.indicators["unit"]
    day = source.data_date
    period = periods.parse(PERIOD)
    indicators: list[IndicatorRow] = []
    values: list[ValueRow] = []
    refusals: list[Refusal] = []
    for position, row in enumerate(rows, 1):
        if not row["line"].isdecimal():
            refusals.append(Refusal(position, "line", "number", row["line"]))
            continue
        code = f"crime-1m-{int(row['line']):03d}"
        doubt = TABLES.doubt("form", row)
        indicators.append(IndicatorRow(
            code=code, collection=COLLECTION, name_ru=row["name_ru"], position=position,
            name_en=TABLES.indicators["name_en"].get(row["line"], ""), unit_ru=unit["ru"], unit_en=unit["en"],
            category=CATEGORY, topic=TABLES.topic(code, CATEGORY),
            source_line=row["line"], data_date=day,
        ))  # fmt: skip
        for measure in MEASURES:
            value = number(row[measure])
            if value is None and row[measure]:
                refusals.append(Refusal(position, measure, "number", row[measure]))
                continue
            values.append(ValueRow(
                code=code, territory=TERRITORY, period=PERIOD, kind="fact", value=value, position=len(values) + 1,
                period_kind=period.kind, period_start=period.start, breakdown=measure,
                breakdown_ru=TABLES.indicators["breakdown_ru"][measure], source_doc=TABLES.document,
                source_line=row["line"], doubt=doubt, data_date=day,
            ))  # fmt: skip
    return Bundle(tuple(indicators), tuple(values), refusals=tuple(refusals), rows_read=len(rows))
