"""One column as a guess sees it: its name in words, and what its profile tells of its values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.profile.keys import floats_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile
    from drift.profile.kind import Kind

BULK: Final = (0.01, 0.99)  # of the values: a scale holds these, for a glitch or a sentinel is in every table
_PIECES: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")
_BITS: Final = np.uint64(63)


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """A column, its profile, and what it was taken for.

    Attributes
    ----------
    name : str
        As the data has it.
    column : ColumnProfile
        What is kept of it.
    kind : Kind
        What it is without a config, and why.
    dtype : str
        Its physical type, as polars prints it.
    sensitive : bool
        Whether its name or values say that no value of it may be shown.
    """

    name: str
    column: ColumnProfile
    kind: Kind
    dtype: str
    sensitive: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name in lower case: `TripDuration_ms` has three."""
        return tuple(piece.casefold() for piece in _PIECES.findall(self.name))

    @property
    def family(self) -> str:
        """What the physical type carries."""
        return self.column.family

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """The distinct numbers, ascending; where there are very many, the lower ends of their cells."""
        cells = self.column.cells
        return floats_of(cells.keys << np.uint64(cells.level))

    def quantile(self, share: float) -> float:
        """Return the number below which this share of the values is."""
        counts = self.column.cells.counts
        place = int(np.searchsorted(np.cumsum(counts), share * counts.sum()))
        return float(self.values[min(place, self.values.size - 1)])

    @cached_property
    def bulk(self) -> tuple[float, float]:
        """The ends of the middle 98 % of the numbers."""
        low, high = BULK
        return self.quantile(low), self.quantile(high)

    @property
    def highest(self) -> float:
        """The largest number."""
        end = self.column.number.highest
        return float(end) if end is not None else float("nan")

    @property
    def lowest(self) -> float:
        """The smallest number."""
        end = self.column.number.lowest
        return float(end) if end is not None else float("nan")

    @property
    def whole(self) -> bool:
        """Whether all numbers are whole."""
        return self.column.number.step.decimals == 0

    @property
    def has_numbers(self) -> bool:
        """Whether it is a column of numbers, and has any that is finite."""
        return self.family == "number" and self.column.number.lowest is not None

    @property
    def constant(self) -> bool:
        """Whether all rows are alike: null, or one value."""
        column = self.column
        if not column.valid:
            return True
        odd = 0
        if column.family == "number":
            detail = column.number
            odd = detail.nans + detail.positive_infinities + detail.negative_infinities
        alike = column.cells.exact and column.cells.keys.size == 1
        return not column.nulls and not odd and alike and column.family != "nested"
