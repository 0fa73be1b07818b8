"""One level of many: the exact margin of its share, by scipy, and draws that keep to it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.compare.level_share import measure_level
from drift.compare.levels import align_levels
from drift.compare.total_variation import TOTAL_VARIATION, total_variation_margin
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def column(counts: dict[str, int]) -> ColumnProfile:
    rows = [name for name, many in counts.items() for _ in range(many)]
    return profile_batches([pl.DataFrame({"x": rows})], Plan()).columns["x"]


def test_the_level_that_changed_most_is_told_with_its_shares() -> None:
    before, now = column({"a": 500, "b": 300, "c": 200}), column({"a": 50, "b": 20, "c": 30})
    found = measure_level(before, now, 0.01)
    assert found is not None
    assert (found.reference, found.live) == (0.2, 0.3)
    assert found.value == pytest.approx(0.1)


def test_the_p_value_is_scipys_times_the_levels() -> None:
    before, now = column({"a": 400, "b": 400, "c": 200}), column({"a": 360, "b": 360, "c": 280})
    found = measure_level(before, now, 0.01)
    exact = 3 * stats.fisher_exact(np.array([[200, 800], [280, 720]])).pvalue
    assert found is not None
    assert found.p_value == pytest.approx(exact, rel=1e-6)
    assert (found.value > found.margin) == (exact <= 0.01)


def test_among_a_thousand_levels_one_that_gains_shows_and_the_distance_over_all_does_not() -> None:
    names = [f"level {place}" for place in range(1000)]
    before = column(dict.fromkeys(names, 20))
    now = column(dict.fromkeys(names, 5) | {names[0]: 80})
    found, all_levels = measure_level(before, now, 1e-5), align_levels(before, now)
    assert found is not None
    assert found.value > found.margin
    assert TOTAL_VARIATION.compare(all_levels, 1e-5).value < total_variation_margin(all_levels, 1e-5)


def test_chance_passes_the_margin_no_more_often_than_the_level_says() -> None:
    random, names = np.random.default_rng(9), [str(place) for place in range(40)]
    shares, level, draws, passed = 1 / np.arange(1, 41), 0.1, 300, 0
    shares /= shares.sum()
    for _ in range(draws):
        sides = [random.multinomial(rows, shares).tolist() for rows in (800, 300)]
        before, now = (column(dict(zip(names, side, strict=True))) for side in sides)
        found = measure_level(before, now, level)
        passed += found is not None and found.value > found.margin
    assert passed <= draws * level + 3 * math.sqrt(draws * level)


def test_of_two_levels_a_share_is_all_there_is() -> None:
    assert measure_level(column({"a": 5, "b": 5}), column({"a": 5, "b": 5}), 0.01) is None
