"""Outliers: few rows far outside are told; heavy tails, a distribution that moved, and one value are none."""

from __future__ import annotations

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.outliers import explain_outliers
from shapes import drawn


@pytest.mark.parametrize("shape", ["normal", "lognormal", "prices", "integers", "narrow"])
def test_rows_far_outside_are_told_with_the_end_they_are_beyond(shape: str) -> None:
    before, now, random = drawn(shape)
    far = before.max() + np.ptp(before) * random.uniform(1, 4, now.size)
    taken = random.random(now.size) < 0.01
    found = explain_outliers(change_between(before, np.where(taken, far, now)))
    assert found is not None
    assert found.diagnosis.share == pytest.approx(taken.mean(), abs=0.001)
    assert found.diagnosis.parameters["bound"] == pytest.approx(before.max(), rel=1e-3)
    assert not found.diagnosis.proven


def test_the_values_out_there_are_named() -> None:
    before = np.arange(1000) % 100
    now = np.concatenate([before, -np.arange(50.0, 90.0)])
    found = explain_outliers(change_between(before.astype(float), now))
    assert found is not None
    assert (
        "(3.85%) outside all that training held, most far below 0, from -89 to -50;" in found.diagnosis.story
    )


@pytest.mark.parametrize("seed", range(5))
def test_heavy_tails_have_none_by_chance(seed: int) -> None:
    random = np.random.default_rng([10, seed])
    assert (
        explain_outliers(change_between(random.standard_cauchy(5_000), random.standard_cauchy(20_000)))
        is None
    )


def test_a_distribution_that_moved_has_none() -> None:
    before, now, _ = drawn("normal")
    assert explain_outliers(change_between(before, now + 0.3 * before.std())) is None


def test_one_value_is_no_outlier() -> None:
    before, now, random = drawn("normal")
    assert (
        explain_outliers(change_between(before, np.where(random.random(now.size) < 0.02, 999.0, now))) is None
    )
