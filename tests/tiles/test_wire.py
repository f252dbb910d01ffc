"""Numbers as bytes of the protocol buffer format."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiles.wire import block, put_varints, sizes, varint, zigzag

UNSIGNED = st.integers(0, 2**64 - 1)


def read_varint(data: bytes) -> tuple[int, bytes]:
    value = shift = 0
    for i, byte in enumerate(data):
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, data[i + 1 :]
    raise AssertionError("unfinished number")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, b"\x00"), (127, b"\x7f"), (128, b"\x80\x01"), (300, b"\xac\x02"), (2**64 - 1, b"\xff" * 9 + b"\x01")],
)
def test_known_varints(value: int, expected: bytes) -> None:
    assert varint(value) == expected


@given(st.lists(UNSIGNED, min_size=1, max_size=60))
def test_arrays_are_written_as_single_numbers_are(values: list[int]) -> None:
    array = np.array(values, dtype=np.uint64)
    size = sizes(array)
    assert size.tolist() == [len(varint(v)) for v in values]
    out = np.empty(int(size.sum()), dtype=np.uint8)
    put_varints(out, np.cumsum(size) - size, array, size)
    assert out.tobytes() == b"".join(varint(v) for v in values)
    rest = out.tobytes()
    for value in values:
        read, rest = read_varint(rest)
        assert read == value


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=20))
def test_zigzag_is_the_formula_of_the_format(values: list[int]) -> None:
    assert zigzag(np.array(values, dtype=np.int64)).tolist() == [2 * v if v >= 0 else -2 * v - 1 for v in values]


def test_a_block_has_tag_length_and_payload() -> None:
    assert block(1, b"hi") == b"\x0a\x02hi"
    assert block(15, b"x" * 200) == b"\x7a\xc8\x01" + b"x" * 200


def test_no_numbers_have_no_sizes() -> None:
    assert sizes(np.empty(0, dtype=np.uint64)).tolist() == []
