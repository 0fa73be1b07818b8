"""Signs: a mirrored column is named, a share of it sized, and a shift is no mirror."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.sign import explain_sign
from shapes import SHAPES, drawn


@pytest.mark.parametrize("shape", SHAPES)
def test_a_mirrored_column_is_named_and_undone(shape: str) -> None:
    before, now, _ = drawn(shape)
    found = explain_sign(change_between(before, -now))
    assert found is not None
    assert (found.diagnosis.fault, found.diagnosis.share, found.diagnosis.proven) == ("sign_flip", 1.0, True)
    assert found.rest is not None
    assert found.rest.pair is not None
    assert found.rest.pair.gap <= found.rest.pair.chance


@pytest.mark.parametrize("share", [0.3, 0.02])
@pytest.mark.parametrize("shape", ["normal", "lognormal", "prices", "negative"])
def test_a_share_is_told_with_its_interval(shape: str, share: float) -> None:
    before, now, random = drawn(shape)
    flipped = random.random(now.size) < share
    found = explain_sign(change_between(before, np.where(flipped, -now, now)))
    assert found is not None
    assert found.diagnosis.share == pytest.approx(flipped.mean(), rel=0.1)
    assert found.diagnosis.share_interval is not None
    low, high = found.diagnosis.share_interval
    assert low <= flipped.mean() <= high


@pytest.mark.parametrize("shape", ["normal", "lognormal", "zeros"])
def test_what_moved_down_is_no_mirror(shape: str) -> None:
    before, now, _ = drawn(shape)
    assert explain_sign(change_between(before, now - before.std())) is None


@pytest.mark.parametrize("seed", [2, 11])
def test_logarithms_that_moved_down_are_no_share_with_the_other_sign(seed: int) -> None:
    """Half of the rows mirrored would leave little, and a shift leaves less."""
    random = np.random.default_rng(seed)
    before, now = (random.normal(1.3, 2, 865) for _ in range(2))
    assert explain_sign(change_between(before, now - 2)) is None


def test_a_column_on_both_sides_of_zero_alike_tells_nothing() -> None:
    random = np.random.default_rng(3)
    before, now = random.normal(0, 1, 20_000), random.normal(0.4, 1, 5_000)
    assert explain_sign(change_between(before, -now)) is None


def test_whole_days_ahead_that_came_below_zero_are_mirrored_though_the_season_moved_them() -> None:
    """None was below zero, all are: the mirror leaves a fifth of the distance, and a shift as much."""
    random = np.random.default_rng(4)
    before = np.floor(random.gamma(1.0, 100.0, 20_000))
    now = np.floor(random.gamma(1.6, 75.0, 2_000))
    change = replace(change_between(before, -now), tolerances={"ks": 0.35})
    found = explain_sign(change)
    assert found is not None
    assert (found.diagnosis.fault, found.diagnosis.share) == ("sign_flip", 1.0)


def test_logarithms_of_shares_are_no_mirror() -> None:
    random = np.random.default_rng(4)
    before, now = random.random(20_000), random.random(2_000)
    assert explain_sign(replace(change_between(before, np.log(now)), tolerances={"ks": 0.5})) is None


@pytest.mark.parametrize("share", [0.05, 0.2])
def test_counts_that_are_mostly_zero_tell_a_share_by_those_that_are_not(share: float) -> None:
    random = np.random.default_rng(8)
    before, now = (random.poisson(0.6, rows).astype(float) for rows in (20_000, 3_000))
    flipped = random.random(now.size) < share
    found = explain_sign(change_between(before, np.where(flipped, -now, now)))
    assert found is not None
    assert found.diagnosis.share == pytest.approx(flipped.mean(), rel=0.2)


def test_of_flags_one_below_zero_is_no_sign() -> None:
    random = np.random.default_rng(8)
    before, now = ((random.random(rows) < 0.4).astype(float) for rows in (20_000, 3_000))
    unknown = random.random(now.size) < 0.1
    assert explain_sign(change_between(before, np.where(unknown, -1.0, now))) is None
