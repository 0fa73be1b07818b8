"""The largest excess of a single value: by hand, within its margin by chance, blind to movement."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from changes import column_of
from drift.compare.atom import Places, excess, measure_atom

LEVEL = 0.01


def test_the_excess_of_a_new_value_is_its_share() -> None:
    """Of 8 live rows two hold 9, which none of 10 reference rows does."""
    before, now = column_of([1.0, 2.0] * 5), column_of([1.0, 2.0] * 3 + [9.0] * 2)
    found = measure_atom(before, now, LEVEL)
    assert found is not None
    assert (found.value, found.reference, found.live) == (0.25, 0.0, 0.25)


def test_the_p_value_is_fishers_over_all_values() -> None:
    """Equal row counts, so the test of two shares is Fisher's; three values are looked at."""
    before = column_of([1.0] * 20 + [2.0] * 20)
    now = column_of([1.0] * 15 + [2.0] * 15 + [9.0] * 10)
    found = measure_atom(before, now, LEVEL)
    assert found is not None
    exact = stats.fisher_exact(np.array([[0, 40], [10, 30]])).pvalue
    assert found.p_value == pytest.approx(3 * exact)


def test_a_neighbourhood_that_gained_rows_has_no_excess() -> None:
    """A uniform column whose upper half doubled: every value of it gained, and none by itself."""
    values = np.arange(100.0)
    counts = np.where(values < 50, 100, 200)
    sides = [Places(lower=values, upper=values, counts=side) for side in (np.full(100, 100), counts)]
    found = excess(*sides)
    assert found.share[60:].max() <= 1e-12
    assert (counts / counts.sum() - 0.01)[60] > 0.003


def drawn(shape: str, random: np.random.Generator, rows: int) -> np.ndarray:
    match shape:
        case "normal":
            return random.normal(0, 1, rows)
        case "integers":
            return np.asarray(random.poisson(7, rows), float)
        case "prices":
            return np.round(random.lognormal(3, 0.8, rows), 2)
        case _:
            return np.where(random.random(rows) < 0.5, 0.0, random.exponential(50, rows))


@pytest.mark.parametrize("shape", ["normal", "integers", "prices", "zeros"])
def test_exchangeable_rows_pass_the_margin_as_rarely_as_the_level_says(shape: str) -> None:
    random = np.random.default_rng([8, *shape.encode()])
    passed = 0
    for _ in range(60):
        before, now = (column_of(drawn(shape, random, rows)) for rows in (3_000, 700))
        found = measure_atom(before, now, LEVEL)
        assert found is not None
        passed += found.value > found.margin
    assert stats.binom.sf(passed - 1, 60, LEVEL) > 1e-4


def test_which_of_thousands_of_values_a_few_rows_have_is_by_chance() -> None:
    """At a level split over their own fifty values, one batch in three passed the margin of one in 20."""
    random = np.random.default_rng(10)
    passed, batches, level = 0, 200, 0.05
    for _ in range(batches):
        before, now = (column_of(random.integers(0, 3_000, rows).astype(float)) for rows in (20_000, 50))
        found = measure_atom(before, now, level)
        assert found is not None
        passed += found.value > found.margin
    assert stats.binom.sf(passed - 1, batches, level) > 1e-4


def test_one_row_in_a_hundred_shows_on_any_grid() -> None:
    random = np.random.default_rng(9)
    before, now = random.lognormal(0, 1, 60_000), random.lognormal(0, 1, 5_000)
    now[:50] = 999.0
    found = measure_atom(column_of(before), column_of(now), 1e-6)
    assert found is not None
    assert found.value == pytest.approx(0.01)
    assert found.value > found.margin


def test_without_rows_nothing_is_measured() -> None:
    assert measure_atom(column_of([1.0]), column_of([float("nan")]), LEVEL) is None
