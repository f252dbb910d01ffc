"""Words of the chart library in the three languages: all that it may say, by its own bundle."""

import re
from functools import cache
from importlib.resources import files

import pytest
from babel import Locale

from components.chart_locale import plotly_locale, separators
from config import i18n

# How the bundle asks for words: a function of one or two letters, the chart, the words.
ASKED = re.compile(r'[^\w](?:[A-Za-z_$]{1,3})\([a-z],"([A-Z][^"]{2,120})"\)')
# Found by the pattern, but no words for people.
NO_WORDS = frozenset({"Cancel"})


@cache
def bundle() -> str:
    return (files("plotly") / "package_data" / "plotly.min.js").read_text("utf-8")


def test_the_words_are_found_in_the_bundle() -> None:
    assert {"Download plot as a PNG", "Zoom in", "Image download succeeded"} <= set(ASKED.findall(bundle()))


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R001_every_word_of_the_chart_library_is_translated(lang: i18n.Lang) -> None:
    asked = set(ASKED.findall(bundle())) - NO_WORDS
    said = plotly_locale(lang)["dictionary"]
    assert asked - set(said) == set()
    if lang != "en":
        assert [words for words in asked if said[words] == words] == []


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_months_and_days_are_those_of_cldr(lang: i18n.Lang) -> None:
    found = plotly_locale(lang)["format"]
    names = Locale.parse(lang)
    assert found["months"] == [names.months["stand-alone"]["wide"][month] for month in range(1, 13)]
    assert found["days"][0] == names.days["stand-alone"]["wide"][6]
    assert len(set(found["shortMonths"])) == 12


def test_kazakh_charts_write_numbers_and_days_as_people_do() -> None:
    found = plotly_locale("kk")["format"]
    assert separators("kk") == (found["decimal"], found["thousands"]) == (",", "\u202f")
    assert (found["months"][0], found["months"][9], found["days"][1].casefold()) == ("Қаңтар", "Қазан", "дүйсенбі")
    assert found["date"] == "%d.%m.%Y"
