"""Words, numbers and dates in three languages."""

from datetime import date

import pytest

from config import i18n


def test_numbers_are_written_as_people_write_them() -> None:
    assert i18n.number("ru", 2161695).replace("\xa0", " ") == "2 161 695"
    assert i18n.number("en", 2161695) == "2,161,695"
    assert i18n.number("kk", 18.175, 1).replace("\xa0", " ") == "18,2"
    assert i18n.number("ru", 7, 0) == "7"


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_no_data_is_a_dash_never_zero(lang: i18n.Lang) -> None:
    assert i18n.number(lang, None) == "–"
    assert i18n.number(lang, float("nan")) == "–"
    assert i18n.date(lang, None) == "–"
    assert i18n.number(lang, 0) == "0"


def test_dates_in_three_languages() -> None:
    day = date(2023, 1, 1)
    assert "2023" in i18n.date("ru", day, "long")
    assert "января" in i18n.date("ru", day, "long")
    assert "қаңтар" in i18n.date("kk", day, "long")
    assert "January" in i18n.date("en", day, "long")


def test_an_unknown_key_is_an_error_that_names_key_and_language() -> None:
    with pytest.raises(i18n.MissingWordError, match=r"nothing\.here"):
        i18n.t("kk", "nothing.here")


def test_letters_of_kazakh_are_kept() -> None:
    text = " ".join(i18n.words("kk").values())
    assert set("әғқңөұүһі") <= set(text.lower())
