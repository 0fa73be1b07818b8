"""Even ranks have no column that differs by itself, and keep how columns go together."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.compare.even import codes_of, even_ranks

ROWS = 2_000


def test_each_step_has_one_value_whatever_the_columns_hold() -> None:
    random = np.random.default_rng(1)
    codes = np.stack([random.integers(0, 3, ROWS), np.arange(ROWS), random.poisson(9, ROWS)], axis=1)
    even = even_ranks(codes, random)
    for place in range(codes.shape[1]):
        assert sorted(np.floor(even[:, place] * ROWS).astype(int)) == list(range(ROWS))
        assert (np.diff(codes[np.argsort(even[:, place]), place]) >= 0).all()


def test_values_that_do_not_repeat_keep_their_rank_correlation() -> None:
    random = np.random.default_rng(2)
    values = random.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], ROWS)
    even = even_ranks(stats.rankdata(values, axis=0).astype(np.int64), random)
    expected = stats.spearmanr(values[:, 0], values[:, 1]).statistic
    assert stats.pearsonr(even[:, 0], even[:, 1]).statistic == pytest.approx(expected, abs=0.002)


def test_equal_values_are_dealt_out_at_random() -> None:
    """Two columns of one value each go with nothing: scipy's correlation is within what chance gives."""
    even = even_ranks(np.zeros((ROWS, 2), np.int64), np.random.default_rng(3))
    assert stats.pearsonr(even[:, 0], even[:, 1]).pvalue > 0.001


def test_codes_follow_numbers_and_put_the_unknown_after_them() -> None:
    codes = codes_of(pl.Series([3.5, None, 1.0]), pl.Series([float("nan"), 3.5, 2.0]))
    assert codes is not None
    assert codes.tolist() == [3, 4, 1, 4, 3, 2]


def test_the_most_frequent_level_comes_first_and_types_do_not_matter() -> None:
    text = codes_of(pl.Series(["b", "a", None]), pl.Series(["b", "c"], dtype=pl.Categorical))
    assert text is not None
    assert text.tolist() == [0, 1, 3, 0, 2]
    numbers = codes_of(pl.Series([7, 9], dtype=pl.Int8), pl.Series([9.0, 7.0]))
    assert numbers is not None
    assert numbers.tolist() == [1, 2, 2, 1]


def test_a_column_of_one_value_has_no_codes() -> None:
    assert codes_of(pl.Series([1, 1]), pl.Series([1.0])) is None
    assert codes_of(pl.Series([None], dtype=pl.String), pl.Series([None], dtype=pl.String)) is None
