"""Movements by numpy's mean and deviation."""

from __future__ import annotations

import numpy as np
import pytest

from breaking import broken, fits

VALUES = np.random.default_rng(1).normal(50, 10, 1000)


@pytest.mark.parametrize("effect", [1.0, -1.0, 0.3])
def test_a_shift_moves_the_mean_by_so_many_deviations(effect: float) -> None:
    now = broken(f"shift: {effect:+g} deviations", VALUES.tolist()).frame["x"].to_numpy()
    assert (now.mean() - VALUES.mean()) / VALUES.std() == pytest.approx(effect)
    assert now.std() == pytest.approx(VALUES.std())


@pytest.mark.parametrize("ratio", [1.5, 0.6])
def test_a_spread_changes_the_deviation_about_the_median(ratio: float) -> None:
    now = broken(f"spread: × {ratio:g}", VALUES.tolist()).frame["x"].to_numpy()
    assert now.std() / VALUES.std() == pytest.approx(ratio)
    assert np.median(now) == pytest.approx(np.median(VALUES))


def test_two_ends_hold_what_the_middle_half_held() -> None:
    now = broken("shape: two ends", VALUES.tolist()).frame["x"].to_numpy()
    low, high = np.quantile(VALUES, (0.26, 0.74))
    assert not ((now > low) & (now < high)).any()
    assert set(now) <= set(VALUES)


def test_half_of_the_first_level_becomes_the_second() -> None:
    found = broken("shape: another mix", ["a"] * 60 + ["b"] * 40)
    assert found.frame["x"].to_list().count("b") == 70


def test_few_values_do_not_move_by_part_of_a_deviation() -> None:
    assert not fits("shift: +0.3 deviations", [1, 2, 3] * 50)
    assert not fits("shape: another mix", ["a"] * 99 + ["b"])
