"""How many times as large values are: the ratio of the medians of their sizes, zeros aside.

Distances between distributions end at 1. A feature that moves so far by itself that whole days lie
beyond all that came before has a distance of 1 without a fault, and nothing is left to tell a fault
by. A ratio has no end: a factor of 1,000 stands out in a feature that moves by three.

The size of a value is what is left without its sign. Multiplying all values by `f` multiplies the
median size by `f`, whatever the distribution is. Given which rows are zero, the others are
exchangeable, and the margin is that of a precedence test at their own numbers (Chakraborti and van
der Laan, "Precedence tests and confidence bounds for complete data", The Statistician 45, 1996).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.nonzero import without_zeros
from drift.compare.precedence import largest_before
from drift.compare.statistic import Measurement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.aligned import Aligned
    from drift.profile.column import ColumnProfile

NAME: Final = "log_size_ratio"
MIN_ROWS: Final = 5  # of either side that are not zero
_LEAST: Final = 5e-324  # the smallest float: a logarithm of it is finite


def measure_magnitude(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the logarithm of how many times the median size is that of the reference, without its sign.

    None where either side has hardly a value beside zero, or so few live rows that chance explains any
    ratio. In nats: ``ln(1000) = 6.9``. Values are taken to be in the middle of their cells; `error` says
    how far off that may be.
    """
    both = without_zeros(reference, live)
    if both.n < MIN_ROWS or both.m < MIN_ROWS:
        return None
    least, most, mine, theirs = _sizes(both)
    n, m = both.n, both.m
    sizes = least / 2 + most / 2
    before, now = (_median_place(side) for side in (mine, theirs))
    rank = largest_before(n, m, (m + 1) // 2, level / 2)
    if rank < 1:
        return None
    value = abs(math.log(sizes[now]) - math.log(sizes[before]))
    # Chance puts the live median between these two of the reference, but for the level.
    low, high = _place(mine, rank), _place(mine, n - rank + 1)
    ends = (before, high) if sizes[now] > sizes[before] else (low, before)
    return Measurement(
        statistic=NAME,
        value=value,
        error=max(math.log(most[place]) - math.log(max(least[place], _LEAST)) for place in (before, now)),
        margin=math.log(sizes[ends[1]]) - math.log(sizes[ends[0]]),
        p_value=None,
        decides=True,
        reference=float(sizes[before]),
        live=float(sizes[now]),
    )


def _sizes(
    both: Aligned,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the ends of the sizes in each cell, ascending, and the rows of both sides; empty cells aside."""
    held = both.reference + both.live > 0
    one, other = np.abs(both.lower[held]), np.abs(both.upper[held])
    least, most = np.minimum(one, other), np.maximum(one, other)
    order = np.argsort(least / 2 + most / 2, kind="stable")
    return least[order], most[order], both.reference[held][order], both.live[held][order]


def _median_place(counts: NDArray[np.int64]) -> int:
    return _place(counts, (int(counts.sum()) + 1) // 2)


def _place(counts: NDArray[np.int64], rank: int) -> int:
    """Return the cell that holds the row of a rank, from 1."""
    return int(np.searchsorted(np.cumsum(counts), rank))
