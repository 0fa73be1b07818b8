"""Arrays of a batch: every value where it was, nulls as what stands for them, whatever columns are called."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from drift.profile.arrays import NULL_BOOLEAN, NULL_TEXT, array_of, arrays_by_column, arrays_of, nulls_of
from drift.profile.keys import float_keys, mixed


def test_numbers_are_floats_and_null_is_nan() -> None:
    assert np.array_equal(
        array_of(pl.Series("x", [3, None, -1], dtype=pl.Int8)), [3.0, math.nan, -1.0], equal_nan=True
    )
    assert array_of(pl.Series("x", [2.5], dtype=pl.Float32)).tolist() == [2.5]


def test_the_key_of_a_null_number_is_0_and_so_is_its_hash() -> None:
    array = array_of(pl.Series("x", [None, math.nan, 1.0]))
    keys = float_keys(array)
    assert keys[0] == mixed(keys)[0] == 0
    assert (keys[1:] > 0).all()
    assert np.isnan(array).tolist() == [True, True, False]


def test_arrays_come_with_their_columns_whatever_those_are_called() -> None:
    names = ["", "*", "^.*$", "a", "b", "c"]
    frame = pl.DataFrame({name: [float(place)] for place, name in enumerate(names)})
    found = [(column.name, array) for column, array in arrays_by_column(frame)]
    assert [name for name, _ in found] == names
    assert [array.tolist() for _, array in found if array is not None] == [[0.0], [1], [2], [3], [4], [5]]
    [(_, none)] = arrays_by_column(pl.DataFrame({"t": [[1]]}))
    assert none is None


def test_durations_are_counted_in_their_own_unit() -> None:
    assert array_of(pl.Series("x", [1500], dtype=pl.Duration("ms"))).tolist() == [1500.0]


def test_texts_are_their_xxhash64_and_null_is_0() -> None:
    words = ["a", "", None]
    expected = [0xD24EC4F1A98C6E5B, 0xEF46DB3751D8E999, NULL_TEXT]  # as in test_keys
    assert array_of(pl.Series("x", words)).tolist() == expected
    assert array_of(pl.Series("x", words, dtype=pl.Categorical())).tolist() == expected


def test_quick_hashes_tell_the_same_texts_apart_and_are_no_others_arrays() -> None:
    """As in polars, which promises them in one version alone; what is no text has its usual array."""
    some = [pl.Series("*", ["a", None, "b", "a"]), pl.Series("c", [1, None, 2, 1]), pl.Series("t", ["a"] * 4)]
    plain, quick = arrays_of(some), arrays_of(some, {"*", "c"})
    assert quick["*"].tolist() == some[0].hash().to_list()
    assert len(set(quick["*"].tolist())) == len(set(plain["*"].tolist())) == 3
    for name in ("c", "t"):
        assert np.array_equal(quick[name], plain[name], equal_nan=True)
    assert array_of(some[0], quick=True).tolist() == quick["*"].tolist()


def test_booleans_are_codes() -> None:
    assert array_of(pl.Series("x", [True, False, None])).tolist() == [1, 0, NULL_BOOLEAN]


def test_names_that_polars_takes_for_patterns_are_names() -> None:
    frame = pl.DataFrame({"*": [1.0], "^.*$": ["a"], "": [True], "t": [None]})
    assert sorted(arrays_of(frame.get_columns())) == ["", "*", "^.*$"]


def test_nulls_are_told_of_every_column_and_nan_is_none() -> None:
    frame = pl.DataFrame({"*": [math.nan, None], "": [None, [1]]})
    assert {name: found.tolist() for name, found in nulls_of(frame).items()} == {
        "*": [False, True],
        "": [True, False],
    }
