"""Two columns' counts on one grid: what every statistic measures on.

Cells of different grids are brought to the coarser one, which loses no row. A cell that is a single
value is exact; of any other only its two ends are known, and every statistic says what that costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from drift.profile.keys import floats_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from drift.profile.cells import Cells


@dataclass(frozen=True, kw_only=True, eq=False)
class Aligned:
    """Two sets of counts on one grid.

    Attributes
    ----------
    keys : uint64 array of shape (k,)
        The cells that either side occupies, ascending.
    lower, upper : float64 arrays of shape (k,)
        The least and the greatest value that falls into each cell, equal where the cell is a single
        value; zeros where the values have no order.
    reference, live : int64 arrays of shape (k,)
        Rows in each cell.
    exact : bool
        Whether no bit was dropped on either side, so that every cell is a single value.
    ordered : bool
        Whether the order and the distance of cells mean something.
    spread, spread_error : float
        The reference's standard deviation (over all rows, not a sample's estimate), measured on its
        own grid, which may be finer than the common one, and how far that can be off. 0 where the
        values have no order or do not vary.
    """

    keys: NDArray[np.uint64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    reference: NDArray[np.int64]
    live: NDArray[np.int64]
    exact: bool
    ordered: bool
    spread: float = 0.0
    spread_error: float = 0.0

    @cached_property
    def n(self) -> int:
        """Rows of the reference."""
        return int(self.reference.sum())

    @cached_property
    def m(self) -> int:
        """Rows of the live batch."""
        return int(self.live.sum())

    @cached_property
    def single(self) -> NDArray[np.bool_]:
        """Which cells are a single value, shape (k,)."""
        if self.exact:
            return np.ones(self.keys.shape, np.bool_)
        if not self.ordered:
            return np.zeros(self.keys.shape, np.bool_)
        single: NDArray[np.bool_] = self.lower == self.upper
        return single


def align(
    reference: Cells,
    live: Cells,
    *,
    ordered: bool,
    values: Callable[[NDArray[np.uint64]], NDArray[np.float64]] = floats_of,
    zeros: tuple[int, int] = (0, 0),
) -> Aligned:
    """Return the counts of both on the coarser of the two grids.

    Parameters
    ----------
    reference, live : Cells
        Counts of the same kind of keys. Either may be empty.
    ordered : bool
        Whether the keys have the order of the values, as those of numbers have and hashes have not.
    values : callable
        The numbers that keys stand for; those of floats unless given.
    zeros : tuple of two int
        How many numbers of either side are exactly 0, where that is known. On a coarse grid they share
        a cell with what is nearer to 0 than almost any number; if no such number is there, the cell is
        known to be a single value. Many columns are zero in a large part of their rows.
    """
    level = max(reference.level, live.level)
    one, other = (cells if cells.level == level else cells.at_level(level) for cells in (reference, live))
    # Two sorted runs, which a stable sort merges: several times faster than `np.union1d`.
    merged = np.sort(np.concatenate([one.keys, other.keys]), kind="stable")
    keys = merged[np.concatenate([[True], merged[1:] != merged[:-1]])] if merged.size else merged
    counts = np.zeros((2, keys.size), np.int64)
    counts[0, np.searchsorted(keys, one.keys)] = one.counts
    counts[1, np.searchsorted(keys, other.keys)] = other.counts
    lower = upper = np.zeros(keys.size)
    spread = spread_error = 0.0
    if ordered:
        lower, upper = cell_ends(keys, level, values)
        only_zeros = (lower == 0) & (counts[0] == zeros[0]) & (counts[1] == zeros[1])
        upper = np.where(only_zeros, lower, upper)
        spread, spread_error = _spread(*cell_ends(reference.keys, reference.level, values), reference.counts)
    return Aligned(
        keys=keys,
        lower=lower,
        upper=upper,
        reference=counts[0],
        live=counts[1],
        exact=level == 0,
        ordered=ordered,
        spread=spread,
        spread_error=spread_error,
    )


def aligned_levels(reference: ArrayLike, live: ArrayLike) -> Aligned:
    """Return counts of the same levels on both sides, shape (k,) each, that are known one by one.

    Examples
    --------
    >>> aligned_levels([3, 1], [2, 2]).n
    4
    """
    mine, theirs = np.asarray(reference, np.int64), np.asarray(live, np.int64)
    nowhere = np.zeros(mine.size)
    return Aligned(
        keys=np.arange(mine.size, dtype=np.uint64),
        lower=nowhere,
        upper=nowhere,
        reference=mine,
        live=theirs,
        exact=True,
        ordered=False,
    )


def cell_ends(
    keys: NDArray[np.uint64], level: int, values: Callable[[NDArray[np.uint64]], NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the greatest number that fall into each cell of a grid."""
    lowest = keys << np.uint64(level)
    lower = values(lowest)
    return lower, values(lowest | np.uint64((1 << level) - 1)) if level else lower


def _spread(
    lower: NDArray[np.float64], upper: NDArray[np.float64], counts: NDArray[np.int64]
) -> tuple[float, float]:
    """Return the standard deviation with every row at the middle of its cell, and how far it can be off.

    Moving each row by at most half its cell's width moves a standard deviation by at most the root
    mean square of these halves, for it is a norm.
    """
    if counts.size == 0:
        return 0.0, 0.0
    # A power of two out of the way of overflow: squares of floats beyond 1e154 have no float.
    exponent = int(np.frexp(np.maximum(np.abs(lower), np.abs(upper)).max())[1])
    low, high = np.ldexp(lower, -exponent), np.ldexp(upper, -exponent)
    share = counts / counts.sum()
    half = (high - low) / 2
    # Taken from one cell, so that values far from zero keep their digits.
    middle = (low - low[0]) + half
    spread = float(np.sqrt(share @ (middle - share @ middle) ** 2))
    error = float(np.sqrt(share @ half**2))
    with np.errstate(over="ignore"):
        return _finite(np.ldexp(spread, exponent)), _finite(np.ldexp(error, exponent))


def _finite(value: np.float64) -> float:
    return float(min(value, np.finfo(np.float64).max))
