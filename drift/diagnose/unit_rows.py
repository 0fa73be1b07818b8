"""The rows where training had hardly any: whether a conversion of a share of the rows put them there.

A few rows in another unit move no distance, but they lie somewhere: beyond all that training held, or
among sizes that it hardly had. A conversion says how many rows are to be there, and how they are spread.
Rows of no unit, errors and inventions, are there too; but they do not keep the column's shape.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import merged
from drift.diagnose.pair import CHANCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.unit_case import UnitCase
    from drift.diagnose.unit_fit import Fit

MIN_ROWS = 8  # fewer do not tell one factor from another
BINS = 16  # by the rows themselves, and as many by those that the conversion predicts
DEVIATIONS = 4.0  # by which the number of rows may differ from what is predicted
COARSE = 0.01  # of a distance: cells of several rows hide so much
STRAY = 0.02  # of the rows may be anything
_TINY = float(np.finfo(np.float64).tiny)
LEAST_SIZE = 1e-6  # of the largest: what is smaller is as good as zero
EVEN = 3.0  # nats: rows spread evenly over the orders of magnitude must not be so much likelier


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How the rows where training had hardly any agree with a conversion of a share.

    Attributes
    ----------
    rows, expected : float
        How many there are, and how many there are to be.
    gap, chance : float
        The distance of their spread from the predicted one, and what chance gives in 99 of 100 batches.
    gain : float
        How much likelier their spread is than an even one over the orders of magnitude, in nats.
    """

    rows: float
    expected: float
    gap: float
    chance: float
    gain: float

    @property
    def keeps_shape(self) -> bool:
        """Whether the rows are spread as the column's are, and not just anywhere."""
        return self.gain >= -EVEN and self.gap <= self.chance + COARSE

    @property
    def whole(self) -> bool:
        """Whether as many rows are there as predicted, spread as predicted."""
        near = abs(self.rows - self.expected) <= DEVIATIONS * math.sqrt(max(self.expected, 1.0))
        return near and self.keeps_shape


def agreement(fit: Fit, case: UnitCase) -> Agreement | None:
    """Return how the strange rows agree with a conversion; None where there are too few of them."""
    conversion = fit.candidate.conversion
    now, predicted, even = [], [], []
    for low, high in case.strange:
        edges = _edges(low, high, fit, case)
        if edges.size > 1 and edges[0] < edges[-1]:
            before = np.diff(case.before.below(edges))
            after = np.diff(np.sort(case.before.below((edges - conversion.offset) / conversion.factor)))
            now.append(np.diff(case.now.below(edges)))
            predicted.append((1 - fit.share) * before + fit.share * after)
            sizes = np.abs(edges)
            widths = np.abs(np.diff(np.log(np.maximum(sizes, max(LEAST_SIZE * sizes.max(), _TINY)))))
            even.append(widths / max(float(widths.sum()), 1e-300) * now[-1].sum())
    if not now:
        return None
    found, expected, evenly = (np.concatenate(each) for each in (now, predicted, even))
    rows = float(found.sum()) * case.now.rows
    if rows < MIN_ROWS:
        return None
    found, expected_rows = found / found.sum(), float(expected.sum()) * case.now.rows
    told, spread = _stirred(expected), _stirred(evenly)
    return Agreement(
        rows=rows,
        expected=expected_rows,
        gap=float(np.abs(np.cumsum(found - expected / max(expected.sum(), 1e-300))).max()),
        chance=math.sqrt(math.log(2 / CHANCE) / (2 * rows)),
        gain=rows * float(found @ np.log(told / spread)),
    )


def _stirred(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares of 1 with some anywhere, so that no row is impossible."""
    return np.asarray((1 - STRAY) * shares / max(float(shares.sum()), 1e-300) + STRAY / shares.size)


def _edges(low: float, high: float, fit: Fit, case: UnitCase) -> NDArray[np.float64]:
    """Return the ends of an interval that live rows fill, and points of either side within."""
    conversion = fit.candidate.conversion
    inside = case.live.counts * ((case.live.upper > low) & (case.live.lower < high))
    held = np.flatnonzero(inside)
    if not held.size:
        return np.empty(0)
    ends = max(low, float(case.live.lower[held[0]])), min(high, float(case.live.upper[held[-1]]))
    points = case.now.between, case.before.between * conversion.factor + conversion.offset
    parts = [_some(one[(one > ends[0]) & (one < ends[1])], case) for one in points]
    slack = 1e-9 * max(abs(ends[0]), abs(ends[1]))  # an end that is a value is within
    return merged(np.array([ends[0] - slack]), *parts, np.array([ends[1] + slack]))


def _some(points: NDArray[np.float64], case: UnitCase) -> NDArray[np.float64]:
    """Return some of the points in between, even in rows of the batch."""
    if points.size <= BINS:
        return points
    shares = case.now.below(points)
    places = np.searchsorted(shares, np.linspace(shares[0], shares[-1], BINS))
    return np.asarray(points[np.unique(np.minimum(places, points.size - 1))])
