"""The share of training's largest level that did not come, against what chance leaves out.

If rows are exchangeable, a level with `c` rows in both tables together has none of them live with
probability ``n (n - 1) … / ((n + m) …)``, `c` factors each. Rare levels stay away from a small batch
all the time; the margin is the share of the smallest level for which these probabilities, summed over
it and all larger ones, are within the level asked for.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.statistic import Measurement
from drift.compare.unseen import level_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

NAME = "lost_share"


def measure_lost(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the reference's share of its largest level without a live row, 0 to 1; None without rows.

    Where levels were too many to be counted one by one, those with the smallest hashes stand for all.
    """
    mine, theirs = level_counts(reference, live)
    n, m = int(mine.sum()), int(theirs.sum())
    if n == 0 or m == 0:
        return None
    lost = int(mine[theirs == 0].max(initial=0))
    return Measurement(
        statistic=NAME,
        value=lost / n,
        error=0.0,
        margin=(least_lost(mine + theirs, n, m, level) - 1) / n,
        p_value=None,
        decides=True,
        reference=lost / n,
        live=0.0,
    )


def least_lost(pooled: NDArray[np.int64], n: int, m: int, level: float) -> int:
    """Return the rows of the smallest level that chance does not leave out of the live rows.

    Parameters
    ----------
    pooled : int64 array of shape (k,)
        Rows of each level in both tables together.
    n, m : int
        All rows of the reference and of the batch.
    level : float
        The probability that any level of as many rows is left out by chance.
    """
    counts, levels = np.unique(pooled[pooled > 0], return_counts=True)
    if counts.size == 0:
        return n + 1
    none_live = np.exp(np.array([_log_none_live(int(c), n, m) for c in counts]))
    from_here_on = np.cumsum((levels * none_live)[::-1])[::-1]
    rare = np.flatnonzero(from_here_on <= level)
    return int(counts[rare[0]]) if rare.size else n + 1


def _log_none_live(count: int, n: int, m: int) -> float:
    """Return the logarithm of the probability that all rows of a level are the reference's."""
    if count > n:
        return -math.inf
    return (
        math.lgamma(n + 1)
        - math.lgamma(n - count + 1)
        - math.lgamma(n + m + 1)
        + math.lgamma(n + m - count + 1)
    )
