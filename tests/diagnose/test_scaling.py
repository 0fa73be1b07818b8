"""Scalings: what bears the mark of its own mean and deviation, or ends, and what could be a unit, too."""

from __future__ import annotations

import numpy as np

from changes import change_between
from drift.diagnose.scaling import scalings
from shapes import drawn


def test_a_batch_scaled_by_its_own_numbers_bears_the_mark() -> None:
    before, now, _ = drawn("lognormal")
    for name, scaled in (
        ("standardised", (now - now.mean()) / now.std()),
        ("min-max", (now - now.min()) / np.ptp(now)),
    ):
        pair = change_between(before, scaled).pair
        assert pair is not None
        assert {one.name: one.signed for one in scalings(pair)}[name]


def test_a_percentage_as_a_fraction_bears_no_mark() -> None:
    random = np.random.default_rng(11)
    before, now = (np.rint(random.uniform(0, 100, rows)) for rows in (20_000, 5_000))
    pair = change_between(before, now / 100).pair
    assert pair is not None
    assert not any(one.signed for one in scalings(pair))
