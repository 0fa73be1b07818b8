"""The Jensen-Shannon distance against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import distance

from drift.compare.aligned import aligned_levels
from drift.compare.jensen_shannon import (
    jensen_shannon_distance,
    jensen_shannon_margin,
    jensen_shannon_p_value,
)
from drift.compare.statistic import Distance

tables = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=20).filter(
    lambda pairs: sum(a for a, _ in pairs) > 0 and sum(b for _, b in pairs) > 0
)


@given(table=tables)
def test_it_is_scipys_with_base_two(table: list[tuple[int, int]]) -> None:
    reference, live = np.array(table).T
    expected = np.nan_to_num(distance.jensenshannon(reference, live, base=2))
    # The root of a divergence of 1e-16, which rounding makes of 0, is 1e-8.
    assert jensen_shannon_distance(aligned_levels(reference, live)).value == pytest.approx(expected, abs=1e-7)


def test_what_shares_no_level_is_a_distance_of_one_apart() -> None:
    assert jensen_shannon_distance(aligned_levels([3, 0], [0, 9])) == Distance(value=1.0, error=0.0)


def test_chance_passes_the_margin_about_as_often_as_asked(random: np.random.Generator) -> None:
    pooled = np.full(20, 1000)
    live = random.multivariate_hypergeometric(pooled, 4000, size=1500)
    margin = jensen_shannon_margin(aligned_levels(pooled - live[0], live[0]), 0.05)
    found = [jensen_shannon_distance(aligned_levels(pooled - each, each)).value for each in live]
    assert 0.035 < np.mean(np.array(found) > margin) < 0.065


def test_the_p_value_of_the_margin_is_the_level() -> None:
    both = aligned_levels([5, 6, 7], [7, 6, 5])
    margin = jensen_shannon_margin(both, 0.02)
    assert jensen_shannon_p_value(both, Distance(value=margin, error=0.0)) == pytest.approx(0.02)
