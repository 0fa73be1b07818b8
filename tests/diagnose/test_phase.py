"""Shifts off training's steps: by amounts that were added, and what is none."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import drift
from changes import change_between
from drift.diagnose.explain import explain
from drift.diagnose.phase import explain_phase, phase_of


def whole(seed: int, rows: int = 1_000) -> np.ndarray:
    return np.random.default_rng(seed).poisson(6, rows).astype(float)


@pytest.mark.parametrize("amount", [0.5, 0.37, -0.25, 3.5, -12.1, 0.001])
def test_what_was_added_is_told_exactly_with_what_takes_it_away(amount: float) -> None:
    now = whole(2) + amount
    found = explain_phase(change_between(whole(1), now))
    assert found is not None
    told = found.diagnosis
    assert f"moved {'up' if amount > 0 else 'down'} by {abs(amount):g}:" in told.story
    assert told.undo is not None
    undone = pl.DataFrame({"x": now}).select(eval(told.undo, {"pl": pl})).to_series().to_numpy()  # noqa: S307
    assert undone == pytest.approx(whole(2))
    (first, *_) = explain(change_between(whole(1), now))
    assert first.diagnosis.fault == "shift"


def test_of_fine_steps_the_amount_is_about_what_location_says() -> None:
    random = np.random.default_rng(3)
    before, now = (np.round(random.normal(20, 4, 800), 2) for _ in range(2))
    found = explain_phase(change_between(before, now + 1.2345))
    assert found is not None
    assert "moved up by about 1." in found.diagnosis.story
    assert "0.0045 above a multiple of 0.01" in found.diagnosis.story
    assert found.diagnosis.undo is None
    assert found.diagnosis.parameters["effect"] == pytest.approx(1.2345 / before.std(), abs=0.1)


@pytest.mark.parametrize(
    "now",
    [
        whole(2),
        whole(2) + 3,
        np.concatenate([whole(2), whole(3)[:50] + 0.5]),
        whole(2) + np.random.default_rng(4).random(1_000),
        whole(2) * 1.6,
        whole(2) / 2,
        np.full(1_000, 2.5),
        np.array([]),
    ],
    ids=["as it was", "whole", "two phases", "finer", "a factor", "halves", "one value", "nothing"],
)
def test_what_is_on_its_steps_or_on_several_is_no_such_shift(now: np.ndarray) -> None:
    assert phase_of(change_between(whole(1), now)) is None


def test_another_shape_that_is_off_the_steps_is_not_told_by_its_phase_alone() -> None:
    assert explain_phase(change_between(whole(1), 4 * whole(2) + 0.5)) is None


def test_kelvin_are_a_unit() -> None:
    random = np.random.default_rng(5)
    before, now = (np.round(random.normal(15, 8, 3_000), 1) for _ in range(2))
    reference = drift.fit(pl.DataFrame({"temperature_c": before}))
    result = drift.check(pl.DataFrame({"temperature_c": now + 273.15}), reference)["temperature_c"]
    assert result.diagnosis is not None
    assert result.diagnosis.fault == "unit_change"
