"""Words for indicators in the reader's language, and what to say where a document has none in it."""

import re
from datetime import date
from typing import NamedTuple, Protocol

from config import i18n
from config.city import City
from data.queries.indicators import Point

_CYRILLIC, _LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z]")
# Letters that Kazakh has and Russian has not.
_KAZAKH = re.compile(
    "[\u04d8\u04d9\u0492\u0493\u049a\u049b\u04a2\u04a3\u04e8\u04e9\u04ae-\u04b1\u04ba\u04bb\u0406\u0456]"
)
_SIGNS = {"<=": "\u2264 ", ">=": "\u2265 ", "<": "< ", ">": "> ", "~": "\u2248 "}


class Named(Protocol):
    """Anything with names in three languages, of which Kazakh and English may be missing."""

    @property
    def name_ru(self) -> str:
        """Name in Russian, as the document prints it."""

    @property
    def name_kk(self) -> str | None:
        """Name in Kazakh, where there is one."""

    @property
    def name_en(self) -> str:
        """Name in English, empty where there is none."""


class Said(NamedTuple):
    """Words and the language they are in."""

    words: str
    lang: i18n.Lang


def name(lang: i18n.Lang, kk: str | None, ru: str, en: str) -> Said:
    """Name in the reader's language; in Russian where the document has none in it."""
    own = {"kk": kk, "ru": ru, "en": en}[lang]
    return Said(own, lang) if own else Said(ru, "ru")


def name_of(lang: i18n.Lang, named: Named) -> Said:
    """Name of an entry of the catalogue in the reader's language, or in Russian."""
    return name(lang, named.name_kk, named.name_ru, named.name_en)


def unit(lang: i18n.Lang, city: City, unit_id: str | None, unit_ru: str, unit_en: str) -> str:
    """Symbol of a unit of the directory, else the unit as printed (empty where the document names none)."""
    known = next((u for u in city.units if u.id == unit_id), None)
    if known is not None:
        return known.symbol[lang]
    return (unit_en or unit_ru) if lang == "en" else (unit_ru or unit_en)


def territory(lang: i18n.Lang, city: City, code: str) -> str:
    """Name of a territory: a district of the city, the city, a region or a country; several are joined by commas."""
    names = []
    for part in code.split(";"):
        district = next((d for d in city.districts if d.id == part), None)
        key = f"indicators.territory.{part}"
        if part == city.id:
            names.append(city.names[lang])
        elif district is not None:
            names.append(district.names[lang])
        else:
            names.append(i18n.t(lang, key) if i18n.has(lang, key) else part)
    return ", ".join(names)


def breakdown(lang: i18n.Lang, code: str, printed_ru: str) -> str:
    """Words of a breakdown; empty for the whole. Kazakh readers get the printed Russian where there is nothing else."""
    if not code:
        return ""
    parts = code.split(";")
    keys = [f"indicators.breakdown.{part}" for part in parts]
    if all(_ages(part) or i18n.has(lang, key) for part, key in zip(parts, keys, strict=True)):
        return ", ".join(
            i18n.t(lang, "indicators.age", ages=ages) if (ages := _ages(part)) else i18n.t(lang, key)
            for part, key in zip(parts, keys, strict=True)
        )
    if lang != "en" and printed_ru:
        return printed_ru
    return ", ".join(part.replace("=", ": ").replace("_", " ") for part in parts)


def _ages(part: str) -> str:
    """Years of a breakdown by age; empty for another one."""
    return part.removeprefix("age=").replace("-", "–") if part.startswith("age=") else ""


def edition(lang: i18n.Lang, code: str) -> str:
    """Words of an edition of a document, as it is called in the data where the locales have none."""
    key = f"indicators.edition.{code}"
    return i18n.t(lang, key) if i18n.has(lang, key) else code


def document(lang: i18n.Lang, code: str) -> str:
    """Title of a source document, its code where the locales have none."""
    key = f"indicators.source_doc.{code}"
    return i18n.t(lang, key) if i18n.has(lang, key) else code


def category(lang: i18n.Lang, code: str) -> str:
    """Title of a category of indicators, its code where the locales have none."""
    key = f"indicators.category.{code}"
    return i18n.t(lang, key) if i18n.has(lang, key) else code


def collection(lang: i18n.Lang, code: str) -> str:
    """Title of a collection of indicators, its code where the locales have none."""
    key = f"indicators.collection.{code}"
    return i18n.t(lang, key) if i18n.has(lang, key) else code


def topic(lang: i18n.Lang, city: City, code: str | None) -> str:
    """Name of a topic of the city; empty for none."""
    return next((t.names[lang] for t in city.topics if t.id == code), code or "")


def goal(lang: i18n.Lang, printed: str) -> Said:
    """A goal of the city plan (number and words) in the reader's language, as printed where the locales have none."""
    code = printed.split(" ", 1)[0]
    key = f"catalogue.goal.{code.replace('.', '_')}"
    return Said(f"{code} {i18n.t(lang, key)}", lang) if i18n.has(lang, key) else as_written(lang, printed)


def as_written(lang: i18n.Lang, text: str) -> Said:
    """Text of a document with the language of its letters; of the reader's one where it has none (numbers)."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not cyrillic and not latin:
        return Said(text, lang)
    if latin >= cyrillic:
        return Said(text, "en")
    return Said(text, "kk" if _KAZAKH.search(text) else "ru")


def period(lang: i18n.Lang, text: str, kind: str, start: date | None) -> str:
    """A period as printed; says so where the document prints none, with the inferred year if there is one.

    What the curator of the data wrote in English in place of a period is said in the reader's language.
    """
    if text and kind == "none" and i18n.has(lang, key := f"indicators.period.{text.lower().replace(' ', '_')}"):
        return i18n.t(lang, key)
    return text or inferred(lang, str(start.year) if kind == "none" and start is not None else "")


def inferred(lang: i18n.Lang, year: str) -> str:
    """Words for a period that is not printed, with the year inferred by the curator of the data, if any."""
    return i18n.t(lang, "indicators.period.inferred", year=year) if year else i18n.t(lang, "indicators.period.none")


def printed(lang: i18n.Lang, value: float | None, text: str, comparison: str) -> str:
    """A value as people write it, with its bound sign; the printed text where it is no number; a dash for none."""
    if value is None:
        return text or i18n.NO_DATA
    return _SIGNS.get(comparison, "") + i18n.number(lang, value)


def figure(lang: i18n.Lang, point: Point | None) -> str:
    """The value of a point as people write it; a dash for no point."""
    return i18n.NO_DATA if point is None else printed(lang, point.value, point.value_text, point.comparison)
