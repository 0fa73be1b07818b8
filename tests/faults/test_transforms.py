"""Transforms by hand."""

from __future__ import annotations

import math

import pytest

from breaking import after, fits

VALUES = [float(place) for place in range(1, 12)]


@pytest.mark.parametrize(
    ("name", "of_four"),
    [
        ("log", math.log(4)),
        ("log1p", math.log(5)),
        ("exp", math.exp(4)),
        ("sqrt", 2.0),
        ("square", 16.0),
        ("standardised", (4 - 6) / math.sqrt(10)),  # 1 to 11: mean 6, variance (11 ** 2 - 1) / 12
        ("min-max scaled", 0.3),
    ],
)
def test_values_come_transformed(name: str, of_four: float) -> None:
    assert after(f"transform: {name}", VALUES)[3] == pytest.approx(of_four, rel=1e-12)


def test_a_transform_needs_values_it_is_defined_for_and_shows_in() -> None:
    assert not fits("transform: log", [0.0, *VALUES])
    assert fits("transform: log1p", [0.0, *VALUES])
    assert not fits("transform: exp", [1000.0, *VALUES])
    assert not fits("transform: square", [0.0, 1.0] * 10)


def test_the_logarithm_of_large_values_is_that_of_one_more() -> None:
    assert not fits("transform: log1p", [1e6 * value for value in VALUES])
    # Of small ones it is the value itself.
    assert not fits("transform: log1p", [1e-3 * value for value in VALUES])
