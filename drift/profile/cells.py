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

from drift.profile.few import FewKeys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ends = tuple[int, int]
    Counted = tuple[NDArray[np.uint64], NDArray[np.int64]]

KEY_BITS = 64

# A table over the whole range of keys beats sorting while it has at most so many places for each row: 2 to 4
# ns a value against 7.
DENSE_TABLE_PER_ROW = 4

# A table of both ends of a wider range does as long as one row in so many, or fewer, lies between.
LEAST_OUTSIDE = 16

# Two grids are added by a table over their range while it has at most so many places for each key.
DENSE_SUM_PER_KEY = 8

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
        if not other.keys.size and other.level <= self.level:
            return self
        level = max(self.level, other.level)
        mine, theirs = self.at_level(level), other.at_level(level)
        return _fitted(*_both(mine, theirs), level=level, limit=self.limit)

    def at_level(self, level: int) -> Cells:
        """Return the same counts with `level` low bits dropped; `level` must not be below the present one."""
        if level == self.level:
            return self
        keys, counts = _merged(shifted(self.keys, level - self.level), self.counts)
        return Cells(limit=self.limit, level=level, keys=keys, counts=counts)

    def at_limit(self, limit: int) -> Cells:
        """Return the same counts on the finest grid with at most `limit` cells."""
        return _fitted(self.keys, self.counts, level=self.level, limit=limit)


def no_cells(limit: int) -> Cells:
    """Return the neutral element: nothing counted, nothing dropped."""
    return Cells(limit=limit, level=0, keys=np.empty(0, np.uint64), counts=np.empty(0, np.int64))


def cells_of(keys: NDArray[np.uint64], counts: NDArray[np.int64], *, limit: int) -> Cells:
    """Return the cells of keys with given counts, in any order, repeated keys allowed."""
    return _fitted(*summed(keys, counts), level=0, limit=limit)


def count_cells(
    keys: NDArray[np.uint64],
    *,
    limit: int,
    level: int = 0,
    nulls: int = 0,
    ends: Ends | None = None,
    known: Cells | None = None,
) -> Cells:
    """Return the cells of a batch of keys, one row each.

    Parameters
    ----------
    keys : array of shape (rows,)
        A key of each row.
    limit : int
        The most cells that may be occupied.
    level : int
        A level known to be needed already (that of the sum this batch will be added to): it spares work
        and does not change that sum.
    nulls : int
        How many of the rows have the key 0 for want of a value, and are not counted: taking them out of
        the rows costs more than out of the counts.
    ends : two of int, optional
        The smallest and the largest key of those that are counted, where they are known.
    known : Cells, optional
        The sum that this batch will be added to: it tells the few keys of most rows.
    """
    rows = keys.size - nulls
    if rows == 0:
        return no_cells(limit)
    if keys.size <= PROBE_ROWS:
        return _fitted(*_without(nulls, *counted(shifted(keys, level))), level=level, limit=limit)
    few = None
    if level == 0:
        few = _probed(keys, nulls) if known is None or known.rows < PROBE_ROWS else known.keys
        level = bits_to_drop(few, limit)  # what part of the rows needs, all of them need
    if ends is None:
        ends = (0, 2**KEY_BITS - 1) if nulls else (int(keys.min()), int(keys.max()))
    low, high = (end >> level for end in ends)
    if few is not None and level == 0 and high - low >= DENSE_TABLE_PER_ROW * rows:
        found = counted_among(keys, few)
    else:
        # The first place is for nulls, or, where the lowest cell is that of 0, for both.
        base = np.uint64(max(low - 1, 0))
        moved = keys >> np.uint64(level)
        if nulls:
            np.maximum(moved, base, out=moved)
        moved -= base
        found = _counted_by_table(moved, high - int(base), DENSE_TABLE_PER_ROW * rows)
        found = None if found is None else (found[0] + base, found[1])
    if found is None:
        found = counted(shifted(keys, level))
    return _fitted(*_without(nulls, *found), level=level, limit=limit)


def _probed(keys: NDArray[np.uint64], nulls: int) -> NDArray[np.uint64]:
    """Return the distinct keys of the first rows, ascending."""
    first = keys[:PROBE_ROWS]
    few, _ = counted(first[first != 0] if nulls else first)
    return few


