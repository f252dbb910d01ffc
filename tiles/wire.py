"""Bytes of the protocol buffer wire format, for one number or for whole arrays at once."""

import numpy as np
from numpy.typing import NDArray

from tiles.mercator import Ints

Bytes = NDArray[np.uint8]
Unsigned = NDArray[np.uint64] | NDArray[np.uint32]


def varint(value: int) -> bytes:
    """One unsigned number as a varint."""
    parts = bytearray()
    while value >> 7:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def block(number: int, payload: bytes) -> bytes:
    """A length-delimited field (text or message) of that field number."""
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def zigzag(values: Ints) -> NDArray[np.uint64]:
    """Signed numbers as unsigned ones with small absolute values staying small, as `sint64` wants."""
    return ((values << 1) ^ (values >> 63)).view(np.uint64)


def sizes(values: Unsigned) -> Ints:
    """Bytes that each number takes as a varint (1..10)."""
    count = np.ones(values.shape, dtype=np.int64)
    if not values.size:
        return count
    largest, limit = int(values.max()), 7
    while largest >> limit:
        count += values >= (1 << limit)
        limit += 7
    return count


def put_byte(out: Bytes, at: Ints, byte: int) -> None:
    """Write one byte at every position and move the positions on."""
    out[at] = byte
    at += 1


def put_varints(out: Bytes, at: Ints, values: Unsigned, size: Ints) -> None:
    """Write `values` as varints at the positions `at`; `size` is what `sizes` gave for them."""
    longer = size > 1
    low = values.astype(np.uint8)
    low |= longer.view(np.uint8) << 7
    out[at] = low
    rest = np.flatnonzero(longer)
    index = 1
    while rest.size:
        ends = size[rest] == index + 1
        byte = (values[rest] >> (7 * index)).astype(np.uint8) & 0x7F
        out[at[rest] + index] = byte | (~ends).view(np.uint8) << 7
        rest = rest[~ends]
        index += 1
