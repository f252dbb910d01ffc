"""Writes one layer as a Mapbox Vector Tile 2.1, whole arrays at a time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tiles.geometry import runs
from tiles.mercator import EXTENT, Ints
from tiles.rules import COUNT_FIELD, Kind
from tiles.values import Codes, ValueTable, integer_values, used_values
from tiles.wire import Bytes, block, put_byte, put_varints, sizes, varint

GEOMETRY_TYPE: dict[Kind, int] = {"point": 1, "line": 2, "polygon": 3}
LAYER, NAME, FEATURE, KEY, EXTENT_FIELD, VERSION = 3, 1, 2, 3, 5, 15


@dataclass(frozen=True)
class Tails:
    """Bytes that are ready, of many features: those of feature i are `data[starts[i]:starts[i] + lengths[i]]`."""

    data: Bytes
    starts: Ints
    lengths: Ints

    def picked(self, features: Ints) -> "Tails":
        """Those of some features, in that order."""
        return Tails(self.data, self.starts[features], self.lengths[features])

    def put(self, out: Bytes, at: Ints) -> None:
        """Write each feature's bytes from its position on."""
        out[runs(at, self.lengths)] = self.data[runs(self.starts, self.lengths)]


@dataclass(frozen=True)
class Drawing:
    """Geometry of features in tile units: `slots` are the numbers of all commands, `counts` how many each feature has.

    `rows` are the features' rows in the snapshot; `cells` is the number of points each one stands for, if thinned.
    `tails` are the encoded commands that follow those of `slots`, where they are the same in every tile.
    """

    rows: Ints
    slots: NDArray[np.uint32]
    counts: Ints
    cells: Ints | None = None
    tails: Tails | None = None


@dataclass(frozen=True)
class Tags:
    """Attributes of features: keys, place of each value in the tile's list (-1: null), and that list encoded."""

    keys: tuple[str, ...]
    places: Codes
    values: bytes


def make_tags(table: ValueTable, keys: tuple[str, ...], codes: Codes, cells: Ints | None) -> Tags:
    """Renumber table codes (features x keys) to the values this tile uses; `cells` adds the attribute `n`."""
    upper, extra = len(table), b""
    if cells is not None:
        numbers, place = _distinct_counts(cells)
        known = table.integer_codes(numbers)
        fresh = np.flatnonzero(known < 0)
        extra = integer_values(numbers[fresh])[0]
        known[fresh] = np.arange(upper, upper + len(fresh), dtype=np.int32)
        upper += len(fresh)
        keys, codes = (*keys, COUNT_FIELD), np.column_stack((codes, known[place]))
    used, places = used_values(codes, upper)
    values = table.encoded(used[: np.searchsorted(used, len(table))]) + extra
    filled = [i for i in range(len(keys)) if bool((places[:, i] >= 0).any())]
    if len(filled) < len(keys):
        keys, places = tuple(keys[i] for i in filled), places[:, filled]
    return Tags(keys, places, values)


def _distinct_counts(cells: Ints) -> tuple[Ints, Codes]:
    used, place = used_values(cells.astype(np.int32), int(cells.max()) + 1)
    return used.astype(np.int64), place


def write_layer(name: str, kind: Kind, ids: NDArray[np.uint64], drawing: Drawing, tags: Tags) -> bytes:
    """The tile's bytes; features stand in the order of their ids. No feature: no bytes (rule A3)."""
    if not len(ids):
        return b""
    body = b"".join(
        (
            block(NAME, name.encode()),
            _features(GEOMETRY_TYPE[kind], ids, drawing, tags),
            *(block(KEY, key.encode()) for key in tags.keys),
            tags.values,
            varint(EXTENT_FIELD << 3) + varint(EXTENT),
            varint(VERSION << 3) + varint(2),
        )
    )
    return block(LAYER, body)


def _features(geometry_type: int, ids: NDArray[np.uint64], drawing: Drawing, tags: Tags) -> bytes:
    """All feature messages. Byte counts are worked out first, then each column of bytes is written at once."""
    id_size, slot_size = sizes(ids), sizes(drawing.slots)
    slot_end = np.cumsum(slot_size)
    geometry_end = slot_end[np.cumsum(drawing.counts) - 1]
    slot_bytes = np.diff(geometry_end, prepend=0)
    geometry_bytes = slot_bytes if drawing.tails is None else slot_bytes + drawing.tails.lengths
    columns = [_TagColumn(varint(i), tags.places[:, i]) for i in range(len(tags.keys))]
    tag_bytes = np.zeros(len(ids), dtype=np.int64)
    for column in columns:
        tag_bytes += column.bytes
    tag_size, geometry_size = sizes(tag_bytes.view(np.uint64)), sizes(geometry_bytes.view(np.uint64))
    inner = 5 + id_size + tag_size + tag_bytes + geometry_size + geometry_bytes
    inner_size = sizes(inner.view(np.uint64))
    total = 1 + inner_size + inner
    at, length = _places(ids, total)
    out = np.empty(length, dtype=np.uint8)
    put_byte(out, at, FEATURE << 3 | 2)
    _put(out, at, inner.view(np.uint64), inner_size)
    put_byte(out, at, 0x08)
    _put(out, at, ids, id_size)
    put_byte(out, at, 0x12)
    _put(out, at, tag_bytes.view(np.uint64), tag_size)
    for column in columns:
        column.put(out, at)
    put_byte(out, at, 0x18)
    put_byte(out, at, geometry_type)
    put_byte(out, at, 0x22)
    _put(out, at, geometry_bytes.view(np.uint64), geometry_size)
    slot_at = slot_end - slot_size
    slot_at += np.repeat(at - (geometry_end - slot_bytes), drawing.counts)
    put_varints(out, slot_at, drawing.slots, slot_size)
    if drawing.tails is not None:
        drawing.tails.put(out, at + slot_bytes)
    return out.tobytes()


def _places(ids: NDArray[np.uint64], total: Ints) -> tuple[Ints, int]:
    """First byte of each feature when they stand in the order of their ids, and the bytes of all."""
    order = np.argsort(ids)
    ends = np.cumsum(total[order])
    at = np.empty_like(ends)
    at[order] = ends
    at -= total
    return at, int(ends[-1])


def _put(out: NDArray[np.uint8], at: Ints, values: NDArray[np.uint64], size: Ints) -> None:
    put_varints(out, at, values, size)
    at += size


class _TagColumn:
    """One attribute's pairs of key and value number, absent where the value is null."""

    def __init__(self, key: bytes, places: Codes) -> None:
        self.key = key
        self.nulls = bool((places < 0).any())
        self.present = np.flatnonzero(places >= 0) if self.nulls else None
        kept = places if self.present is None else places[self.present]
        self.values = kept.astype(np.uint64)
        self.size = sizes(self.values)
        pair = self.size + len(key)
        if self.present is None:
            self.bytes = pair
        else:
            self.bytes = np.zeros(len(places), dtype=np.int64)
            self.bytes[self.present] = pair

    def put(self, out: NDArray[np.uint8], at: Ints) -> None:
        """Write the pairs and move the positions on."""
        place = at.copy() if self.present is None else at[self.present]
        for byte in self.key:
            put_byte(out, place, byte)
        put_varints(out, place, self.values, self.size)
        at += self.bytes
