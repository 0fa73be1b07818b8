"""Training's rows beyond the batch: by enumeration, and as the mirror of rows outside."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from changes import column_of
from drift.compare.outside import measure_outside
from drift.compare.short import measure_short

LEVEL = 0.01


def test_the_share_beyond_by_hand() -> None:
    """Of ten reference rows, those below 3 and above 8."""
    found = measure_short(column_of(np.arange(1.0, 11.0)), column_of([3.0, 8.0]), LEVEL)
    assert found is not None
    assert (found.value, found.reference, found.live) == (0.4, 0.4, 0.0)


def test_the_two_sides_exchanged_are_the_rows_outside() -> None:
    before, now = column_of(np.arange(50.0)), column_of(np.arange(10.0, 30.0))
    mine, mirrored = measure_short(before, now, LEVEL), measure_outside(now, before, LEVEL)
    assert mine is not None
    assert mirrored is not None
    assert (mine.value, mine.margin, mine.p_value) == (mirrored.value, mirrored.margin, mirrored.p_value)


@pytest.mark.parametrize(("n", "m"), [(6, 3), (4, 4)])
def test_the_bound_is_above_the_probability_over_all_ways_to_deal_the_rows(n: int, m: int) -> None:
    dealt = []
    for live in combinations(range(n + m), m):
        reference = [rank for rank in range(n + m) if rank not in live]
        dealt.append(sum(rank < min(live) or rank > max(live) for rank in reference))
    for beyond in range(1, n):
        before = [float(i) for i in range(n)]
        found = measure_short(column_of(before), column_of(before[: n - beyond][:m] or [0.0]), LEVEL)
        assert found is not None
        assert found.p_value is not None
        exact = np.mean([one >= round(found.value * n) for one in dealt])
        # The batch of the example may have fewer rows than the enumeration: that makes it likelier.
        assert found.p_value >= exact - 1e-12


def test_exchangeable_rows_pass_the_margin_as_rarely_as_the_level_says() -> None:
    random = np.random.default_rng(10)
    passed = 0
    for _ in range(100):
        found = measure_short(column_of(random.normal(size=2_000)), column_of(random.normal(size=500)), LEVEL)
        assert found is not None
        passed += found.value > found.margin
    assert stats.binom.sf(passed - 1, 100, LEVEL) > 1e-4


def test_without_rows_nothing_is_measured() -> None:
    assert measure_short(column_of([1.0]), column_of([float("nan")]), LEVEL) is None
