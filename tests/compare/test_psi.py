"""The population stability index against relative entropies of scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drift.compare.aligned import aligned_levels
from drift.compare.psi import psi_distance, psi_margin, psi_p_value
from drift.compare.statistic import Distance

tables = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=20).filter(
    lambda pairs: sum(a for a, _ in pairs) > 0 and sum(b for _, b in pairs) > 0
)


@given(table=tables)
def test_it_is_the_sum_of_both_relative_entropies(table: list[tuple[int, int]]) -> None:
    reference, live = np.array([pair for pair in table if sum(pair)]).T
    added = 0.5 / min(reference.sum(), live.sum())
    p, q = (side / side.sum() + added for side in (reference, live))
    expected = stats.entropy(p, q) + stats.entropy(q, p)
    assert psi_distance(aligned_levels(reference, live)).value == pytest.approx(expected, abs=1e-12)


def test_a_hand_calculation_for_many_rows() -> None:
    """A quarter and three quarters against halves: ln(2) / 4 + ln(1.5) / 4; half a row no longer shows."""
    found = psi_distance(aligned_levels([25_000_000, 75_000_000], [50_000_000, 50_000_000]))
    assert found.value == pytest.approx((math.log(2) + math.log(1.5)) / 4, abs=1e-6)


def test_an_empty_bin_costs_a_finite_amount() -> None:
    assert math.isfinite(psi_distance(aligned_levels([10, 0], [0, 10])).value)


def test_chance_passes_the_margin_about_as_often_as_asked(random: np.random.Generator) -> None:
    pooled = np.full(20, 1000)
    live = random.multivariate_hypergeometric(pooled, 4000, size=1500)
    both = aligned_levels(pooled - live[0], live[0])
    margin = psi_margin(both, 0.05)
    often = np.mean([psi_distance(aligned_levels(pooled - each, each)).value > margin for each in live])
    assert 0.035 < often < 0.065


def test_the_p_value_of_the_margin_is_the_level() -> None:
    both = aligned_levels([5, 6, 7], [7, 6, 5])
    margin = psi_margin(both, 0.02)
    assert psi_p_value(both, Distance(value=margin, error=0.0)) == pytest.approx(0.02)
