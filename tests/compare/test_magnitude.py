"""The ratio of typical sizes: numpy's medians, factors by hand, and a margin that draws keep to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from drift.compare.magnitude import MIN_ROWS, measure_magnitude
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

LEVEL = 0.01


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


@pytest.mark.parametrize("rows", [301, 30_001])
def test_the_sizes_are_numpys_medians_without_zeros_and_signs(rows: int) -> None:
    random = np.random.default_rng(3)
    mine, theirs = random.normal(1, 2, rows), random.normal(2, 3, rows)
    mine[: rows // 5] = 0.0
    found = measure_magnitude(column(mine), column(theirs), LEVEL)
    before, now = (np.median(np.abs(side[side != 0])) for side in (mine, theirs))
    assert found is not None
    assert found.value == pytest.approx(abs(math.log(now / before)), abs=0.02 + found.error)


@pytest.mark.parametrize("factor", [1000.0, 0.001, -1.609])
def test_a_factor_is_its_logarithm(factor: float) -> None:
    values = np.random.default_rng(4).lognormal(0, 1, 999)
    found = measure_magnitude(column(values), column(values * factor), LEVEL)
    assert found is not None
    assert found.value == pytest.approx(abs(math.log(abs(factor))), abs=1e-9)
    assert found.value > found.margin


@pytest.mark.parametrize("rows", [6, 40, 2_000])
def test_chance_passes_the_margin_no_more_often_than_the_level_says(rows: int) -> None:
    random = np.random.default_rng(5)
    level, draws, passed = 0.1, 400, 0
    for _ in range(draws):
        mine, theirs = random.standard_cauchy(500), random.standard_cauchy(rows)
        found = measure_magnitude(column(mine), column(theirs), level)
        passed += found is not None and found.value > found.margin
    assert passed <= draws * level + 3 * math.sqrt(draws * level)


def test_of_hardly_a_row_nothing_is_told() -> None:
    many, few = [float(i) for i in range(1, 100)], [5000.0] * (MIN_ROWS - 1)
    assert measure_magnitude(column(many), column(few), LEVEL) is None
    assert measure_magnitude(column(many), column([0.0] * 50), LEVEL) is None


def test_where_chance_explains_any_ratio_nothing_is_told() -> None:
    """Of 6 rows against 5, the third is beyond all five by chance far more often than at this level."""
    assert measure_magnitude(column([1.0, 2, 3, 4, 5]), column([9.0] * 6), 1e-9) is None
