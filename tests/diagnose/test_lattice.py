"""Multiples of a step: prices in cents are, undone with the wrong factor they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.lattice import common_step, lattice_of, share_on_lattice

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


WHOLE = np.rint(np.random.default_rng(3).lognormal(5, 1, 2_000))


def support(live: NDArray[np.float64], live_step: float | None, factor: float, offset: float = 0.0) -> float:
    lattice = lattice_of(1.0, live_step, WHOLE, live)
    assert lattice is not None
    return float(lattice.support(np.array([factor]), np.array([offset]))[0])


def test_whole_numbers_times_a_thousand_speak_for_a_thousand_and_against_a_hundred() -> None:
    """All are multiples of 100, too, but then all would be multiples of ten before: one in 10^100."""
    live = np.unique(WHOLE) * 1000
    assert support(live, 1000.0, 1000) > support(live, 1000.0, 100) + 10
    assert support(live, 1000.0, 1000) > support(live, 1000.0, 1024) + 10
    assert support(live, 1000.0, 1) == 0


def test_miles_to_kilometers_show_in_the_digits() -> None:
    live = np.unique(WHOLE) * 1.609344
    assert support(live, None, 1.609344) > 100
    assert support(live, None, 1.6) < 10


def test_an_offset_shows_as_well() -> None:
    """32 is no multiple of 1.8, so no factor alone has these values on its lattice."""
    live = np.unique(WHOLE) * 1.8 + 32
    assert support(live, 0.2, 1.8, 32) > 50
    assert support(live, 0.2, 1.8) < 10


def test_values_rounded_anew_say_little_against_a_conversion() -> None:
    """Seconds in whole minutes: the live step is 1, and not a sixtieth."""
    live = np.unique(np.rint(WHOLE / 60))
    assert support(live, 1.0, 1 / 60) > -10


def test_without_a_step_there_is_no_lattice() -> None:
    assert lattice_of(None, 1.0, WHOLE, WHOLE) is None
    assert lattice_of(1.0, 0.0, WHOLE, WHOLE) is None
    empty = lattice_of(1.0, None, np.empty(0), WHOLE)
    assert empty is not None
    assert empty.support(np.array([10.0]), np.array([0.0])).tolist() == [0.0]


def test_multiples_of_a_coarse_step_speak_for_a_conversion_as_loudly_as_those_of_its_own() -> None:
    """Miles in quarters, as kilometres: all are multiples of 25 hundredths, as all of training were."""
    quarters = np.linspace(0.25, 10.0, 40)
    lattice = lattice_of(0.01, None, quarters, quarters * 1.609344)
    assert lattice is not None
    factors = np.array([1.609344, 1.6, 1.609344e-6])
    right, near, fine = lattice.support(factors, np.zeros(3)).tolist()
    assert right > 300
    assert near < 10
    assert fine <= 0  # on its lattice, too; but then all would be multiples of a million steps


@pytest.mark.parametrize(("step", "factor"), [(0.01, 0.2), (0.01, 200.0), (1.0, 0.4), (5.0, 12.0)])
def test_the_step_of_products_is_found_though_floats_blur_it(step: float, factor: float) -> None:
    values = np.arange(7, 500).astype(np.float64) * step * factor
    assert common_step(values) == pytest.approx(step * factor)


def test_values_without_a_step_and_one_alone_have_none() -> None:
    random = np.random.default_rng(3)
    assert common_step(random.normal(size=200)) is None
    assert common_step(np.full(200, 4.0)) is None
