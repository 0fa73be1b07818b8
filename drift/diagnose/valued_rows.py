"""The values of one side of a number column with their rows: all where they are counted one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import distribution
from drift.diagnose.lattice import on_steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ValuedRows:
    """Values of one side, and how many rows hold each: all, or sampled ones."""

    values: NDArray[np.float64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, column: ColumnProfile, sample: NDArray[np.float64]) -> ValuedRows:
        """Return all values where they are counted one by one, else those of sampled rows."""
        if column.cells.exact:
            held = distribution(column.cells)
            return cls(values=held.lower, counts=held.counts)
        return cls(values=sample, counts=np.ones(sample.size, np.int64))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.counts.sum())

    def where(self, held: NDArray[np.bool_]) -> ValuedRows:
        """Return some of the values."""
        return ValuedRows(values=self.values[held], counts=self.counts[held])

    def below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of rows at or below each point."""
        order = np.argsort(self.values)
        cumulated = np.concatenate([[0], np.cumsum(self.counts[order])])
        return np.asarray(cumulated[np.searchsorted(self.values[order], points, side="right")] / self.rows)


def off_steps(values: NDArray[np.float64], step: float) -> NDArray[np.bool_]:
    """Return which values are no multiples of a step, of those that tell."""
    with np.errstate(all="ignore"):  # beyond the largest float nothing tells
        on, telling = on_steps(values / step)
    return telling & ~on
