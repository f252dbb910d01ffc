"""What is said about a typed value, worked out by hand: number, period, range, jump, correction."""

from dataclasses import replace
from datetime import date

import pytest

from data.entry.check import Finding, Known, Series, Wish, check, jump, last_over, next_start, period_name, read_number

TODAY = date(2026, 11, 30)


def year(no: int, value: float, kind: str = "fact") -> Known:
    return Known(kind, str(no), "year", date(no, 1, 1), value)


SHARE = Series("percent", (year(2019, 87.0), year(2020, 89.0), year(2021, 91.0), year(2022, 92.0)))
PUPILS = Series(None, (year(2019, 1200.0), year(2020, 1300.0), year(2021, 1250.0)))


def found(wish: Wish, series: Series = SHARE) -> list[str]:
    return [one.key for one in check(wish, series, TODAY).findings]


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12.0), (" 1 234,5 ", 1234.5), ("1\u00a0234\u00a0567", 1234567.0), ("0.25", 0.25), ("\u22123,5", -3.5),
     ("-7", -7.0), ("1'000", 1000.0), ("+7", 7.0), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1.234.567", 1234567.0),
     ("0,125", 0.125), ("1 234,567", 1234.567), ("1234,567", 1234.567), (".5", 0.5)],
)  # fmt: skip
def test_R140_numbers_are_read_as_people_write_them(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "key"),
    [("", "empty"), ("=1+1", "formula"), ("+A1", "formula"), ("@SUM(A1)", "formula"), ("\t=1", "formula"),
     ("12 %", "percent_sign"), ("1.5 \u043c\u043b\u043d", "word"), ("1,5 \u0442\u044b\u0441.", "word"),
     ("2026-05-01", "day"), ("1.05.2026", "day"), ("12 people", "number"), ("12,34.5", "number"),
     ("nan", "number"), ("inf", "number"), ("1e9", "number"),
     ("0x10", "number"), ("12 34", "number"), ("9" * 16, "number"), ("<script>", "number"), ("\u0661\u0662", "number")],
)  # fmt: skip
def test_R140_what_is_no_number_is_told(text: str, key: str) -> None:
    given = read_number(text)
    assert isinstance(given, Finding)
    assert (given.key, given.level) == (key, "error")


def test_a_number_that_reads_two_ways_waits_for_the_way_it_is_meant() -> None:
    given = read_number("1,234")
    assert isinstance(given, Finding)
    assert (given.key, given.level) == ("two_ways", "choice")
    assert dict(given.values) == {
        "given": "1,234", "fraction": 1.234, "whole": 1234.0, "plain": "1234", "longer": "1,2340",
    }  # fmt: skip
    assert (read_number("1.234", "fraction"), read_number("\u22121.234", "thousands")) == (1.234, -1234.0)
    assert (read_number("1234"), read_number("1,2340")) == (1234.0, 1.234)
    wish = Wish("fact", "2022", "1,234", "Recount")
    assert not check(wish, PUPILS, TODAY).good
    assert check(replace(wish, way="thousands"), PUPILS, TODAY).value == 1234.0


def test_a_percent_sign_stands_behind_percentages_only() -> None:
    assert check(Wish("fact", "2023", "93,5 %"), SHARE, TODAY).value == 93.5
    assert found(Wish("fact", "2022", "1300%"), PUPILS) == ["percent_sign"]


def test_a_good_value_has_nothing_to_say() -> None:
    checked = check(Wish("fact", "2023", "93,5"), SHARE, TODAY)
    assert (checked.value, checked.period, checked.start, checked.findings, checked.good) == (
        93.5, "2023", date(2023, 1, 1), (), True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("period", "kind", "keys"),
    [("2026", "fact", ["not_over"]), ("2027", "fact", ["future"]), ("2027", "plan", []), ("2057", "plan", ["plan_far"]),
     ("2023-Q1", "fact", ["period_kind"]), ("March", "fact", ["period"]), ("", "fact", ["period"]),
     ("1066", "fact", ["period"]), ("2020-2022", "fact", ["period"]), ("2023", "forecast", ["kind"])],
)  # fmt: skip
def test_R140_periods_are_held_to_the_series_and_to_the_calendar(period: str, kind: str, keys: list[str]) -> None:
    assert found(Wish(kind, period, "93")) == keys


