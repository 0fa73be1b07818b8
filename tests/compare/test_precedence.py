"""Precedence: probabilities over all ways to deal the rows, and ranks by scipy's hypergeometric tail."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drift.compare.precedence import largest_before, precedes


@pytest.mark.parametrize(("n", "m"), [(3, 3), (6, 2), (2, 6), (7, 4)])
def test_the_probability_is_that_over_all_ways_to_deal_the_rows(n: int, m: int) -> None:
    for j in range(1, m + 1):
        for r in range(1, n + 1):
            before = []
            for live in combinations(range(n + m), m):
                reference = [rank for rank in range(n + m) if rank not in live]
                before.append(live[j - 1] < reference[r - 1])
            exact, found = float(np.mean(before)), precedes(n, m, j, r)
            # A tail that begins before the mean is no small probability, and is taken as 1.
            assert found == pytest.approx(exact) or found == 1.0 >= exact


@given(n=st.integers(10, 20_000), m=st.integers(1, 2_000), exponent=st.integers(2, 8), place=st.floats(0, 1))
def test_the_rank_is_the_last_whose_tail_is_below_the_level(
    n: int, m: int, exponent: int, place: float
) -> None:
    j, level = 1 + int(place * (m - 1)), 10.0**-exponent
    rank = largest_before(n, m, j, level)
    for r, below in ((rank, True), (rank + 1, False)):
        if 1 <= r <= n:
            exact = stats.hypergeom(n + m, m, r + j - 1).sf(j - 1)
            assert (exact <= level * (1 + 1e-6)) == below


@pytest.mark.parametrize(("size", "above"), [(100, 1e-9), (10_000, 1e-3), (100_000, 0.03)])
def test_a_long_tail_is_above_the_exact_one_and_close(size: int, above: float) -> None:
    n, m, j = 4_000 * size, 3_000 * size, 1_500 * size
    r = 2_000 * size - round(100 * size**0.5)
    exact = stats.hypergeom(n + m, m, r + j - 1).sf(j - 1)
    assert exact <= precedes(n, m, j, r) <= (1 + above) * exact
