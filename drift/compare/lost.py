"""The largest level that only one side has: one that went, or one that came, against chance.

If rows are exchangeable, a level with `c` rows in both tables together has none of them live with
probability ``n (n - 1) … / ((n + m) …)``, `c` factors each. Rare levels stay away from a small batch
all the time; the margin is the share of the largest level that chance may leave out: for all larger ones
together these probabilities are within the level asked for. With the sides exchanged the same tells of a
level that came: many rare ones hide it from the share of all unseen rows, and not from this.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.levels import level_counts
from drift.compare.statistic import Measurement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

LOST = "lost_share"
CAME = "new_level_share"


def measure_lost(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the reference's share of its largest level without a live row, 0 to 1; None without rows.

    Where levels were too many to be counted one by one, those with the smallest hashes stand for all.
    """
    return largest_lost(*level_counts(reference, live), level)


def measure_new_level(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the batch's share of its largest level that the reference does not hold, 0 to 1."""
    mine, theirs = level_counts(reference, live)
    return largest_new(mine, theirs, level)


def largest_lost(before: NDArray[np.int64], now: NDArray[np.int64], level: float) -> Measurement | None:
    """Return the same of the rows of each level on both sides."""
    return _largest(LOST, before, now, level)


def largest_new(before: NDArray[np.int64], now: NDArray[np.int64], level: float) -> Measurement | None:
    """Return the share of the largest level that came, of the rows of each level on both sides."""
    found = _largest(CAME, now, before, level)
    return found and replace(found, reference=0.0, live=found.value)


def _largest(
    name: str, having: NDArray[np.int64], lacking: NDArray[np.int64], level: float
) -> Measurement | None:
    n, m = int(having.sum()), int(lacking.sum())
    if n == 0 or m == 0:
        return None
    alone = int(having[lacking == 0].max(initial=0))
    return Measurement(
        statistic=name,
        value=alone / n,
        error=0.0,
        margin=min(1.0, (least_lost(having + lacking, n, m, level) - 1) / n),
        p_value=None,
        decides=True,
        reference=alone / n,
        live=0.0,
    )


def least_lost(pooled: NDArray[np.int64], n: int, m: int, level: float) -> int:
    """Return from how many rows on chance leaves no level out of the live rows.

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
    if rare.size == 0:
        return n + 1
    # Just above the largest level that chance may leave out: none in between could have been.
    return int(counts[rare[0] - 1]) + 1 if rare[0] else 1


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
