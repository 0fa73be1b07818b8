"""Levels of both sides: an empty text is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.compare.levels import EMPTY_KEY, align_levels, level_counts
from drift.profile.keys import text_key
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


def test_the_key_of_the_empty_text_is_that_of_the_profile() -> None:
    assert text_key("") == EMPTY_KEY


def test_empty_texts_are_no_level() -> None:
    mine, theirs = column(["a", "", "b", "b"]), column(["", "", "a"])
    both = align_levels(mine, theirs)
    assert (both.n, both.m) == (3, 1)
    counts = level_counts(mine, theirs)
    assert sorted(zip(*(side.tolist() for side in counts), strict=True)) == [(0, 0), (1, 1), (2, 0)]


def test_zero_and_false_are_levels() -> None:
    assert align_levels(column([0.0, 1.0]), column([0.0])).n == 2
    assert align_levels(column([False, True]), column([False])).n == 2


def test_of_too_many_levels_those_with_small_hashes_are_compared() -> None:
    mine = column([f"old {i}" for i in range(6000)])
    theirs = column([f"old {i}" for i in range(0, 12000, 2)])
    before, now = level_counts(mine, theirs)
    assert 500 < before.sum() < 2000
    assert abs(int((now[before > 0] > 0).sum()) / before.sum() - 1 / 2) < 0.1
