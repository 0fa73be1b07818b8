"""Levels by name, and those that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.diagnose.levels import level_names
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


def test_levels_are_counted_by_name() -> None:
    assert level_names(column(["a", "b", "a", None])) == {"a": 2, "b": 1}
    assert level_names(column([True, False, True])) == {"false": 1, "true": 2}
    assert level_names(column([1, 1, 5])) == {"1": 2, "5": 1}


def test_of_too_many_levels_some_have_names_and_all_counts_are_true() -> None:
    names = [f"name {i}" for i in range(9000)]
    found = level_names(column(names + names))
    assert 100 < len(found) < 9000
    assert found.keys() <= set(names)
    assert set(found.values()) == {2}
