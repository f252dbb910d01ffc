"""The three languages have the same words, and every word that code asks for is there."""

import ast
import re
from pathlib import Path

import pytest

from config import i18n
from tests.house.files import ROOT, calls, name_of, product_modules, text_of

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
PLACE = re.compile(r"\{([a-z][a-z0-9_]*)[:}]")
ASKING = {"t": 1, "n": 1, "has": 1}
PLURALS = {"one", "few", "many", "other"}


def stem(key: str) -> str:
    """The key without its plural form: languages have different ones."""
    head, _, last = key.rpartition(".")
    return head if last in PLURALS else key


def places(text: str) -> set[str]:
    return set(PLACE.findall(text))


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_every_language_has_the_same_files(lang: str) -> None:
    names = [{path.name for path in (i18n.LOCALES / each).glob("*.toml")} for each in (lang, "ru")]
    assert names[0] == names[1] != set()


def test_three_languages_have_equal_keys() -> None:
    keys = {lang: {stem(key) for key in i18n.words(lang)} for lang in i18n.LANGS}
    for lang in i18n.LANGS:
        assert sorted(keys["ru"] ^ keys[lang]) == [], f"ru and {lang} differ"


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_a_counted_word_has_a_form_for_every_count(lang: i18n.Lang) -> None:
    words = i18n.words(lang)
    counted = {stem(key) for key in words if stem(key) != key}
    assert sorted(key for key in counted if f"{key}.other" not in words) == []


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_no_word_is_empty(lang: i18n.Lang) -> None:
    assert sorted(key for key, text in i18n.words(lang).items() if not text.strip()) == []


def test_words_have_the_same_places_to_fill() -> None:
    per_language = {lang: i18n.words(lang) for lang in i18n.LANGS}
    shared = set.intersection(*(set(words) for words in per_language.values()))
    different = {key for key in shared if len({frozenset(places(per_language[lang][key])) for lang in i18n.LANGS}) != 1}
    assert sorted(different) == []


def asked_keys(path: Path) -> set[str]:
    """Keys that stand as literals where words are asked for, or where an error names its sentence."""
    found = set()
    for call in calls(path):
        name = name_of(call.func).rsplit(".", 1)[-1]
        at = 0 if name.endswith("Error") else ASKING.get(name, -1)
        argument: ast.expr | None = call.args[at] if 0 <= at < len(call.args) else None
        key = text_of(argument)
        if key and KEY.fullmatch(key):
            found.add(key)
    return found


def test_every_word_that_code_asks_for_is_there() -> None:
    known = {stem(key) for key in i18n.words("ru")}
    asked = {path: asked_keys(path) for path in product_modules()}
    assert {str(path): sorted(keys - known) for path, keys in asked.items() if keys - known} == {}
    assert sum(map(len, asked.values())) > 10


def test_english_words_have_no_cyrillic_but_the_names_of_languages() -> None:
    cyrillic = re.compile(r"[\u0400-\u04ff]")
    foreign = [key for key, text in i18n.words("en").items() if cyrillic.search(text)]
    assert [key for key in foreign if len({i18n.words(lang)[key] for lang in i18n.LANGS}) > 1] == []


def test_locales_are_where_the_code_looks() -> None:
    assert (ROOT / "config" / "locales") == i18n.LOCALES