def _counted_by_table(cells: NDArray[np.uint64], last: int, places: int) -> Counted | None:
    """Return the same as `counted`; None where no table of so many places tells most of the cells.

    Of a wider range the table has both ends, and one place for all between. Floats on both sides of zero
    want that: those nearer to zero than any row have more cells than all others.

    Parameters
    ----------
    cells : array of shape (rows,)
        The cell of each row.
    last : int
        The last cell, at least.
    places : int
        How many places a table may have.
    """
    if last < places:
        table = np.bincount(cells.view(np.int64))
        occupied = places_of(table)
        return occupied.astype(np.uint64), table[occupied]
    half = places // 2
    left_out, middle = np.uint64(last - 2 * half), np.uint64(half)
    above = cells > np.uint64(last - half)
    moved = np.where(above, cells - left_out, np.minimum(cells, middle))
    table = np.bincount(moved.view(np.int64), minlength=half + 1)
    between = int(table[half])
    if between * LEAST_OUTSIDE > cells.size:
        return None
    table[half] = 0
    occupied = places_of(table)
    few = counted(cells[(cells >= middle) & ~above]) if between else counted(cells[:0])
    below = int(np.searchsorted(occupied, half))
    found = occupied.astype(np.uint64)
    return (
        np.concatenate([found[:below], few[0], found[below:] + left_out]),
        np.concatenate([table[occupied[:below]], few[1], table[occupied[below:]]]),
    )


def places_of(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where a table is not 0; of truths numpy tells that five times as fast as of numbers."""
    return np.flatnonzero(table != 0)


def _without(
    nulls: int, cells: NDArray[np.uint64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return distinct keys, ascending, and their counts, but for so many keys of 0."""
    if nulls:
        counts[0] -= nulls
    return (cells, counts) if counts[0] else (cells[1:], counts[1:])


def shifted(keys: NDArray[np.uint64], bits: int) -> NDArray[np.uint64]:
    """Return the keys without their lowest `bits` bits (0 to 64)."""
    if bits == 0:
        return keys
    return keys >> np.uint64(bits) if bits < KEY_BITS else np.zeros_like(keys)


def counted(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the distinct keys, ascending, and how often each is there.

    By a sort: with vector instructions it takes 2 ns a key, where `np.unique` hashes in 17 to 84.
    """
    ordered = np.sort(keys)
    if not ordered.size:
        return ordered, np.empty(0, np.int64)
    starts = np.concatenate([[0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1, [ordered.size]])
    return ordered[starts[:-1]], starts[1:] - starts[:-1]


def counted_among(
    keys: NDArray[np.uint64], few: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]] | None:
    """Return the same as `counted` of keys that are nearly all among a few; None where no table tells these.

    What is not the key of its place is sorted. That takes 2 ns a key, where a sort of few distinct keys
    takes 25.

    Parameters
    ----------
    keys : array of shape (rows,)
        A key of each row.
    few : array of shape (k,)
        Distinct keys, ascending.
    """
    known = FewKeys.of(few)
    if known is None:
        return None
    place = known.places(keys)
    same = known.table.take(place) == keys
    every = bool(same.all())
    counts = np.bincount(place if every else place[same], minlength=known.table.size)
    occupied = places_of(counts)
    found = known.table[occupied], counts[occupied]
    if every:
        return found
    others = counted(keys[~same])
    return summed(np.concatenate([found[0], others[0]]), np.concatenate([found[1], others[1]]))


def summed(
    keys: NDArray[np.uint64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Sort the keys and add the counts of equal ones."""
    if keys.size == 0:
        return keys, counts
    order = np.argsort(keys, kind="stable")
    return _merged(keys[order], counts[order])


def _merged(
    keys: NDArray[np.uint64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Add the counts of equal neighbours among sorted keys."""
    if keys.size == 0:
        return keys, counts
    starts = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    if starts.size == keys.size - 1:
        return keys, counts
    starts = np.concatenate([[0], starts])
    return keys[starts], np.add.reduceat(counts, starts)


def _both(one: Cells, other: Cells) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the distinct keys of two grids of one level, ascending, and the sums of their counts."""
    if not (one.keys.size and other.keys.size):
        return (one.keys, one.counts) if one.keys.size else (other.keys, other.counts)
    low, high = min(one.keys[0], other.keys[0]), max(one.keys[-1], other.keys[-1])
    if int(high - low) >= DENSE_SUM_PER_KEY * (one.keys.size + other.keys.size):
        return summed(np.concatenate([one.keys, other.keys]), np.concatenate([one.counts, other.counts]))
    table = np.zeros(int(high - low) + 1, np.int64)
    table[one.keys - low] = one.counts
    table[other.keys - low] += other.counts
    occupied = places_of(table)
    return occupied.astype(np.uint64) + low, table[occupied]


def _fitted(keys: NDArray[np.uint64], counts: NDArray[np.int64], *, level: int, limit: int) -> Cells:
    """Return the cells of distinct keys, ascending, on the finest grid that has at most `limit`."""
    drop = bits_to_drop(keys, limit)
    if drop:
        keys, counts = _merged(shifted(keys, drop), counts)
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
