"""Which rows of a snapshot a choice keeps: conditions as masks over its columns, the same rows as SQL would keep."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from config.policy import Sensitivity
from config.records import LayerRecord
from data.queries.choice import DISTRICT, TIME, Choice
from data.queries.filters import Filter
from data.queries.moments import Span
from data.queries.scope import RowScope
from tiles.geometry import Flags
from tiles.mercator import Floats, Ints
from tiles.snapshot import Snapshot
from tiles.values import Codes, ColumnError, ValueTable

BEGAN, ENDED = "valid_from", "valid_to"


def column(snapshot: Snapshot, name: str) -> Codes:
    """Codes of a column. Raises ColumnError when the snapshot does not have it."""
    place = snapshot.columns.get(name)
    if place is None:
        raise ColumnError(f"column {name}: not in the snapshot")
    return snapshot.codes[:, place]


def of_district(snapshot: Snapshot, district: str) -> Flags:
    """Rows of a district. Raises ColumnError for a snapshot without districts."""
    codes, code = column(snapshot, DISTRICT), snapshot.table.text_code(district)
    return np.zeros(len(codes), dtype=np.bool_) if code is None else np.equal(codes, code)


def conditions(snapshot: Snapshot, layer: LayerRecord, scope: RowScope, choice: Choice) -> dict[str, Flags]:
    """A mask for each part of a choice: DISTRICT, TIME and the names of the filters."""
    parts = {name: _filtered(snapshot, layer, scope, name, one) for name, one in choice.filters}
    if choice.span is not None:
        parts[TIME] = _valid(snapshot, choice.span)
    if choice.district is not None:
        parts[DISTRICT] = of_district(snapshot, choice.district)
    return parts


def together(parts: Mapping[str, Flags], without: str = "") -> Flags | None:
    """Rows that all parts keep, but for the one named; None when no part is left."""
    masks = [mask for name, mask in parts.items() if name != without]
    return reduce(np.logical_and, masks) if masks else None


def seen_codes(snapshot: Snapshot, layer: LayerRecord, scope: RowScope, name: str) -> Codes:
    """Codes of a column as the person sees them: a sensitive one is null outside a district's staff's district."""
    codes, own = column(snapshot, name), layer.field(name)
    if own is None or own.sensitivity is Sensitivity.PUBLIC or scope.district is None:
        return codes
    return np.where(of_district(snapshot, scope.district), codes, np.int32(-1))


def _filtered(snapshot: Snapshot, layer: LayerRecord, scope: RowScope, name: str, one: Filter) -> Flags:
    return _passing(snapshot.table, one)[seen_codes(snapshot, layer, scope, name)]


def _passing(table: ValueTable, one: Filter) -> NDArray[np.bool_]:
    """For each value of the table whether a filter lets it through; the last place is that of null: never."""
    passing = np.zeros(len(table) + 1, dtype=np.bool_)
    numbers = slice(len(table.texts), len(table.texts) + len(table.integers) + len(table.doubles))
    if one.values is None:
        low = -math.inf if one.low is None else one.low
        high = math.inf if one.high is None else one.high
        for part, values in _numbers(table):
            passing[part] = (values >= low) & (values <= high)
        return passing
    known = [table.texts.get(value) for value in one.values if isinstance(value, str)]
    passing[[code for code in known if code is not None]] = True
    wanted = [value for value in one.values if not isinstance(value, str | bool)]
    if wanted:
        for part, values in _numbers(table):
            passing[part] = np.isin(values, wanted)
    for value in one.values:
        if isinstance(value, bool):
            passing[numbers.stop + int(value)] = True
    return passing


def _numbers(table: ValueTable) -> list[tuple[slice, Ints | Floats]]:
    first = len(table.texts)
    second = first + len(table.integers)
    return [
        (slice(first, second), table.integers),
        (slice(second, second + len(table.doubles)), table.doubles),
    ]


def _valid(snapshot: Snapshot, span: Span) -> Flags:
    """Rows valid on some day of the span; words stand in their order, so that ISO days compare as codes."""
    began, ended = column(snapshot, BEGAN), column(snapshot, ENDED)
    words = snapshot.table.words
    until = bisect_right(words, span.last.isoformat())
    since = bisect_left(words, span.first.isoformat())
    # A null is -1: below every beginning, and to be let through as an end.
    return (began < until) & ((ended >= since) | (ended < 0))
