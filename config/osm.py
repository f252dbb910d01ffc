"""The table of OpenStreetMap tags: which tags make an object of which layer, and which tags fill its fields."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from pydantic import ValidationError

from config.records import Code, GeometryKind, Record, RecordError, explain
from config.settings import ROOT

PATH = ROOT / "config" / "osm.toml"
ANY = "*"
COMMON = ("kind", "name_ru", "name_kk", "name_en", "address")
How = Literal["text", "int", "year", "start", "flag", "code", "speed"]


class TagField(Record):
    """How tags fill a field: the first of `tags` that has a usable value.

    `code` takes the code of `values`, `other` for a value that is not there, `missing` without the tag; `year` and
    `start` take the year of a date (`start` as its first of January); `flag` is true for everything but `no`.
    """

    tags: tuple[str, ...]
    how: How = "text"
    values: dict[str, str] = {}
    other: str | None = None
    missing: str | None = None


class TagLayer(Record):
    """A layer that OpenStreetMap feeds: its geometry and the fields of the table that it has."""

    geometry: GeometryKind
    fields: tuple[str, ...] = ()


class TagRule(Record):
    """Objects with one of the values of every key of `where`, and none of `unless`, belong to a layer.

    Their kind is `kind`, or comes from the value of the tag `kind_tag` by `kinds`; a value that is not there becomes
    `other`, or, without `other`, the object is not wanted. `*` stands for any value.
    """

    layer: Code
    where: dict[str, tuple[str, ...]]
    unless: dict[str, tuple[str, ...]] = {}
    kind: str = ""
    kind_tag: str = ""
    kinds: dict[str, str] = {}
    other: str = ""


class TagTable(Record):
    """The whole table; the first rule of a layer that fits counts."""

    fields: dict[str, TagField]
    layers: dict[str, TagLayer]
    rules: tuple[TagRule, ...]


@lru_cache(maxsize=1)
def tag_table() -> TagTable:
    """The table of config/osm.toml. Raises RecordError with one sentence when it is wrong."""
    try:
        table = TagTable(**tomllib.loads(PATH.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        reason = explain(error) if isinstance(error, ValidationError) else str(error)
        raise RecordError(f"{PATH.name}: {reason}") from error
    for layer_id, layer in table.layers.items():
        if strange := set(layer.fields) - set(table.fields):
            raise RecordError(f"{PATH.name}: layer {layer_id} has unknown fields {', '.join(sorted(strange))}")
    if strange := {rule.layer for rule in table.rules} - set(table.layers):
        raise RecordError(f"{PATH.name}: rules of unknown layers {', '.join(sorted(strange))}")
    return table


def osm_loads(layers: Iterable[str]) -> list[dict[str, Any]]:
    """Loads of the given layers, as a source's record would write them out. Raises RecordError for an unknown one."""
    table = tag_table()
    loads = []
    for layer in layers:
        if layer not in table.layers:
            raise RecordError(f"{PATH.name}: no layer {layer}")
        names = (*COMMON, *table.layers[layer].fields)
        loads.append({
            "layer": layer, "key": ("object_id",), "columns": {name: name for name in names},
            "values": {"state": "existing"},
        })  # fmt: skip
    return loads