def test_the_first_value_above_a_hundred_or_below_zero_is_asked_about_and_stops_only_what_counts_things() -> None:
    assert found(Wish("fact", "2023", "101")) == ["percent"]
    assert found(Wish("fact", "2023", "-1")) == ["negative", "jump"]
    assert found(Wish("fact", "2022", "101")) == ["percent", "correction"]
    for value, series in (("101", SHARE), ("-1", SHARE), ("-858", Series("person", PUPILS.known))):
        assert not check(Wish("fact", "2023", value), series, TODAY).good
        assert check(Wish("fact", "2023", value, "More left than came"), series, TODAY).good
    seats = Series("seat", PUPILS.known)
    assert found(Wish("fact", "2022", "-1"), seats) == ["negative"]
    assert not check(Wish("fact", "2022", "-1", "Whatever"), seats, TODAY).good
    grown = Series("percent", (*SHARE.known, year(2018, 104.0)))
    assert "percent" not in found(Wish("fact", "2023", "101"), grown)
    lost = Series(None, (*PUPILS.known, year(2018, -5.0)))
    assert "negative" not in found(Wish("fact", "2022", "-1"), lost)


def test_R140_a_jump_is_more_than_twice_the_greatest_change_so_far() -> None:
    """The greatest change was 100 (1200 to 1300); 1250 + 200 is not above twice of it, one more is."""
    assert found(Wish("fact", "2022", "1450"), PUPILS) == []
    assert found(Wish("fact", "2022", "1451"), PUPILS) == ["jump"]
    (one,) = check(Wish("fact", "2022", "1451"), PUPILS, TODAY).findings
    assert (one.level, one.values["previous"], one.values["change"], one.values["largest"]) == (
        "reason", 1250.0, 201.0, 100.0,
    )  # fmt: skip
    assert not check(Wish("fact", "2022", "1451"), PUPILS, TODAY).good
    assert check(Wish("fact", "2022", "1451", "New school"), PUPILS, TODAY).good


def test_R140_a_slipped_point_is_named_before_a_jump() -> None:
    (one,) = check(Wish("fact", "2022", "12500"), PUPILS, TODAY).findings
    assert (one.key, one.values["times"]) == ("scale", 10.0)
    assert found(Wish("fact", "2022", "1,25"), PUPILS) == ["scale"]


def test_with_two_values_only_doubling_is_asked_about() -> None:
    few = (year(2020, 10.0), year(2021, 12.0))
    assert [one.key for one in jump(24.0, date(2022, 1, 1), few)] == []
    assert [one.key for one in jump(24.5, date(2022, 1, 1), few)] == ["jump_few"]
    assert [one.key for one in jump(5.9, date(2022, 1, 1), few)] == ["jump_few"]
    assert jump(5.0, date(2022, 1, 1), ()) == []


def test_a_correction_needs_a_reason_and_the_same_value_is_none() -> None:
    assert found(Wish("fact", "2022", "92")) == ["same"]
    assert found(Wish("fact", "2022", "92.5")) == ["correction"]
    assert not check(Wish("fact", "2022", "92.5"), SHARE, TODAY).good
    told = check(Wish("fact", "2022", "92.5", "  recount \u202e of\n schools "), SHARE, TODAY)
    assert (told.good, told.reason) == (True, "recount of schools")
    assert found(Wish("plan", "2022", "92"), SHARE) == []


def test_a_reason_is_not_longer_than_it_may_be() -> None:
    assert found(Wish("fact", "2023", "93", "a" * 501)) == ["reason_long"]


def test_periods_are_named_and_end_as_the_calendar_says() -> None:
    assert [period_name(kind, date(2024, 8, 1)) for kind in ("year", "half_year", "quarter", "month", "day")] == [
        "2024", "2024-H2", "2024-Q3", "2024-08", "2024-08-01",
    ]  # fmt: skip
    assert next_start("quarter", date(2024, 10, 1)) == date(2025, 1, 1)
    assert next_start("month", date(2024, 12, 1)) == date(2025, 1, 1)
    assert next_start("day", date(2024, 2, 29)) == date(2024, 3, 1)
    assert [last_over(kind, TODAY) for kind in ("year", "half_year", "quarter", "month", "day")] == [
        "2025", "2026-H1", "2026-Q3", "2026-10", "2026-11-29",
    ]  # fmt: skip
