"""What holds for every statistic of the catalogue, so that a new one inherits it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.compare.aligned import Aligned, align, aligned_levels
from drift.compare.catalogue import STATISTICS, compare_cells
from drift.profile.cells import count_cells
from drift.profile.keys import float_keys

if TYPE_CHECKING:
    from drift.compare.statistic import Statistic

# What the root of a sum that should be 0 may be of rounding.
NOTHING = 1e-7

finite = st.floats(allow_nan=False, allow_infinity=False)
rows = st.lists(finite | st.integers(-5, 5).map(float), min_size=1, max_size=50)
pairs = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=40).filter(
    lambda counts: sum(a for a, _ in counts) > 0 and sum(b for _, b in counts) > 0
)
limits = st.sampled_from([2, 8, 4096])


def numbers(reference: list[float], live: list[float], limit: int) -> Aligned:
    mine, theirs = (count_cells(float_keys(np.array(side)), limit=limit) for side in (reference, live))
    return align(mine, theirs, ordered=True)


def levels(counts: list[tuple[int, int]]) -> Aligned:
    return aligned_levels([a for a, _ in counts], [b for _, b in counts])


some_numbers = st.builds(numbers, rows, rows, limits)
some_levels = st.builds(levels, pairs)
some_counts = some_numbers | some_levels


@given(both=some_counts, level=st.floats(1e-12, 0.99))
def test_all_results_are_finite_and_no_distance_is_negative(both: Aligned, level: float) -> None:
    found = compare_cells(both, level)
    assert found
    for one in found:
        assert all(math.isfinite(number) and number >= 0 for number in (one.value, one.error, one.margin))
        assert one.p_value is None or 0.0 <= one.p_value <= 1.0


@given(both=some_counts, times=st.integers(1, 9))
def test_equal_shares_have_no_distance(both: Aligned, times: int) -> None:
    """A live batch that repeats the reference's rows."""
    for one in compare_cells(replace(both, live=both.reference * times), 0.01):
        assert one.value <= NOTHING
        assert one.p_value is None or one.p_value > 0.99


@given(both=some_counts)
def test_symmetric_statistics_let_both_sides_change_places(both: Aligned) -> None:
    turned = replace(both, reference=both.live, live=both.reference)
    for statistic in STATISTICS:
        if statistic.symmetric and statistic.fits(both):
            there, back = statistic.compare(both, 0.01), statistic.compare(turned, 0.01)
            assert there.value == pytest.approx(back.value, rel=1e-6, abs=NOTHING)
            assert there.error == pytest.approx(back.error, abs=1e-12)
            assert there.margin == pytest.approx(back.margin, rel=2e-3)


@given(counts=pairs)
def test_all_statistics_of_levels_are_symmetric(counts: list[tuple[int, int]]) -> None:
    """Bins of numbers are made from the reference; levels are as they are."""
    there = compare_cells(levels(counts), 0.01)
    back = compare_cells(levels([(b, a) for a, b in counts]), 0.01)
    for one, other in zip(there, back, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-6, abs=NOTHING)


@given(reference=rows, live=rows, limit=limits, data=st.data())
def test_the_order_of_rows_does_not_matter(
    reference: list[float], live: list[float], limit: int, data: st.DataObject
) -> None:
    shuffled = numbers(data.draw(st.permutations(reference)), data.draw(st.permutations(live)), limit)
    assert compare_cells(shuffled, 0.01) == compare_cells(numbers(reference, live, limit), 0.01)


@given(both=some_counts, some=st.tuples(st.floats(1e-12, 0.5), st.floats(1e-12, 0.5)))
def test_a_smaller_error_probability_has_no_smaller_margin(both: Aligned, some: tuple[float, float]) -> None:
    rare, common = (compare_cells(both, level) for level in sorted(some))
    for strict, lax in zip(rare, common, strict=True):
        assert strict.margin >= lax.margin * (1 - 1e-9)


@pytest.mark.parametrize(
    "statistic",
    [statistic for statistic in STATISTICS if statistic.measures != "levels"],
    ids=lambda statistic: statistic.name,
)
def test_every_statistic_of_order_grows_with_a_shift(statistic: Statistic) -> None:
    """On bins it grows too, until all rows are in the last one."""
    values = list(np.random.default_rng(1).normal(size=500))
    found = [
        statistic.measure(numbers(values, [value + shift for value in values], 4096)).value
        for shift in (0.0, 0.1, 0.3, 1.0, 3.0)
    ]
    assert found == sorted(found)
    assert found[-1] > found[0]


@given(both=some_counts, level=st.floats(1e-6, 0.4))
def test_a_statistic_that_decides_has_a_p_value_that_agrees_with_its_margin(
    both: Aligned, level: float
) -> None:
    """Beyond the margin, and only there, the p-value is below the level; but for how tails are bounded."""
    for one in compare_cells(both, level):
        if not one.decides:
            continue
        assert one.p_value is not None
        if one.value >= one.margin * (1 + 1e-9):
            assert one.p_value <= level * (1 + 5e-3)
        if one.p_value < level * (1 - 5e-3):
            assert one.value >= one.margin * (1 - 1e-9)
