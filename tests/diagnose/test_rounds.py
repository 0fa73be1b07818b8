"""Rounding a distribution is rounding its values: by numpy on the rows."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from drift.diagnose.distribution import joined
from drift.diagnose.rounds import WAYS, half_up, rounded

VALUES = np.sort(np.random.default_rng(3).normal(0, 20, 500).round(3))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("step", [1.0, 5.0, 0.1])
def test_the_distribution_of_rounded_values_is_the_rounded_distribution(way: np.ufunc, step: float) -> None:
    found = rounded(joined(VALUES, VALUES, np.ones(VALUES.size, np.int64)), step, way)
    values, counts = np.unique(way(VALUES / step) * step, return_counts=True)
    assert_array_equal(found.lower, values)
    assert_array_equal(found.upper, values)
    assert_array_equal(found.counts, counts)


def test_halves_go_away_from_zero() -> None:
    assert_array_equal(half_up(np.array([0.5, 1.5, -0.5, -1.4])), [1, 2, -1, -1])


def test_the_largest_floats_stay_finite() -> None:
    ends = np.array([-1.7e308, 1.7e308])
    found = rounded(joined(ends, ends, np.array([1, 2])), 1e-3, np.rint)
    assert np.isfinite([*found.lower, *found.upper]).all()
