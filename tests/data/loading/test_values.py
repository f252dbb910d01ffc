"""Values as people and programs write them, turned into the types of the store."""

import math
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.records import FieldType
from data.loading.values import convert

GOOD: list[tuple[FieldType, Any, Any]] = [
    ("num", "3,5", 3.5), ("num", "3.5", 3.5), ("num", "1 234,5", 1234.5), ("num", "1\u00a0234,5", 1234.5),
    ("num", "1.234,5", 1234.5), ("num", "1,234.5", 1234.5), ("num", "-0,25", -0.25), ("num", 7, 7.0),
    ("num", "-", None), ("num", "—", None), ("num", "", None), ("num", None, None), ("num", math.nan, None),
    ("num", "1e3", 1000.0), ("num", "1,5e-3", 0.0015), ("num", "\u22123,5", -3.5), ("num", "1.234.567", 1234567.0),
    ("num", "1,234", 1.234),
    ("int", "12", 12), ("int", 12.0, 12), ("int", "12,0", 12), ("int", "1 200", 1200), ("int", " 7 ", 7),
    ("text", "  два слова ", "два слова"), ("text", 12.0, "12"), ("text", 12.5, "12.5"), ("text", "", None),
    ("text", datetime(2020, 1, 31), "2020-01-31"), ("text", True, "True"), ("code", " B ", "B"),
    ("date", "31.01.2020", date(2020, 1, 31)), ("date", "1.2.2020", date(2020, 2, 1)),
    ("date", "2020-01-31", date(2020, 1, 31)), ("date", "2020-01-31T10:00:00", date(2020, 1, 31)),
    ("date", "2020/01/31", date(2020, 1, 31)), ("date", datetime(2020, 1, 31, 5), date(2020, 1, 31)),
    ("date", date(2020, 1, 31), date(2020, 1, 31)), ("time", "2024-06-01T12:00:00+05:00", datetime(2024, 6, 1, 7)),
    ("time", "01.06.2024 12:00", datetime(2024, 6, 1, 7)), ("time", date(2024, 6, 1), datetime(2024, 5, 31, 19)),
    ("time", datetime(2024, 6, 1, 12, tzinfo=UTC), datetime(2024, 6, 1, 12)),
    ("bool", "да", True), ("bool", "НЕТ", False), ("bool", "иә", True), ("bool", "жоқ", False), ("bool", "yes", True),
    ("bool", "F", False), ("bool", 1, True), ("bool", 0.0, False), ("bool", True, True), ("bool", "0", False),
]  # fmt: skip
BAD: list[tuple[FieldType, Any, str]] = [
    ("num", "много", "number"), ("num", "1_000", "number"), ("num", "inf", "number"), ("num", True, "number"),
    ("num", "1,2,3", "number"), ("num", "5%", "number"),
    ("num", "1.5 млн", "number"), ("int", "3,5", "integer"), ("int", 2**63, "integer"), ("int", "x", "number"),
    ("int", "9" * 30, "integer"), ("text", "a\x00b", "text_nul"), ("text", "я" * 10_001, "text_long"),
    ("date", "31.13.2020", "date"), ("date", "30.02.2020", "date"), ("date", "вчера", "date"), ("date", 45000, "date"),
    ("time", "25:00", "date"), ("bool", "maybe", "flag"), ("bool", 2, "flag"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "wanted"), GOOD)
def test_a_value_is_understood(kind: FieldType, value: Any, wanted: Any) -> None:
    # Beside a value of another type, so that the quick way for columns of one type is not the only one tried.
    for values in ([value], [value, None], [None, value, date.max]):
        out, bad = convert(values, kind, "Asia/Almaty")
        at = next(i for i, given in enumerate(values) if given is value)
        assert out[at] == wanted
        assert type(out[at]) is type(wanted)
        assert at not in bad


@pytest.mark.parametrize(("kind", "value", "reason"), BAD)
def test_a_value_that_does_not_fit_is_named(kind: FieldType, value: Any, reason: str) -> None:
    for values in ([value], [None, value]):
        out, bad = convert(values, kind)
        assert bad == {len(values) - 1: reason}
        assert out[-1] is None


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32) | st.none()))
def test_numbers_survive_being_written_with_a_comma(values: list[float | None]) -> None:
    written = [None if value is None else repr(value).replace(".", ",") for value in values]
    assert convert(written, "num") == (values, {})


@given(st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=50)))
def test_texts_stay_as_they_are_but_for_outer_blanks(values: list[str]) -> None:
    assert convert(values, "text") == ([value.strip() or None for value in values], {})


@given(st.dates(min_value=date(1800, 1, 1)))
def test_days_survive_both_writings(day: date) -> None:
    written = [day.isoformat(), f"{day.day}.{day.month}.{day.year:04d}", day]
    assert convert(written, "date") == ([day] * 3, {})


@given(st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14))
def test_times_are_kept_in_utc(moment: datetime, hours: int) -> None:
    local = moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    assert convert([local, local.isoformat()], "time")[0] == [moment.replace(microsecond=0)] * 2
