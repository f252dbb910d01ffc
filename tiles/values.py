"""The distinct attribute values of a layer in one table, already in their tile encoding.

Every attribute of every row becomes one int32 code into this table (-1: null), whatever its type, so that a tile finds
its values by array look-ups and never touches a Python object per feature.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tiles.mercator import Floats, Ints
from tiles.wire import block, put_byte, put_varints, sizes, zigzag

Codes = NDArray[np.int32]
Column = NDArray[np.generic] | tuple[Codes, Sequence[str]]

TEXT, UNSIGNED, SIGNED, DOUBLE, BOOL = 1, 5, 6, 3, 7
VALUE_FIELD = 4
# Bytes of a text whose value message has a length of one byte.
SHORT_TEXT = 125


class ColumnError(ValueError):
    """A column that cannot go into a tile; the message names it."""


@dataclass(frozen=True)
class ValueTable:
    """Distinct values in the order texts, integers, doubles, bools; `blob[ends[i-1]:ends[i]]` is value i encoded."""

    texts: Mapping[str, int]
    integers: Ints
    doubles: Floats
    blob: bytes
    ends: Ints

    def __len__(self) -> int:
        return len(self.ends)

    @cached_property
    def words(self) -> Sequence[str]:
        """The texts in their order, which is that of their codes."""
        return list(self.texts)

    def value(self, code: int) -> str | int | float | bool | None:
        """The value of a code, None for -1."""
        if code < 0:
            return None
        for values in (self.words, self.integers, self.doubles, (False, True)):
            if code < len(values):
                found = values[code]
                return found.item() if isinstance(found, np.generic) else found
            code -= len(values)
        raise IndexError("a code beyond the table")

    def text_code(self, text: str) -> int | None:
        """Code of a text, None when no row has it."""
        return self.texts.get(text)

    def integer_codes(self, numbers: Ints) -> Codes:
        """Codes of integers, -1 where no row has the number."""
        if not len(self.integers):
            return np.full(len(numbers), -1, dtype=np.int32)
        place = np.minimum(np.searchsorted(self.integers, numbers), len(self.integers) - 1)
        found = self.integers[place] == numbers
        return np.where(found, place + len(self.texts), -1).astype(np.int32)

    def encoded(self, codes: Codes) -> bytes:
        """The encoded values of these codes (ascending), one after the other."""
        if len(codes) and int(codes[-1]) - int(codes[0]) + 1 == len(codes):
            return self.blob[int(self.ends[codes[0] - 1]) if codes[0] else 0 : int(self.ends[codes[-1]])]
        ends = self.ends[codes]
        starts = np.where(codes > 0, self.ends[codes - 1], 0)
        blob = self.blob
        return b"".join([blob[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)])


@dataclass(frozen=True)
class _Part:
    """One column before the common table: `codes` into its own distinct `values` of one type."""

    kind: int
    codes: Codes
    values: Sequence[str] | NDArray[np.generic]


def integer_values(numbers: Ints) -> tuple[bytes, Ints]:
    """Encoded value fields of integers (unsigned when not negative, else zigzag) and the bytes of each."""
    negative = numbers < 0
    raw = np.where(negative, zigzag(numbers), numbers.view(np.uint64))
    size = sizes(raw)
    total = size + 3
    at = np.cumsum(total) - total
    out = np.empty(int(total.sum()), dtype=np.uint8)
    put_byte(out, at, VALUE_FIELD << 3 | 2)
    out[at] = size + 1
    at += 1
    out[at] = np.where(negative, SIGNED << 3, UNSIGNED << 3)
    at += 1
    put_varints(out, at, raw, size)
    return out.tobytes(), total


def _double_values(numbers: Floats) -> tuple[bytes, Ints]:
    out = np.empty((len(numbers), 11), dtype=np.uint8)
    out[:, :3] = (VALUE_FIELD << 3 | 2, 9, DOUBLE << 3 | 1)
    out[:, 3:] = numbers.astype("<f8").view(np.uint8).reshape(-1, 8)
    return out.tobytes(), np.full(len(numbers), 11, dtype=np.int64)


def text_value(text: bytes) -> bytes:
    """Encoded value field of a text."""
    size = len(text)
    if size <= SHORT_TEXT:
        return bytes((VALUE_FIELD << 3 | 2, size + 2, TEXT << 3 | 2, size)) + text
    return block(VALUE_FIELD, block(TEXT, text))


def _text_values(texts: Iterable[str]) -> tuple[bytes, Ints]:
    parts = [text_value(text.encode("utf-8", "replace")) for text in texts]
    return b"".join(parts), np.fromiter((len(p) for p in parts), dtype=np.int64, count=len(parts))


def _bool_values() -> tuple[bytes, Ints]:
    parts = [block(VALUE_FIELD, bytes((BOOL << 3, flag))) for flag in (0, 1)]
    return b"".join(parts), np.array([len(p) for p in parts], dtype=np.int64)


def _objects(name: str, column: NDArray[np.generic]) -> _Part:
    """A column of Python objects: texts, or dates as ISO text, or numbers or bools with None for null."""
    null = np.array([v is None or (isinstance(v, float) and math.isnan(v)) for v in column], dtype=np.bool_)
    kinds = {type(v) for v in column[~null]}
    if kinds <= {bool, np.bool_} or kinds <= {int, float, np.int64, np.float64}:
        whole = kinds and kinds <= {int, np.int64, bool, np.bool_}
        filled = np.where(null, 0, column)
        dtype = np.bool_ if kinds <= {bool, np.bool_} else np.int64 if whole else np.float64
        return _numbers(name, np.ma.MaskedArray(filled.astype(dtype), mask=null))
    if not all(issubclass(k, str | date) for k in kinds):
        raise ColumnError(f"column {name}: values of type {', '.join(sorted(k.__name__ for k in kinds))}")
    seen: dict[str, int] = {}
    words = (None if n else v if isinstance(v, str) else v.isoformat() for v, n in zip(column, null, strict=True))
    codes = np.fromiter(
        (-1 if w is None else seen.setdefault(w, len(seen)) for w in words), dtype=np.int32, count=len(column)
    )
    return _Part(TEXT, codes, list(seen))


def _numbers(name: str, column: NDArray[np.generic]) -> _Part:
    """A column of numbers or bools; masked entries and NaN are null."""
    data = np.ma.getdata(column)
    null = np.ma.getmaskarray(column)
    if data.dtype.kind == "b":
        return _Part(BOOL, np.where(null, -1, data.astype(np.int32)).astype(np.int32), ())
    if data.dtype.kind == "u" and data.size and int(data.max()) > np.iinfo(np.int64).max:
        raise ColumnError(f"column {name}: a number above the largest 64-bit integer")
    kind, dtype = (DOUBLE, np.float64) if data.dtype.kind == "f" else (UNSIGNED, np.int64)
    wide = data.astype(dtype)
    null = null | np.isnan(wide) if kind == DOUBLE else null
    distinct, inverse = np.unique(wide[~null], return_inverse=True)
    codes = np.full(len(wide), -1, dtype=np.int32)
    codes[~null] = inverse
    return _Part(kind, codes, distinct)


def _part(name: str, column: Column, rows: int) -> _Part:
    if isinstance(column, tuple):
        codes, categories = np.asarray(column[0]).astype(np.int32), list(column[1])
        if codes.size and not -1 <= int(codes.min()) <= int(codes.max()) < len(categories):
            raise ColumnError(f"column {name}: a code outside its categories")
        part = _Part(TEXT, codes, categories)
    elif column.dtype.kind in "biuf":
        part = _numbers(name, column)
    elif column.dtype.kind in "OUT":
        part = _objects(name, column.astype(object))
    elif column.dtype.kind == "M":
        part = _objects(name, column.astype("datetime64[D]").astype(object))
    else:
        raise ColumnError(f"column {name}: unknown type {column.dtype}")
    if len(part.codes) != rows:
        raise ColumnError(f"column {name}: {len(part.codes)} values for {rows} rows")
    return part


def build_table(columns: Mapping[str, Column], rows: int) -> tuple[ValueTable, Codes]:
    """One table for all columns and a (rows x columns) array of codes. Raises ColumnError."""
    parts = [_part(name, column, rows) for name, column in columns.items()]
    words = sorted({word for p in parts if p.kind == TEXT for word in p.values})
    texts = {str(word): i for i, word in enumerate(words)}
    integers = _union(parts, UNSIGNED).astype(np.int64)
    doubles = _union(parts, DOUBLE).astype(np.float64)
    encoded = [_text_values(texts), integer_values(integers), _double_values(doubles), _bool_values()]
    ends = np.cumsum(np.concatenate([lengths for _, lengths in encoded]))
    table = ValueTable(texts, integers, doubles, b"".join(raw for raw, _ in encoded), ends)
    codes = np.empty((rows, len(parts)), dtype=np.int32)
    for i, part in enumerate(parts):
        codes[:, i] = np.append(_places(part, table, doubles), np.int32(-1))[part.codes]
    return table, codes


def _union(parts: list[_Part], kind: int) -> NDArray[np.int64] | Floats:
    columns = [np.asarray(p.values) for p in parts if p.kind == kind]
    # Sorting once and comparing neighbours is several times faster than np.unique, which hashes.
    ordered = np.sort(np.concatenate(columns)) if columns else np.empty(0)
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[first])


def _places(part: _Part, table: ValueTable, doubles: Floats) -> Codes:
    """Codes in the common table of the column's own distinct values."""
    first_double = len(table.texts) + len(table.integers)
    if part.kind == TEXT:
        return np.fromiter((table.texts[str(w)] for w in part.values), dtype=np.int32, count=len(part.values))
    if part.kind == UNSIGNED:
        return table.integer_codes(np.asarray(part.values, dtype=np.int64))
    if part.kind == DOUBLE:
        wanted = np.asarray(part.values, dtype=np.float64)
        return (np.searchsorted(doubles, wanted) + first_double).astype(np.int32)
    return np.array((0, 1), dtype=np.int32) + np.int32(first_double + len(doubles))


def used_values(codes: Codes, upper: int) -> tuple[Codes, Codes]:
    """The codes that occur (sorted, without -1) and `codes` renumbered to places in that list; -1 stays -1."""
    if upper <= 16 * codes.size + 256:
        seen = np.zeros(upper + 1, dtype=np.bool_)
        seen[codes] = True
        used = np.flatnonzero(seen[:-1]).astype(np.int32)
        place = np.empty(upper + 1, dtype=np.int32)
        place[used] = np.arange(len(used), dtype=np.int32)
        place[-1] = -1
        return used, place[codes]
    distinct, inverse = np.unique(codes, return_inverse=True)
    nulls = int(len(distinct) > 0 and distinct[0] < 0)
    return distinct[nulls:].astype(np.int32), (inverse.reshape(codes.shape) - nulls).astype(np.int32)
