"""A number column's distribution as a function that can be moved, scaled, mixed and compared without rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from drift.profile.keys import floats_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.cells import Cells

# An atom is drawn as a cell at least this wide, relative to its value: the rounding of a product must not
# part 0.1 * 1000 from 100.
_LEAST_WIDTH = 1e-9
# Where no other cell is near, as wide as this: what is computed with 32 bits is off by up to 6e-8.
ATOM_WIDTH = 1e-6
_OF_GAP = 0.25  # of what lies between an atom and the next cell, it takes at most
# Of a cell that is one value: its part of all rows; of the sampled rows in it, how many, and how many alike.
HEAVY, SAMPLED, ALONE = 0.005, 10, 0.98
_LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True, kw_only=True, eq=False)
class Distribution:
    """Cells of a number column, in order.

    Attributes
    ----------
    lower, upper : float64 arrays of shape (k,)
        The ends of each cell; equal for an atom.
    counts : int64 array of shape (k,)
        Rows in each.
    """

    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    counts: NDArray[np.int64]

    @cached_property
    def rows(self) -> int:
        """All rows."""
        return int(self.counts.sum())

    @property
    def middle(self) -> NDArray[np.float64]:
        """The middle of each cell, without overflow."""
        return self.lower / 2 + self.upper / 2

    def moved(self, factor: float, offset: float) -> Distribution:
        """Return the distribution of ``factor * x + offset``."""
        with np.errstate(over="ignore", invalid="ignore"):
            low, high = self.lower * factor + offset, self.upper * factor + offset
        low, high = finite(low), finite(high)
        if factor >= 0:
            return Distribution(lower=low, upper=high, counts=self.counts)
        return Distribution(lower=high[::-1], upper=low[::-1], counts=self.counts[::-1])

    def share_below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of rows below each point, 0 to 1, taken as even within a cell."""
        low, high, before = self.line
        place = np.minimum(np.searchsorted(high, points, side="right"), high.size - 1)
        low, high = low[place], high[place]
        with np.errstate(all="ignore"):  # a cell at zero may be narrower than a quotient can tell
            within = (points - low) / (high - low)
        within = np.where(points >= high, 1.0, np.minimum(np.fmax(within, 0.0), 1.0))
        return (before[place] + within * self.counts[place]) / max(self.rows, 1)

    @cached_property
    def line(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
        """The ends between which the share rises, those of an atom apart, and the rows below each cell."""
        size = np.maximum(np.abs(self.lower), np.abs(self.upper))
        thin = (self.upper - self.lower) < _LEAST_WIDTH * size
        with np.errstate(over="ignore"):
            between = np.concatenate([[np.inf], self.lower[1:] - self.upper[:-1], [np.inf]])
        near = _OF_GAP * np.minimum(between[1:], between[:-1])
        width = np.maximum(_LEAST_WIDTH * size, np.minimum(ATOM_WIDTH * size, near))
        # Ends may touch or, after rounding, cross by a last bit: a search wants them ascending.
        with np.errstate(over="ignore"):
            low = np.where(thin, self.lower - width / 2, self.lower)
            high = np.where(thin, self.upper + width / 2, self.upper)
        # An atom of the largest float ends there: no point is beyond infinity to count it.
        low, high = (np.maximum.accumulate(end.clip(-_LARGEST, _LARGEST)) for end in (low, high))
        return low, high, self.cumulated - self.counts

    def within(self, low: float, high: float) -> Distribution:
        """Return the distribution of the cells between two values, itself where all are."""
        inside = (self.lower >= low) & (self.upper <= high)
        if inside.all():
            return self
        return Distribution(lower=self.lower[inside], upper=self.upper[inside], counts=self.counts[inside])

    def without_zeros(self, zeros: int) -> Distribution:
        """Return the distribution of the other rows; `zeros` is how many rows are zero."""
        counts = self.counts - zeros * (self.lower == 0)
        kept = counts > 0
        return Distribution(lower=self.lower[kept], upper=self.upper[kept], counts=counts[kept])

    def quantile(self, share: float) -> float:
        """Return the value below which `share` of the rows lie."""
        cumulated, target = self.cumulated, share * self.rows
        place = min(int(cumulated.searchsorted(target)), self.counts.size - 1)
        before = float(cumulated[place] - self.counts[place])
        within = min(max((target - before) / float(self.counts[place]), 0.0), 1.0)
        return float((1 - within) * self.lower[place] + within * self.upper[place])

    @property
    def mode(self) -> float:
        """The middle of the cell that holds the most rows."""
        return float(self.middle[int(self.counts.argmax())])

    @cached_property
    def cumulated(self) -> NDArray[np.int64]:
        """The rows up to the end of each cell."""
        return np.cumsum(self.counts)

    @cached_property
    def mean(self) -> float:
        """The mean, each row taken at the middle of its cell."""
        scale = self._scale
        return float(np.average(self.middle / scale, weights=self.counts)) * scale

    @cached_property
    def deviation(self) -> float:
        """The standard deviation, by the same middles."""
        scale = self._scale
        middle, mean = self.middle / scale, self.mean / scale
        return float(np.sqrt(np.average((middle - mean) ** 2, weights=self.counts))) * scale

    @property
    def _scale(self) -> float:
        """The largest size, by which values are divided lest their sums and squares overflow."""
        return float(np.abs(self.middle).max(initial=0.0)) or 1.0


def distribution(cells: Cells) -> Distribution:
    """Return the distribution of a number column's cells."""
    level = np.uint64(cells.level)
    low = cells.keys << level
    high = low | np.uint64((1 << cells.level) - 1)
    return Distribution(lower=_normal(floats_of(low)), upper=_normal(floats_of(high)), counts=cells.counts)


def pinned(of: Distribution, sample: NDArray[np.float64]) -> Distribution:
    """Return a distribution in which cells that are one value, by the sampled rows in them, are atoms.

    A cap that a quarter of the rows hold lies somewhere in its cell: moved, it would be spread over a part
    of another one. `sample` ascends.
    """
    places = np.flatnonzero((of.lower < of.upper) & (of.counts >= HEAVY * of.rows))
    first = np.searchsorted(sample, of.lower[places], side="left")
    end = np.searchsorted(sample, of.upper[places], side="right")
    enough = end - first >= SAMPLED
    places, first, end = places[enough], first[enough], end[enough]
    if not places.size:
        return of
    values = sample[(first + end) // 2]
    same = np.searchsorted(sample, values, side="right") - np.searchsorted(sample, values, side="left")
    alone = same >= ALONE * (end - first)
    lower, upper = of.lower.copy(), of.upper.copy()
    lower[places[alone]] = upper[places[alone]] = values[alone]
    return Distribution(lower=lower, upper=upper, counts=of.counts)


def _normal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values with the subnormal ones as zero: the cell that holds zero ends in one."""
    return np.where(np.abs(values) < np.finfo(np.float64).tiny, 0.0, values)


def joined(lower: NDArray[np.float64], upper: NDArray[np.float64], counts: NDArray[np.int64]) -> Distribution:
    """Return the distribution of cells in order, equal neighbours as one."""
    starts = np.flatnonzero(np.concatenate([[True], (lower[1:] != lower[:-1]) | (upper[1:] != upper[:-1])]))
    return Distribution(lower=lower[starts], upper=upper[starts], counts=np.add.reduceat(counts, starts))


def finite(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values with the largest float for infinity and 0 for NaN, itself where all are finite."""
    return values if np.isfinite(values).all() else np.nan_to_num(values)


def merged(*parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distinct values of some arrays, ascending.

    As `np.unique` does; of arrays that ascend already in a fifth of the time, for this sort makes use of it.
    """
    values = np.sort(np.concatenate(parts), kind="stable")
    fresh = np.ones(values.size, np.bool_)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return values[fresh]


def points_between(*parts: Distribution) -> NDArray[np.float64]:
    """Return points between all ends of all cells, where no share jumps."""
    ends = merged(*(end for part in parts for end in (part.lower, part.upper)))
    if ends.size == 0:
        return ends
    with np.errstate(over="ignore"):  # beyond the largest float is infinity, which will do
        before, after = ends[:1] - np.abs(ends[:1]) - 1.0, ends[-1:] + np.abs(ends[-1:]) + 1.0
    return np.concatenate([before, ends[:-1] / 2 + ends[1:] / 2, after])


def largest_gap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the Kolmogorov-Smirnov distance of two distributions by their shares below the same points."""
    return float(np.abs(one - other).max(initial=0.0))
