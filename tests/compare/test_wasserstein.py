"""The Wasserstein distance against scipy on the rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from aligned_rows import align_rows
from drift.compare.statistic import Distance
from drift.compare.wasserstein import WASSERSTEIN, wasserstein_distance, wasserstein_margin

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligned_rows import Shape

rows = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60)


def scipys(reference: NDArray[np.float64], live: NDArray[np.float64]) -> float:
    return float(stats.wasserstein_distance(reference, live) / np.std(reference))


@given(reference=rows.filter(lambda values: float(np.std(values)) > 1e-3), live=rows)
def test_few_values_agree_with_scipy(reference: list[float], live: list[float]) -> None:
    found = wasserstein_distance(align_rows(reference, live))
    assert found.value == pytest.approx(scipys(np.array(reference), np.array(live)), rel=1e-6, abs=1e-9)
    assert found.error <= 1e-12 * found.value


@pytest.mark.parametrize("limit", [8, 64, 4096])
@pytest.mark.parametrize("factor", [1.0, 1.01, 1000.0])
def test_scipy_on_the_rows_is_within_the_error(
    random: np.random.Generator,
    shape: Shape,
    limit: int,
    factor: float,
) -> None:
    reference, live = shape(random, 9000), shape(random, 800) * factor
    both = align_rows(reference, live, limit=limit)
    if not WASSERSTEIN.fits(both):
        assert both.spread <= both.spread_error
        return
    found = wasserstein_distance(both)
    assert abs(found.value - scipys(reference, live)) <= found.error * (1 + 1e-6) + 1e-9


@pytest.mark.parametrize("shift", [0.0, 0.01, 0.5, 100.0])
def test_it_is_the_shift_where_everything_moves_alike(shift: float) -> None:
    values = np.arange(100) / 8.0
    found = wasserstein_distance(align_rows(values, values + shift))
    assert found.value == pytest.approx(shift / values.std())


@pytest.mark.parametrize("scale", [1e-300, 1e-100, 1e100, 1e300])
def test_the_scale_of_a_column_does_not_matter(scale: float) -> None:
    found = wasserstein_distance(align_rows([0.0, 2 * scale], [scale, 3 * scale]))
    assert found.value == pytest.approx(1.0)


@pytest.mark.parametrize("live", [[1e300], [-np.finfo(np.float64).max, np.finfo(np.float64).max]])
def test_the_widest_columns_have_finite_numbers(live: list[float]) -> None:
    both = align_rows([0.0, 5e-324], live)
    found = WASSERSTEIN.compare(both, 1e-6)
    assert math.isfinite(found.value)
    assert math.isfinite(found.error)
    assert math.isfinite(found.margin)


def test_a_reference_that_does_not_vary_has_no_unit() -> None:
    assert not WASSERSTEIN.fits(align_rows([3.0, 3.0], [4.0]))


def test_one_value_apart_by_one_standard_deviation() -> None:
    """Of -1 and 1 the standard deviation is 1."""
    assert wasserstein_distance(align_rows([-1.0, 1.0], [0.0, 2.0])) == Distance(value=1.0, error=0.0)


def test_the_margin_of_a_fair_coin() -> None:
    """The one gap is a difference of two shares of 1/2, of a unit that is half of it."""
    both = align_rows([0.0, 1.0] * 500, [0.0, 1.0] * 100)
    expected = stats.norm.isf(0.005) * math.sqrt(0.25 * (1 / 1000 + 1 / 200)) / 0.5
    assert wasserstein_margin(both, 0.01) == pytest.approx(expected)


def test_chance_passes_the_margin_less_often_than_asked(random: np.random.Generator) -> None:
    """It is an approximation that errs to the safe side for smooth columns."""
    reference = random.normal(size=2000)
    samples = [align_rows(reference, random.normal(size=500), limit=256) for _ in range(150)]
    passed = [wasserstein_distance(both).value > wasserstein_margin(both, 0.1) for both in samples]
    assert np.mean(passed) < 0.1
