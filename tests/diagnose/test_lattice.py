"""Multiples of a step: prices in cents are, undone with the wrong factor they are not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.lattice import share_on_lattice

STEPS = st.sampled_from([0.01, 0.5, 1.0, 60.0, 0.01 * 1.609344, 1000.0])


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=50), STEPS)
def test_multiples_of_a_step_are_on_its_lattice(counts: list[int], step: float) -> None:
    values = np.array(counts) * step
    assert share_on_lattice(values, step) == 1.0
    assert share_on_lattice(-values, step) == 1.0


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=50), STEPS)
def test_values_half_a_step_off_are_on_none(counts: list[int], step: float) -> None:
    assert share_on_lattice((np.array(counts) + 0.5) * step, step) == 0.0


def test_each_value_counts_once_and_zeros_tell_nothing() -> None:
    values = np.array([0.0, 1.0, 1.0, 1.0, 2.5])
    assert share_on_lattice(values, 1.0) == 0.5
    assert share_on_lattice(np.zeros(5), 1.0) is None
    assert share_on_lattice(np.empty(0), 1.0) is None


def test_a_step_below_what_a_float_resolves_cannot_tell() -> None:
    """Beyond 2**53 every float is a whole number."""
    assert share_on_lattice(np.array([1e18, 2e18]), 1.0) is None


def test_random_values_are_on_a_lattice_as_often_as_chance_has_it() -> None:
    """Within a millionth of a step on either side: two of a million."""
    values = np.random.default_rng(1).uniform(1, 1000, 100_000)
    share = share_on_lattice(values, 0.01)
    assert share is not None
    assert share < 1e-4
