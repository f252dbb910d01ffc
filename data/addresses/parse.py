"""An address taken apart: street, other names of it, corner, house, quarter and district, in any of three languages."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from data.text import fold, skeleton, stem

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset("".join(fold(piece) for piece in re.split(r"[-/]", word)) or word for word in words)


KIND_OF = {word: kind for kind, words in _WORDS["kinds"].items() for word in _plain(words)}
_PARTS = {name: _plain(words) for name, words in _WORDS["parts"].items()}
PLAIN_KINDS = frozenset({"street", "avenue", ""})
CHARS = 300
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_QUOTES = re.compile("[\"'\u00ab\u00bb\u201c\u201d\u201e\u2018\u2019`]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_DOTS = re.compile(r"\.(?!\d)|(?<!\d)\.")
_NUMBER = re.compile("[\u2116#]")
_SIDES = re.compile(r"\s+-\s+|\s*/\s*(?=[^\W\d])|(?<=[^\W\d]{3})\s*/\s*")
_TOKEN = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*|&")
_HOUSE = re.compile(r"\d{1,4}[^\W\d_]{0,2}(?:[-/]\d{1,4}[^\W\d_]{0,2})*")
_POSTCODE = re.compile(r"0?\d{5,6}|[a-z]\d{2}[a-z]\d[a-z]\d")
_LETTER = re.compile(r"[^\W\d_]")
_ORDINAL = re.compile(r"(\d+)-?(?:[^\W\d_]{1,2})")
_LOOKS = str.maketrans("abcehkmoptx", "\u0430\u0432\u0441\u0435\u043d\u043a\u043c\u043e\u0440\u0442\u0445")


@dataclass(frozen=True)
class Name:
    """Name of a street or quarter: the words that count, in order, and the kind of way ("" when not said)."""

    words: tuple[str, ...]
    kind: str = ""

    @property
    def stems(self) -> tuple[str, ...]:
        """The same for all spellings of the name."""
        return stems_of(self.words)

    @property
    def joined(self) -> str:
        """The plain spelling in one piece."""
        return "".join(skeleton(word).replace(" ", "") for word in _whole(self.words))

    def __bool__(self) -> bool:
        """Whether there is a name at all."""
        return bool(self.words)


NOBODY = Name(())


@dataclass
class Address:
    """What an address says; `halves` are two names that one sign joins, perhaps a corner, perhaps one name."""

    street: Name = NOBODY
    also: list[Name] = field(default_factory=list)
    corner: Name = NOBODY
    halves: tuple[Name, Name] | None = None
    house: str = ""
    area: Name = NOBODY
    district: Name = NOBODY


@lru_cache(maxsize=65_536)
def stems_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Sorted stems of words in the plain spelling; initials are left out beside whole words."""
    return tuple(sorted(stem(part) for word in _whole(words) for part in skeleton(word).split()))


def _whole(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if len(word) > 1 or word.isdigit()] or list(words)


def parse(text: str) -> Address:
    """The parts of an address; an empty Address for a text that says none."""
    out = Address()
    clean = _clean(text)
    brackets = _BRACKETS.findall(clean)
    for part in re.split(r"[,;\n]+", _BRACKETS.sub(" , " if "," in clean else " ", clean)):
        _part(out, part)
    for inner in brackets:
        _bracket(out, inner)
    if not out.street and out.corner and out.halves is None:
        out.street, out.corner = out.corner, NOBODY
    return out


def house_key(house: str) -> str:
    """A house number the same for letters of both scripts and any blanks."""
    return fold(house.casefold().translate(_LOOKS).replace("/", " s ").replace("-", " s ")).replace(" ", "")


def name_of(text: str) -> Name:
    """A street's name as a map writes it: its words without the kind of way."""
    return _name(_tokens(_clean(text)))


def _clean(text: str) -> str:
    out = unicodedata.normalize("NFKC", text[:CHARS]).casefold()
    out = _NUMBER.sub(" no ", _QUOTES.sub("", _DASHES.sub("-", out)))
    return _DOTS.sub(" ", out)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


@lru_cache(maxsize=65_536)
def _is(word: str, part: str) -> bool:
    return _key(word) in _PARTS[part]


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    return "".join(fold(piece) for piece in re.split(r"[-/]", word)) or word


def _kind(word: str) -> str:
    return str(KIND_OF.get(_key(word), ""))


def _name(tokens: Iterable[str]) -> Name:
    kind, words = "", []
    for token in tokens:
        found = _kind(token)
        if found:
            kind = kind or found
        elif not _is(token, "idle") and not _is(token, "joins"):
            ordinal = _ORDINAL.fullmatch(token)
            words += [ordinal.group(1)] if ordinal else [piece for piece in re.split(r"[-/]", token) if piece]
    return Name(tuple(fold(word) for word in words), "" if kind in PLAIN_KINDS else kind)


def _part(out: Address, part: str) -> None:
    tokens = [token for token in _tokens(part) if not _POSTCODE.fullmatch(token)]
    if not tokens:
        return
    for mark, take in (("area", _take_area), ("district", _take_district)):
        if any(_is(token, mark) for token in tokens):
            take(out, tokens)
            return
    at = next((i for i, token in enumerate(tokens) if _is(token, "corner")), None)
    if at is not None:
        _take_corner(out, part, tokens, at)
        return
    _take_street(out, part, tokens)


