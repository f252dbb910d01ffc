"""Tags of an OpenStreetMap object turned into rows: the layers it belongs to and the values of their fields."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from config.osm import ANY, TagField, TagRule, TagTable

TEXT_KEPT = 500
YEARS = range(1500, 2101)
MILE_KM = 1.609344
_WHOLE = re.compile(r"\s*([+-]?\d{1,9})(?:\.0+)?\s*")
_YEAR = re.compile(r"[~\s]*(\d{4})(?![\d.])")
_SPEED = re.compile(r"\s*(\d{1,3})\s*(mph|km/h|kmh)?\s*")
NAMES = {
    "name_ru": ("name:ru", "name"), "name_kk": ("name:kk",), "name_en": ("name:en", "int_name"),
}  # fmt: skip


class TagReader:
    """The table of tags made ready for some layers: `layers_of` tells where an object belongs, `values` its fields."""

    def __init__(self, table: TagTable, layers: Iterable[str]) -> None:
        """Keep the rules of the wanted layers, by the first tag that they ask for."""
        self.table = table
        self.wanted = frozenset(layers)
        self.by_key: dict[str, list[tuple[int, TagRule]]] = defaultdict(list)
        for number, rule in enumerate(table.rules):
            if rule.layer in self.wanted:
                self.by_key[next(iter(rule.where))].append((number, rule))
        self.keys = tuple(sorted(self.by_key))

    def keys_of(self, *geometries: str) -> tuple[str, ...]:
        """First tags of the rules whose layers have one of the geometries."""
        layers = self.table.layers
        return tuple(
            key for key in self.keys if any(layers[rule.layer].geometry in geometries for _, rule in self.by_key[key])
        )

    def layers_of(self, tags: Mapping[str, str]) -> dict[str, str]:
        """Layers of an object with its kind in each; empty when it is not wanted."""
        found: dict[str, str] = {}
        rules = [numbered for key in tags.keys() & self.by_key.keys() for numbered in self.by_key[key]]
        for _, rule in sorted(rules, key=_number):
            if rule.layer not in found and (kind := _kind(rule, tags)):
                found[rule.layer] = kind
        return found

    def values(self, layer: str, kind: str, tags: Mapping[str, str], ident: str) -> dict[str, Any]:
        """Columns of an object's row in a layer; a tag that cannot be understood gives no value."""
        row: dict[str, Any] = {"object_id": ident, "kind": kind, "address": _address(tags)}
        for name, keys in NAMES.items():
            row[name] = _first_text(keys, tags)
        for name in self.table.layers[layer].fields:
            field = self.table.fields[name]
            row[name] = int(ident[1:]) if field.tags == ("@id",) else _value(field, tags)
        return row


def _number(numbered: tuple[int, TagRule]) -> int:
    return numbered[0]


def _kind(rule: TagRule, tags: Mapping[str, str]) -> str:
    """Kind of an object under a rule; empty when the rule does not fit."""
    if not all(_has(tags, key, values) for key, values in rule.where.items()):
        return ""
    if any(_has(tags, key, values) for key, values in rule.unless.items()):
        return ""
    return rule.kind or rule.kinds.get(tags.get(rule.kind_tag, ""), rule.other)


def _has(tags: Mapping[str, str], key: str, values: tuple[str, ...]) -> bool:
    value = tags.get(key)
    return value is not None and (value in values or ANY in values)


def _first_text(keys: Iterable[str], tags: Mapping[str, str]) -> str | None:
    for key in keys:
        if value := _clean(tags.get(key, "")):
            return value
    return None


def _clean(value: str) -> str:
    """A tag's text without control characters and in a length that fits a card."""
    text = "".join(c if c.isprintable() else " " for c in value[: 2 * TEXT_KEPT])
    return text.strip()[:TEXT_KEPT]


def _address(tags: Mapping[str, str]) -> str | None:
    parts = [_clean(tags[key]) for key in ("addr:street", "addr:housenumber") if tags.get(key)]
    return ", ".join(part for part in parts if part) or None if "addr:street" in tags else None


def _value(field: TagField, tags: Mapping[str, str]) -> Any:
    for key in field.tags:
        value = tags.get(key)
        if value is not None and (found := _READ[field.how](field, value.strip())) is not None:
            return found
    if any(key in tags for key in field.tags):
        return field.other
    return field.missing


def _text(_field: TagField, value: str) -> str | None:
    return _clean(value) or None


def _int(_field: TagField, value: str) -> int | None:
    found = _WHOLE.fullmatch(value)
    return int(found.group(1)) if found else None


def _year(_field: TagField, value: str) -> int | None:
    found = _YEAR.match(value)
    return int(found.group(1)) if found and int(found.group(1)) in YEARS else None


def _start(field: TagField, value: str) -> str | None:
    year = _year(field, value)
    return None if year is None else f"{year:04d}-01-01"


def _flag(_field: TagField, value: str) -> bool:
    return value != "no"


def _code(field: TagField, value: str) -> str | None:
    return field.values.get(value)


def _speed(_field: TagField, value: str) -> int | None:
    found = _SPEED.fullmatch(value)
    if found is None:
        return None
    return round(int(found.group(1)) * (MILE_KM if found.group(2) == "mph" else 1))


_READ = {
    "text": _text, "int": _int, "year": _year, "start": _start, "flag": _flag, "code": _code, "speed": _speed,
}  # fmt: skip
