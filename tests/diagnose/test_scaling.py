"""Scalings: what bears the mark of its own mean and deviation, or ends, and what could be a unit, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.scaling import scalings
from drift.diagnose.transform import explain_transform
from shapes import drawn

if TYPE_CHECKING:
    from drift.diagnose.image import Image
    from drift.diagnose.pair import Pair

LITTLE = 0.05


def worked_out(pair: Pair) -> list[Image]:
    found = [one.image() for one in scalings(pair)]
    return [image for image in found if image is not None]


def test_a_batch_scaled_by_its_own_numbers_bears_the_mark() -> None:
    before, now, _ = drawn("lognormal")
    for name, scaled in (
        ("standardised", (now - now.mean()) / now.std()),
        ("min-max", (now - now.min()) / np.ptp(now)),
    ):
        pair = change_between(before, scaled).pair
        assert pair is not None
        assert {one.name: one.signed for one in worked_out(pair)}[name]


def test_a_percentage_as_a_fraction_bears_no_mark() -> None:
    random = np.random.default_rng(11)
    before, now = (np.rint(random.uniform(0, 100, rows)) for rows in (20_000, 5_000))
    pair = change_between(before, now / 100).pair
    assert pair is not None
    assert not any(one.signed for one in worked_out(pair))


@pytest.mark.parametrize("way", ["n - 1", "three digits", "single"])
def test_whole_numbers_scaled_by_numbers_of_training_in_any_precision_are_told(way: str) -> None:
    """Pandas divides by n - 1, a config keeps three digits, a model computes in single precision."""
    random = np.random.default_rng(15)
    before, now = (random.poisson(3, rows).astype(float) for rows in (4_000, 2_000))
    mean, deviation = {
        "n - 1": (before.mean(), before.std(ddof=1)),
        "three digits": (round(before.mean(), 3), round(before.std(), 3)),
        "single": (before.mean(), before.std()),
    }[way]
    scaled = (now - mean) / deviation
    found = explain_transform(
        change_between(before, scaled.astype(np.float32).astype(float) if way == "single" else scaled)
    )
    assert found is not None
    assert found.diagnosis.parameters == {"name": "standardised"}
    assert found.rest is not None
    assert found.rest.pair is not None
    assert found.rest.pair.gap <= found.rest.pair.chance  # nothing is left to be told as another fault


@pytest.mark.parametrize("shape", ["normal", "lognormal", "integers", "zeros", "narrow", "negative"])
def test_a_batch_that_a_scaling_explains_is_asked_about(shape: str) -> None:
    """By training's numbers or its own; that a batch ten times as large is not asked about saves the time."""
    before, now, _ = drawn(shape)
    scaled = [(now - one.mean()) / one.std() for one in (before, now)]
    scaled += [(now - one.min()) / np.ptp(one) for one in (before, now)]
    for live in scaled:
        pair = change_between(before, live).pair
        assert pair is not None
        assert any(one.gap <= LITTLE for one in scalings(pair))
        assert all(image.left >= one.left for one in scalings(pair) if (image := one.image()) is not None)
    pair = change_between(before, now * 1e4 + 1e6).pair
    assert pair is not None
    assert not any(one.gap <= LITTLE for one in scalings(pair))
