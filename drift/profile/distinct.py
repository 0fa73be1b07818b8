"""A sample of distinct keys with their exact counts: how many there are, and how often they repeat.

The `limit` keys with the smallest hashes are kept (bottom-k, or KMV: Beyer et al., "On synopses for
distinct-value estimation under multiset operations", SIGMOD 2007). A key of the whole's bottom-k is
in the bottom-k of every part that holds it, so the counts are exact and the sketch is a sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.profile.cells import PROBE_ROWS, counted, summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

PROBED_PER_KEY: Final = 8  # rows that are looked at first for each key that is kept

_HASH_RANGE = 2.0**64
_EVEN_BITS = 5  # kept of the mean distance of hashes: a window misses the 32nd of a key; each takes a byte


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distinct:
    """The keys with the smallest hashes.

    Attributes
    ----------
    limit : int
        The most keys kept.
    hashes : uint64 array of shape (k,)
        Ascending, evenly spread over all 64-bit numbers.
    counts : int64 array of shape (k,)
        Rows that hold each key: exact.
    """

    limit: int
    hashes: NDArray[np.uint64]
    counts: NDArray[np.int64]

    def __add__(self, other: Distinct) -> Distinct:
        """Return the sketch of both."""
        return distinct_of(
            np.concatenate([self.hashes, other.hashes]),
            np.concatenate([self.counts, other.counts]),
            limit=self.limit,
        )

    def evened(self) -> Distinct:
        """Return the same counts under hashes of which the low bits are zero: a sixth of the size in a file.

        How many keys there are, how often they repeat and what a window of hashes holds is told as before.
        Which keys they are is not, so it does not add up any more.
        """
        last = int(self.hashes[-1]) if self.hashes.size else 0
        drop = np.uint64(max(last.bit_length() - self.hashes.size.bit_length() - _EVEN_BITS, 0))
        return Distinct(limit=self.limit, hashes=self.hashes >> drop << drop, counts=self.counts)

    @property
    def complete(self) -> bool:
        """Whether every distinct key is kept, so that all estimates are exact."""
        return self.hashes.size < self.limit

    @property
    def threshold(self) -> int | None:
        """The largest hash that may still enter; None while there is room."""
        return None if self.complete else int(self.hashes[-1])

    @property
    def estimate(self) -> float:
        """How many distinct keys there are; relative standard error about ``1 / sqrt(limit)``."""
        if self.complete:
            return float(self.hashes.size)
        return (self.hashes.size - 1) * _HASH_RANGE / float(self.hashes[-1])

    @property
    def repeated_share(self) -> float:
        """The share of distinct keys that more than one row holds, 0 to 1."""
        return float((self.counts > 1).mean()) if self.counts.size else 0.0


def no_keys(limit: int) -> Distinct:
    """Return the neutral element."""
    return Distinct(limit=limit, hashes=np.empty(0, np.uint64), counts=np.empty(0, np.int64))


def distinct_of(hashes: NDArray[np.uint64], counts: NDArray[np.int64], *, limit: int) -> Distinct:
    """Return the sketch of hashes with their counts, in any order, repeated hashes allowed."""
    hashes, counts = summed(hashes, counts)
    return Distinct(limit=limit, hashes=hashes[:limit], counts=counts[:limit])


def count_distinct(hashes: NDArray[np.uint64], *, limit: int, threshold: int | None = None) -> Distinct:
    """Return the sketch of a batch of hashes, one row each.

    `threshold` is that of the sum this batch will be added to: larger hashes cannot enter it.
    """
    if threshold is None:
        threshold = bound_of(hashes, limit)
    if threshold is not None:
        hashes = hashes[hashes <= np.uint64(threshold)]
    unique, counts = counted(hashes)
    return Distinct(limit=limit, hashes=unique[:limit], counts=counts[:limit])


def bound_of(hashes: NDArray[np.uint64], limit: int) -> int | None:
    """Return a hash above which none is among the `limit` smallest, by the first rows; None if they are few.

    Where so many of some rows are at most as large, so many of all rows are: to sort the others, of which
    most are larger, would cost several times as much as all else that is counted of a batch.
    """
    probed = max(PROBE_ROWS, PROBED_PER_KEY * limit)
    if hashes.size <= probed:
        return None
    unique, _ = counted(hashes[:probed])
    return int(unique[limit - 1]) if unique.size >= limit > 0 else None
