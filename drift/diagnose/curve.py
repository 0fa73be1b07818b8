"""Cumulative shares as a line of straight pieces: many conversions are tried on it in one call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import finite, merged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.distribution import Distribution

COARSE_CELLS = 64  # of the curves that all conversions are tried on
TAIL_CELLS = 6  # more at either end, each half as full as the one before: a few rows show there first
_TAIL = 0.5 ** np.arange(1, TAIL_CELLS + 1) / COARSE_CELLS
_WANTED = (
    np.sort(np.concatenate([[0, 1], _TAIL, 1 - _TAIL, np.arange(1, COARSE_CELLS) / COARSE_CELLS])) - 1e-12
)

LONELY = 0.5  # of the larger of two values, the gap between them from which on points near either are taken
NEAR = 0.1  # of a value: so far from it; values rounded anew after they were converted stay within


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """The share of rows below any number.

    Attributes
    ----------
    values, shares : float64 arrays of shape (2 k,)
        The ends of the cells, ascending, and the shares of the rows below them.
    of : Distribution
        What it was made of.
    """

    values: NDArray[np.float64]
    shares: NDArray[np.float64]
    of: Distribution

    @property
    def rows(self) -> int:
        """How many rows it was made of."""
        return self.of.rows

    @cached_property
    def between(self) -> NDArray[np.float64]:
        """Points between the ends of the cells, where no share jumps."""
        return _between(self.of.lower, self.of.upper)

    @cached_property
    def thinned(self) -> NDArray[np.float64]:
        """Some of the points between the cells: even in rows, and denser towards the ends."""
        shares = self.below(self.between)
        places = np.searchsorted(shares, _WANTED)
        # The last point below an atom and the first one above it: both sides of a jump are seen.
        both = np.unique(np.clip(np.concatenate([places - 1, places]), 0, self.between.size - 1))
        some: NDArray[np.float64] = self.between[both]
        return some

    def below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of rows below each point, 0 to 1, in the shape of the points."""
        return np.interp(points.ravel(), self.values, self.shares).reshape(points.shape)


def curve_of(one: Distribution) -> Curve:
    """Return the cumulative shares of a distribution that has rows."""
    low, high, before = one.line
    # Cells may touch: a search wants ends ascending.
    values = np.maximum.accumulate(np.column_stack([low, high]).ravel())
    shares = np.column_stack([before, before + one.counts]).ravel() / max(one.rows, 1)
    return Curve(values=finite(values), shares=shares, of=one)


def _between(lower: NDArray[np.float64], upper: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middles of cells and of the gaps between them, and points beyond either end.

    Far from its neighbours a value also has a point near it on either side: what lies between 0.5 and
    2,013 is told from both.
    """
    ends = merged(lower, upper)
    with np.errstate(over="ignore", invalid="ignore"):
        before, after = ends[:1] - np.abs(ends[:1]) - 1.0, ends[-1:] + np.abs(ends[-1:]) + 1.0
        all_ends = np.concatenate([before, ends, after])
        low, high = all_ends[:-1], all_ends[1:]
        lone = high - low > LONELY * np.maximum(np.abs(low), np.abs(high))
        near = np.concatenate(
            [(low + NEAR * np.abs(low))[lone & (low != 0)], (high - NEAR * np.abs(high))[lone & (high != 0)]]
        )
    between = np.concatenate([before, ends[:-1] / 2 + ends[1:] / 2, after, near])
    return merged(finite(between))
