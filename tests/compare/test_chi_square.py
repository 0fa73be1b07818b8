"""Pearson's statistic against scipy's test of contingency."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from aligned_rows import align_rows
from drift.compare.aligned import aligned_levels
from drift.compare.binning import BINS
from drift.compare.chi_square import chi_square_distance, chi_square_margin, chi_square_p_value
from drift.compare.statistic import Distance

tables = st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=2, max_size=20)


@given(table=tables)
def test_statistic_and_p_value_are_scipys(table: list[tuple[int, int]]) -> None:
    reference, live = np.array(table).T
    both = aligned_levels(reference, live)
    expected = stats.chi2_contingency(np.stack([reference, live]), correction=False)
    found = chi_square_distance(both)
    assert found.value == pytest.approx(expected.statistic, rel=1e-9, abs=1e-9)
    assert found.error == 0.0
    assert chi_square_p_value(both, found) == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-12)


def test_numbers_are_compared_on_bins(random: np.random.Generator) -> None:
    both = align_rows(random.normal(size=5000), random.normal(size=5000))
    assert chi_square_margin(both, 0.01) == pytest.approx(stats.chi2.isf(0.01, BINS - 1))


def test_the_p_value_of_the_margin_is_the_level() -> None:
    both = aligned_levels([5, 6, 7], [7, 6, 5])
    margin = chi_square_margin(both, 0.02)
    assert chi_square_p_value(both, Distance(value=margin, error=0.0)) == pytest.approx(0.02)


def test_a_single_level_cannot_differ() -> None:
    both = aligned_levels([5], [7])
    assert chi_square_distance(both) == Distance(value=0.0, error=0.0)
    assert chi_square_margin(both, 0.01) == 0.0
    assert chi_square_p_value(both, Distance(value=0.0, error=0.0)) == 1.0
