"""Comparing names as people type them: Kazakh, Russian or Latin letters, other endings, a slip of the finger."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_PLAIN = str.maketrans(_DATA["plain"])
_LATIN = str.maketrans(_DATA["latin"])
_TO_LATIN: dict[str, str] = _DATA["alike"]
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _TO_LATIN.items()}
_SOUNDS: dict[str, str] = _DATA["sounds"]
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_ENDINGS: tuple[str, ...] = tuple(sorted(_DATA["endings"]["list"], key=len, reverse=True))
_WORD = re.compile(r"[^\W_]+")
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ROMAN = re.compile(r"[a-z]")

STEM_MIN = 4
TYPO_MIN = 4
TYPO_SIMILARITY = 0.7
STEM_VALUE = 0.96
TYPED_SO_FAR_VALUE = 0.92
ROOT_MIN = 5
ROOT_SHARE = 0.6
ROOT_VALUE = 0.75
CUTOFF = 62.0
CUTOFF_LIMIT = 20


class Match(NamedTuple):
    """A text that answers a query: its place in the list and how well it fits, 0 to 100."""

    place: int
    score: float


def _one_script(word: str) -> str:
    """The word with look-alike letters of the other script repaired; formulas like PM2.5 count as Latin."""
    cyrillic, roman = len(_CYRILLIC.findall(word)), len(_ROMAN.findall(word))
    formula = any(c.isdigit() for c in word) and all(c.isdigit() or c in _TO_LATIN or c.isascii() for c in word)
    if cyrillic and (formula or (roman and roman >= cyrillic)):
        return "".join(_TO_LATIN.get(c, c) for c in word)
    if cyrillic and roman:
        return "".join(_TO_CYRILLIC.get(c, c) for c in word)
    return word


def fold(text: str) -> str:
    """Words in lower case without punctuation, with Kazakh letters and yo as the plain letters typed instead.

    The script stays: a Cyrillic name stays Cyrillic. Words are separated by one space; PM2.5 is one word, `pm25`.
    """
    clean = unicodedata.normalize("NFKC", text).casefold()
    clean = _DECIMAL.sub("", clean)
    words = (_one_script(word) for word in _WORD.findall(clean))
    return " ".join(words).translate(_PLAIN)


@lru_cache(maxsize=65_536)
def _word_skeleton(word: str) -> str:
    latin = unicodedata.normalize("NFKD", word.translate(_LATIN))
    latin = "".join(c for c in latin if not unicodedata.combining(c))
    latin = _SOUND.sub(lambda m: _SOUNDS[m.group()], latin)
    return re.sub(r"([^\W\d])\1+", r"\1", latin)


def skeleton(text: str) -> str:
    """The text in one plain Latin spelling by sound: the same for Kazakh, Russian and transliterated writing."""
    return " ".join(filter(None, (_word_skeleton(word) for word in fold(text).split())))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A skeleton word without its grammatical endings (two at most); at least four letters stay."""
    for _ in range(2):
        ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= STEM_MIN), None)
        if ending is None or any(c.isdigit() for c in word):
            return word
        word = word[: -len(ending)]
    return word


class TextIndex:
    """Texts prepared for many queries; keep it as long as the texts stay the same."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Split every text into words of the plain spelling; a text without words never matches."""
        vocabulary: dict[str, int] = {}
        flat: list[int] = []
        starts: list[int] = []
        self._owners: list[int] = []
        self._letters: list[int] = []
        self._phrases: list[str] = []
        for number, phrase in enumerate(map(skeleton, texts)):
            words = phrase.split()
            if words:
                starts.append(len(flat))
                flat.extend(vocabulary.setdefault(word, len(vocabulary)) for word in words)
                self._owners.append(number)
                self._letters.append(sum(map(len, words)))
                self._phrases.append(phrase)
        self._words = list(vocabulary)
        self._stems = [stem(word) for word in self._words]
        self._flat = np.asarray(flat, dtype=np.int64)
        self._starts = np.asarray(starts, dtype=np.int64)

    def search(self, query: str, limit: int = CUTOFF_LIMIT, cutoff: float = CUTOFF) -> list[Match]:
        """Best texts for a query, best first, not more than `limit`, none under `cutoff` (0 to 100)."""
        phrase = skeleton(query)
        if not phrase or not self._owners or limit < 1:
            return []
        scores = self._scores(phrase)
        order = np.lexsort((np.asarray(self._letters), -scores))
        chosen = [i for i in order if scores[i] >= cutoff][:limit]
        return [Match(self._owners[i], round(float(scores[i]), 2)) for i in chosen]

    def _scores(self, phrase: str) -> NDArray[np.float64]:
        words = phrase.split()
        weights = np.asarray([len(word) for word in words], dtype=np.float64)
        found = np.stack([np.maximum.reduceat(self._likeness(word)[self._flat], self._starts) for word in words])
        base = weights @ found / weights.sum()
        covered = np.minimum(weights.sum() / np.asarray(self._letters), 1.0)
        scores = 100 * base * (0.92 + 0.08 * covered)
        for i, text in enumerate(self._phrases):
            if text == phrase:
                scores[i] = 100.0
            elif len(words) > 1 and f" {phrase}" in f" {text}":
                scores[i] = min(scores[i] + 3, 99.0)
        return np.asarray(scores, dtype=np.float64)

    def _likeness(self, word: str) -> NDArray[np.float64]:
        """How well each known word answers one word of the query, 0 to 1."""
        size, own = len(word), stem(word)
        root = max(ROOT_MIN, round(size * ROOT_SHARE))
        values = np.zeros(len(self._words))
        if size >= TYPO_MIN:
            whole = process.cdist([word], self._words, scorer=OSA.normalized_similarity, dtype=np.float64)[0]
            begun = process.cdist(
                [word], [w[:size] for w in self._words], scorer=OSA.normalized_similarity, dtype=np.float64
            )[0]
            values = np.maximum(whole, begun * TYPED_SO_FAR_VALUE)
            values[values < TYPO_SIMILARITY] = 0.0
        for i, known in enumerate(self._words):
            if known == word:
                values[i] = 1.0
            elif self._stems[i] == own:
                values[i] = max(values[i], STEM_VALUE)
            elif known.startswith(word):
                values[i] = max(values[i], TYPED_SO_FAR_VALUE + 0.08 * size / len(known))
            elif known[:root] == word[:root] and size >= ROOT_MIN:
                values[i] = max(values[i], ROOT_VALUE)
        return values


def score(query: str, text: str) -> float:
    """How well a text answers a query, 0 (not at all) to 100 (the same words)."""
    found = TextIndex([text]).search(query, 1, 0.0)
    return found[0].score if found else 0.0


def best(query: str, texts: Sequence[str], limit: int = CUTOFF_LIMIT, cutoff: float = CUTOFF) -> list[Match]:
    """Best texts of a list for a query; for many queries over the same texts keep a `TextIndex`."""
    return TextIndex(texts).search(query, limit, cutoff)
