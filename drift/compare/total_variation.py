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
    from numpy.typing import NDArray

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
    - the deviation of any one set of levels, at a level shared by all sets: best for few levels;
    - where one level has more than half of the rows, the mean and a deviation by the variance;
    - with two levels the exact margin of a share.

    See `docs/statistics.md`.
    """
    share = _share(aligned)
    if share:
        return share_margin(*share, level)
    return min(bound.margin(level) for bound in _bounds(aligned))


def total_variation_p_value(aligned: Aligned, distance: Distance) -> float:
    """Return the level whose margin is this distance: never below the exact probability."""
    share = _share(aligned)
    if share:
        return share_p_value(*share)
    return min(bound.p_value(distance.value) for bound in _bounds(aligned))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    """A tail: beyond ``mean + sqrt(square * t) + linear * t`` with probability ``ways * exp(-t)`` at most."""

    square: float
    mean: float = 0.0
    linear: float = 0.0
    log_ways: float = 0.0

    def margin(self, level: float) -> float:
        depth = self.log_ways - math.log(level)
        return self.mean + math.sqrt(self.square * depth) + self.linear * depth

    def p_value(self, value: float) -> float:
        excess = value - self.mean
        if excess <= 0:
            return 1.0
        root = 2 * excess / (math.sqrt(self.square) + math.sqrt(self.square + 4 * self.linear * excess))
        return math.exp(min(0.0, self.log_ways - root**2))


# The margin and the p-value rest on the same bounds.
@lru_cache(maxsize=1)
def _bounds(aligned: Aligned) -> tuple[_Bound, ...]:
    n, m = aligned.n, aligned.m
    rows, fewer = n + m, min(n, m)
    # Most levels share their count with others.
    counts, times = np.unique(_pooled(aligned), return_counts=True)
    levels = int(times.sum())
    # A row of live in place of one of the reference changes the distance by this much at most.
    step = rows / (n * m)
    mean = float(times @ mean_deviation(drawn=fewer, marked=counts, rows=rows)) / 2
    exponent = 2 * (rows - 0.5) / rows * (1 - 1 / (2 * max(n, m)))
    swaps = _Bound(mean=mean * step, square=step / exponent)
    # All sets of levels, but for none and all; with a single level there are none.
    sets = _Bound(
        square=step * (1 + 1 / max(n, m)) / 2,
        log_ways=levels * math.log(2) + math.log1p(-(2.0 ** (1 - levels))) if levels > 1 else 0.0,
    )
    most = int(counts[-1]) / rows
    if most <= _DOMINANT:
        return swaps, sets
    mean = float(times @ binomial_mean_deviation(drawn=fewer, share=counts / rows)) / 2
    variance = fewer * most * (1 - most) + 2 * mean
    by_variance = _Bound(mean=mean * step, square=2 * variance * step**2, linear=step / 3)
    return swaps, sets, by_variance


def _pooled(aligned: Aligned) -> NDArray[np.int64]:
    both = aligned.reference + aligned.live
    return both[both > 0]


def _share(aligned: Aligned) -> tuple[int, int, int, int] | None:
    """Return the rows of one of two levels, and all rows, of both sides; None if there are not just two."""
    occupied = np.flatnonzero(aligned.reference + aligned.live)
    if occupied.size != _TWO:
        return None
    first = occupied[0]
    return int(aligned.reference[first]), aligned.n, int(aligned.live[first]), aligned.m


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
