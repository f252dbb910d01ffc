"""Values of the store as people write them: names, codes, numbers with units, dates; for card, list and export."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from components.context import Context
from config import i18n
from config.records import FieldRecord, LayerRecord
from data.layer_tables import OUTSIDE

NAMES = ("name_ru", "name_kk", "name_en")
YEAR = "year"
KM_FROM_M = 1_000
M2_IN_KM2 = 1_000_000


def attributes(**values: object) -> dict[str, Any]:
    """Attributes of an element by names with underscores: `data_copy` is `data-copy`, `aria_label` is `aria-label`."""
    return {name.replace("_", "-"): value for name, value in values.items() if value is not None}


def label(ctx: Context, name: str) -> str:
    """Words of a field; what follows a comma is the unit, which stands beside the value instead."""
    if name == "name":
        return ctx.t("field.name")
    return ctx.t(f"field.{name}").split(",")[0]


def unit_words(ctx: Context, unit: str) -> str:
    """Symbol of a unit of the city's directory, or its code."""
    found = next((u for u in ctx.store.city.units if u.id == unit), None)
    return ctx.words(found.symbol) if found else unit


def district_words(ctx: Context, code: str) -> str:
    """Name of a district, or that it lies outside of all."""
    found = next((d for d in ctx.store.city.districts if d.id == code), None)
    return ctx.words(found.names) if found else ctx.t(f"value.district.{OUTSIDE}")


def body_words(ctx: Context, code: str) -> str:
    """Name of a body of the directory, or its code."""
    found = next((b for b in ctx.store.city.bodies if b.id == code), None)
    return ctx.words(found.names) if found else code


def code_words(ctx: Context, name: str, code: object) -> str:
    """Words of a code of a field, or the code itself."""
    key = f"value.{name}.{code}"
    return ctx.t(key) if i18n.has(ctx.lang, key) else str(code)


def value_words(ctx: Context, layer: LayerRecord, name: str, value: Any) -> str:
    """A value as people of the language write it, with its unit; a dash for no value."""
    if value is None or value == "":
        return i18n.NO_DATA
    if isinstance(value, bool):
        return ctx.t(f"value.bool.{str(value).lower()}")
    if isinstance(value, date):
        return ctx.moment(value) if isinstance(value, datetime) else ctx.date(value)
    if isinstance(value, int | float):
        return _measure(ctx, name, value) or _number(ctx, layer.field(name), value)
    known = {"district": district_words, "body": body_words, "answer_body": body_words}.get(name)
    return known(ctx, str(value)) if known else code_words(ctx, name, value)


def _measure(ctx: Context, name: str, value: float) -> str:
    """Length and area computed by the store, in the unit that fits their size."""
    if name == "length_m" and value >= KM_FROM_M:
        return f"{ctx.number(value / KM_FROM_M, 2)} {unit_words(ctx, 'km')}"
    if name == "length_m":
        return f"{ctx.number(value, 0)} {unit_words(ctx, 'm')}"
    if name == "area_m2":
        return f"{ctx.number(value / M2_IN_KM2, 2)} {unit_words(ctx, 'km2')}"
    return ""


def _number(ctx: Context, field: FieldRecord | None, value: float) -> str:
    if field is None or field.unit is None:
        bare = field is not None and field.type == "int" and "id" in field.name.split("_")
        return str(value) if bare else ctx.number(value)
    if field.unit == YEAR:
        return str(int(value))
    return f"{ctx.number(value)} {unit_words(ctx, field.unit)}"


def written(ctx: Context, row: Mapping[str, Any], name: str) -> Any:
    """A value of a row; a text in the reader's language where it was translated (`story_kk` beside `story`)."""
    return row.get(f"{name}_{ctx.lang}") or row[name]


def translation(layer: LayerRecord, name: str) -> bool:
    """Whether a field says another one in another language."""
    base, _, lang = name.rpartition("_")
    return lang in i18n.LANGS and layer.field(base) is not None


def row_title(ctx: Context, row: Mapping[str, Any]) -> str:
    """Name of a row in the reader's language or another one; without any: its kind and id."""
    for name in (f"name_{ctx.lang}", *NAMES):
        if row.get(name):
            return str(row[name])
    kind = code_words(ctx, "kind", row["kind"])
    return f"{kind[:1].upper()}{kind[1:]} {row['object_id']}"
