"""The catalogue's words in plain spelling, so that a browser can look for them by the rules of `data/text.py`."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data import indicators, text
from data.queries.indicators import DEMO_WORTH, NAME_CUTOFF, SAID_WORTH, Entry
from data.text import skeleton, stem

# Words about an indicator (its sphere, set, source …) answer a query worse than its own name.
ABOUT_WORTH = 0.8


@dataclass
class _Vocabulary:
    places: dict[str, int] = field(default_factory=dict)

    def of(self, words: str) -> list[int]:
        """Places of the words of a text, in its order."""
        return [self.places.setdefault(word, len(self.places)) for word in skeleton(words).split()]


def index(entries: Sequence[Entry], about: Iterable[str]) -> Mapping[str, Any]:
    """Words with their stems, and for each entry its names (ru, kk, en, code) and what it is about as places of words.

    `about` gives one text for each entry; equal texts are told once: `about` lists them, `of` says which one is whose.
    """
    known = _Vocabulary()
    names = [
        [known.of(name) for name in (e.name_ru, e.name_kk or "", e.name_en, e.code.replace("-", " "))] for e in entries
    ]
    texts: dict[str, int] = {}
    of = [texts.setdefault(words, len(texts)) for words in about]
    # Of what an indicator is about every word counts once.
    told = [sorted(set(known.of(words))) for words in texts]
    words = list(known.places)
    return {
        "words": words, "stems": [stem(word) for word in words], "names": names, "about": told, "of": of,
        "worth": {"said": SAID_WORTH, "demo": DEMO_WORTH, "about": ABOUT_WORTH, "cutoff": NAME_CUTOFF},
    }  # fmt: skip


def letters() -> Mapping[str, Any]:
    """The rules of plain spelling and likeness for a browser, and the Kazakh words with their Russian ones."""
    rules = tomllib.loads(Path(text.__file__).with_suffix(".toml").read_text("utf-8"))
    said = tomllib.loads((Path(indicators.__file__).parent / "synonyms.toml").read_text("utf-8"))["words"]
    return {
        **{name: rules[name] for name in ("plain", "latin", "sounds", "alike")}, "endings": rules["endings"]["list"],
        "said": [[" ".join(map(stem, skeleton(kazakh).split())), russian] for kazakh, russian in said.items()],
        "stem_min": text.STEM_MIN, "typo_min": text.TYPO_MIN, "typo": text.TYPO_SIMILARITY,
        "stem": text.STEM_VALUE, "begun": text.TYPED_SO_FAR_VALUE, "root_min": text.ROOT_MIN,
        "root_share": text.ROOT_SHARE, "root": text.ROOT_VALUE,
    }  # fmt: skip
