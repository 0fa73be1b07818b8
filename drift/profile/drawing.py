"""A sample drawn from many batches: hashes are added up as they come, their rows a few times only.

Putting rows together costs more than counting them, and most rows of the first batches are pushed out
by later ones. So only hashes are settled with every batch, by which the next is told what can still
enter; rows wait. What comes out is what adding the batches' samples one by one would give.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.profile.sample import Sample, no_sample, smallest

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_WAITING: Final = 4  # times the sample's limit: rows in memory that may not be in the end


class Drawing:
    """The samples of a stream's batches, added up by several workers in any order."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._waiting = [no_sample(limit)]
        self._hashes: NDArray[np.uint64] = np.empty(0, np.uint64)

    @property
    def threshold(self) -> int | None:
        """The largest hash that may still enter; None while there is room."""
        hashes = self._hashes
        return int(hashes[-1]) if self._limit and hashes.size == self._limit else None

    @property
    def rows(self) -> int:
        """Rows in memory, of which some may be pushed out yet."""
        return sum(one.hashes.size for one in self._waiting)

    def add(self, sample: Sample) -> None:
        """Add a batch's sample."""
        with self._lock:
            self._waiting.append(sample)
            self._hashes = np.union1d(self._hashes, sample.hashes)[: self._limit]
            if self.rows > MOST_WAITING * self._limit:
                self._waiting = [_total(self._waiting)]

    def sample(self) -> Sample:
        """Return the sum."""
        with self._lock:
            self._waiting = [_total(self._waiting)]
            return self._waiting[0]


def _total(samples: list[Sample]) -> Sample:
    """Return the sum of samples, at once where all have the same columns."""
    filled = [one for one in samples if one.rows.width]
    schemas = [one.rows.schema for one in filled]
    if len(filled) < 2 or any(schema != schemas[0] for schema in schemas):  # noqa: PLR2004 - two make a sum
        return reduce(add, samples)
    return smallest(
        np.concatenate([one.hashes for one in filled]),
        np.concatenate([one.counts for one in filled]),
        pl.concat([one.rows for one in filled]),
        filled[0].limit,
    )
