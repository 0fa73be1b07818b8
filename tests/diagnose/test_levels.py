"""Levels by name, and those that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.diagnose.levels import MAX_LEVELS, diagnose_new_levels, level_names
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


def test_new_levels_come_with_the_most_frequent_first_and_ties_by_name() -> None:
    live = column(["a", "z", "z", "c", "b", "y", "y"])
    found = diagnose_new_levels(column(["a"]), live, 6 / 7)
    assert found.fault == "new_category"
    assert found.parameters["levels"] == ["y", "z", "b", "c"]
    assert "`y` (2 rows), `z` (2 rows), `b` (1 rows) and 1 more" in found.story.replace("1 row)", "1 rows)")
    assert found.share == round(6 / 7, 6)


def test_no_more_levels_are_named_than_a_person_reads() -> None:
    live = column([f"{i:02d}" for i in range(50)])
    found = diagnose_new_levels(column(["a"]), live, 1.0)
    assert found.parameters["levels"] == [f"{i:02d}" for i in range(MAX_LEVELS)]
