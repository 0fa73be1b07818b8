"""Singles are the numbers that were written: their decimals come back, and nothing else is changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import drift
from drift.sources.singles import as_doubles, doubles_of

if TYPE_CHECKING:
    from pathlib import Path


@given(digits=st.integers(1, 999_999), power=st.integers(-15, 10), sign=st.sampled_from([1, -1]))
def test_a_decimal_of_six_digits_comes_back(digits: int, power: int, sign: int) -> None:
    """IEEE 754: a single keeps six digits (FLT_DIG); python reads the decimal to its nearest double."""
    written = sign * float(f"{digits}e{power}")
    kept = doubles_of(np.array([written], np.float32))[0]
    assert kept == (written if abs(written) < 2**23 else float(np.float32(written)))


@given(value=st.floats(width=32))
def test_whatever_comes_is_the_same_single(value: float) -> None:
    single = np.array([value], np.float32)
    assert np.array_equal(doubles_of(single).astype(np.float32), single, equal_nan=True)


@given(value=st.floats(width=32, min_value=-(2.0**23), max_value=2.0**23).filter(lambda value: value != 0))
def test_what_numpy_prints_in_six_digits_is_what_is_read(value: float) -> None:
    single = np.float32(value)
    printed = np.format_float_scientific(single, unique=True, trim="-")
    digits = printed.split("e")[0].lstrip("-").replace(".", "")
    if len(digits) <= 6 and abs(value) >= 1e-15:
        assert doubles_of(np.array([single]))[0] == float(printed)


def test_what_is_no_decimal_is_widened_as_it_is() -> None:
    odd = np.array([math.nan, math.inf, -math.inf, 0.0, 2.0**24, 123456792.0, 2.0**-149], np.float32)
    assert np.array_equal(doubles_of(odd), odd.astype(np.float64), equal_nan=True)


def test_long_columns_are_read_in_pieces_and_none_is_forgotten() -> None:
    written = np.round(np.random.default_rng(1).uniform(-500, 500, 100_001), 2)
    assert np.array_equal(doubles_of(written.astype(np.float32)), written)


def test_columns_keep_their_nulls_and_halves_their_digits() -> None:
    assert as_doubles(pl.Series("x", [0.1, None, 7.25], dtype=pl.Float32)).to_list() == [0.1, None, 7.25]
    assert as_doubles(pl.Series("x", [0.5, None], dtype=pl.Float16)).to_list() == [0.5, None]
    assert as_doubles(pl.Series("x", [1 / 3])).to_list() == [1 / 3]


@pytest.mark.parametrize("trained", [pl.Float32, pl.Float64])
def test_prices_in_another_width_are_no_fault(trained: type[pl.DataType]) -> None:
    """The same values in another physical type are no fault: any width of integer or float."""
    random = np.random.default_rng(2)
    prices = pl.DataFrame({"price": np.round(random.lognormal(3, 1, 8_000), 2)})
    reference = drift.fit(prices[:5_000].cast(trained))
    other = pl.Float64 if trained is pl.Float32 else pl.Float32
    run = drift.check(prices[5_000:].cast(other), reference)
    assert (run.verdict, run["price"].findings) == ("ok", ())


def test_files_of_both_widths_are_one_batch(tmp_path: Path) -> None:
    prices = pl.DataFrame({"price": [0.23, 19.99, 1.05] * 200})
    prices.write_parquet(tmp_path / "a.parquet")
    prices.cast(pl.Float32).write_parquet(tmp_path / "b.parquet")
    both = drift.fit([tmp_path / "a.parquet", tmp_path / "b.parquet"])
    doubles = drift.fit(pl.concat([prices, prices]))
    mine, theirs = both.profile.columns["price"].cells, doubles.profile.columns["price"].cells
    assert (mine.keys.tolist(), mine.counts.tolist()) == (theirs.keys.tolist(), theirs.counts.tolist())
