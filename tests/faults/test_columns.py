"""Columns by hand, with names that a library could take for patterns."""

from __future__ import annotations

import numpy as np
import polars as pl

from drift.faults import breaker

RNG = np.random.default_rng(1)
FRAME = pl.DataFrame(
    {
        "*": [1.0, 2.0, 3.0],
        "^a$": [10.0, 20.0, 30.0],
        "c": [100.0, 200.0, 300.0],
        "city": ["x", "y", "y"],
        "town": ["p", "q", "q"],
    }
)


def test_a_column_goes_comes_or_is_renamed() -> None:
    dropped = breaker("missing_column: dropped").breaks(FRAME, "*", RNG)
    assert dropped.frame.columns == ["^a$", "c", "city", "town"]
    came = breaker("new_column: added").breaks(FRAME, "*", RNG)
    assert came.frame.columns == [*FRAME.columns, "new_feature"]
    assert came.columns == ("new_feature",)
    renamed = breaker("renamed_column: suffix").breaks(FRAME, "^a$", RNG)
    assert renamed.frame.columns == ["*", "^a$_v2", "c", "city", "town"]
    assert renamed.frame["^a$_v2"].to_list() == [10.0, 20.0, 30.0]
    assert renamed.parameters == {"from": "^a$", "to": "^a$_v2"}


def test_two_columns_of_one_type_carry_each_others_values() -> None:
    swapped = breaker("swapped_columns: exchanged").breaks(FRAME, "city", RNG)
    assert swapped.frame["city"].to_list() == ["p", "q", "q"]
    assert swapped.frame["town"].to_list() == ["x", "y", "y"]
    assert swapped.parameters == {"with": "town"}
    assert swapped.columns == ("city", "town")


def test_columns_carry_the_values_of_their_left_neighbours() -> None:
    moved = breaker("swapped_columns: moved by one").breaks(FRAME, "*", RNG)
    assert moved.frame.rows()[0] == (100.0, 1.0, 10.0, "x", "p")
    assert moved.columns == ("*", "^a$", "c")


def test_columns_that_are_alike_are_not_swapped() -> None:
    alike = pl.DataFrame({"a": [1, 2, 3], "b": [1, 2, 3]})
    assert not breaker("swapped_columns: exchanged").applies_to(alike, "a")
