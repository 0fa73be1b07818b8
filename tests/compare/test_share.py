"""Two shares: margin and p-value against scipy's hypergeometric distribution."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drift.compare.share import share_distance, share_margin, share_measurement, share_p_value

counts = st.tuples(st.integers(1, 3000), st.integers(1, 3000), st.floats(0, 1), st.floats(0, 1)).map(
    lambda drawn: (round(drawn[0] * drawn[2] ** 3), drawn[0], round(drawn[1] * drawn[3] ** 3), drawn[1])
)
levels = st.floats(1e-12, 0.5)


def exact_tail(distance: float, a: int, n: int, b: int, m: int) -> float:
    """Return the probability of a distance of at least so much, given ``a + b``."""
    found = np.arange(max(0, a + b - n), min(a + b, m) + 1)
    distances = np.abs(found * n - (a + b - found) * m) / (n * m)
    return float(stats.hypergeom.pmf(found, n + m, a + b, m)[distances >= distance].sum())


@given(counts=counts, level=levels)
def test_chance_reaches_the_margin_no_more_often_than_asked(
    counts: tuple[int, int, int, int], level: float
) -> None:
    assert exact_tail(share_margin(*counts, level), *counts) <= level


@given(counts=counts, level=levels)
def test_no_smaller_distance_that_can_occur_would_do(counts: tuple[int, int, int, int], level: float) -> None:
    """Within a thousandth, by which blocks of a tail are bounded."""
    a, n, b, m = counts
    margin = share_margin(*counts, level)
    found = np.arange(max(0, a + b - n), min(a + b, m) + 1)
    distances = np.abs(found * n - (a + b - found) * m) / (n * m)
    smaller = distances[distances < margin * 0.999]
    if smaller.size and smaller.max() > 0:
        assert exact_tail(smaller.max(), *counts) > level


@given(counts=counts)
def test_the_p_value_is_exact(counts: tuple[int, int, int, int]) -> None:
    a, n, b, m = counts
    exact = min(1.0, exact_tail(share_distance(a, n, b, m), a, n, b, m))
    found = share_p_value(a, n, b, m)
    assert found == pytest.approx(exact, rel=4e-3, abs=1e-60)
    assert found >= exact * (1 - 1e-9)


@pytest.mark.parametrize(("a", "b", "rows"), [(3, 9, 40), (0, 6, 25), (100, 130, 1000), (900, 950, 1000)])
def test_with_equal_rows_the_p_value_is_that_of_fishers_test(a: int, b: int, rows: int) -> None:
    """Only then are the two tails mirror images, and farther is the same as less probable."""
    fisher = stats.fisher_exact(np.array([[a, rows - a], [b, rows - b]])).pvalue
    assert share_p_value(a, rows, b, rows) == pytest.approx(fisher, rel=1e-6)


@given(counts=counts, level=levels)
def test_both_sides_can_change_places(counts: tuple[int, int, int, int], level: float) -> None:
    a, n, b, m = counts
    assert share_distance(a, n, b, m) == share_distance(b, m, a, n)
    assert share_margin(a, n, b, m, level) == pytest.approx(share_margin(b, m, a, n, level), rel=2e-3)


@given(counts=counts, level=levels)
def test_so_can_the_rows_that_are_concerned_and_the_others(
    counts: tuple[int, int, int, int], level: float
) -> None:
    a, n, b, m = counts
    others = share_margin(n - a, n, m - b, m, level)
    assert share_margin(a, n, b, m, level) == pytest.approx(others, rel=2e-3)


@pytest.mark.parametrize("level", [1e-3, 1e-6, 1e-9])
def test_for_a_billion_rows_the_margin_is_that_of_a_normal_variable(level: float) -> None:
    """From above, within two parts in a thousand."""
    a, n, b, m = 4 * 10**8, 10**9, 4 * 10**7, 10**8
    normal = stats.norm.isf(level / 2) * math.sqrt(0.4 * 0.6 * (1 / n + 1 / m))
    assert normal <= share_margin(a, n, b, m, level) <= 1.002 * normal


def test_of_few_rows_each_is_live_with_the_batchs_share_of_all() -> None:
    """Three rows of a billion: a binomial variable. Two live ones are as rare as its tail from two on."""
    n, m = 10**9, 10**5
    tail = stats.binom.sf(1, 3, m / (n + m))
    assert 1 / m < share_margin(0, n, 3, m, tail * 1.01) <= 2 / m
    assert 2 / m < share_margin(0, n, 3, m, tail * 0.99) <= 3 / m


def test_where_nothing_is_rare_enough_the_margin_is_beyond_reach() -> None:
    """Of two rows one is concerned, and it is as likely here as there."""
    assert share_margin(1, 1, 0, 1, 0.01) > 1.0


@pytest.mark.parametrize(("a", "b"), [(0, 0), (50, 20)])
def test_where_all_rows_are_alike_nothing_is_found(a: int, b: int) -> None:
    assert share_p_value(a, 50, b, 20) == 1.0
    assert 0.0 < share_margin(a, 50, b, 20, 1e-6) < math.inf


def test_a_level_below_all_reason_has_a_finite_margin_out_of_reach() -> None:
    assert 1.0 < share_margin(10**6, 2 * 10**6, 10**6, 2 * 10**6, 1e-300) < math.inf


def test_a_measurement_shows_both_shares() -> None:
    found = share_measurement("null_share", 1, 100, 5, 100, 0.01)
    assert (found.statistic, found.reference, found.live, found.value) == ("null_share", 0.01, 0.05, 0.04)
    assert (found.error, found.decides) == (0.0, True)
    # Even six to none, the largest distance of six rows, is not rare enough.
    assert found.p_value == pytest.approx(stats.fisher_exact(np.array([[1, 99], [5, 95]])).pvalue)
    assert 2 * math.comb(100, 6) / math.comb(200, 6) > 0.01
    assert found.margin > 0.06
