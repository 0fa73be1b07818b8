"""Shares of multiples of a step: by hand, by decimal arithmetic, within the margin by chance."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from changes import column_of
from drift.compare.lattice import (
    NOTHING,
    Sampled,
    Values,
    measure_lattice,
    on_lattice,
    telling_values,
    values_of,
)

LEVEL = 0.01


def side(values: object) -> Sampled:
    rows = np.asarray(values, float)
    return Sampled(values=rows, counts=np.ones(rows.size, np.int64), complete=True)


def counted(rows: np.ndarray) -> Values:
    return values_of(column_of(rows), NOTHING)


@given(st.integers(-(10**7), 10**7), st.integers(0, 4), st.integers(-1, 4))
def test_a_value_is_on_a_lattice_as_decimal_arithmetic_has_it(units: int, decimals: int, places: int) -> None:
    value, step = Decimal(units).scaleb(-decimals), Decimal(1).scaleb(-places)
    assert on_lattice(np.array([float(value)]), float(step))[0] == (value % step == 0)


def test_zeros_and_infinities_tell_nothing_and_copies_count() -> None:
    found = telling_values(side([0.0, 2.0, 2.0, np.inf, np.nan, 0.5]), None)
    assert (found.values.tolist(), found.rows.tolist()) == ([0.5, 2.0], [1, 2])


def test_the_rows_of_clustered_copies_vary_as_fewer() -> None:
    """Kish: (1 + 3)² / (1 + 9) is 1.6, and whole rows are counted."""
    drawn = Sampled(values=np.array([1.0, 2.0]), counts=np.array([1, 3]), complete=False)
    assert telling_values(drawn, None).effective == 1
    assert telling_values(side([1.0, 2.0, 2.0, 2.0]), None).effective == 4


def test_decimals_that_went_show_as_a_share() -> None:
    random = np.random.default_rng(11)
    before, now = np.round(random.uniform(0, 100, 4_000), 2), np.rint(random.uniform(0, 100, 1_000))
    found = measure_lattice(counted(before), counted(now), LEVEL)
    assert found is not None
    assert found.live == 1.0
    assert found.value > 0.9
    assert found.value > found.margin


def test_one_value_that_gained_many_rows_is_no_change_of_resolution() -> None:
    random = np.random.default_rng(12)
    before, now = np.round(random.uniform(0, 100, 4_000), 2), np.round(random.uniform(0, 100, 1_000), 2)
    now[:300] = 50.0
    found = measure_lattice(counted(before), counted(now), LEVEL)
    assert found is not None
    assert found.value <= found.margin


def test_few_values_have_a_common_step_by_themselves() -> None:
    assert measure_lattice(counted(np.arange(1.0, 30.0)), counted(np.full(50, 7.0)), LEVEL) is None


@pytest.mark.parametrize("decimals", [0, 1, 2, 12])
def test_exchangeable_rows_pass_the_margin_as_rarely_as_the_level_says(decimals: int) -> None:
    random = np.random.default_rng([13, decimals])
    passed = 0
    for _ in range(40):
        before, now = (np.round(random.lognormal(3, 1, rows), decimals) for rows in (3_000, 500))
        found = measure_lattice(telling_values(side(before), None), telling_values(side(now), None), LEVEL)
        assert found is not None
        passed += found.value > found.margin
    assert stats.binom.sf(passed - 1, 40, LEVEL) > 1e-4
