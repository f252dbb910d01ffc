"""Remarks of the curators of the data in the reader's language, where a translation is at hand."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from components.indicator_words import Said, as_written
from config import i18n
from data import indicators

SEPARATOR = "; "
_SDG = re.compile(r"SDG (\d+(?:\.\w+)*)")
_MARK = re.compile(r"\{([#nq])(\d)\}")
# What stands for a mark: an amount that is written anew, numbers as they are printed, words in quotes.
_TAKES = {"#": r"\d+(?:\.\d+)?", "n": r"\(?-?\d(?:[\d ,.–-]*\d)?%?\)?", "q": r"(?:«[^»]+»|\"[^\"]+\")"}
Words = Mapping[str, str]


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Sequence[Words]]:
    found: Mapping[str, Sequence[Words]] = tomllib.loads(
        (Path(indicators.__file__).parent / "notes.toml").read_text("utf-8")
    )
    return found


@lru_cache(maxsize=1)
def _notes() -> Mapping[str, Words]:
    return {note["en"]: note for note in _read()["notes"]}


@lru_cache(maxsize=1)
def _patterns() -> Sequence[tuple[re.Pattern[str], Words]]:
    found = []
    for words in _read()["patterns"]:
        # Pieces of text stand between kinds and numbers of marks: text, kind, number, text ...
        pieces = _MARK.split(words["en"])
        made = re.escape(pieces[0])
        for kind, number, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            made += f"(?P<v{number}>{_TAKES[kind]}){re.escape(text)}"
        found.append((re.compile(made), words))
    return found


def _by_pattern(lang: i18n.Lang, text: str) -> str | None:
    met = next(((found, words) for pattern, words in _patterns() if (found := pattern.fullmatch(text))), None)
    return _filled(lang, met[1][lang], met[0].groupdict()) if met is not None else None


def _filled(lang: i18n.Lang, words: str, values: Mapping[str, str]) -> str:
    """Words of a pattern with what stood in the remark; an amount is written as people of the language write it."""

    def value(mark: re.Match[str]) -> str:
        text = values[f"v{mark[2]}"]
        return i18n.number(lang, float(text)) if mark[1] == "#" else text

    return _MARK.sub(value, words)


def _own(lang: i18n.Lang, text: str) -> str | None:
    """A remark in a language, None where nothing is at hand."""
    if found := _SDG.fullmatch(text):
        return i18n.t(lang, "indicators.note.sdg", code=found[1])
    return _notes()[text][lang] if text in _notes() else _by_pattern(lang, text)


def remarks(lang: i18n.Lang, text: str) -> list[Said]:
    """Remarks of the curator of the data one by one, translated where a translation is at hand."""
    found: list[Said] = []
    parts = text.split(SEPARATOR) if text else []
    while parts:
        size = next((n for n in range(len(parts), 0, -1) if SEPARATOR.join(parts[:n]) in _notes()), 1)
        english = SEPARATOR.join(parts[:size])
        own = _own(lang, english)
        found.append(Said(own, lang) if own else as_written(lang, english))
        parts = parts[size:]
    return found
