"""Total variation: the share of rows that would have to change their level."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.hypergeometric import binomial_mean_deviation, mean_deviation
from drift.compare.share import share_margin, share_p_value
from drift.compare.statistic import Distance, Statistic

if TYPE_CHECKING:
    from drift.compare.aligned import Aligned

# With exactly two levels a share is all there is to compare.
_TWO = 2

# A level with more rows than this leaves so little to vary that the variance gives the better bound.
_DOMINANT = 0.5


def total_variation_distance(aligned: Aligned) -> Distance:
    """Return half the sum of all differences of shares, from 0 to 1.

    It is the largest difference of shares that any set of levels can show. Where a cell holds several
    levels it is never overstated; `error` is the mass that both sides have in such cells, for it may
    lie on different levels.

    Examples
    --------
    >>> from drift.compare.aligned import aligned_levels
    >>> total_variation_distance(aligned_levels([3, 1], [1, 3]))
    Distance(value=0.5, error=0.0)
    """
    reference, live = aligned.reference / aligned.n, aligned.live / aligned.m
    value = min(float(np.abs(reference - live).sum() / 2), 1.0)
    hidden = np.minimum(reference, live)[~aligned.single].sum()
    return Distance(value=value, error=min(float(hidden), 1.0 - value))


def total_variation_margin(aligned: Aligned, level: float) -> float:
    """Return a distance that exchangeable rows reach with probability `level` at most.

    Given how often each level occurs in both together, the least of those that apply:

    - the mean distance, which is known exactly, and the deviation that swapping rows allows;
    - where one level has more than half of the rows, the mean and a deviation by the variance;
    - with two levels the exact margin of a share.

    See `docs/statistics.md`.
    """
    if aligned.keys.size == _TWO:
        return share_margin(*_of_two(aligned), level)
    return min(bound.margin(level) for bound in _bounds(aligned))


def total_variation_p_value(aligned: Aligned, distance: Distance) -> float:
    """Return the level whose margin is this distance: never below the exact probability."""
    if aligned.keys.size == _TWO:
        return share_p_value(*_of_two(aligned))
    return min(bound.p_value(distance.value) for bound in _bounds(aligned))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    """A tail: above ``mean + sqrt(square * t) + linear * t`` with probability ``exp(-t)`` at most."""

    mean: float
    square: float
    linear: float

    def margin(self, level: float) -> float:
        depth = math.log(1 / level)
        return self.mean + math.sqrt(self.square * depth) + self.linear * depth

    def p_value(self, value: float) -> float:
        excess = value - self.mean
        if excess <= 0:
            return 1.0
        root = 2 * excess / (math.sqrt(self.square) + math.sqrt(self.square + 4 * self.linear * excess))
        return math.exp(-(root**2))


# The margin and the p-value rest on the same bounds.
@lru_cache(maxsize=1)
def _bounds(aligned: Aligned) -> tuple[_Bound, ...]:
    n, m = aligned.n, aligned.m
    rows, fewer = n + m, min(n, m)
    # Most levels share their count with others.
    counts, times = np.unique(aligned.reference + aligned.live, return_counts=True)
    # A row of live in place of one of the reference changes the distance by this much at most.
    step = rows / (n * m)
    mean = float(times @ mean_deviation(drawn=fewer, marked=counts, rows=rows)) / 2
    exponent = 2 * (rows - 0.5) / rows * (1 - 1 / (2 * max(n, m)))
    swaps = _Bound(mean=mean * step, square=step / exponent, linear=0.0)
    most = int(counts[-1]) / rows
    if most <= _DOMINANT:
        return (swaps,)
    mean = float(times @ binomial_mean_deviation(drawn=fewer, share=counts / rows)) / 2
    variance = fewer * most * (1 - most) + 2 * mean
    return swaps, _Bound(mean=mean * step, square=2 * variance * step**2, linear=step / 3)


def _of_two(aligned: Aligned) -> tuple[int, int, int, int]:
    return int(aligned.reference[0]), aligned.n, int(aligned.live[0]), aligned.m


TOTAL_VARIATION = Statistic(
    name="total_variation",
    unit="share",
    measures="levels",
    decides=True,
    symmetric=True,
    measure=total_variation_distance,
    margin=total_variation_margin,
    p_value=total_variation_p_value,
)
