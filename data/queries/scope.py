"""What of a layer a person may see: the layer, its rows and its fields, all asked from the one policy."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Table, and_, case, null, or_, true

from config.policy import Action, Sensitivity, Thing, User, allowed, district_scope, may
from config.records import FieldRecord, LayerRecord
from data.layer_tables import COMMON, measure_column

HIDDEN = frozenset({"fid", "known_from", "known_to", "row_hash"})


@dataclass(frozen=True)
class RowScope:
    """Rows a person may see: of these sensitivities; what is not public only in `district` (None: everywhere)."""

    sensitivities: frozenset[Sensitivity]
    district: str | None = None


def may_see(user: User, layer: LayerRecord) -> bool:
    """Whether the layer exists for this person; every door answers "unknown" when not."""
    return may(user, Action.VIEW, Thing("layer", layer.sensitivity))


def may_export(user: User, layer: LayerRecord) -> bool:
    """Whether the person may take rows of the layer away in a file."""
    return may_see(user, layer) and may(user, Action.EXPORT, Thing("layer", layer.sensitivity))


def seen_layers(user: User, layers: Iterable[LayerRecord]) -> list[LayerRecord]:
    """Layers that exist for this person, in their given order."""
    return [layer for layer in layers if may_see(user, layer)]


def row_scope(user: User) -> RowScope:
    """Scope of rows for this person, the same for every layer."""
    return RowScope(allowed(user), district_scope(user, Thing("object", Sensitivity.RESTRICTED)))


def seen_fields(user: User, layer: LayerRecord) -> tuple[FieldRecord, ...]:
    """Own fields of the layer that the person may see (in a limited district: at least there)."""
    return tuple(f for f in layer.fields if may(user, Action.VIEW, Thing("field", f.sensitivity)))


def seen_columns(user: User, layer: LayerRecord) -> tuple[str, ...]:
    """Names of the columns a person may read: common ones, the measure, own fields; not the store's bookkeeping."""
    measure = measure_column(layer)
    common = tuple(name for name in COMMON if name not in HIDDEN)
    return (*common, *((measure,) if measure else ()), *(f.name for f in seen_fields(user, layer)))


def rows_seen(table: Table, layer: LayerRecord, scope: RowScope) -> ColumnElement[bool]:
    """Condition that keeps the rows of the scope."""
    parts: list[ColumnElement[bool]] = []
    if scope.sensitivities != frozenset(Sensitivity):
        parts.append(table.c.sensitivity.in_(sorted(s.value for s in scope.sensitivities)))
    if scope.district is not None:
        own = table.c.district == scope.district
        if layer.sensitivity is Sensitivity.PUBLIC:
            own = or_(table.c.sensitivity == Sensitivity.PUBLIC.value, own)
        parts.append(own)
    return and_(true(), *parts)


def value_seen(column: Column[object], layer: LayerRecord, scope: RowScope) -> ColumnElement[object]:
    """The column's value, but null in rows where a sensitive field lies outside the person's district."""
    field = layer.field(column.name)
    if field is None or field.sensitivity is Sensitivity.PUBLIC or scope.district is None:
        return column
    return case((column.table.c.district == scope.district, column), else_=null()).label(column.name)
