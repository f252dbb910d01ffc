"""Readers of tariffs of city services as dated series, and of meter readings as monthly sums by district.

Single readings never enter the store: a sum over fewer than LEAST_METERS meters is left out, since it would tell of a
household.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

from config.city import Source
from data import periods
from data.indicators.bundle import Bundle, IndicatorRow, ReadError, ValueRow
from data.indicators.reading import tables
from data.loading.readers import read_file
from data.loading.report import LoadError, Refusal
from data.loading.values import BadValueError, day, num

TABLES = tables(__file__)
TARIFFS, METERS = "tariff", "meters"
CITY = "almaty"
# Made-up figures have codes of their own: they never stand in a series with real ones.
DEMO = "-demo"
LEAST_METERS = 5
Row = dict[str, Any]


def read_tariffs(source: Source, path: Path) -> Bundle:
    """Indicators `tariff-<service>` with a value for each operator and day from which it holds.

    CSV or XLSX with the columns service, operator, from, value, unit, check_date, check_result (the check of the
    calculation and its result; may be empty). ReadError when the file cannot be read; a row with an unknown service,
    day or number is refused.
    """
    values: list[ValueRow] = []
    refusals: list[Refusal] = []
    units: dict[str, str] = {}
    rows = _rows(source, path, "tariff_columns")
    for row_no, row in rows:
        try:
            service, operator = _service(row), _text(row["operator"])
            since, price = day(row["from"]), num(row["value"])
        except (BadValueError, KeyError) as fault:
            refusals.append(Refusal(row_no, "row", "number", str(fault)))
            continue
        if since is None or price is None or price < 0 or not operator:
            refusals.append(Refusal(row_no, "row", "required", operator))
            continue
        units.setdefault(service, _text(row["unit"]))
        checked = ", ".join(part for part in (_text(row["check_date"]), _text(row["check_result"])) if part)
        values.append(ValueRow(
            code=_code(TARIFFS, service, source), territory=CITY, period=since.isoformat(), kind="fact", value=price,
            position=len(values) + 1, period_kind="day", period_start=since, breakdown=f"operator={operator}",
            breakdown_ru=operator, source_doc=TABLES.document, source_line=str(row_no), note=checked,
            data_date=source.data_date,
        ))  # fmt: skip
    return Bundle(_passports(source, TARIFFS, units), tuple(values), refusals=tuple(refusals), rows_read=len(rows))


def read_meters(source: Source, path: Path) -> Bundle:
    """Indicators `meters-<service>`: consumption of a month by district, and of the city as the sum of its districts.

    CSV or XLSX with the columns meter, service, district, month, value, unit. A second reading of a meter in a month, a
    row with an unknown service, district, month or number is refused. The number of meters stands in the note.
    """
    sums: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    refusals: list[Refusal] = []
    units: dict[str, str] = {}
    seen: set[tuple[str, str, str]] = set()
    rows = _rows(source, path, "meter_columns")
    for row_no, row in rows:
        try:
            service, district = _service(row), TABLES.territories[_text(row["district"]).casefold()]
            month, used = _month(row["month"]), num(row["value"])
        except (BadValueError, KeyError) as fault:
            refusals.append(Refusal(row_no, "row", "number", str(fault)))
            continue
        key = (service, _text(row["meter"]), month)
        if used is None or used < 0 or not key[1] or key in seen:
            refusals.append(Refusal(row_no, "meter", "duplicate" if key in seen else "required", key[1]))
            continue
        seen.add(key)
        units.setdefault(service, _text(row["unit"]))
        sums[service, district, month].append(used)
    return Bundle(_passports(source, METERS, units), tuple(_sums(source, sums)), refusals=tuple(refusals),
                  rows_read=len(rows))  # fmt: skip


def _sums(source: Source, sums: dict[tuple[str, str, str], list[float]]) -> list[ValueRow]:
    whole: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (service, _, month), used in sums.items():
        whole[service, month] += used
    every = {**sums, **{(service, CITY, month): used for (service, month), used in whole.items()}}
    told = [(key, used) for key, used in sorted(every.items()) if len(used) >= LEAST_METERS]
    return [
        ValueRow(
            code=_code(METERS, service, source), territory=territory, period=month, kind="fact",
            value=round(sum(used), 3), position=position, period_kind="month",
            period_start=periods.parse(month).start, source_doc=TABLES.document, note=str(len(used)),
            data_date=source.data_date,
        )
        for position, ((service, territory, month), used) in enumerate(told, 1)
    ]  # fmt: skip


def _rows(source: Source, path: Path, name: str) -> list[tuple[int, Row]]:
    """Rows of the file by our names."""
    found: list[tuple[int, Row]] = []
    columns = TABLES.indicators[name]
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


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _service(row: Row) -> str:
    """Code of the service; KeyError for what is none."""
    return TABLES.indicators["services"][_text(row["service"]).casefold()]


def _month(value: Any) -> str:
    """Month as 2026-10 from a day or from such a text. Raises BadValueError."""
    text = _text(value)
    if periods.parse(text[:7]).kind == "month":
        return text[:7]
    found = day(value)
    if found is None:
        raise BadValueError("date")
    return f"{found:%Y-%m}"


def _code(what: str, service: str, source: Source) -> str:
    code = f"{what}-{service.replace('_', '-')}"
    return code + (DEMO if source.origin == "synthetic" else "")


def _passports(source: Source, what: str, units: dict[str, str]) -> tuple[IndicatorRow, ...]:
    mark = TABLES.indicators["demo"] if source.origin == "synthetic" else dict.fromkeys(("ru", "kk", "en"), "")

    def name(lang: str, service: str) -> str:
        return f"{TABLES.indicators[what][lang]}: {TABLES.indicators[f'service_{lang}'][service]}{mark[lang]}"

    return tuple(
        IndicatorRow(
            code=_code(what, service, source), collection=what, name_ru=name("ru", service),
            name_kk=name("kk", service), name_en=name("en", service), position=position,
            unit_ru=unit, unit_en=unit, category="networks",
            topic=TABLES.topic(what, "networks"), data_date=source.data_date,
        )
        for position, (service, unit) in enumerate(sorted(units.items()), 1)
    )  # fmt: skip
