"""Keys and hashes reach files, so they are what published tables say, on every machine."""

from __future__ import annotations

import math
import struct
from typing import Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.keys import (
    float_keys,
    floats_of,
    integer_keys,
    integers_of,
    mixed,
    text_key,
    text_keys,
)

# XXH64 with seed 0, as the tests of the reference implementation's ports list it (github.com/cespare/xxhash,
# xxhash_test.go; the package xxhash agrees). The lengths take every way through the algorithm.
XXHASH64: Final = {
    "": 0xEF46DB3751D8E999,
    "a": 0xD24EC4F1A98C6E5B,
    "as": 0x1C330FB2D66BE179,
    "asd": 0x631C37CE72A97393,
    "asdf": 0x415872F599CEA71E,
    "abc": 0x44BC2CF5AD770999,
    "Nobody inspects the spammish repetition": 0xFBCEA83C8A378BF1,
    "Call me Ishmael. Some years ago--never mind how long precisely-": 0x02A2E85470D6FD96,
}

# The first outputs of the generator SplitMix64, which are the finaliser of seed + n * 0x9E3779B97F4A7C15:
# of seed 0 those of Vigna's splitmix64.c (prng.di.unimi.it), of 1234567 those that Rosetta Code lists.
GAMMA: Final = 0x9E3779B97F4A7C15
SPLITMIX64: Final = {
    0: [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC],
    1234567: [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431],
}

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("text", XXHASH64)
def test_text_is_hashed_with_xxhash64(text: str) -> None:
    assert text_key(text) == XXHASH64[text]


def test_a_column_of_text_is_hashed_row_by_row_and_null_is_0() -> None:
    rows = pl.Series("odd name", [*XXHASH64, None, "abc"])
    assert text_keys(rows).tolist() == [*XXHASH64.values(), 0, XXHASH64["abc"]]
    assert text_keys(pl.Series([], dtype=pl.String)).tolist() == []


@pytest.mark.parametrize("seed", SPLITMIX64)
def test_numbers_are_mixed_with_the_finaliser_of_splitmix64(seed: int) -> None:
    states = [(seed + n * GAMMA) % 2**64 for n in range(1, 5)]
    keys = np.array(states, np.uint64)
    assert mixed(keys).tolist() == SPLITMIX64[seed]
    assert keys.tolist() == states  # its input is as it was


@given(values=st.lists(finite, max_size=50))
def test_float_keys_have_the_order_of_numpy(values: list[float]) -> None:
    rows = np.array(values)
    assert (np.sort(rows) == rows[np.argsort(float_keys(rows), kind="stable")]).all()


@given(value=finite)
def test_the_key_of_a_float_is_its_bits(value: float) -> None:
    """IEEE 754: with the sign bit turned over, and all bits of a negative number."""
    (bits,) = struct.unpack("<Q", struct.pack("<d", value + 0.0))
    expected = bits ^ (2**64 - 1 if bits >> 63 else 2**63)
    assert float_keys(np.array([value])).tolist() == [expected]


@given(values=st.lists(finite, max_size=50))
def test_floats_come_back_from_their_keys(values: list[float]) -> None:
    rows = np.array(values)
    assert (floats_of(float_keys(rows)) == rows).all()


def test_both_zeros_are_one_key_between_the_smallest_numbers() -> None:
    keys = float_keys(np.array([-5e-324, -0.0, 0.0, 5e-324])).tolist()
    assert keys == [2**63 - 2, 2**63, 2**63, 2**63 + 1]
    assert math.copysign(1.0, floats_of(np.array([2**63], np.uint64))[0]) == 1.0


def test_keys_beyond_the_finite_floats_are_the_largest_ones() -> None:
    largest = float(np.finfo(np.float64).max)
    assert floats_of(np.array([0, 2**64 - 1], np.uint64)).tolist() == [-largest, largest]


@given(values=st.lists(st.integers(-(2**63), 2**63 - 1), max_size=50))
def test_integer_keys_have_the_order_of_the_integers_and_come_back(values: list[int]) -> None:
    rows = np.array(values, np.int64)
    keys = integer_keys(rows)
    assert keys.tolist() == [value + 2**63 for value in values]
    assert integers_of(keys).tolist() == values
