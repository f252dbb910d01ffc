"""Filters of a layer in the shape the map uses, read from untrusted input and turned into conditions."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, true

from config.policy import User
from config.records import FieldType, FilterKind, LayerRecord
from data.queries.scope import RowScope, seen_fields, value_seen

MAX_VALUES = 200
MAX_TEXT = 200
MAX_NUMBER = 1e15
COMMON_CHOICES: dict[str, FieldType] = dict.fromkeys(("kind", "state", "origin", "body", "source"), "code")


class AskError(ValueError):
    """A question to the store that makes no sense; `part` names the parameter, `reason` says what is wrong with it."""

    def __init__(self, part: str, reason: str) -> None:
        """Remember both for the answer."""
        super().__init__(f"{part}: {reason}")
        self.part = part
        self.reason = reason


@dataclass(frozen=True)
class FilterField:
    """A field by which a layer can be filtered; `step` is the width of a bin of a range."""

    name: str
    kind: FilterKind
    type: FieldType
    step: float = 1.0
    unit: str | None = None


@dataclass(frozen=True)
class Filter:
    """One condition: one of `values`, or a number between `low` and `high`, ends included."""

    values: tuple[str | int | float | bool, ...] | None = None
    low: float | None = None
    high: float | None = None


Filters = Mapping[str, Filter]


def filter_fields(user: User, layer: LayerRecord) -> tuple[FilterField, ...]:
    """Fields of the layer by which this person may filter, in the order of the record."""
    own = {f.name: f for f in seen_fields(user, layer)}
    found: list[FilterField] = []
    for name in layer.filters:
        field = own.get(name)
        if field is not None:
            found.append(FilterField(name, field.filter or "choice", field.type, field.step or 1.0, field.unit))
        elif name in COMMON_CHOICES and layer.field(name) is None:
            found.append(FilterField(name, "choice", COMMON_CHOICES[name]))
    return tuple(found)


def read_filters(raw: object, user: User, layer: LayerRecord) -> dict[str, Filter]:
    """Filters from decoded JSON `{field: {"in": [...]} | {"min": x, "max": y}}`. Raises AskError naming the fault."""
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise AskError("filters", "object")
    fields = {f.name: f for f in filter_fields(user, layer)}
    found: dict[str, Filter] = {}
    for name, condition in raw.items():
        field = fields.get(name) if isinstance(name, str) else None
        if field is None:
            raise AskError("filters", "field")
        if not isinstance(condition, Mapping) or not condition:
            raise AskError("filters", "condition")
        found[field.name] = _condition(field, condition)
    return found


def _condition(field: FilterField, raw: Mapping[Any, Any]) -> Filter:
    if set(raw) == {"in"}:
        values = raw["in"]
        if not isinstance(values, list) or len(values) > MAX_VALUES:
            raise AskError("filters", "values")
        return Filter(values=tuple(_value(field, v) for v in values))
    if set(raw) <= {"min", "max"}:
        low, high = (_bound(field, raw.get(end)) for end in ("min", "max"))
        return Filter(low=low, high=high)
    raise AskError("filters", "condition")


def _value(field: FilterField, value: object) -> str | int | float | bool:
    if field.type in ("code", "text") and isinstance(value, str) and len(value) <= MAX_TEXT and "\0" not in value:
        return value
    if field.type == "bool" and isinstance(value, bool):
        return value
    if field.type in ("int", "num") and _number(value) is not None:
        return _number(value) or 0
    raise AskError("filters", "value")


def _bound(field: FilterField, value: object) -> float | None:
    if value is None:
        return None
    number = _number(value)
    if number is None or field.type not in ("int", "num"):
        raise AskError("filters", "bound")
    return number


def _number(value: object) -> float | None:
    """A finite number that both engines hold, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if math.isfinite(value) and abs(value) < MAX_NUMBER else None


def rows_kept(table: Table, layer: LayerRecord, scope: RowScope, filters: Filters) -> ColumnElement[bool]:
    """Condition that keeps the rows which all filters let through; a row without the value is not kept."""
    parts: list[ColumnElement[bool]] = []
    for name, condition in filters.items():
        column = value_seen(table.c[name], layer, scope)
        if condition.values is not None:
            whole = str(table.c[name].type) in ("BIGINT", "INTEGER")
            # PostgreSQL would round a fraction to a whole number that nobody asked for.
            parts.append(column.in_([v for v in condition.values if not whole or v == int(v)]))
        if condition.low is not None:
            parts.append(column >= condition.low)
        if condition.high is not None:
            parts.append(column <= condition.high)
    return and_(true(), *parts)
