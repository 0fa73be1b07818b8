"""Rounding by hand."""

from __future__ import annotations

import numpy as np
import pytest

from breaking import after, broken, fits

PRICES = [1.24, 7.5, 12.99, 3.01, 20.75]


def test_values_are_rounded_to_a_step() -> None:
    assert after("rounding: to 1", PRICES) == [1, 8, 13, 3, 21]
    assert after("rounding: to 0.1", PRICES) == [1.2, 7.5, 13.0, 3.0, 20.8]
    assert after("rounding: to 10", [1, 14, 26, 99]) == [0, 10, 30, 100]


def test_decimals_are_dropped_towards_zero() -> None:
    assert after("rounding: decimals dropped", [*PRICES, -1.7]) == [1, 7, 12, 3, 20, -1]


def test_decimals_are_won_without_a_move_of_half_a_step() -> None:
    before = [float(place) for place in range(50)]
    found = broken("rounding: decimals won", before)
    now = found.frame["x"].to_numpy()
    assert found.parameters == {"step": 0.001}
    assert np.abs(now - before).max() <= 0.5
    assert len(set(now % 1)) > 10


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("to 1", [1.0, 2.0, 30.0]),
        ("to 10", [10, 20, 90]),
        ("decimals dropped", [1, 2, 3]),
        ("to 10", [1, 2, 3]),
    ],
)
def test_nothing_is_rounded_that_is_on_the_step_or_within_it(name: str, values: list[object]) -> None:
    assert not fits(f"rounding: {name}", values)
