"""Both sides aligned once: the gap is scipy's KS distance within what a thousand cells can hide."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from changes import column_of
from drift.diagnose.distribution import Distribution, distribution
from drift.diagnose.pair import CELLS, chance_gap, coarse, pair_of


@pytest.mark.parametrize("shift", [0.0, 0.1, 2.0])
def test_the_gap_is_that_of_the_rows(shift: float) -> None:
    random = np.random.default_rng(5)
    before, now = random.normal(0, 1, 20_000), random.normal(shift, 1, 5_000)
    pair = pair_of(distribution(column_of(before).cells), distribution(column_of(now).cells))
    assert pair is not None
    assert pair.gap == pytest.approx(stats.ks_2samp(before, now).statistic, abs=0.003)
    assert pair.reference.counts.size <= CELLS + 1
    assert (pair.reference.rows, pair.live.rows) == (20_000, 5_000)


def test_a_heavy_atom_stays_by_itself() -> None:
    random = np.random.default_rng(6)
    rows = np.where(random.random(50_000) < 0.3, 7.0, random.uniform(0, 100, 50_000))
    cells = coarse(distribution(column_of(rows).cells))
    heaviest = int(cells.counts.argmax())
    assert cells.lower[heaviest] <= 7.0 <= cells.upper[heaviest]
    assert cells.upper[heaviest] - cells.lower[heaviest] < 0.1


def test_without_rows_there_is_no_pair() -> None:
    nothing = Distribution(lower=np.empty(0), upper=np.empty(0), counts=np.empty(0, np.int64))
    assert pair_of(nothing, distribution(column_of([1.0, 2.0]).cells)) is None


def test_chance_is_the_bound_by_hand() -> None:
    """``sqrt(ln 200 / (2 · 100 · 100 / 200))``."""
    assert chance_gap(100, 100) == pytest.approx(0.23018, abs=1e-5)
