"""Levels that only one side has: against scipy's probabilities, and against dealing the rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.compare.lost import _log_none_live, least_lost, measure_lost, measure_new_level
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

LEVEL = 0.01


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


@pytest.mark.parametrize(("count", "n", "m"), [(1, 10, 5), (3, 100, 50), (7, 20, 30), (50, 1000, 100)])
def test_the_probability_that_a_level_has_no_live_row_is_scipys(count: int, n: int, m: int) -> None:
    exact = stats.hypergeom(n + m, count, m).pmf(0)
    assert math.exp(_log_none_live(count, n, m)) == pytest.approx(exact, rel=1e-9)


def test_a_level_with_more_rows_than_training_is_never_left_out() -> None:
    assert _log_none_live(11, 10, 5) == -math.inf


@pytest.mark.parametrize(("n", "m"), [(500, 500), (2000, 200), (300, 900)])
def test_chance_loses_a_level_beyond_the_margin_no_more_often_than_the_level(n: int, m: int) -> None:
    random = np.random.default_rng(5)
    codes = np.minimum(random.zipf(1.5, n + m), 200) - 1
    pooled = np.bincount(codes)
    least = least_lost(pooled, n, m, LEVEL)
    draws, passed = 2000, 0
    for _ in range(draws):
        live = np.bincount(random.permutation(codes)[:m], minlength=pooled.size)
        passed += bool((pooled[live == 0] >= least).any())
    assert passed <= stats.binom(draws, LEVEL).ppf(0.9999)


def test_the_margin_is_the_largest_level_that_chance_may_leave_out() -> None:
    """Of 900 and 100 rows, 900 to 100: ten levels of ten rows are, one of a hundred is not."""
    pooled = np.array([900, *[10] * 10])
    assert least_lost(pooled, 900, 100, LEVEL) == 11
    assert least_lost(np.array([800, 200]), 900, 100, LEVEL) == 1


def test_a_level_that_went_and_one_that_came_are_mirrored() -> None:
    mine, theirs = column(["a"] * 80 + ["b"] * 20), column(["a"] * 90 + ["c"] * 10)
    lost, came = measure_lost(mine, theirs, LEVEL), measure_new_level(mine, theirs, LEVEL)
    assert lost is not None
    assert came is not None
    assert (lost.value, lost.reference, lost.live) == (0.2, 0.2, 0.0)
    assert (came.value, came.reference, came.live) == (0.1, 0.0, 0.1)


def test_without_rows_nothing_is_measured() -> None:
    nothing = column(pl.Series([None], dtype=pl.String))
    assert measure_lost(column(["a"]), nothing, LEVEL) is None
    assert measure_new_level(nothing, column(["a"]), LEVEL) is None
