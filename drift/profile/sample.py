"""A sample of whole rows that does not depend on their order: the distinct rows with the smallest hashes.

Each kept row has the exact count of its copies, so a table of few distinct rows is kept whole, and
the sample is a sum (see `distinct.py` for why). Rows are hashed by name and value: the order of the
columns does not matter, and a column that is missing is the same as one that is null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """Distinct rows of a table.

    Attributes
    ----------
    limit : int
        The most rows kept; 0 keeps none.
    hashes, counts : arrays of shape (k,)
        The hash of each row, ascending, and how many copies of it the table has.
    rows : DataFrame of k rows
        The rows themselves, columns in alphabetical order.
    """

    limit: int
    hashes: NDArray[np.uint64]
    counts: NDArray[np.int64]
    rows: pl.DataFrame

    def __add__(self, other: Sample) -> Sample:
        """Return the sample of both tables."""
        if not self.hashes.size or not other.hashes.size:
            return self if self.hashes.size else other
        rows = pl.concat([self.rows, other.rows], how="diagonal_relaxed")
        hashes = np.concatenate([self.hashes, other.hashes])
        return _smallest(hashes, np.concatenate([self.counts, other.counts]), rows, self.limit)

    @property
    def threshold(self) -> int | None:
        """The largest hash that may still enter; None while there is room."""
        return int(self.hashes[-1]) if self.hashes.size and self.hashes.size == self.limit else None

    @property
    def complete(self) -> bool:
        """Whether every distinct row of the table is kept."""
        return self.limit > 0 and self.threshold is None


def no_sample(limit: int) -> Sample:
    """Return the neutral element."""
    return Sample(
        limit=limit, hashes=np.empty(0, np.uint64), counts=np.empty(0, np.int64), rows=pl.DataFrame()
    )


def sample_rows(
    frame: pl.DataFrame, hashes: NDArray[np.uint64], *, limit: int, threshold: int | None
) -> Sample:
    """Return the sample of a batch; `threshold` is that of the sum it will be added to."""
    if limit == 0 or frame.height == 0:
        return no_sample(limit)
    taken = np.arange(hashes.size) if threshold is None else np.flatnonzero(hashes <= np.uint64(threshold))
    if taken.size > limit:
        bound = np.partition(hashes[taken], limit - 1)[limit - 1]
        taken = taken[hashes[taken] <= bound]
    rows = frame.select(sorted(frame.columns))[taken]
    return _smallest(hashes[taken], np.ones(taken.size, np.int64), rows, limit)


def _smallest(
    hashes: NDArray[np.uint64], counts: NDArray[np.int64], rows: pl.DataFrame, limit: int
) -> Sample:
    unique, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    total = np.zeros(unique.size, np.int64)
    np.add.at(total, inverse, counts)
    return Sample(
        limit=limit,
        hashes=unique[:limit],
        counts=total[:limit],
        rows=rows.select(sorted(rows.columns))[first[:limit]].rechunk(),
    )
