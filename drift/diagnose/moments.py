"""Times of either physical type, datetimes or counts since 1970, as spans of microseconds with rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import distribution
from drift.profile.keys import integers_of
from drift.profile.kind import EPOCH_UNITS, epoch_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

    Mask = NDArray[np.bool_]

MICROSECOND = 1_000_000  # to a second
MAIN_ROWS = 0.01  # of the rows on either side: stray times do not say where the others are


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """When rows are, in microseconds since 1970.

    Attributes
    ----------
    lower, upper : float64 arrays of shape (k,)
        The ends of each cell, ascending, within the ends of all.
    rows : int64 array of shape (k,)
        Rows in each.
    """

    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    rows: NDArray[np.int64]

    @property
    def all_rows(self) -> int:
        """All rows."""
        return int(self.rows.sum())

    def quantile(self, share: float) -> float:
        """Return the middle of the cell below whose end `share` of the rows lie."""
        place = int(np.searchsorted(np.cumsum(self.rows), share * self.all_rows))
        place = min(place, self.rows.size - 1)
        return float(self.lower[place] / 2 + self.upper[place] / 2)

    def within(self, first: float, last: float) -> Mask:
        """Return the cells that reach into a span."""
        return (self.upper >= first) & (self.lower <= last)

    def count(self, cells: Mask) -> int:
        """Return the rows of some cells."""
        return int(self.rows[cells].sum())


def unit_of(column: ColumnProfile) -> str | None:
    """Return the unit in which a column of integers counts since 1970, by where most of them lie."""
    if column.family != "number" or not column.cells.rows:
        return None
    main = distribution(column.cells)
    return epoch_unit(main.quantile(MAIN_ROWS), main.quantile(1 - MAIN_ROWS))


def moments_of(column: ColumnProfile, unit: str | None) -> Moments | None:
    """Return when a column's rows are, integers taken as counts of `unit`; None without rows or unit."""
    if not column.cells.rows:
        return None
    if column.family == "number" and unit is not None:
        cells, scale = distribution(column.cells), MICROSECOND / EPOCH_UNITS[unit]
        ends = (column.number.lowest, column.number.highest)
        lower, upper = cells.lower * scale, cells.upper * scale
        low, high = (float(end or 0) * scale for end in ends)
    elif column.family == "time":
        level = np.uint64(column.cells.level)
        keys = column.cells.keys << level
        last = keys | np.uint64((1 << column.cells.level) - 1)
        lower, upper = (integers_of(side).astype(np.float64) for side in (keys, last))
        low, high = float(column.time.lowest or 0), float(column.time.highest or 0)
    else:
        return None
    return Moments(lower=lower.clip(low, high), upper=upper.clip(low, high), rows=column.cells.counts)
