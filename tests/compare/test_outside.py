"""Rows beyond the reference: probabilities by enumeration, margins by draws."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.compare.outside import least_unlikely, log_probability, measure_outside
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

LEVEL = 0.01


def column(values: object) -> ColumnProfile:
    frame = pl.DataFrame({"x": values}, strict=False)
    return profile_batches([frame], Plan()).columns["x"]


def beyond_of(live: tuple[int, ...], n: int, m: int) -> int:
    """Return how many of these ranks, of all ``n + m``, lie beyond all others."""
    reference = [rank for rank in range(n + m) if rank not in live]
    return sum(rank < min(reference) or rank > max(reference) for rank in live)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (3, 2), (2, 5), (6, 6), (9, 4)])
def test_the_bound_is_above_the_probability_over_all_ways_to_deal_the_rows(n: int, m: int) -> None:
    dealt = [beyond_of(live, n, m) for live in combinations(range(n + m), m)]
    for beyond in range(1, m + 1):
        exact = np.mean([one >= beyond for one in dealt])
        assert math.exp(log_probability(beyond, n, m)) >= exact - 1e-12


def test_one_row_beyond_is_as_likely_as_two_ends_of_all_rows() -> None:
    """Of 99 + 1 rows, the live one is the smallest or the largest with probability 2 / 100."""
    assert math.exp(log_probability(1, 99, 1)) == pytest.approx(0.02)


def test_two_of_two_rows_beyond_by_hand() -> None:
    """Both at one end or one at each: 3 of the 5 * 4 / 2 pairs of ranks."""
    assert math.exp(log_probability(2, 3, 2)) == pytest.approx(0.3)


@given(n=st.integers(1, 10**7), m=st.integers(1, 10**6), exponent=st.integers(1, 9))
def test_the_least_unlikely_number_is_the_first_below_the_level(n: int, m: int, exponent: int) -> None:
    level = 10.0**-exponent
    found = least_unlikely(n, m, level)
    assert found == m + 1 or log_probability(found, n, m) <= math.log(level)
    assert found == 1 or log_probability(found - 1, n, m) > math.log(level)


def test_more_rows_beyond_than_rows_are_impossible() -> None:
    assert log_probability(4, 10, 3) == -math.inf


@pytest.mark.parametrize(("n", "m"), [(1000, 100), (200, 1000), (50, 50)])
def test_chance_passes_the_margin_no_more_often_than_the_level(n: int, m: int) -> None:
    random = np.random.default_rng(7)
    limit = least_unlikely(n, m, LEVEL)
    passed = 0
    draws = 3000
    for _ in range(draws):
        rows = random.normal(size=n + m)
        live, reference = rows[:m], rows[m:]
        passed += int(((live < reference.min()) | (live > reference.max())).sum()) >= limit
    assert passed / draws <= LEVEL + 3 * math.sqrt(LEVEL / draws)


def test_the_share_is_the_one_on_the_rows() -> None:
    random = np.random.default_rng(3)
    reference, live = random.integers(0, 100, 500), random.integers(-20, 130, 700)
    found = measure_outside(column(reference), column(live), LEVEL)
    assert found is not None
    assert found.value == np.mean((live < reference.min()) | (live > reference.max()))
    assert found.error == 0


def test_on_a_coarse_grid_the_share_is_within_its_error() -> None:
    random = np.random.default_rng(4)
    reference, live = random.normal(size=50_000), 1.2 * random.normal(size=20_000)
    found = measure_outside(column(reference), column(live), LEVEL)
    exact = np.mean((live < reference.min()) | (live > reference.max()))
    assert found is not None
    assert found.value <= exact <= found.value + found.error


def test_infinities_lie_beyond_unless_the_reference_has_them() -> None:
    plain, endless = column([1.0, 2.0]), column([1.0, 2.0, math.inf])
    live = column([1.0, 1.5, math.inf, -math.inf])
    first, second = measure_outside(plain, live, LEVEL), measure_outside(endless, live, LEVEL)
    assert first is not None
    assert second is not None
    assert (first.value, second.value) == (0.5, 0.25)


def test_nothing_is_measured_without_numbers() -> None:
    numbers, nothing = column([1.0, 2.0]), column([math.nan])
    assert measure_outside(nothing, numbers, LEVEL) is None
    assert measure_outside(numbers, nothing, LEVEL) is None
