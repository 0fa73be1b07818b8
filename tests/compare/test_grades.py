"""Grades are ranks, mean grades and canonical scores: each against what scipy and a hand say."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.compare.grades import UNKNOWN, Levels, Ranks, canonical_grades, graded, level_grades


def test_a_numbers_grade_is_its_standardised_rank() -> None:
    values = np.array([3.0, 1.0, 3.0, np.nan, 10.0, 2.0])
    ranks = Ranks.learned(values, np.ones(6))
    assert ranks is not None
    expected = stats.zscore(stats.rankdata(values[~np.isnan(values)]))
    np.testing.assert_allclose(ranks.of(values)[~np.isnan(values)], expected)
    assert np.isnan(ranks.of(values)[3])
    assert ranks.of(np.array([-5.0, 99.0])).tolist() == [expected.min(), expected.max()]


def test_what_does_not_vary_has_no_grade() -> None:
    assert Ranks.learned(np.ones(9), np.ones(9)) is None
    assert Ranks.learned(np.arange(2.0), np.array([1.0, 0.0])) is None
    assert Levels.learned(pl.Series(["a"] * 50), np.ones(50)) is None


def test_rare_and_unseen_levels_share_a_code_and_nulls_have_none() -> None:
    values = pl.Series(["a"] * 40 + ["b"] * 30 + ["rare", None])
    levels = Levels.learned(values, np.ones(72))
    assert levels is not None
    assert levels.of(pl.Series(["b", "a", "rare", "new", None])).tolist() == [1, 0, 2, 2, UNKNOWN]


def test_a_levels_grade_beside_a_number_gives_the_correlation_ratio() -> None:
    """Whose square is the share of variance between groups: 1 - within / total, by hand."""
    random = np.random.default_rng(1)
    codes = random.integers(0, 3, 500)
    number = stats.zscore(codes % 2 + random.normal(size=500))
    learned = level_grades(codes, number[:, None], np.ones(500), 3)
    assert learned is not None
    within = sum(number[codes == one].var() * (codes == one).sum() for one in range(3))
    assert learned.strength[0] == pytest.approx(np.sqrt(1 - within / 500))
    grade = graded(codes, learned.grades[:, 0])
    assert stats.pearsonr(grade, number).statistic == pytest.approx(learned.strength[0])


def test_two_categories_of_two_levels_correlate_by_phi() -> None:
    """Of a table of two by two the canonical correlation is phi, the root of chi-square over the rows."""
    table = np.array([[60, 15], [20, 45]])
    mine, theirs = np.repeat([0, 0, 1, 1], table.ravel()), np.repeat([0, 1, 0, 1], table.ravel())
    learned = canonical_grades(mine, theirs, np.ones(mine.size), (3, 3))
    assert learned is not None
    chi_square = stats.chi2_contingency(table, correction=False).statistic
    assert learned.strength == pytest.approx(np.sqrt(chi_square / table.sum()))
    assert stats.pearsonr(learned.first[mine], learned.second[theirs]).statistic == pytest.approx(
        learned.strength
    )
    assert canonical_grades(np.zeros(9, int), np.zeros(9, int), np.ones(9), (2, 2)) is None
