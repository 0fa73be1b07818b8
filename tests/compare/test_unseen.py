"""Rows in levels that training did not have: against all ways to deal them, and against scipy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.compare.levels import level_counts
from drift.compare.unseen import _log_all_live, measure_unseen, unseen_by_chance
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

LEVEL = 0.01


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


@pytest.mark.parametrize(("count", "n", "m"), [(1, 10, 5), (3, 100, 50), (7, 20, 30), (50, 1000, 1000)])
def test_the_probability_that_a_level_is_wholly_live_is_scipys(count: int, n: int, m: int) -> None:
    """All `count` marked rows among `m` drawn of ``n + m``: a hypergeometric probability."""
    exact = stats.hypergeom(n + m, count, m).pmf(count)
    assert math.exp(_log_all_live(count, n, m)) == pytest.approx(exact, rel=1e-9)


def test_a_level_with_more_rows_than_the_batch_is_never_wholly_live() -> None:
    assert _log_all_live(6, 10, 5) == -math.inf


@pytest.mark.parametrize(
    ("n", "m", "shape"), [(500, 500, 1.3), (2000, 200, 1.6), (300, 900, 2.0), (100, 50, 9)]
)
def test_chance_passes_the_margin_no_more_often_than_the_level(n: int, m: int, shape: float) -> None:
    random = np.random.default_rng(11)
    levels = np.minimum(random.zipf(shape, n + m), 10**6)
    _, codes = np.unique(levels, return_inverse=True)
    pooled = np.bincount(codes)
    margin = unseen_by_chance(pooled, n, m, LEVEL)
    draws, passed = 2000, 0
    for _ in range(draws):
        dealt = random.permutation(codes)
        live = np.bincount(dealt[:m], minlength=pooled.size)
        passed += int(live[live == pooled].sum()) > margin
    assert passed / draws <= LEVEL + 3 * math.sqrt(LEVEL / draws)


def test_the_share_is_that_of_rows_in_levels_of_the_batch_alone() -> None:
    found = measure_unseen(column(["a", "a", "b"]), column(["a", "c", "c", "d"]), LEVEL)
    assert found is not None
    assert (found.value, found.error, found.reference) == (0.75, 0.0, 0.0)


def test_a_level_that_half_of_a_batch_has_is_beyond_chance_and_one_rare_row_is_not() -> None:
    reference = column(["a"] * 900 + ["b"] * 100)
    many = measure_unseen(reference, column(["a"] * 50 + ["c"] * 50), LEVEL)
    one = measure_unseen(reference, column(["a"] * 99 + ["c"]), LEVEL)
    assert many is not None
    assert one is not None
    assert many.value > many.margin
    assert one.value <= one.margin


def test_levels_too_many_to_count_are_told_by_those_with_small_hashes() -> None:
    """Both have the same 9,000 names; the live side has half of its rows in others."""
    same = [f"name {i}" for i in range(9000)]
    found = measure_unseen(column(same * 2), column(same + [f"other {i}" for i in range(9000)]), LEVEL)
    assert found is not None
    assert found.value == pytest.approx(0.5, abs=0.05)  # a sketch of about a thousand levels: sd 0.016


def test_the_counts_of_both_sides_are_those_of_the_rows() -> None:
    mine, theirs = level_counts(column(["a", "b", "b"]), column(["b", "c"]))
    assert (sorted(mine.tolist()), sorted(theirs.tolist())) == ([0, 1, 2], [0, 1, 1])
    assert (mine + theirs).sum() == 5


def test_nothing_is_measured_of_no_rows() -> None:
    some, none = column(["a"]), column(pl.Series([], dtype=pl.String))
    assert measure_unseen(some, none, LEVEL) is None
    assert measure_unseen(none, some, LEVEL) is None
