"""The share of live rows beyond all that the reference holds: tails that a KS distance does not see.

If rows are exchangeable, the `k` most extreme of all ``n + m`` rows are all live with probability
``m (m - 1) … / ((n + m) (n + m - 1) …)``, `k` factors each, whatever the distribution. Rows beyond
either end are counted together; there are ``k + 1`` ways to part `k` between two ends.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from drift.compare.nonzero import align_numbers
from drift.compare.statistic import Measurement

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

NAME = "outside_share"


def measure_outside(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the share of live numbers beyond the reference's ends, 0 to 1; infinities count as beyond.

    None where the reference has no finite values, or the batch no numbers. Rows in the same cell as an
    end count as within, so the share is not above the one on the rows; `error` says how far below it
    may be.
    """
    both = align_numbers(reference, live)
    mine, theirs = both.reference.nonzero()[0], both.live.sum()
    detail = live.number
    rows = int(theirs) + detail.positive_infinities + detail.negative_infinities
    if mine.size == 0 or rows == 0:
        return None
    beyond = int(both.live[: mine[0]].sum() + both.live[mine[-1] + 1 :].sum())
    if not reference.number.positive_infinities:
        beyond += detail.positive_infinities
    if not reference.number.negative_infinities:
        beyond += detail.negative_infinities
    at_ends = (
        0 if both.exact else int(both.live[mine[0]] + (both.live[mine[-1]] if mine[-1] > mine[0] else 0))
    )
    before = int(both.reference.sum())
    return Measurement(
        statistic=NAME,
        value=beyond / rows,
        error=at_ends / rows,
        margin=(least_unlikely(before, rows, level) - 1) / rows,
        p_value=math.exp(min(0.0, log_probability(beyond, before, rows))) if beyond else 1.0,
        decides=True,
        reference=0.0,
        live=beyond / rows,
    )


def log_probability(beyond: int, n: int, m: int) -> float:
    """Return the logarithm of a bound on the probability that `beyond` or more of `m` rows lie beyond `n`."""
    if beyond > m:
        return -math.inf
    total = n + m
    ways = (
        math.lgamma(m + 1)
        - math.lgamma(m - beyond + 1)
        - math.lgamma(total + 1)
        + math.lgamma(total - beyond + 1)
    )
    return ways + math.log(beyond + 1)


def least_unlikely(n: int, m: int, level: float) -> int:
    """Return the smallest number of rows beyond of a probability of at most `level`, up to ``m + 1``."""
    low, high = 1, m + 1
    while low < high:
        middle = (low + high) // 2
        if log_probability(middle, n, m) <= math.log(level):
            high = middle
        else:
            low = middle + 1
    return low
