"""Shift, spread, shape: what was done to made rows is what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.distribution import distribution
from drift.diagnose.moved import diagnose_mix, diagnose_moved
from drift.diagnose.pair import pair_of
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.column import ColumnProfile

ROWS = 20_000


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


def moved(before: ColumnProfile, now: ColumnProfile) -> Diagnosis:
    pair = pair_of(distribution(before.cells), distribution(now.cells))
    assert pair is not None
    return diagnose_moved(pair)


@pytest.fixture(scope="module")
def normal() -> tuple[ColumnProfile, np.ndarray]:
    random = np.random.default_rng(1)
    return column(random.normal(50, 4, ROWS)), random.normal(50, 4, ROWS)


@pytest.mark.parametrize("deviations", [-2.0, 0.5, 3.0])
def test_a_shift_is_told_in_standard_deviations(
    normal: tuple[ColumnProfile, np.ndarray], deviations: float
) -> None:
    before, live = normal
    found = moved(before, column(live + 4 * deviations))
    assert found.fault == "shift"
    assert ("up" in found.story) == (deviations > 0)
    assert found.parameters["effect"] == pytest.approx(deviations, abs=0.05)
    assert found.explains is not None
    assert found.explains > 0.9


@pytest.mark.parametrize("ratio", [0.5, 1.5, 3.0])
def test_a_spread_is_told_as_a_ratio(normal: tuple[ColumnProfile, np.ndarray], ratio: float) -> None:
    before, live = normal
    found = moved(before, column(50 + ratio * (live - 50)))
    assert found.fault == "spread"
    assert found.parameters["ratio"] == pytest.approx(ratio, rel=0.05)
    assert found.runner_up is not None
    assert found.runner_up.fault == "shift"


def with_zeros(random: np.random.Generator, rows: int = 2_000) -> np.ndarray:
    """Return earnings: 0 in a tenth of the rows, the others skewed."""
    return np.where(random.random(rows) < 0.1, 0.0, random.lognormal(9, 0.8, rows))


@pytest.mark.parametrize("amount", [-3_000.0, 1_000.0, 4_000.0])
def test_a_shift_of_a_column_with_many_of_one_value_is_no_shape(amount: float) -> None:
    random = np.random.default_rng(11)
    before = with_zeros(random)
    found = moved(column(before), column(with_zeros(random) + amount))
    assert found.fault == "shift"
    assert found.parameters["effect"] == pytest.approx(amount / before.std(), rel=0.02)


def test_where_the_median_is_chance_the_value_that_most_rows_have_tells_the_shift() -> None:
    before, live = np.repeat([0.0, 1.0, 2.0], [490, 60, 450]), np.repeat([0.0, 1.0, 2.0], [520, 50, 430])
    found = moved(column(before), column(live + 10))
    assert (np.median(before), np.median(live)) == (1, 0)
    assert found.fault == "shift"
    assert "its most frequent value went from 0 to 10" in found.story
    assert found.parameters["effect"] == pytest.approx(10 / before.std(), rel=1e-3)


@pytest.mark.parametrize("ratio", [0.6, 1.5])
def test_a_spread_of_a_column_with_many_of_one_value_is_no_shape(ratio: float) -> None:
    random = np.random.default_rng(12)
    before, live = with_zeros(random), with_zeros(random)
    found = moved(column(before), column(np.median(live) + ratio * (live - np.median(live))))
    assert found.fault == "spread"
    assert found.parameters["ratio"] == pytest.approx(ratio, rel=0.1)


def test_what_moves_the_most_frequent_value_far_is_no_spread() -> None:
    """Another unit with an offset leaves no middle where it was."""
    random = np.random.default_rng(13)
    before, live = with_zeros(random), with_zeros(random)
    found = moved(column(before), column(1.8 * live + 90_000))
    assert found.fault != "spread"


def test_a_small_move_that_leaves_what_samples_differ_by_is_the_whole_story() -> None:
    random = np.random.default_rng(14)
    before, live = random.gamma(2, 2, 300), random.gamma(2, 2, 300)
    found = moved(column(before), column(np.median(live) + 1.4 * (live - np.median(live))))
    assert found.fault == "spread"
    assert found.explains is not None
    assert found.explains >= 0.3


def test_two_peaks_for_one_are_another_shape(normal: tuple[ColumnProfile, np.ndarray]) -> None:
    before, _ = normal
    random = np.random.default_rng(2)
    peaks = np.where(random.random(ROWS) < 0.5, random.normal(46, 0.5, ROWS), random.normal(54, 0.5, ROWS))
    assert moved(before, column(peaks)).fault == "shape"


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20),
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20),
)
def test_whatever_the_values_the_numbers_are_finite(mine: list[float], theirs: list[float]) -> None:
    found = moved(column(mine), column(theirs))
    assert found.fault in {"shift", "spread", "shape"}
    assert np.isfinite([value for value in found.parameters.values() if value is not None]).all()


def test_a_mix_names_the_levels_that_moved_most() -> None:
    found = diagnose_mix({"a": 50, "b": 50}, {"a": 10, "b": 60, "c": 30})
    assert found.parameters["levels"] == {"a": -0.4, "c": 0.3, "b": 0.1}
    assert "`a` 50.0% → 10.0%" in found.story


def test_a_mix_of_nothing_is_told_without_levels() -> None:
    assert diagnose_mix({}, {}).parameters == {"levels": {}}


def test_a_median_that_stayed_did_not_go() -> None:
    """Half of the rows are zero on both sides, and the others come in two heaps where they had one."""
    random = np.random.default_rng(3)
    zeros = np.zeros(ROWS)
    before = column(np.concatenate([zeros, random.normal(10, 1, ROWS - 1)]))
    now = column(
        np.concatenate([zeros, random.choice([5.0, 15.0], ROWS - 1) + random.normal(0, 1, ROWS - 1)])
    )
    found = moved(before, now)
    assert found.fault == "shape"
    assert "the median is 0 as before" in found.story


def test_a_spread_that_is_as_it_was_is_not_one_time_as_wide() -> None:
    told = moved(
        column([0.0] * 600 + [1.0] * 300 + [2.0] * 100), column([0.0] * 580 + [1.0] * 360 + [2.0] * 60)
    )
    assert told.fault == "shape"
    assert " 1 times" not in told.story
    even = moved(column([-1.0, 0.0, 1.0] * 300), column([-1.0] * 300 + [0.0] * 290 + [1.0] * 310))
    assert "the median is 0 as before and the spread is what it was" in even.story
