"""A feature that stopped varying: its probability is hypergeometric."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import stats

from drift.diagnose.frozen import diagnose_frozen, frozen_probability
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


@pytest.mark.parametrize(("same", "n", "m"), [(0, 10, 3), (5, 10, 3), (90, 100, 20), (999, 1000, 50)])
def test_the_probability_is_scipys(same: int, n: int, m: int) -> None:
    """All `m` rows drawn of ``n + m`` are among the ``same + m`` that hold the value."""
    reference = [1.0] * same + [2.0 + i for i in range(n - same)]
    exact = stats.hypergeom(n + m, same + m, m).pmf(m)
    assert frozen_probability(column(reference), column([1.0] * m)) == pytest.approx(exact, rel=1e-9)


def test_a_value_that_nearly_all_rows_hold_is_no_surprise_and_one_of_many_is() -> None:
    rare, usual = column([7.0] * 10 + list(range(990))), column([7.0] * 998 + [1.0, 2.0])
    live = column([7.0] * 100)
    assert frozen_probability(rare, live) < 1e-50
    assert frozen_probability(usual, live) > 0.5


def test_what_still_varies_or_never_did_is_not_frozen() -> None:
    varied, constant = column([1.0, 2.0, 3.0]), column([1.0] * 3)
    assert frozen_probability(varied, varied) == 1.0
    assert frozen_probability(constant, constant) == 1.0
    assert frozen_probability(varied, column(pl.Series([], dtype=pl.Float64))) == 1.0


def test_texts_and_booleans_freeze_as_numbers_do() -> None:
    """Half of 100 rows, and all of 20: all are of the 70 that hold one value, or of the 50 of the other."""
    exact = stats.hypergeom(120, 70, 20).pmf(20) + stats.hypergeom(120, 50, 20).pmf(20)
    for before, now in (([True, False] * 50, [True] * 20), (["a", "b"] * 50, ["a"] * 20)):
        assert frozen_probability(column(before), column(now)) == pytest.approx(exact, rel=1e-9)


def test_a_single_row_is_always_of_one_value() -> None:
    """Of which one, nobody asked before: with 1 row a column is never frozen, with 2 by chance in 1 of 21."""
    varied = column([float(i) for i in range(20)])
    assert frozen_probability(varied, column([3.0])) == 1.0
    pairs = stats.hypergeom(22, 3, 2).pmf(2)
    assert frozen_probability(varied, column([3.0, 3.0])) == pytest.approx(pairs, rel=1e-9)


def test_a_coarse_grid_overstates_and_never_understates() -> None:
    random = np.random.default_rng(1)
    rows = random.normal(size=50_000)
    rows[:100] = 0.5
    exact = stats.hypergeom(50_010, 110, 10).pmf(10)
    found = frozen_probability(column(rows), column([0.5] * 10))
    assert exact * (1 - 1e-9) <= found < 1e-9


def test_the_story_has_the_value_and_the_numbers() -> None:
    found = diagnose_frozen(7, 1234, 5000)
    assert "it is 7 in all 5,000 rows" in found.story
    assert "1,234 values" in found.story
    assert (found.proven, found.parameters) == (True, {"value": 7})
    assert "it is `7` in all" in diagnose_frozen("7", 2, 10).story
