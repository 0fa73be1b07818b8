"""Comparing two shares: of nulls, of unseen levels, of rows beyond the reference's range.

The margin and the p-value are exact, given how many rows of both sides together are concerned; they
hold for any two row counts and the rarest of events, where a normal approximation does not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.hypergeometric import hypergeometric_pmf, next_ratio
from drift.compare.statistic import Measurement

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A tail is summed in blocks of an eighth of a standard deviation, each bounded from above within
# 0.4 %. As many blocks reach 16 standard deviations, and what lies beyond is bounded too.
_BLOCKS_PER_DEVIATION = 8
_BLOCKS = 128

MARGINS_KEPT = 4096  # columns of as many rows ask for the same ones, without a missing value say

_TAILS_KEPT = 256  # 4 kB each: a p-value is asked for after its margin

_ROUNDING = 1e-9  # relative: so that rounding cannot bring a margin below the exact one


def share_measurement(name: str, a: int, n: int, b: int, m: int, level: float) -> Measurement:
    """Return how far ``b / m`` of the live rows are from ``a / n`` of the reference's.

    Parameters
    ----------
    name : str
        What the share is of.
    a, n : int
        The reference's rows that are concerned, and all its rows, at least 1.
    b, m : int
        The same of the live batch.
    level : float
        The error probability of the margin, above 0 and below 1.
    """
    return Measurement(
        statistic=name,
        value=share_distance(a, n, b, m),
        error=0.0,
        margin=share_margin(a, n, b, m, level),
        p_value=share_p_value(a, n, b, m),
        decides=True,
        reference=a / n,
        live=b / m,
    )


def share_distance(a: int, n: int, b: int, m: int) -> float:
    """Return ``abs(b / m - a / n)``, rounded once.

    Examples
    --------
    >>> share_distance(1, 10, 2, 10)
    0.1
    """
    return abs(b * n - a * m) / (n * m)


@lru_cache(maxsize=MARGINS_KEPT)
def share_margin(a: int, n: int, b: int, m: int, level: float) -> float:
    """Return the least distance that exchangeable rows reach with probability `level` at most.

    Given ``a + b``, the live count is hypergeometric, and distances in both directions count. Where no
    distance that can occur is rare enough, the margin is one step more than the largest.
    """
    both = _both_tails(a + b, n, m)
    near, far = both.sides
    width, tails = both.width, both.tails
    limit = level * (1 - _ROUNDING)
    rare = np.flatnonzero(tails.sum(axis=0) <= limit)
    if rare.size == 0:
        # A level below 1e-50: beyond what the blocks reach, and of no use to anyone.
        return float(max(n, m) * (n + m) / (n * m))
    step, offset = int(rare[0]), 0
    if step and width > 1:
        # The answer lies in the block before: its points one by one.
        offset = (step - 1) * width
        tails = np.stack([both.points(side, step - 1) for side in (0, 1)])
        step = int(np.flatnonzero(tails.sum(axis=0) <= limit)[0])
    # Between two distances on the near side lies one on the far side, if it is not the same.
    if step and near.first_gap != far.first_gap and tails[1, step - 1] + tails[0, step] <= limit:
        return far.gap(offset + step - 1) / (n * m)
    return near.gap(offset + step) / (n * m)


@lru_cache(maxsize=MARGINS_KEPT)
def share_p_value(a: int, n: int, b: int, m: int) -> float:
    """Return the probability that exchangeable rows are at least as far apart, in either direction."""
    gap = abs(b * n - a * m)
    if gap == 0:
        return 1.0
    both = _both_tails(a + b, n, m)
    steps = [max(0, -((side.first_gap - gap) // side.rows)) for side in both.sides]
    if max(steps) < (_BLOCKS - 1) * both.width:
        tail = sum(both.tail(side, step) for side, step in enumerate(steps))
    else:  # in the block that has no end
        near, far = (side.moved(step) for side, step in zip(both.sides, steps, strict=True))
        tail = float(_tails((near, far), both.width)[1][:, 0].sum())
    return min(1.0, tail * (1 + _ROUNDING))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The counts on one side of the mean, walking away from it.

    The side below is the one above of the rows that are not marked. Gaps are distances times
    ``n * m``: whole numbers, so that equal ones are seen to be equal.
    """

    drawn: int
    marked: int
    rows: int
    start: int
    first_gap: int

    def gap(self, step: int) -> int:
        return self.first_gap + step * self.rows

    def moved(self, steps: int) -> _Side:
        return replace(self, start=self.start + steps, first_gap=self.gap(steps))

    def ratio(self, found: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of one more by that of `found`."""
        return next_ratio(found, drawn=self.drawn, marked=self.marked, rows=self.rows)

    def points(self, offset: int, width: int, *, first: float, beyond: float) -> NDArray[np.float64]:
        """Return the tails from each of ``width + 1`` points on, given the ends: a probability and a tail."""
        found = self.start + offset + np.arange(width - 1, dtype=np.float64)
        each = first * np.cumprod(np.concatenate([[1.0], self.ratio(found)]))
        return np.concatenate([each, [beyond]])[::-1].cumsum()[::-1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Both:
    """Both sides of the mean, their blocks of `width` counts, and the tails from each block on."""

    sides: tuple[_Side, _Side]
    width: int
    firsts: NDArray[np.float64]
    tails: NDArray[np.float64]

    def points(self, side: int, block: int) -> NDArray[np.float64]:
        """Return the tails from each count of a block on, and from the first of the next."""
        first, beyond = self.firsts[side, block], self.tails[side, block + 1]
        return self.sides[side].points(block * self.width, self.width, first=first, beyond=beyond)

    def tail(self, side: int, step: int) -> float:
        """Return the tail from a count on."""
        block, offset = divmod(step, self.width)
        return float(self.points(side, block)[offset] if offset else self.tails[side, block])


@lru_cache(maxsize=_TAILS_KEPT)
def _both_tails(marked: int, n: int, m: int) -> _Both:
    """Return the tails of both sides: the margin and the p-value of a share ask for the same ones."""
    sides, width = _sides(marked, n, m), _width(marked, n, m)
    firsts, tails = _tails(sides, width)
    return _Both(sides=sides, width=width, firsts=firsts, tails=tails)


def _sides(marked: int, n: int, m: int) -> tuple[_Side, _Side]:
    """Return the side whose first count is nearer to the mean, and the other."""
    rows = n + m
    whole, part = divmod(marked * m, rows)
    above = _Side(drawn=m, marked=marked, rows=rows, start=whole + 1, first_gap=rows - part)
    # The mean itself, where it is a whole number, is no distance.
    below = whole if part else whole - 1
    mirrored = _Side(drawn=m, marked=rows - marked, rows=rows, start=m - below, first_gap=part or rows)
    return (above, mirrored) if above.first_gap <= mirrored.first_gap else (mirrored, above)


def _width(marked: int, n: int, m: int) -> int:
    share = marked / (n + m)
    deviation = math.sqrt(share * (1 - share) * n * m / max(n + m - 1, 1))
    return max(1, math.ceil(deviation / _BLOCKS_PER_DEVIATION))


def _tails(sides: tuple[_Side, _Side], width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the probability of the first count of each block, and an upper bound of the tail from it on.

    Both are of shape (2, blocks); the bounds are exact where `width` is 1. Within a block each
    probability is at most the first one times the first ratio's power.
    """
    steps = width * np.arange(_BLOCKS, dtype=np.float64)
    found = np.stack([side.start + steps for side in sides])
    marked = np.array([[side.marked] for side in sides])
    first = hypergeometric_pmf(found, drawn=sides[0].drawn, marked=marked, rows=sides[0].rows)
    ratio = np.stack([side.ratio(x) for side, x in zip(sides, found, strict=True)])
    length = np.full(_BLOCKS, float(width))
    length[-1] = math.inf  # the last block takes in all that follows
    blocks = first * (1 - ratio**length) / (1 - ratio)
    return first, blocks[:, ::-1].cumsum(axis=1)[:, ::-1]
