"""The greatest common step of numbers, as their decimals say it."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.step import ALL_ZERO, MAX_DECIMALS, NO_STEP, Step, step_of


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ([60, 120, 3600], Step(decimals=0, units=60)),  # whole minutes in seconds
        ([19.99, 0.01, 5], Step(decimals=2, units=1)),  # prices
        ([0.25, 1.5, -3], Step(decimals=2, units=25)),  # quarters
        ([0.5, 0.75], Step(decimals=2, units=25)),
        ([1e-6, 2.5], Step(decimals=6, units=1)),
        ([0.05, 0.10, 7.35], Step(decimals=2, units=5)),
        ([36.6, 37.0], Step(decimals=1, units=2)),
        ([0.1 + 0.2], NO_STEP),  # 0.30000000000000004
        ([1 / 3], NO_STEP),
        ([math.pi, 1.0], NO_STEP),
        ([1e-7], NO_STEP),  # a seventh decimal place
        ([5e-324], NO_STEP),
        ([1e300], NO_STEP),
        ([1.7e308, -1.7e308], NO_STEP),
        ([2.0**53 - 1], Step(decimals=0, units=2**53 - 1)),
        ([2.0**53], NO_STEP),  # where floats no longer hold every integer
        ([0.0, -0.0], ALL_ZERO),
        ([0.0, 12.0, -18.0], Step(decimals=0, units=6)),
        ([], ALL_ZERO),
    ],
)
def test_steps_by_hand(values: list[float], step: Step) -> None:
    assert step_of(np.array(values, np.float64)) == step


@pytest.mark.parametrize(
    ("step", "value"),
    [
        (Step(decimals=0, units=60), 60.0),
        (Step(decimals=2, units=25), 0.25),
        (Step(decimals=6, units=1), 1e-6),
        (ALL_ZERO, None),
        (NO_STEP, None),
    ],
)
def test_the_value_of_a_step(step: Step, value: float | None) -> None:
    assert step.value == value


scaled = st.tuples(st.integers(-(10**8), 10**8), st.integers(0, MAX_DECIMALS))
numbers = st.lists(
    scaled.map(lambda pair: float(Decimal(f"{pair[0]}e-{pair[1]}"))) | st.floats(-1e6, 1e6), max_size=20
)


def common_divisor(values: list[Fraction]) -> Fraction:
    """Return the greatest fraction that all are multiples of, 0 if all are 0."""
    below = math.lcm(*(value.denominator for value in values))
    return Fraction(math.gcd(*(int(value * below) for value in values)), below)


@given(pairs=st.lists(scaled, max_size=20))
def test_the_step_of_decimals_is_their_greatest_common_divisor(pairs: list[tuple[int, int]]) -> None:
    exact = [Decimal(f"{units}e-{places}") for units, places in pairs]
    step = step_of(np.array([float(value) for value in exact]))
    assert Fraction(step.units, 10**step.decimals) == common_divisor([Fraction(value) for value in exact])


@given(one=numbers, two=numbers, three=numbers)
def test_steps_add_up_and_a_known_one_changes_no_sum(
    one: list[float], two: list[float], three: list[float]
) -> None:
    first, second, third = (step_of(np.array(values, np.float64)) for values in (one, two, three))
    whole = step_of(np.array(one + two + three, np.float64))
    assert (first + second) + third == first + (second + third) == (third + first) + second == whole
    assert first + ALL_ZERO == first == ALL_ZERO + first
    assert first + step_of(np.array(two, np.float64), known=first) == first + second
    assert first + NO_STEP == NO_STEP == NO_STEP + first
