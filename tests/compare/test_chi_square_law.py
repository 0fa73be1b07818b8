"""The chi-square distribution against scipy, far into its tails."""

from __future__ import annotations

import pytest
from scipy import stats

from drift.compare.chi_square_law import chi_square_quantile, chi_square_tail, normal_quantile

FREEDOMS = (1, 2, 3, 19, 100, 4095, 8191)
LEVELS = (0.999, 0.5, 0.1, 1e-3, 1e-8, 1e-30, 1e-200)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_tails_agree_with_scipy(freedom: int) -> None:
    for level in LEVELS:
        assert chi_square_tail(stats.chi2.isf(level, freedom), freedom) == pytest.approx(level, rel=1e-9)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_quantiles_agree_with_scipy(freedom: int) -> None:
    for level in LEVELS:
        expected = stats.chi2.isf(level, freedom)
        assert chi_square_quantile(level, freedom) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("level", "freedom", "value"), [(0.05, 1, 3.841), (0.01, 10, 23.209), (0.05, 30, 43.773)]
)
def test_a_textbooks_table(level: float, freedom: int, value: float) -> None:
    """Upper percentage points of chi-square, as in the back of any textbook of statistics."""
    assert chi_square_quantile(level, freedom) == pytest.approx(value, abs=5e-4)


@pytest.mark.parametrize("value", [0.0, -0.0])
def test_nothing_is_always_exceeded(value: float) -> None:
    assert chi_square_tail(value, 3) == 1.0


def test_what_no_float_can_hold_is_zero() -> None:
    assert chi_square_tail(1e5, 1) == 0.0


@pytest.mark.parametrize("level", [0.5, 0.05, 1e-6, 1e-12])
def test_normal_quantiles_agree_with_scipy(level: float) -> None:
    assert normal_quantile(level) == pytest.approx(stats.norm.isf(level / 2), rel=1e-9)
