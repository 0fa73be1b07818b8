"""The collapsing grid: counts by 64-bit key, on the finest grid that has at most `limit` occupied cells.

A key is any 64-bit number whose high bits matter most: the order-preserving bits of a float, a time
in microseconds, the hash of a text. While more than `limit` cells are occupied, the lowest bit of
every key is dropped. Dropping a bit commutes with adding counts, so the result depends on the
multiset of keys alone: not on the order of rows, batches or merges. How keys are made is left to the
modules of each family of columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEY_BITS = 64

# A table over the whole range of keys beats hashing while it is not much larger than the batch.
DENSE_TABLE_PER_ROW = 8

# Enough values to find a level close to the final one; sorting them costs little.
PROBE_ROWS = 8192


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Counts by cell: an immutable sum of keys.

    Attributes
    ----------
    limit : int
        The most cells that may be occupied, at least 2.
    level : int
        How many low bits were dropped from every key, 0 to 63. At 0 the counts are exact.
    keys : uint64 array of shape (k,)
        The occupied cells, ascending: a key shifted right by `level`.
    counts : int64 array of shape (k,)
        Rows in each cell, at least 1.
    """

    limit: int
    level: int
    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """All rows counted."""
        return int(self.counts.sum())

    @property
    def exact(self) -> bool:
        """Whether no bit was dropped, so that every cell is a single key."""
        return self.level == 0

    def __add__(self, other: Cells) -> Cells:
        """Return the counts of both: associative, commutative, with the empty cells as neutral element."""
        level = max(self.level, other.level)
        keys = np.concatenate(
            [shifted(self.keys, level - self.level), shifted(other.keys, level - other.level)]
        )
        return _collapsed(keys, np.concatenate([self.counts, other.counts]), level=level, limit=self.limit)

    def at_level(self, level: int) -> Cells:
        """Return the same counts with `level` low bits dropped; `level` must not be below the present one."""
        keys = shifted(self.keys, level - self.level)
        unique, counts = summed(keys, self.counts)
        return Cells(limit=self.limit, level=level, keys=unique, counts=counts)

    def at_limit(self, limit: int) -> Cells:
        """Return the same counts on the finest grid with at most `limit` cells."""
        return _collapsed(self.keys, self.counts, level=self.level, limit=limit)


def no_cells(limit: int) -> Cells:
    """Return the neutral element: nothing counted, nothing dropped."""
    return Cells(limit=limit, level=0, keys=np.empty(0, np.uint64), counts=np.empty(0, np.int64))


def cells_of(keys: NDArray[np.uint64], counts: NDArray[np.int64], *, limit: int) -> Cells:
    """Return the cells of keys with given counts, in any order, repeated keys allowed."""
    return _collapsed(keys, counts, level=0, limit=limit)


def count_cells(keys: NDArray[np.uint64], *, limit: int, level: int = 0) -> Cells:
    """Return the cells of a batch of keys, one row each.

    `level` is a level known to be needed already (that of the sum this batch will be added to): it
    spares work and does not change that sum.
    """
    if keys.size == 0:
        return no_cells(limit)
    probe = _collapsed(*_unique(shifted(keys[:PROBE_ROWS], level)), level=level, limit=limit)
    if keys.size <= PROBE_ROWS:
        return probe
    level = probe.level  # what part of the rows needs, all of them need
    moved = shifted(keys, level)
    low = moved.min()
    if int(moved.max() - low) < DENSE_TABLE_PER_ROW * keys.size:
        table = np.bincount((moved - low).view(np.int64))
        occupied = np.flatnonzero(table)
        return _collapsed(occupied.astype(np.uint64) + low, table[occupied], level=level, limit=limit)
    return _collapsed(*_hashed(moved), level=level, limit=limit)


def shifted(keys: NDArray[np.uint64], bits: int) -> NDArray[np.uint64]:
    """Return the keys without their lowest `bits` bits (0 to 64)."""
    if bits == 0:
        return keys
    return keys >> np.uint64(bits) if bits < KEY_BITS else np.zeros_like(keys)


def _unique(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    unique, counts = np.unique(keys, return_counts=True)
    return unique, counts.astype(np.int64)


def _hashed(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Count keys far apart: a hash table, where sorting all rows would cost more."""
    counted = pl.Series("key", keys).value_counts(name="rows")
    return counted["key"].to_numpy(), counted["rows"].cast(pl.Int64).to_numpy()


def summed(
    keys: NDArray[np.uint64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Sort the keys and add the counts of equal ones."""
    if keys.size == 0:
        return keys, counts
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return keys[starts], np.add.reduceat(counts, starts)


def _collapsed(keys: NDArray[np.uint64], counts: NDArray[np.int64], *, level: int, limit: int) -> Cells:
    keys, counts = summed(keys, counts)
    drop = bits_to_drop(keys, limit)
    if drop:
        keys, counts = summed(shifted(keys, drop), counts)
    return Cells(limit=limit, level=level + drop, keys=keys, counts=counts)


def bits_to_drop(keys: NDArray[np.uint64], limit: int) -> int:
    """Return the fewest bits whose dropping leaves at most `limit` of these sorted, distinct keys.

    Two neighbours fall together once the highest bit in which they differ is dropped.
    """
    if keys.size <= limit:
        return 0
    differing = _bit_length(keys[1:] ^ keys[:-1])
    neighbours = np.bincount(differing, minlength=KEY_BITS + 1)
    left = 1 + keys.size - 1 - np.cumsum(neighbours)
    return int(np.argmax(left <= limit))


def _bit_length(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the number of bits of each value, 0 for 0; exact, for a half of 32 bits fits a float."""
    half = np.uint64(32)
    high, low = values >> half, values & np.uint64(0xFFFFFFFF)
    of_high = np.frexp(high.astype(np.float64))[1].astype(np.int64)
    of_low = np.frexp(low.astype(np.float64))[1].astype(np.int64)
    return np.where(high > 0, of_high + 32, of_low)
