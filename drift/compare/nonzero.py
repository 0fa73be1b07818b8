"""The KS distance of the values other than zero, for columns with many zeros.

Where nine rows of ten are zero, a distance on all rows cannot exceed a tenth, whatever became of the
rest. Given which rows are zero, the others are exchangeable too, so the same margin holds at their
own numbers.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.aligned import Aligned, align
from drift.compare.ks import KS
from drift.profile.keys import float_keys

if TYPE_CHECKING:
    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile

NAME = "nonzero_ks"
MIN_ZERO_SHARE = 0.1  # of both sides' rows together; with fewer zeros the distance on all rows sees enough
MIN_ROWS = 5  # of either side that are not zero

ZERO_KEY = float_keys(np.zeros(1))[0]


def measure_nonzero(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the KS distance of the values other than zero, 0 to 1.

    None where zeros are few, or either side has hardly a value beside them.
    """
    mine, theirs = reference.number.zeros, live.number.zeros
    if mine + theirs < MIN_ZERO_SHARE * (reference.cells.rows + live.cells.rows):
        return None
    both = without_zeros(reference, live)
    if both.n < MIN_ROWS or both.m < MIN_ROWS:
        return None
    return replace(KS.compare(both, level), statistic=NAME)


@lru_cache(maxsize=1)  # most checks of a column ask for the same
def align_numbers(reference: ColumnProfile, live: ColumnProfile) -> Aligned:
    """Return two number columns on one grid."""
    zeros = (reference.number.zeros, live.number.zeros)
    return align(reference.cells, live.cells, ordered=True, zeros=zeros)


def without_zeros(reference: ColumnProfile, live: ColumnProfile) -> Aligned:
    """Return two number columns on one grid, without the rows that are zero."""
    both = align_numbers(reference, live)
    at_zero = both.keys == ZERO_KEY >> np.uint64(max(reference.cells.level, live.cells.level))
    return replace(
        both,
        reference=both.reference - at_zero * reference.number.zeros,
        live=both.live - at_zero * live.number.zeros,
    )
