"""The share of live rows whose level the reference does not hold, against what chance would hide.

A larger reference holds more rare levels, a larger batch shows more that it does not hold, so a count
of new levels grows with rows by itself. If rows are exchangeable, a level with `c` rows in both
tables together has all of them live with probability ``P(c) = m (m - 1) … / ((n + m) …)``, `c`
factors each. The margin is the number of rows in unseen levels that these probabilities explain:
their expectation, and Bernstein's bound on the rest.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.levels import level_counts
from drift.compare.statistic import Measurement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

NAME = "unseen_share"


def measure_unseen(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the share of live rows in levels that the reference does not hold, 0 to 1.

    Where levels were too many to be counted one by one, those with the smallest hashes stand for all.
    None where that leaves no rows to compare.
    """
    mine, theirs = level_counts(reference, live)
    n, m = int(mine.sum()), int(theirs.sum())
    if n == 0 or m == 0:
        return None
    unseen = int(theirs[mine == 0].sum())
    return Measurement(
        statistic=NAME,
        value=unseen / m,
        error=0.0,
        margin=min(1.0, unseen_by_chance(mine + theirs, n, m, level) / m),
        p_value=None,
        decides=True,
        reference=0.0,
        live=unseen / m,
    )


def unseen_by_chance(pooled: NDArray[np.int64], n: int, m: int, level: float) -> float:
    """Return how many rows in unseen levels chance explains, but for a probability of `level`.

    Levels so large that any of them being wholly live has a probability of at most half of `level` are
    left out; Bernstein's inequality bounds the rest at the other half. Whether one level is wholly live
    makes another less likely to be, so their sum is no wider than that of independent ones.
    """
    counts, levels = np.unique(pooled, return_counts=True)
    probability = np.exp(np.array([_log_all_live(int(c), n, m) for c in counts]))
    from_here_on = np.cumsum((levels * probability)[::-1])[::-1]
    small = from_here_on > level / 2
    if not small.any():
        return 0.0
    counts, levels, probability = counts[small], levels[small], probability[small]
    expected = float((levels * counts * probability).sum())
    variance = float((levels * counts**2 * probability * (1 - probability)).sum())
    bits = math.log(2 / level)
    return expected + math.sqrt(2 * max(variance, 0.0) * bits) + float(counts.max()) * bits / 3


def _log_all_live(count: int, n: int, m: int) -> float:
    if count > m:
        return -math.inf
    return (
        math.lgamma(m + 1)
        - math.lgamma(m - count + 1)
        - math.lgamma(n + m + 1)
        + math.lgamma(n + m - count + 1)
    )
