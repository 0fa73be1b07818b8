"""Total variation by hand, and its margin against simulated chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.compare.aligned import align, aligned_levels
from drift.compare.share import share_margin, share_p_value
from drift.compare.statistic import Distance
from drift.compare.total_variation import (
    TOTAL_VARIATION,
    total_variation_distance,
    total_variation_margin,
    total_variation_p_value,
)
from drift.profile.cells import cells_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

REPEATS = 2000
LEVELS = (0.2, 0.05, 0.01)

counts = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=30).filter(
    lambda pairs: sum(a for a, _ in pairs) > 0 and sum(b for _, b in pairs) > 0
)


def shuffled(pooled: NDArray[np.int64], m: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Return the distances of parts of `m` rows, drawn from a pool of levels, to what is left of it."""
    live = random.multivariate_hypergeometric(pooled, m, size=REPEATS, method="marginals")
    left = pooled - live
    differences = np.abs(left / left.sum(axis=1, keepdims=True) - live / m)
    return np.asarray(differences.sum(axis=1) / 2)


def pool(levels: int, rows: int, exponent: float, random: np.random.Generator) -> NDArray[np.int64]:
    weights = 1 / np.arange(1, levels + 1) ** exponent
    drawn = random.multinomial(rows, weights / weights.sum())
    return drawn[drawn > 0]


def test_a_hand_calculation() -> None:
    """Shares of 1/2, 1/4, 1/4 against 1/4, 1/4, 1/2: a quarter of the rows would have to change."""
    found = total_variation_distance(aligned_levels([2, 1, 1], [5, 5, 10]))
    assert found == Distance(value=0.25, error=0.0)


@given(counts=counts)
def test_it_is_the_largest_difference_that_a_set_of_levels_shows(counts: list[tuple[int, int]]) -> None:
    reference, live = np.array(counts).T
    difference = reference / reference.sum() - live / live.sum()
    found = total_variation_distance(aligned_levels(reference, live)).value
    assert found == pytest.approx(difference[difference > 0].sum())


@given(counts=counts, drop=st.integers(1, 8), seed=st.integers(0, 9))
def test_levels_that_share_a_bucket_stay_within_the_error(
    counts: list[tuple[int, int]], drop: int, seed: int
) -> None:
    """Buckets are made by dropping bits of the hash, as the grid does."""
    hashes = np.random.default_rng(seed).integers(0, 256, len(counts)).astype(np.uint64)
    reference, live = (
        cells_of(hashes[side > 0], side[side > 0], limit=4096) for side in np.array(counts, np.int64).T
    )
    exact = total_variation_distance(align(reference, live, ordered=False)).value
    found = total_variation_distance(align(reference.at_level(drop), live.at_level(drop), ordered=False))
    assert found.value - 1e-12 <= exact <= found.value + found.error + 1e-12


@pytest.mark.parametrize(
    ("levels", "n", "m", "exponent"),
    [
        (2, 10_000, 100, 0.0),
        (3, 5000, 500, 4.0),
        (10, 40, 30, 0.0),
        (50, 10_000, 100, 1.2),
        (50, 3000, 3000, 0.0),
        (20, 50_000, 1000, 3.0),
        (1000, 10_000, 100, 0.0),
        (10_000, 10_000, 100, 1.2),
    ],
)
def test_chance_reaches_the_margin_no_more_often_than_asked(
    levels: int, n: int, m: int, exponent: float, random: np.random.Generator
) -> None:
    """From two levels to ten thousand, alike or with one that has nearly all rows."""
    pooled = pool(levels, n + m, exponent, random)
    live = random.multivariate_hypergeometric(pooled, m)
    both = aligned_levels(pooled - live, live)
    distances = shuffled(pooled, m, random)
    for level in LEVELS:
        often = (distances >= total_variation_margin(both, level)).mean()
        # Three standard errors of a share of so many repeats.
        assert often <= level + 3 * math.sqrt(level / REPEATS)


@pytest.mark.parametrize(("levels", "m"), [(5, 200), (300, 100), (4000, 2000)])
def test_the_margin_of_a_coin_toss_is_little_above_the_mean_of_chance(
    levels: int, m: int, random: np.random.Generator
) -> None:
    """At a level of one half the deviation is small, so the mean it is added to shows."""
    pooled = pool(levels, 20_000, 0.0, random)
    live = random.multivariate_hypergeometric(pooled, m)
    margin = total_variation_margin(aligned_levels(pooled - live, live), 0.5)
    mean = shuffled(pooled, m, random).mean()
    deviation = math.sqrt(math.log(2) / 2 * (1 / m + 1 / (20_000 - m)))
    assert margin == pytest.approx(mean + deviation, rel=0.01)


def test_a_dominant_level_leaves_little_to_vary() -> None:
    """The bound by the variance is the better one, and by far: 98 % of rows are alike."""
    both = aligned_levels([98_000, 1000, 1000], [9800, 100, 100])
    by_swaps = math.sqrt(math.log(1e4) / 2 * (1 / 100_000 + 1 / 10_000))
    assert total_variation_margin(both, 1e-4) < by_swaps / 2


@given(counts=st.tuples(*[st.integers(1, 300)] * 4), level=st.floats(1e-9, 0.5))
def test_two_levels_are_a_share(counts: tuple[int, int, int, int], level: float) -> None:
    a, others_before, b, others = counts
    both = aligned_levels([a, others_before], [b, others])
    n, m = a + others_before, b + others
    assert total_variation_margin(both, level) == share_margin(a, n, b, m, level)
    assert total_variation_p_value(both, total_variation_distance(both)) == share_p_value(a, n, b, m)


@pytest.mark.parametrize("level", [0.4, 0.01, 1e-6])
@pytest.mark.parametrize("reference", [[500, 300, 200], [980, 15, 5]])
def test_the_p_value_of_the_margin_is_the_level(reference: list[int], level: float) -> None:
    both = aligned_levels(reference, [count // 5 for count in reference])
    margin = total_variation_margin(both, level)
    assert total_variation_p_value(both, Distance(value=margin, error=0.0)) == pytest.approx(level)


def test_it_decides_on_levels() -> None:
    assert (TOTAL_VARIATION.measures, TOTAL_VARIATION.decides) == ("levels", True)
