"""The table of distinct values and its codes."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiles.values import ColumnError, build_table, used_values


def objects(*values: object) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def test_equal_values_of_two_columns_share_one_entry() -> None:
    table, codes = build_table({"a": objects("x", "y", None), "b": objects("y", "x", "y")}, 3)
    assert len(table.texts) == 2
    assert codes[0, 0] == codes[1, 1]
    assert codes[1, 0] == codes[0, 1] == codes[2, 1]
    assert codes[2, 0] == -1


def test_categories_give_the_same_table_as_texts() -> None:
    plain, plain_codes = build_table({"a": objects("b", None, "a")}, 3)
    coded, coded_codes = build_table({"a": (np.array([1, -1, 0], dtype=np.int32), ["a", "b"])}, 3)
    assert plain.blob == coded.blob
    assert plain_codes.tolist() == coded_codes.tolist()


def test_masked_entries_and_nan_are_null() -> None:
    masked = np.ma.MaskedArray([5, 6, 7], mask=[False, True, False])
    _, codes = build_table({"i": masked, "f": np.array([np.nan, 1.5, np.inf])}, 3)
    assert (codes >= 0).tolist() == [[True, False], [False, True], [True, True]]


def test_dates_become_text() -> None:
    table, codes = build_table(
        {"d": objects(date(2024, 1, 31), None), "m": np.array(["2024-01-31", "NaT"], dtype="datetime64[D]")}, 2
    )
    assert table.text_code("2024-01-31") == codes[0, 0] == codes[0, 1]
    assert codes[1].tolist() == [-1, -1]


def test_numbers_in_object_columns_keep_their_type() -> None:
    table, codes = build_table({"i": objects(3, None), "f": objects(3, 2.5), "b": objects(True, None)}, 2)
    assert table.integers.tolist() == [3]
    assert codes[0, 0] != codes[0, 1]
    assert codes[1, 0] == codes[1, 2] == -1


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (objects("a", 1), "column bad: values of type int, str"),
        (np.array([1, 2, 3]), "3 values for 2 rows"),
        ((np.array([0, 2], dtype=np.int32), ["a", "b"]), "code outside"),
        (np.array([1, 2**63], dtype=np.uint64), "above the largest"),
        (np.array([1j, 2j]), "unknown type"),
    ],
)
def test_bad_columns_are_named(column: object, words: str) -> None:
    with pytest.raises(ColumnError, match=words):
        build_table({"bad": column}, 2)  # type: ignore[dict-item]


def test_integer_codes_find_only_what_is_there() -> None:
    table, codes = build_table({"t": objects("a", "b", "c"), "i": np.array([7, -4, 9])}, 3)
    assert table.integer_codes(np.array([9, 8, -4, 100])).tolist() == [codes[2, 1], -1, codes[1, 1], -1]
    empty, _ = build_table({"t": objects("a")}, 1)
    assert empty.integer_codes(np.array([1, 2])).tolist() == [-1, -1]


@given(st.lists(st.integers(-1, 30), max_size=40), st.sampled_from([31, 100_000]))
def test_used_values_renumbers_without_loss(codes: list[int], upper: int) -> None:
    array = np.array(codes, dtype=np.int32)
    used, places = used_values(array, upper)
    assert used.tolist() == sorted(set(codes) - {-1})
    assert [-1 if p < 0 else int(used[p]) for p in places] == codes