def _take_area(out: Address, tokens: list[str]) -> None:
    at = next(i for i, token in enumerate(tokens) if _is(token, "area"))
    way = next((i for i, token in enumerate(tokens) if i > at and _kind(token)), None)
    rest = tokens[way:] if way is not None else []
    names = [token for token in tokens[: way or len(tokens)] if not _is(token, "area") and not _is(token, "district")]
    if len(names) > 1 and _HOUSE.fullmatch(names[-1]) and len(names) > 2 and names[-2][0].isdigit():
        out.house = out.house or names.pop()
    out.area = out.area or _name(names)
    if rest:
        _take_street(out, " ".join(rest), rest)


def _take_district(out: Address, tokens: list[str]) -> None:
    at = next(i for i, token in enumerate(tokens) if _is(token, "district"))
    way = next((i for i, token in enumerate(tokens) if i > at and _kind(token)), None)
    out.district = out.district or _name(token for token in tokens[: way or len(tokens)] if not _is(token, "district"))
    if way is not None:
        _take_street(out, " ".join(tokens[way:]), tokens[way:])


def _take_corner(out: Address, part: str, tokens: list[str], at: int) -> None:
    before, after = tokens[:at], [token for token in tokens[at + 1 :] if not _is(token, "corner")]
    if after and before:
        _take_street(out, " ".join(before), before)
    names, house = _split_house(after or before)
    halves = _halves(part if not after else " ".join(after))
    if halves and not out.street:
        out.halves = halves
        out.street, out.corner = halves
        return
    found = _name(names)
    if not out.street and not after:
        out.street = found
    else:
        out.corner = out.corner or found
    out.house = out.house or house


def _take_street(out: Address, part: str, tokens: list[str]) -> None:
    names, house = _split_house(tokens)
    found = _name(names)
    if not found:
        _take_lone_number(out, house)
        return
    if not out.street:
        out.street, out.halves = found, out.halves or _halves(part)
        out.house = out.house or house
    elif out.area and not out.house and house:
        out.street, out.house = found, house
    elif _name(names).kind or any(_kind(token) for token in names):
        out.corner = out.corner or found
        out.house = out.house or house


def _take_lone_number(out: Address, house: str) -> None:
    """A number of its own is the house; one one before it belongs to the name, as in "quarter 4, 17"."""
    if not house:
        return
    if out.house and out.street and not out.area:
        out.area = Name((*out.street.words, out.house))
    out.house = house


def _halves(part: str) -> tuple[Name, Name] | None:
    tokens = _tokens(part)
    at = next((i for i, token in enumerate(tokens) if _is(token, "joins") and 0 < i < len(tokens) - 1), None)
    if at is not None:
        sides = [tokens[:at], tokens[at + 1 :]]
    else:
        texts = _SIDES.split(part)
        if len(texts) == 1:
            texts = re.split(r"(?<=[^\W\d]{3})-(?=[^\W\d]{3})", part)
        sides = [_tokens(text) for text in texts]
    if len(sides) != 2:
        return None
    first, second = (_name(token for token in _split_house(side)[0] if not _is(token, "corner")) for side in sides)
    return (first, second) if first and second else None


def _split_house(tokens: list[str]) -> tuple[list[str], str]:
    """Words of the name, and the house number behind them (before them when an English kind of way follows)."""
    cut = next((i for i, token in enumerate(tokens) if i and _is(token, "inside")), len(tokens))
    rest = tokens[:cut]
    while len(rest) > 1 and _is(rest[-1], "house") and not _LETTER.fullmatch(rest[-1]):
        rest.pop()
    pairs = enumerate(pairwise(rest))
    marked = next((i for i, (word, number) in pairs if _is(word, "house") and _HOUSE.fullmatch(number)), None)
    if marked is not None:
        return rest[:marked], _with_letter(rest, marked + 1)
    for i in range(len(rest) - 1, -1, -1):
        behind = rest[i + 1 :]
        if _HOUSE.fullmatch(rest[i]) and (not behind or (len(behind) == 1 and _LETTER.fullmatch(behind[0]))):
            return rest[:i], _with_letter(rest, i)
    if len(rest) > 2 and _HOUSE.fullmatch(rest[0]) and rest[0].isdigit() and _kind(rest[-1]) and rest[-1].isascii():
        return rest[1:], rest[0]
    return rest, ""


def _with_letter(tokens: list[str], at: int) -> str:
    behind = tokens[at + 1 : at + 2]
    return tokens[at] + (behind[0] if behind and _LETTER.fullmatch(behind[0]) else "")


def _bracket(out: Address, inner: str) -> None:
    tokens = _tokens(inner)
    if any(_is(token, "area") for token in tokens):
        _take_area(out, tokens)
    elif any(_is(token, "district") for token in tokens):
        _take_district(out, tokens)
    elif any(_is(token, "corner") for token in tokens):
        _part(out, inner)
    elif out.street and (found := _name(_split_house(tokens)[0])):
        out.also.append(found)
