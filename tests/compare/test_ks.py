"""The Kolmogorov-Smirnov distance against scipy on the rows, and its margin against exact probabilities."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from aligned_rows import align_rows
from drift.compare.aligned import Aligned, aligned_levels
from drift.compare.ks import KS, ks_distance, ks_margin, ks_p_value
from drift.compare.statistic import Distance

if TYPE_CHECKING:
    from aligned_rows import Shape

PAIRS = (
    (1, 2),
    (1, 9),
    (2, 3),
    (3, 3),
    (4, 4),
    (3, 17),
    (10, 11),
    (10, 30),
    (13, 40),
    (24, 36),
    (50, 70),
    (5, 200),
    (201, 202),
    (300, 1000),
    (50, 5000),
    (100, 10_000),
    (457, 900),
    (1000, 1001),
)
LEVELS = (0.5, 0.2, 0.08, 0.05, 0.01, 1e-3, 1e-5)


def probability_of_reaching(distance: float, n: int, m: int) -> float:
    """Return the exact probability that n and m exchangeable rows without ties are so far apart.

    The rows in order are a path of n steps along and m steps up. All paths are as likely, and those
    that stay near the diagonal are counted row by row, in logarithms where they are many.
    """
    up = np.arange(m + 1)
    ways: np.ndarray[Any, np.dtype[np.floating[Any]]] = np.ones(m + 1)
    log_scale = 0.0
    for along in range(n + 1):
        near = np.abs(along / n - up / m) < distance - 1e-12
        ways = np.where(near, ways, 0.0)
        if along == 0:
            ways = np.cumprod(ways)  # one way up to each point, until it leads away
        # To each further point lead the ways from its left and from below, which are a running sum.
        ways = np.where(near, np.cumsum(ways), 0.0) if along else ways
        if not ways.any():
            return 1.0
        log_scale += math.log(ways.max())
        ways /= ways.max()
    log_all = math.lgamma(n + m + 1) - math.lgamma(n + 1) - math.lgamma(m + 1)
    return 1.0 - float(ways[m]) * math.exp(log_scale - log_all)


def probability_of_equal_sizes(steps: int, n: int) -> float:
    """Return the probability that n and n rows are `steps / n` apart: the reflection principle's sum."""
    total = 0.0
    for fold, sign in zip(range(1, n // steps + 1), np.resize([1, -1], n), strict=False):
        ways = 2 * math.lgamma(n + 1) - math.lgamma(n - fold * steps + 1) - math.lgamma(n + fold * steps + 1)
        total += sign * math.exp(ways)
    return 2 * total


def rows_apart(n: int, m: int) -> Aligned:
    return aligned_levels([n, 0], [0, m])


def test_whole_numbers_agree_with_scipy(random: np.random.Generator) -> None:
    reference, live = random.poisson(50, 3000), random.poisson(51, 700)
    found = ks_distance(align_rows(reference, live))
    assert found.value == pytest.approx(stats.ks_2samp(reference, live).statistic, abs=1e-12)
    assert found.error == 0.0


@pytest.mark.parametrize("limit", [8, 64, 4096])
def test_scipy_on_the_rows_is_within_the_error_and_never_below(
    random: np.random.Generator,
    shape: Shape,
    limit: int,
) -> None:
    reference, live = shape(random, 9000), shape(random, 800) * 1.01
    found = ks_distance(align_rows(reference, live, limit=limit))
    exact = stats.ks_2samp(reference, live, method="asymp").statistic
    assert found.value - 1e-12 <= exact <= found.value + found.error + 1e-12


def test_one_cell_hides_everything() -> None:
    """One side's rows may all come before the other's."""
    both = Aligned(
        keys=np.zeros(1, np.uint64),
        lower=np.array([1.0]),
        upper=np.array([2.0]),
        reference=np.array([7]),
        live=np.array([3]),
        exact=False,
        ordered=True,
    )
    assert ks_distance(both) == Distance(value=0.0, error=1.0)


def test_a_cell_that_is_a_single_value_hides_nothing() -> None:
    """Cells of a coarse grid whose ends are the same number, as clipped ones may be."""
    both = Aligned(
        keys=np.arange(3, dtype=np.uint64),
        lower=np.array([0.0, 1.0, 2.0]),
        upper=np.array([0.0, 1.5, 2.0]),
        reference=np.array([5, 1, 4]),
        live=np.array([5, 1, 4]),
        exact=False,
        ordered=True,
    )
    assert ks_distance(both) == Distance(value=0.0, error=0.1)


@given(
    rows=st.lists(st.integers(-50, 50), min_size=1, max_size=60),
    steps=st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_a_larger_shift_is_never_nearer(rows: list[int], steps: tuple[int, int]) -> None:
    less, more = (ks_distance(align_rows(rows, np.array(rows) + step)).value for step in sorted(steps))
    assert less <= more


def test_the_exact_probabilities_of_this_file_are_scipys() -> None:
    """A reference row before all live rows, and after them: the distance is one half."""
    found = stats.ks_2samp([0, 0.1, 3, 3.1], [1, 1.1, 1.2, 1.3, 1.4], method="exact")
    assert found.statistic == 0.5
    assert probability_of_reaching(0.5, 4, 5) == pytest.approx(found.pvalue)
    assert probability_of_equal_sizes(3, 7) == pytest.approx(probability_of_reaching(3 / 7, 7, 7))


@pytest.mark.parametrize(("n", "m"), PAIRS)
def test_chance_reaches_the_margin_no_more_often_than_asked(n: int, m: int) -> None:
    for level in LEVELS:
        margin = ks_margin(rows_apart(n, m), level)
        assert probability_of_reaching(margin, n, m) <= level * (1 + 1e-9)


def test_the_bound_holds_for_all_equal_sizes_for_which_it_is_not_proven() -> None:
    """From 458 rows a side on it is a theorem (Wei and Dudley, 2012); below, every case is computed."""
    for n in range(1, 458):
        both = rows_apart(n, n)
        for steps in range(1, n + 1):
            bound = ks_p_value(both, Distance(value=steps / n, error=0.0))
            assert bound >= probability_of_equal_sizes(steps, n) * (1 - 1e-9)
            if bound < 1e-12:
                break


@pytest.mark.parametrize("level", LEVELS)
def test_the_p_value_of_the_margin_is_the_level(level: float) -> None:
    both = rows_apart(1000, 300)
    assert ks_p_value(both, Distance(value=ks_margin(both, level), error=0.0)) == pytest.approx(level)


def test_a_hand_calculation_of_the_margin() -> None:
    """At 20,000 and 20,000 rows and 2 * exp(-8): the root of 8 / 20,000."""
    assert ks_margin(rows_apart(20_000, 20_000), 2 * math.exp(-8)) == pytest.approx(0.02)


def test_ties_make_the_margin_safer(random: np.random.Generator) -> None:
    """Two values only: chance passes the margin less often than without ties."""
    margin = ks_margin(rows_apart(500, 50), 0.05)
    pooled = np.array([385, 165])
    live = random.multivariate_hypergeometric(pooled, 50, size=4000)
    distances = np.abs((pooled - live)[:, 0] / 500 - live[:, 0] / 50)
    assert (distances >= margin).mean() < 0.02


def test_it_decides_on_ordered_values() -> None:
    assert (KS.measures, KS.decides) == ("ordered", True)
