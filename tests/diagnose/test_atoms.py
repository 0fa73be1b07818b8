"""Single values: told by the shortest number in their cell, taken out row by row."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from changes import change_between
from drift.diagnose.atoms import foremost_atom, without
from drift.diagnose.distribution import Distribution
from shapes import drawn


@pytest.mark.parametrize("value", [-1.0, 0.0, 999.0, 0.1, 1e9, -273.15])
def test_a_value_is_told_as_people_write_it_on_any_grid(value: float) -> None:
    before, now, random = drawn("lognormal")
    rows = np.where(random.random(now.size) < 0.1, value, now)
    pair = change_between(before, rows).pair
    assert pair is not None
    assert foremost_atom(pair, 1e-6, rows).value == value
    without_rows = foremost_atom(pair, 1e-6, np.empty(0)).value
    assert without_rows == pytest.approx(value, rel=1e-4)


def test_of_small_batches_of_many_values_chance_passes_the_margin_no_more_often_than_it_may() -> None:
    """Which of 3,000 values a batch of 50 has is chance's choice: in a third of them one comes twice."""
    random = np.random.default_rng(29)
    before, passed = random.integers(0, 3_000, 10_000).astype(float), 0
    for _ in range(100):
        pair = change_between(before, random.integers(0, 3_000, 50).astype(float)).pair
        assert pair is not None
        atom = foremost_atom(pair, 0.05, np.empty(0))
        passed += atom.excess > atom.margin
    assert passed <= stats.binom.ppf(0.999, 100, 0.05)


def test_the_share_counts_the_rows_that_held_it_anyway() -> None:
    """Half of the rows held it; of a batch a fifth was overwritten: q is 0.6, (0.6 - 0.5) / 0.5 is 0.2."""
    random = np.random.default_rng(12)
    before = np.where(random.random(50_000) < 0.5, 7.0, random.uniform(10, 20, 50_000))
    now = np.where(random.random(20_000) < 0.5, 7.0, random.uniform(10, 20, 20_000))
    pair = change_between(before, np.where(random.random(20_000) < 0.2, 7.0, now)).pair
    assert pair is not None
    assert foremost_atom(pair, 1e-6, np.empty(0)).share == pytest.approx(0.2, abs=0.015)


def test_rows_are_taken_out_of_one_cell() -> None:
    ends = np.array([1.0, 2.0, 3.0])
    of = Distribution(lower=ends, upper=ends, counts=np.array([5, 6, 7]))
    assert without(of, 1, 2).counts.tolist() == [5, 4, 7]
    assert without(of, 1, 9).lower.tolist() == [1.0, 3.0]
