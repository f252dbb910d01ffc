"""Kazakh search words said in the Russian of the documents, which name nothing in Kazakh."""

import tomllib
from functools import lru_cache
from pathlib import Path

from data.text import skeleton, stem

STEM_LETTERS = 4


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, ...], str]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["words"]
    return {tuple(map(stem, skeleton(kazakh).split())): str(russian) for kazakh, russian in data.items()}


def in_russian(query: str) -> str | None:
    """The query with its known Kazakh words in Russian, the longest known phrase first; None when none is known."""
    words, stems = query.split(), []
    for word in words:
        parts = skeleton(word).split()
        stems.append(stem(parts[0]) if len(parts) == 1 else "")
    known, said, place = _words(), [], 0
    while place < len(words):
        size = next((n for n in range(3, 0, -1) if _known(known, tuple(stems[place : place + n]), n)), 0)
        said.append(known[_match(known, tuple(stems[place : place + size]))] if size else words[place])
        place += size or 1
    return " ".join(said) if said != words else None


def _match(known: dict[tuple[str, ...], str], stems: tuple[str, ...]) -> tuple[str, ...]:
    """The known phrase these stems are; a stem may have a Kazakh ending left when it begins as a known one."""
    if stems in known:
        return stems
    if len(stems) == 1:
        like = [k for k in known if len(k) == 1 and len(k[0]) >= STEM_LETTERS and stems[0].startswith(k[0])]
        if like:
            return max(like)
    return ()


def _known(known: dict[tuple[str, ...], str], stems: tuple[str, ...], size: int) -> bool:
    return len(stems) == size and bool(_match(known, stems))
