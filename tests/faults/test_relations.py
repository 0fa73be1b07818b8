"""Columns whose values stand beside those of other rows look as before, and go with no other."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from drift.faults import breaker
from drift.faults.agreement import parameters_right

ROWS = 500
RANDOM = np.random.default_rng(3)
X = RANDOM.normal(size=ROWS)
FRAME = pl.DataFrame({"x": X, "y": X + 0.3 * RANDOM.normal(size=ROWS), "z": [1] * ROWS})


def correlation(frame: pl.DataFrame) -> float:
    return float(frame.select(pl.corr("x", "y")).item())


def test_a_shuffled_column_looks_as_before_and_goes_with_no_other() -> None:
    numbers = pl.DataFrame({"x": range(500), "y": range(1000, 1500), "z": [1] * 500})
    found = breaker("relation: shuffled").breaks(numbers, "x", np.random.default_rng(1))
    assert sorted(found.frame["x"].to_list()) == list(range(500))
    assert abs(found.frame.select(pl.corr("x", "y")).item()) < 0.2
    assert found.parameters == {"columns": ["x", "y"]}


def test_values_of_the_row_before_are_those_of_a_join_off_by_one() -> None:
    found = breaker("relation: off by one").breaks(FRAME, "x", np.random.default_rng(1))
    assert found.frame["x"].to_list() == [X[-1], *X[:-1]]
    assert abs(correlation(found.frame)) < 0.2


def test_one_half_goes_as_before_and_the_other_with_nothing() -> None:
    found = breaker("relation: one half shuffled").breaks(FRAME, "x", np.random.default_rng(1))
    half = ROWS // 2
    assert found.frame[:half].equals(FRAME[:half])
    assert abs(correlation(found.frame[half:])) < 0.25
    assert found.share == pytest.approx(0.5, abs=0.01)
    assert not found.rows[:half].any()


def test_a_row_too_low_does_not_show_where_rows_are_like_their_neighbours() -> None:
    sorted_rows = FRAME.sort("y")
    assert not breaker("relation: off by one").applies_to(sorted_rows.with_columns(x=pl.col("y") * 2), "x")
    assert breaker("relation: shuffled").applies_to(sorted_rows, "x")


def test_any_of_the_columns_that_it_went_with_is_the_right_one_to_name() -> None:
    found = breaker("relation: shuffled").breaks(FRAME, "x", np.random.default_rng(1))
    assert parameters_right(found, "relation", {"columns": ["other", "x"]})
    assert not parameters_right(found, "relation", {"columns": ["other", "y"]})
