"""Changes of made columns, as the judge hands them to the diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.compare.column import CHECKS_A_COLUMN, compare_column
from drift.compare.lattice import Sampled
from drift.diagnose.change import Change
from drift.diagnose.distribution import distribution
from drift.diagnose.level_sets import levels_of
from drift.diagnose.pair import pair_of
from drift.judge.checks import CHECK_OF
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName

LEVEL = 1e-3 / 20  # of one column of twenty at the usual sensitivity
SAMPLE = 10_000
NOTHING = np.empty(0)


def column_of(rows: object, name: str = "x") -> ColumnProfile:
    """Return the profile of a column."""
    return profile_batches([pl.DataFrame({name: rows})], Plan()).columns[name]


def _sampled(rows: NDArray[np.float64]) -> Sampled:
    taken = rows[:SAMPLE]
    return Sampled(values=taken, counts=np.ones(taken.size, np.int64), complete=taken.size == rows.size)


def change_between(
    before: NDArray[np.float64], now: NDArray[np.float64], *, name: str = "x", unit: str | None = None
) -> Change:
    """Return the change of a number column, each check's floor its tolerance."""
    mine, theirs = column_of(before, name), column_of(now, name)
    measured = compare_column(mine, theirs, "number", LEVEL, (_sampled(before), _sampled(now)))
    return Change(
        name=name,
        kind="number",
        unit=unit,
        level=LEVEL / CHECKS_A_COLUMN,
        before=mine,
        now=theirs,
        measurements={one.statistic: one for one in measured},
        tolerances={one.statistic: CHECK_OF[one.statistic].floor for one in measured if one.decides},
        before_sample=before[:SAMPLE],
        now_sample=now[:SAMPLE],
        pair=pair_of(distribution(mine.cells), distribution(theirs.cells)),
    )


def change_of_texts(
    before: Sequence[str | None], now: Sequence[str | None], *, kind: KindName = "category", name: str = "x"
) -> Change:
    """Return the change of a column of text, each check's floor its tolerance."""
    mine, theirs = column_of(list(before), name), column_of(list(now), name)
    measured = compare_column(mine, theirs, kind, LEVEL)
    return Change(
        name=name,
        kind=kind,
        unit=None,
        level=LEVEL / CHECKS_A_COLUMN,
        before=mine,
        now=theirs,
        measurements={one.statistic: one for one in measured},
        tolerances={one.statistic: CHECK_OF[one.statistic].floor for one in measured if one.decides},
        before_sample=NOTHING,
        now_sample=NOTHING,
        pair=None,
        levels=levels_of(mine, theirs),
    )
