"""Tariffs as dated series and sums of meter readings: tables of the city, small ones by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config.city import Source
from data.indicators.bundle import ReadError
from data.indicators.services import LEAST_METERS, read_meters, read_tariffs
from tests.city_world import write_csv

WORDS = {"kk": "x", "ru": "x", "en": "x"}


def source(reader: str, origin: str = "official") -> Source:
    """A source of a table."""
    given: dict[str, Any] = {
        "id": "t", "names": WORDS, "body": "akimat", "licence": "x", "attribution": "x", "origin": origin,
        "rhythm": "year", "reader": reader,
    }  # fmt: skip
    return Source(**given)


def tariff(**changes: Any) -> dict[str, Any]:
    """A row of the table of tariffs."""
    return {"service": "water", "operator": "Алматы Су", "from": "2024-01-01", "value": "71,5", "unit": "тенге/м³",
            "check_date": "2023-11-15", "check_result": "обоснован", **changes}  # fmt: skip


def reading(no: int, value: Any = 10, **changes: Any) -> dict[str, Any]:
    """A row of the table of readings."""
    return {"meter": f"m{no}", "service": "heat", "district": "medeu", "month": "2026-10", "value": value,
            "unit": "Гкал", **changes}  # fmt: skip


def test_R047_a_tariff_is_a_series_by_operator_with_its_check(tmp_path: Path) -> None:
    rows = [
        tariff(),
        tariff(**{"from": "01.07.2025", "value": "80"}),
        tariff(service="Теплоснабжение", unit="тенге/Гкал"),
    ]
    found = read_tariffs(source("tariffs"), write_csv(tmp_path / "t.csv", rows))
    assert [row.code for row in found.indicators] == ["tariff-heat", "tariff-water"]
    assert [(v.code, v.period_start, v.value) for v in found.values] == [
        ("tariff-water", date(2024, 1, 1), 71.5), ("tariff-water", date(2025, 7, 1), 80.0),
        ("tariff-heat", date(2024, 1, 1), 71.5),
    ]  # fmt: skip
    assert {v.breakdown_ru for v in found.values} == {"Алматы Су"}
    assert {v.note for v in found.values} == {"2023-11-15, обоснован"}
    assert found.refusals == ()


@pytest.mark.parametrize(
    "wrong",
    [{"service": "teleport"}, {"value": "dear"}, {"value": "-1"}, {"from": "soon"}, {"operator": " "}, {"from": ""}],
)
def test_R047_a_row_that_makes_no_sense_is_refused(tmp_path: Path, wrong: dict[str, str]) -> None:
    found = read_tariffs(source("tariffs"), write_csv(tmp_path / "t.csv", [tariff(), tariff(**wrong)]))
    assert (len(found.values), [refusal.row_no for refusal in found.refusals]) == (1, [2])


def test_R047_made_up_tariffs_have_codes_of_their_own(tmp_path: Path) -> None:
    found = read_tariffs(source("tariffs", "synthetic"), write_csv(tmp_path / "t.csv", [tariff()]))
    assert [row.code for row in found.indicators] == ["tariff-water-demo"]
    assert found.indicators[0].name_ru.endswith("(демо)")


def test_R048_readings_become_sums_by_district_and_month(tmp_path: Path) -> None:
    rows = [reading(no, no) for no in range(1, 6)]
    rows += [reading(no, 2, district="Алмалинский район", month="2026-10-31") for no in range(6, 12)]
    found = read_meters(source("meters"), write_csv(tmp_path / "m.csv", rows))
    assert {(v.territory, v.period, v.value, v.note) for v in found.values} == {
        ("medeu", "2026-10", 15.0, "5"), ("almaly", "2026-10", 12.0, "6"), ("almaty", "2026-10", 27.0, "11"),
    }  # fmt: skip
    assert {v.code for v in found.values} == {"meters-heat"}


def test_R048_a_sum_over_few_meters_is_not_told(tmp_path: Path) -> None:
    rows = [reading(no) for no in range(LEAST_METERS - 1)]
    assert read_meters(source("meters"), write_csv(tmp_path / "m.csv", rows)).values == ()


def test_R048_a_second_reading_of_a_meter_and_odd_rows_are_refused(tmp_path: Path) -> None:
    rows = [reading(1), reading(1), reading(2, -5), reading(3, "much"), reading(4, month="someday"),
            reading(5, district="atlantis"), reading(6, meter="")]  # fmt: skip
    found = read_meters(source("meters"), write_csv(tmp_path / "m.csv", rows))
    assert [refusal.row_no for refusal in found.refusals] == [2, 3, 4, 5, 6, 7]


def test_R048_a_table_without_a_column_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        read_meters(source("meters"), write_csv(tmp_path / "m.csv", [{"meter": "1", "service": "heat"}]))
    with pytest.raises(ReadError):
        read_tariffs(source("tariffs"), tmp_path / "none.csv")
