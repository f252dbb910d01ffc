"""Fields of a layer into which a table can be loaded: their words, types, codes, and what a file may call them."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from config import i18n
from config.city import City, Source
from config.policy import Action, Thing, User, may
from config.records import FieldType, LayerRecord
from data.loading.tidy import COMMON_TYPES
from data.numbers import TIMES
from data.queries.scope import seen_fields
from data.store import Store
from data.tables.look import Column
from data.text import skeleton

_NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
_ALSO: dict[str, list[str]] = _NAMES["also"]
_UNIT = re.compile(r"[,(\[].*$")
MONEY = "kzt"
COMMON = ("name_ru", "name_kk", "name_en", "kind", "state", "address", "valid_from", "valid_to")
REQUIRED = ("kind", "state")
PLACE = ("lon", "lat", "place", "place_district", "key")
LIKE, LIKE_CODE = 72.0, 70.0
_FITS: dict[str, tuple[str, ...]] = {"num": ("number",), "int": ("number",), "date": ("date",), "time": ("date",)}


@dataclass(frozen=True)
class Field:
    """A field of a layer: title in one language, type, codes with their words, whether a row needs it."""

    name: str
    title: str
    type: FieldType
    codes: tuple[tuple[str, str], ...]
    required: bool


def may_import(user: User) -> bool:
    """Whether the person may bring tables at all."""
    return user.name is not None and may(user, Action.EDIT, Thing("import"))


def offices(city: City) -> list[Source]:
    """Sources whose tables are mapped on the screen."""
    return [source for source in city.sources if source.accepts]


def open_layers(store: Store, user: User) -> list[LayerRecord]:
    """Layers whose tables this person may bring, in the order of the records."""
    accepted = {layer for source in offices(store.city) for layer in source.accepts}
    return [
        layer for layer in store.layers.values()
        if layer.id in accepted and layer.geometry == "point" and may_import(user)
        and may(user, Action.EDIT, Thing("layer", layer.sensitivity))
    ]  # fmt: skip


def fields_of(layer: LayerRecord, user: User, lang: i18n.Lang) -> list[Field]:
    """Fields of a layer that a table can fill; those that follow from others are not asked for."""
    types: dict[str, FieldType] = {name: COMMON_TYPES[name] for name in COMMON}
    types.update({field.name: field.type for field in seen_fields(user, layer) if field.name not in layer.derive})
    return [
        Field(name, title(lang, name), "code" if name in REQUIRED else kind, codes_of(layer, name, lang),
              name in REQUIRED)
        for name, kind in types.items()
    ]  # fmt: skip


def title(lang: i18n.Lang, name: str) -> str:
    """What a field is called."""
    key = f"import.field.{name}"
    return i18n.t(lang, key if i18n.has(lang, key) else f"field.{name}")


def codes_of(layer: LayerRecord, name: str, lang: i18n.Lang) -> tuple[tuple[str, str], ...]:
    """Codes that a field may have with their words; none for a field that takes any value."""
    own = layer.field(name)
    if name == "kind" and layer.kinds:
        return tuple((code, i18n.t(lang, f"value.kind.{code}")) for code in layer.kinds)
    if name in REQUIRED or (own is not None and own.type == "code"):
        prefix = f"value.{name}."
        words = i18n.words(lang)
        return tuple((key.removeprefix(prefix), words[key]) for key in words if key.startswith(prefix))
    return ()


def suggest(layer: LayerRecord, user: User, columns: Sequence[Column]) -> dict[str, str]:
    """Column that most likely belongs to each field (and to `lon`, `lat`, `place`, `place_district`, `key`)."""
    kinds = {field.name: field.type for field in fields_of(layer, user, "ru")}
    pairs = []
    for name in (*kinds, *PLACE):
        wanted = _FITS.get(kinds.get(name, "num" if name in ("lon", "lat") else "text"))
        for at, column in enumerate(columns):
            like = _like(column.name, _names(name))
            if wanted and column.looks not in (*wanted, "empty"):
                like -= 30
            pairs.append((like, -at, name in REQUIRED, name, column.name))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for like, *_, name, column_name in sorted(pairs, reverse=True):
        if like >= LIKE and name not in found and column_name not in taken:
            found[name] = column_name
            taken.add(column_name)
    return found


def suggest_codes(layer: LayerRecord, name: str, values: Iterable[str]) -> dict[str, str]:
    """Code that each value most likely means, by its words in the three languages; values like none are left out."""
    known = [
        (code, _plain(words)) for lang in i18n.LANGS for code, words in codes_of(layer, name, lang)
    ] + [(code, _plain(also)) for code, _ in codes_of(layer, name, "ru") for also in _ALSO.get(f"{name}.{code}", ())]
    out = {}
    for value in values:
        plain = _plain(value)
        best = max(((fuzz.WRatio(plain, words), code) for code, words in known), default=(0.0, ""))
        if plain and best[0] >= LIKE_CODE:
            out[value] = best[1]
    return out


def suggest_factors(layer: LayerRecord, chosen: Mapping[str, str]) -> dict[str, float]:
    """By what the numbers of money fields are to be multiplied, by the words in the names of their columns."""
    money = {field.name for field in layer.fields if field.unit == MONEY}
    found = {}
    for name, column in chosen.items():
        words = re.findall(r"[^\W\d_]+", column.casefold())
        factor = next((TIMES[word] for word in words if word in TIMES), None)
        if name in money and factor is not None:
            found[name] = factor
    return found


def _like(column: str, names: Iterable[str]) -> float:
    """How much a column's name is like the names of a field, 0 to 100; the unit behind it counts little."""
    best = 0.0
    for share, text in ((1.0, column), (0.98, _UNIT.sub("", column))):
        plain = _plain(text)
        for name in names if plain else ():
            alike = fuzz.token_sort_ratio(plain, name) * 0.75 + fuzz.token_set_ratio(plain, name) * 0.25
            best = max(best, share * alike)
    return best


@lru_cache(maxsize=512)
def _names(field: str) -> tuple[str, ...]:
    words: list[str] = [field.replace("_", " ")]
    for lang in i18n.LANGS:
        if i18n.has(lang, f"field.{field}"):
            words.append(i18n.t(lang, f"field.{field}").split(",")[0])
        if i18n.has(lang, f"import.field.{field}"):
            words.append(i18n.t(lang, f"import.field.{field}"))
    return tuple(dict.fromkeys(_plain(word) for word in (*words, *_ALSO.get(field, ()))))


def _plain(text: Any) -> str:
    return skeleton(str(text).replace("_", " "))
