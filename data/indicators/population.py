"""Reader of the population of districts on one day: total, men, women."""

import json
from pathlib import Path

from config.city import Source
from data import periods
from data.indicators.bundle import Bundle, IndicatorRow, ReadError, ValueRow
from data.indicators.reading import tables
from data.loading.report import Refusal

TABLES = tables(__file__)
COLLECTION = "population"
CODE = "population"
CITY = "almaty"
SUM_NOTE = "sum of the districts; the source's own total of the city is the same"


def read(source: Source, path: Path) -> Bundle:
    """One indicator `population` by district and sex, and the city as the sum of its districts (persons).

    Source: properties of the district outlines. ReadError when the file is no GeoJSON with features.
    """
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
    except OSError as error:
        raise ReadError("indicators.read.missing", file=path.name) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError("indicators.read.broken", file=path.name) from error
    names, unit = TABLES.indicators["name"], TABLES.indicators["unit"]
    indicator = IndicatorRow(
        code=CODE, collection=COLLECTION, name_ru=names["ru"], name_kk=names["kk"], name_en=names["en"], position=1,
        unit_ru=unit["ru"], unit_en=unit["en"], category="population", topic=TABLES.topic(CODE, "population"),
        data_date=source.data_date,
    )  # fmt: skip
    values: list[ValueRow] = []
    refusals: list[Refusal] = []
    totals = dict.fromkeys(TABLES.indicators["columns"], 0)
    for row_no, feature in enumerate(features, 1):
        row = feature.get("properties") or {}
        for breakdown, column in TABLES.indicators["columns"].items():
            count = row.get(column)
            if not isinstance(count, int):
                refusals.append(Refusal(row_no, column, "number", str(count)))
                continue
            totals[breakdown] += count
            values.append(_value(str(row["id"]), str(row["pop_date"]), breakdown, count, len(values) + 1))
    day = str(features[0]["properties"]["pop_date"]) if features else ""
    for breakdown, count in totals.items():
        values.append(_value(CITY, day, breakdown, count, len(values) + 1))
    return Bundle((indicator,), tuple(values), refusals=tuple(refusals), rows_read=len(features),
                  joins=True)  # fmt: skip


def _value(territory: str, day: str, breakdown: str, count: int, position: int) -> ValueRow:
    period = periods.parse(day)
    return ValueRow(
        code=CODE, territory=territory, period=day, kind="fact", value=float(count), position=position,
        period_kind=period.kind, period_start=period.start, breakdown=breakdown,
        breakdown_ru=TABLES.indicators["breakdown_ru"][breakdown], source_doc=TABLES.document,
        source_line=TABLES.indicators["columns"][breakdown], note=SUM_NOTE if territory == CITY else "",
        data_date=period.start,
    )  # fmt: skip
