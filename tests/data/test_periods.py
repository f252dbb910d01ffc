"""Printed periods are read as a person reads them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.periods import NONE, Period, parse


@pytest.mark.parametrize(
    ("printed", "kind", "start"),
    [
        ("2021", "year", (2021, 1, 1)),
        ("2025 г.", "year", (2025, 1, 1)),
        ("2023 году", "year", (2023, 1, 1)),
        ("2023 жылы", "year", (2023, 1, 1)),
        ("2019-2022", "range", (2019, 1, 1)),
        ("2019–2022 гг.", "range", (2019, 1, 1)),
        ("2022 -2025 гг.", "range", (2022, 1, 1)),
        ("2018-", "range", (2018, 1, 1)),
        ("2017-09/2017-12", "range", (2017, 9, 1)),
        ("2023-01/2023-04", "range", (2023, 1, 1)),
        ("2024-12", "month", (2024, 12, 1)),
        ("2024-04-01", "day", (2024, 4, 1)),
        ("на 01.10.2022", "day", (2022, 10, 1)),
        ("2022-Q3", "quarter", (2022, 7, 1)),
        ("IV квартал 2022", "quarter", (2022, 10, 1)),
        ("2 тоқсан 2022", "quarter", (2022, 4, 1)),
        ("2022-H2", "half_year", (2022, 7, 1)),
        ("1 полугодие 2022", "half_year", (2022, 1, 1)),
        ("8 месяцев 2022", "range", (2022, 1, 1)),
    ],
)
def test_named_periods(printed: str, kind: str, start: tuple[int, int, int]) -> None:
    assert parse(printed) == Period(kind, date(*start))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "printed",
    ["", " ", "ежегодно", "9 месяцев т.г.", "на сегодня", "0000", "9999", "2024-13", "2024-02-30", "31.02.2024",
     "2025-2019", "до 2030", "top five categories", "since the start", "13 месяцев 2022"],
)  # fmt: skip
def test_no_period_is_not_invented(printed: str) -> None:
    assert parse(printed) == NONE


@given(st.text(max_size=30))
def test_any_text_is_read_or_left(printed: str) -> None:
    period = parse(printed)
    assert (period.kind == "none") == (period.start is None)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_iso_days_and_months_come_back(day: date) -> None:
    assert parse(day.isoformat()) == Period("day", day)
    assert parse(day.strftime("%Y-%m")) == Period("month", day.replace(day=1))
    assert parse(f"{day:%d.%m.%Y}") == Period("day", day)
