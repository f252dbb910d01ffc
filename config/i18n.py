"""Words, numbers and dates in Kazakh, Russian and English."""

import datetime as dt
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.plural import PluralRule

Lang = Literal["kk", "ru", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
LOCALES = Path(__file__).resolve().parent / "locales"
NO_DATA = "–"
NUMBERS_KEPT = 20_000


class MissingWordError(KeyError):
    """A key has no words in a language."""


def _flatten(prefix: str, node: dict[str, Any], out: dict[str, str]) -> None:
    for key, value in node.items():
        name = f"{prefix}.{key}" if prefix else key
        if isinstance(value, dict):
            _flatten(name, value, out)
        else:
            out[name] = str(value)


@lru_cache(maxsize=len(LANGS))
def words(lang: Lang) -> dict[str, str]:
    """All words of a language by dotted key, from every file of its folder."""
    out: dict[str, str] = {}
    for path in sorted((LOCALES / lang).glob("*.toml")):
        _flatten("", tomllib.loads(path.read_text("utf-8")), out)
    return out


def t(lang: Lang, key: str, **values: object) -> str:
    """Words of a key in a language with `{name}` places filled; MissingWordError when the key is unknown."""
    try:
        text = words(lang)[key]
    except KeyError:
        raise MissingWordError(f"{key} ({lang})") from None
    return text.format(**values) if values else text


def has(lang: Lang, key: str) -> bool:
    """Whether a language has words for the key."""
    return key in words(lang)


def n(lang: Lang, key: str, count: int) -> str:
    """Words with a count, by the plural rule of the language: keys `<key>.one`, `.few`, `.many`, `.other`."""
    rule: PluralRule = Locale.parse(lang).plural_form
    form = f"{key}.{rule(count)}"
    return t(lang, form if has(lang, form) else f"{key}.other", count=number(lang, count))


def number(lang: Lang, value: float | None, digits: int | None = None) -> str:
    """A number as people of the language write it; a dash for no data. `digits` fixes the decimals."""
    if value is None or value != value:  # noqa: PLR0124 -- NaN is the only number unequal to itself
        return NO_DATA
    pattern = "#,##0." + "0" * digits if digits else "#,##0" if digits == 0 else "#,##0.####"
    return _decimal(lang, value, pattern)


@lru_cache(maxsize=NUMBERS_KEPT)
def _decimal(lang: Lang, value: float, pattern: str) -> str:
    """Reckoning a number by CLDR takes a twelfth of a millisecond, and a page says the same ones more than once."""
    return format_decimal(value, format=pattern, locale=lang)


def date(lang: Lang, value: dt.date | None, width: Literal["short", "medium", "long"] = "medium") -> str:
    """A date as people of the language write it; a dash for no date."""
    return NO_DATA if value is None else format_date(value, format=width, locale=lang)
