"""Rare sizes: by hand, by Fisher, rarely by chance, and conversions that a KS distance misses."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from changes import column_of
from drift.compare.ks import KS
from drift.compare.nonzero import align_numbers
from drift.compare.rare_size import RARE, measure_rare_size, sizes_of

LEVEL = 0.01


def test_sizes_are_octaves_and_all_below_and_above_each() -> None:
    """Rows at 1, 1.5, -3 and 9, of which the first two share an octave; zero has no size."""
    values = np.array([-3.0, 0.0, 1.0, 1.5, 9.0])
    found = sizes_of(values, values, np.array([4, 7, 1, 2, 0]), np.array([1, 1, 1, 1, 5]))
    ranges = list(zip(found.low, found.high, found.before, found.now, strict=True))
    assert ranges == [
        (1, 2, 3, 2),
        (2, 4, 4, 1),
        (8, 16, 0, 5),
        (0, 2, 3, 2),
        (0, 4, 7, 3),
        (2, np.inf, 4, 6),
        (8, np.inf, 0, 5),
    ]
    assert (found.n, found.m) == (14, 9)


def test_the_excess_is_of_all_rows_and_its_p_value_fishers_over_all_ranges() -> None:
    """Equal row counts, so the test of two shares is Fisher's; of two octaves there are four ranges."""
    before, now = column_of([1.0] * 40), column_of([1.0] * 30 + [0.001] * 10)
    found = measure_rare_size(before, now, LEVEL)
    assert found is not None
    exact = stats.fisher_exact(np.array([[0, 40], [10, 30]])).pvalue
    assert (found.value, found.reference, found.live) == (0.25, 0.0, 0.25)
    assert found.p_value == pytest.approx(4 * exact)


def test_a_size_that_training_had_often_is_no_rare_one() -> None:
    share = 2 * RARE
    before = column_of([1.0] * round(100 * (1 - share)) + [9.0] * round(100 * share))
    found = measure_rare_size(before, column_of([1.0] * 50 + [9.0] * 50), LEVEL)
    assert found is not None
    assert (found.value, found.p_value) == (0.0, 1.0)


def drawn(shape: str, random: np.random.Generator, rows: int) -> np.ndarray:
    match shape:
        case "normal":
            return random.normal(0, 1, rows)
        case "cauchy":
            return random.standard_cauchy(rows)
        case "integers":
            return np.asarray(random.poisson(7, rows), float)
        case _:
            return np.where(random.random(rows) < 0.5, 0.0, random.exponential(50, rows))


@pytest.mark.parametrize("shape", ["normal", "cauchy", "integers", "zeros"])
def test_exchangeable_rows_pass_the_margin_as_rarely_as_the_level_says(shape: str) -> None:
    random = np.random.default_rng([8, *shape.encode()])
    passed = 0
    for _ in range(60):
        before, now = (column_of(drawn(shape, random, rows)) for rows in (3_000, 700))
        found = measure_rare_size(before, now, LEVEL)
        assert found is not None
        passed += found.value > found.margin
    assert stats.binom.sf(passed - 1, 60, LEVEL) > 1e-4


@pytest.mark.parametrize(("shape", "factor"), [("normal", 1e-3), ("cauchy", 1e-3), ("cauchy", 100.0)])
def test_a_twentieth_in_another_unit_shows_where_a_ks_distance_sees_nothing(
    shape: str, factor: float
) -> None:
    random = np.random.default_rng([9, *shape.encode()])
    before, now = drawn(shape, random, 60_000), drawn(shape, random, 5_000)
    now[:250] *= factor
    mine, theirs = column_of(before), column_of(now)
    found, ks = measure_rare_size(mine, theirs, 1e-6), KS.compare(align_numbers(mine, theirs), 1e-6)
    assert found is not None
    assert ks.value < ks.margin
    assert found.value > found.margin + 0.002


def test_without_rows_or_exponents_nothing_is_measured() -> None:
    assert measure_rare_size(column_of([1.0]), column_of([float("nan")]), LEVEL) is None
