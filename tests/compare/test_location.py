"""The mean rank is the statistic of Mann and Whitney, whatever the order of rows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from drift.compare.aligned import align
from drift.compare.location import mean_rank
from drift.profile.cells import count_cells
from drift.profile.keys import float_keys


@pytest.mark.parametrize("seed", range(4))
def test_it_is_mann_and_whitneys_statistic_divided_by_the_pairs(seed: int) -> None:
    random = np.random.default_rng(seed)
    one, two = random.normal(size=300).round(seed), random.normal(0.2, 2, size=170).round(seed)
    cells = [count_cells(float_keys(rows), limit=4096) for rows in (one, two)]
    expected = stats.mannwhitneyu(two, one).statistic / (one.size * two.size)
    assert mean_rank(align(*cells, ordered=True)) == pytest.approx(expected, abs=1e-12)


def test_a_coarse_grid_counts_what_shares_a_cell_as_ties() -> None:
    """With 64 cells it is off by at most half the chance that two rows share one."""
    random = np.random.default_rng(5)
    one, two = random.normal(size=5_000), random.normal(0.3, size=4_000)
    cells = [count_cells(float_keys(rows), limit=64) for rows in (one, two)]
    both = align(*cells, ordered=True)
    shared = float(np.dot(both.reference / both.n, both.live / both.m)) / 2
    expected = stats.mannwhitneyu(two, one).statistic / (one.size * two.size)
    assert abs(mean_rank(both) - float(expected)) <= shared
