"""Cumulative shares as a line agree with counting the rows below a point."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from drift.diagnose.curve import curve_of
from drift.diagnose.distribution import distribution
from drift.profile.table import Plan, profile_batches

SHAPES = {
    "atoms": np.repeat([0.0, 0.1, 3.0, 100.0], [5, 1, 3, 2]),
    "normal": np.random.default_rng(1).normal(10, 2, 20_000),
    "both signs": np.random.default_rng(2).standard_cauchy(20_000),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_share_below_a_point_is_that_of_the_rows(shape: str) -> None:
    rows = SHAPES[shape]
    column = profile_batches([pl.DataFrame({"x": rows})], Plan()).columns["x"]
    curve = curve_of(distribution(column.cells))
    counted = np.searchsorted(np.sort(rows), curve.between) / rows.size
    assert np.abs(curve.below(curve.between) - counted).max() < 0.001
    assert curve.below(np.array([[-1e300], [1e300]])).tolist() == [[0.0], [1.0]]


def test_between_has_a_point_on_either_side_of_every_atom() -> None:
    column = profile_batches([pl.DataFrame({"x": [1.0, 2.0, 5.0]})], Plan()).columns["x"]
    between = curve_of(distribution(column.cells)).between
    assert all(((between > low) & (between < high)).any() for low, high in [(1, 2), (2, 5)])
    assert (between.min() < 1, between.max() > 5) == (True, True)


def test_a_product_and_its_rounding_stay_one_atom() -> None:
    """In floats 0.1 × 3 is not 0.3."""
    one, other = (
        curve_of(distribution(profile_batches([pl.DataFrame({"x": [x]})], Plan()).columns["x"].cells))
        for x in (0.3, 0.1 * 3)
    )
    assert one.below(other.between).tolist() == other.below(other.between).tolist()


def test_a_value_far_from_its_neighbours_has_points_close_by() -> None:
    """Else 2.013 and 0.559 lie in the same gap between zero and 2,013."""
    column = profile_batches([pl.DataFrame({"x": [2.013, 2013.0]})], Plan()).columns["x"]
    between = curve_of(distribution(column.cells)).between
    assert ((between > 0.559) & (between < 2.013)).any()
    assert ((between > 2.013) & (between < 4)).any()
