"""Sums over pairs give scipy's correlations; what chance moves them by stays within the margin."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from drift.compare.association import Association, association_margin, moved
from drift.compare.grades import Ranks

ROWS = 400


def grades(seed: int, rows: int = ROWS, together: float = 0.7) -> np.ndarray:
    random = np.random.default_rng(seed)
    both = random.normal(size=rows)
    found = np.stack([together * both + random.normal(size=rows), both, random.normal(size=rows)], axis=1)
    found[random.random(rows) < 0.2, 0] = np.nan
    scaled: np.ndarray = found / np.nanstd(found, axis=0)
    return scaled


def of(values: np.ndarray) -> Association:
    return Association.of(values, np.ones(len(values)))


def test_the_correlation_is_scipys_over_the_rows_that_know_both() -> None:
    values = grades(1)
    found = of(values).correlation
    for first, second in ((0, 1), (0, 2), (1, 2)):
        known = ~np.isnan(values[:, [first, second]]).any(axis=1)
        expected = stats.pearsonr(values[known, first], values[known, second]).statistic
        assert found[first, second] == pytest.approx(expected) == found[second, first]


def test_a_row_that_counts_twice_is_two_rows() -> None:
    values = grades(2)
    twice = Association.of(values, np.full(ROWS, 2.0))
    again = of(np.concatenate([values, values]))
    for name in ("rows", "sums", "squares", "products", "product_squares"):
        np.testing.assert_allclose(getattr(twice, name), getattr(again, name))
    np.testing.assert_allclose((of(values[:100]) + of(values[100:])).correlation, of(values).correlation)


def test_with_ranks_as_grades_it_is_spearmans() -> None:
    random = np.random.default_rng(3)
    first = random.integers(0, 40, ROWS).astype(float)  # with ties
    second = np.exp(first / 10 + random.normal(size=ROWS))
    ranks = [Ranks.learned(one, np.ones(ROWS)) for one in (first, second)]
    values = np.stack(
        [rank.of(one) for rank, one in zip(ranks, (first, second), strict=True) if rank], axis=1
    )
    expected = stats.spearmanr(first, second).statistic
    assert of(values).correlation[0, 1] == pytest.approx(expected)
    assert of(values).mean_product[0, 1] == pytest.approx(expected)


@pytest.mark.parametrize("rows", [40, 300])
def test_random_deals_of_the_same_rows_pass_the_margin_no_more_often_than_promised(rows: int) -> None:
    """The 1,000 deals that scipy's permutation test would make; Bernstein's bound is wider than need be."""
    values, level, random = np.nan_to_num(grades(4)), 0.05, np.random.default_rng(5)
    passed = 0
    for _ in range(1000):
        order = random.permutation(ROWS)
        one, other = of(values[order[:rows]]), of(values[order[rows:]])
        gap = abs(one.mean_product - other.mean_product)[0, 1]
        passed += bool(gap > association_margin(one, other, level)[0, 1])
    assert passed <= stats.binom.ppf(0.999, 1000, level)


def test_the_margin_is_bernsteins_by_hand() -> None:
    """Ten products of 1 and ten of -1: mean 0, variance 1, furthest 1; at `2 exp(-3)` the logarithm is 3.

    Of 10 rows from 20 the mean is within ``(1 + sqrt(1 + 2 * 10 * 3)) / 10``, and two halves twice that.
    """
    values = np.stack([np.ones(20), np.repeat([1.0, -1.0], 10)], axis=1)
    margin = association_margin(of(values[::2]), of(values[1::2]), 2 * np.exp(-3.0))
    assert margin[0, 1] == pytest.approx(2 * (1 + np.sqrt(61)) / 10)


def test_a_relation_that_is_gone_moved_by_what_it_was() -> None:
    before, now = grades(6, 20_000), grades(7, 20_000)
    now[:, 1] = np.random.default_rng(8).permutation(now[:, 1])
    found = moved(of(before), of(now))
    assert found[0, 1] == pytest.approx(-0.7 / np.sqrt(1.49), abs=0.05)
    assert abs(found[1, 2]) < 0.05


def test_a_feature_that_hardly_varies_goes_with_nothing() -> None:
    now = grades(9)
    now[:, 1] = 0.3
    assert np.isnan(of(now).correlation[0, 1])
    assert moved(of(grades(10)), of(now))[0, 1] == 0
    assert association_margin(of(grades(10)), of(now[:0]), 0.01)[0, 1] == np.inf
