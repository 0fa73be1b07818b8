"""The distance of the values other than zero is scipy's on these values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drift.compare.ks import KS
from drift.compare.nonzero import MIN_ROWS, MIN_ZERO_SHARE, align_numbers, measure_nonzero
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

LEVEL = 0.01


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


def with_zeros(random: np.random.Generator, rows: int, share: float, scale: float) -> np.ndarray:
    return np.where(random.random(rows) < share, 0.0, random.gamma(2, scale, rows))


@pytest.mark.parametrize("rows", [300, 20_000])
def test_the_distance_is_that_of_scipy_without_the_zeros(rows: int) -> None:
    random = np.random.default_rng(1)
    mine, theirs = with_zeros(random, rows, 0.9, 1), with_zeros(random, rows, 0.8, 3)
    found = measure_nonzero(column(mine), column(theirs), LEVEL)
    exact = stats.ks_2samp(mine[mine != 0], theirs[theirs != 0], method="asymp").statistic
    assert found is not None
    assert found.value - 1e-9 <= exact <= found.value + found.error + 1e-9


def test_zeros_of_either_sign_are_left_out() -> None:
    found = measure_nonzero(column([0.0, -0.0, *range(1, 9)]), column([-0.0, 0.0, *range(1, 9)]), LEVEL)
    assert found is not None
    assert found.value == 0.0


def test_few_zeros_need_no_distance_of_their_own() -> None:
    rows = 100
    zeros = int(MIN_ZERO_SHARE * rows)
    for fewer, expected in ((0, True), (1, False)):
        values = [0.0] * (zeros - fewer) + [float(i) for i in range(1, rows - zeros + fewer + 1)]
        assert (measure_nonzero(column(values), column(values), LEVEL) is not None) == expected


def test_hardly_a_value_beside_zeros_tells_nothing() -> None:
    values = [0.0] * 50 + [1.0] * (MIN_ROWS - 1)
    assert measure_nonzero(column(values), column(values), LEVEL) is None
    assert measure_nonzero(column([*values, 2.0]), column([*values, 2.0]), LEVEL) is not None


def test_nine_zeros_of_ten_hide_from_all_rows_what_the_others_show() -> None:
    """All other values moved beyond each other: a distance of 1 among them, and of 0.1 on all rows."""
    random = np.random.default_rng(2)
    mine = np.where(np.arange(1000) % 10, 0.0, random.uniform(1, 2, 1000))
    before, now = column(mine), column(mine * 1000)
    found = measure_nonzero(before, now, LEVEL)
    assert found is not None
    assert found.value == 1.0
    assert KS.measure(align_numbers(before, now)).value == pytest.approx(0.1)


@given(
    st.lists(st.sampled_from([0.0, 1.0, 2.5, -3.0, 1e300, 5e-324]), min_size=1, max_size=40),
    st.lists(st.sampled_from([0.0, 1.0, 2.5, -3.0, 1e300, 5e-324]), min_size=1, max_size=40),
)
def test_whatever_the_values_it_is_scipys_or_nothing(mine: list[float], theirs: list[float]) -> None:
    found = measure_nonzero(column(mine), column(theirs), LEVEL)
    if found is not None:
        one, other = (np.array([value for value in side if value != 0]) for side in (mine, theirs))
        assert found.value == pytest.approx(stats.ks_2samp(one, other, method="asymp").statistic, abs=1e-12)
