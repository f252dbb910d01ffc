"""Numbers as people write them, and what to do about those that are refused; worked out by hand."""

from datetime import date

import pytest

from config import i18n
from config.city import LoadRecord
from data import numbers
from data.loading.advice import Advice, advice
from data.loading.transforms import transformed


@pytest.mark.parametrize(
    ("text", "digits", "thousands"),
    [("1 234,5", "1234.5", ""), ("1\u00a0234,5", "1234.5", ""), ("1.234,5", "1234.5", ""), ("1,234.5", "1234.5", ""),
     ("1,234,567", "1234567", ""), ("\u22125", "-5", ""), ("\u20135", "-5", ""), ("1,234", "1.234", "1234"),
     ("-12.345", "-12.345", "-12345"), ("1 234,567", "1234.567", ""), ("1234,567", "1234.567", ""),
     ("0,234", "0.234", ""), ("1,23", "1.23", ""), ("007", "007", "")],
)  # fmt: skip
def test_R140_a_number_is_read_as_it_was_written(text: str, digits: str, thousands: str) -> None:
    found = numbers.read(text)
    assert found is not None
    assert (found.digits, found.thousands, found.percent, found.times) == (digits, thousands, False, 1.0)


@pytest.mark.parametrize(
    ("text", "value", "percent", "full"),
    [("5%", 5.0, True, 5.0), ("93,5\u00a0%", 93.5, True, 93.5), ("1.5 млн", 1.5, False, 1_500_000.0),
     ("1,5 тыс.", 1.5, False, 1500.0), ("2 мың", 2.0, False, 2000.0), ("0.1 billion", 0.1, False, 100_000_000.0)],
)  # fmt: skip
def test_what_stands_behind_a_number_is_kept_apart(text: str, value: float, percent: bool, full: float) -> None:
    found = numbers.read(text)
    assert found is not None
    assert (found.value, found.percent, found.full) == (value, percent, full)


@pytest.mark.parametrize(
    "text", ["", "-", ",", "5.", "1,2,3", "12,34.5", "1.234,567,8", "1 234,567,8", "12 34", "5 мин", "1e9", "0x10",
             "\u0661", "1" * 61, "=1", "1,234 млн тг"],
)  # fmt: skip
def test_what_is_no_number_is_none(text: str) -> None:
    assert numbers.read(text) is None


def test_a_known_sign_of_fractions_decides_and_never_makes_ten_times_as_much() -> None:
    comma = LoadRecord(layer="works", columns={"cost": "c"}, decimals={"cost": "comma"})
    point = comma.model_copy(update={"decimals": {"cost": "point"}})
    given = ["1,234", "1.234", "1.5", "2.345,6"]
    assert transformed(comma, "cost", given) == ["1.234", "1234", "1.5", "2345.6"]
    assert transformed(point, "cost", given) == ["1234", "1.234", "1.5", "2.345,6"]


@pytest.mark.parametrize(
    ("texts", "doubt"),
    [(["1,234", "5"], "1,234"), (["1,234", "2,5"], None), (["1,234", "2.5"], "1,234"),
     (["1,234,567", "1,234"], "1,234"), (["0.125", "1.250"], None), (["нет", "12"], None), ([], None)],
)  # fmt: skip
def test_a_column_is_in_doubt_when_none_of_its_values_shows_the_sign_of_fractions(
    texts: list[str], doubt: str | None
) -> None:
    assert numbers.doubtful(texts) == doubt


@pytest.mark.parametrize(
    ("reason", "value", "said"),
    [("number", "1.5 млн", ("word", {"number": 1_500_000.0})), ("number", "5%", ("percent", {"number": 5.0})),
     ("number", "нет", None), ("integer", "1,234", ("thousands", {"number": 1234.0})), ("integer", "1,5", None),
     ("date", "31.02.2025", ("month_end", {"day": date(2025, 2, 28)})),
     ("date", "2024-02-30", ("month_end", {"day": date(2024, 2, 29)})), ("date", "00.00.0000", ("blank", {})),
     ("date", "02.31.2025", ("order", {})), ("date", "45000", ("serial", {})), ("date", "весной", ("form", {})),
     ("date", "31.02.9999", ("form", {})), ("required", "", None)],
)  # fmt: skip
def test_R014_a_refused_value_comes_with_what_to_do(reason: str, value: str, said: Advice | None) -> None:
    assert advice(reason, value) == said
    assert said is None or all(i18n.has(lang, f"import.advice.{said[0]}") for lang in i18n.LANGS)
