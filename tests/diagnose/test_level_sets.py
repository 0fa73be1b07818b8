"""Levels of both sides by name: counted, renamed, left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from changes import column_of
from drift.diagnose.level_sets import Levels, levels_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def levels(before: Sequence[object], now: Sequence[object]) -> Levels:
    found = levels_of(column_of(list(before)), column_of(list(now)))
    assert found is not None
    return found


def test_levels_are_counted_by_name_and_empty_texts_are_none() -> None:
    found = levels(["a", "a", "b", ""], ["a", "c", None])
    assert dict(zip(found.names, found.before.tolist(), strict=True)) == {"a": 2, "b": 1, "c": 0}
    assert dict(zip(found.names, found.now.tolist(), strict=True)) == {"a": 1, "b": 0, "c": 1}
    assert found.complete


def test_the_gap_is_half_the_sum_of_differences() -> None:
    found = levels(["a"] * 3 + ["b"], ["a"] + ["c"] * 3)
    assert found.gap == pytest.approx((0.5 + 0.25 + 0.75) / 2)


def test_renaming_back_moves_rows_and_leaves_the_reference() -> None:
    found = levels(["a"] * 3 + ["b"], ["A"] * 3 + ["b"]).renamed({"A": "a"})
    assert found.gap == 0
    assert found.m == 4


def test_numbers_are_levels_by_their_shortest_name() -> None:
    assert set(levels([1, 2, 2], [2, 3]).names) == {"1", "2", "3"}
    assert set(levels([0.5, 2.0], [0.5]).names) == {"0.5", "2"}


def test_of_two_families_there_are_no_levels() -> None:
    assert levels_of(column_of(["a"]), column_of([1])) is None


def test_of_too_many_levels_those_that_both_sides_would_hold_stand_for_all() -> None:
    names = [f"level {i}" for i in range(9000)]
    found = levels(names, names)
    assert not found.complete
    assert 100 < len(found.names) < 2000
    assert np.array_equal(found.before, found.now)


def test_no_rows_are_no_distance() -> None:
    found = levels(["a"], ["", None])
    assert (found.gap, found.chance, found.m) == (0.0, 1.0, 0)
