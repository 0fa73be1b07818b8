"""The levels of a category on both sides; an empty text is none, it counts as missing."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.aligned import Aligned, align

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

EMPTY_KEY = 0xEF46DB3751D8E999  # the xxHash64 of no bytes


@lru_cache(maxsize=1)  # most checks of a column ask for the same
def align_levels(reference: ColumnProfile, live: ColumnProfile) -> Aligned:
    """Return the counts of both sides by level, or by hash bucket where levels are too many."""
    both = align(reference.cells, live.cells, ordered=False)
    if reference.family != "text" or not both.exact:
        return both
    level = both.keys != np.uint64(EMPTY_KEY)
    return replace(both, reference=both.reference * level, live=both.live * level)


@lru_cache(maxsize=1)
def level_counts(
    reference: ColumnProfile, live: ColumnProfile
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of each level on both sides, exact: of all levels, or of those with small hashes.

    Where levels were too many to be counted one by one, those with the smallest hashes stand for all:
    both sketches hold every level up to the smaller of their thresholds, with its exact count.
    """
    if reference.cells.exact and live.cells.exact:
        both = align_levels(reference, live)
        return both.reference, both.live
    if reference.family != "text":
        nothing = np.zeros(0, np.int64)
        return nothing, nothing
    one, other = reference.text.distinct, live.text.distinct
    thresholds = [sketch.threshold for sketch in (one, other) if sketch.threshold is not None]
    keys = np.union1d(one.hashes, other.hashes)
    if thresholds:
        keys = keys[keys <= np.uint64(min(thresholds))]
    keys = keys[keys != np.uint64(EMPTY_KEY)]
    return _counts_at(keys, one.hashes, one.counts), _counts_at(keys, other.hashes, other.counts)


def _counts_at(
    keys: NDArray[np.uint64], hashes: NDArray[np.uint64], counts: NDArray[np.int64]
) -> NDArray[np.int64]:
    if hashes.size == 0:
        return np.zeros(keys.size, np.int64)
    place = np.minimum(np.searchsorted(hashes, keys), hashes.size - 1)
    return np.where(hashes[place] == keys, counts[place], 0)
