"""What of a layer's rows is chosen on the map: filters, a time and a district, in a shape that can be a key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Table

from config.policy import User
from config.records import LayerRecord
from data.layer_tables import OUTSIDE
from data.queries.filters import AskError, Filter, filter_fields, rows_kept
from data.queries.moments import Span, valid_in
from data.queries.scope import RowScope
from data.store import Store

DISTRICT = "district"
TIME = "t"


@dataclass(frozen=True)
class Choice:
    """Rows that all `filters` let through, valid on some day of `span`, in `district`; equal choices are equal keys.

    Make it with `Choice.of`: filters then stand in the order of their names, values sorted and each once.
    """

    filters: tuple[tuple[str, Filter], ...] = ()
    span: Span | None = None
    district: str | None = None

    @classmethod
    def of(cls, filters: Mapping[str, Filter], span: Span | None = None, district: str | None = None) -> "Choice":
        """The choice of these filters, span and district."""
        found = []
        for name, one in sorted(filters.items()):
            values = None if one.values is None else tuple(sorted(set(one.values), key=repr))
            if values is not None or one.low is not None or one.high is not None:
                found.append((name, Filter(values, one.low, one.high)))
        return cls(tuple(found), span, district)

    def __bool__(self) -> bool:
        """Whether anything is chosen at all."""
        return bool(self.filters or self.span or self.district)

    def conditions(self, table: Table, layer: LayerRecord, scope: RowScope) -> list[ColumnElement[bool]]:
        """The choice as conditions, for a person of that scope."""
        parts = [rows_kept(table, layer, scope, dict(self.filters))] if self.filters else []
        parts += valid_in(table, self.span)
        return [*parts, table.c.district == self.district] if self.district is not None else parts

    def without(self, part: str) -> "Choice":
        """The same choice without one part: DISTRICT, TIME or the name of a filter."""
        if part == DISTRICT:
            return replace(self, district=None)
        if part == TIME:
            return replace(self, span=None)
        return replace(self, filters=tuple(pair for pair in self.filters if pair[0] != part))

    def open_to(self, user: User, layer: LayerRecord) -> bool:
        """Whether the person may filter by all that is filtered by here."""
        return {name for name, _ in self.filters} <= {field.name for field in filter_fields(user, layer)}


def check_district(store: Store, district: str | None) -> None:
    """Raise AskError when the city has no such district."""
    if district is not None and district not in {OUTSIDE, *(d.id for d in store.city.districts)}:
        raise AskError("district", "unknown")
