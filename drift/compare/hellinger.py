"""The Hellinger distance: between the roots of shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.binning import bins_of, levels_known
from drift.compare.chi_square import sampling_quantile, sampling_tail
from drift.compare.statistic import Distance, Statistic

if TYPE_CHECKING:
    from drift.compare.aligned import Aligned

# Times the effective rows, so many of its squares tend to a chi-square variable.
_SQUARES = 8


def hellinger_distance(aligned: Aligned) -> Distance:
    """Return the root of half the sum over bins of ``(sqrt(q) - sqrt(p)) ** 2``, from 0 to 1.

    Examples
    --------
    >>> from drift.compare.aligned import aligned_levels
    >>> round(hellinger_distance(aligned_levels([1, 3], [1, 1])).value, 3)
    0.185
    """
    reference, live = bins_of(aligned).shares
    square = float(((np.sqrt(live) - np.sqrt(reference)) ** 2).sum()) / 2
    return Distance(value=min(math.sqrt(square), 1.0), error=0.0)


def hellinger_margin(aligned: Aligned, level: float) -> float:
    """Return an approximation of what exchangeable rows reach with probability `level`."""
    bins = bins_of(aligned)
    return math.sqrt(sampling_quantile(bins, level) / (_SQUARES * bins.effective_rows))


def hellinger_p_value(aligned: Aligned, distance: Distance) -> float:
    """Return the approximate probability of a distance this large."""
    bins = bins_of(aligned)
    return sampling_tail(bins, _SQUARES * bins.effective_rows * distance.value**2)


HELLINGER = Statistic(
    name="hellinger",
    unit="distance",
    measures="both",
    decides=False,
    symmetric=False,
    measure=hellinger_distance,
    margin=hellinger_margin,
    p_value=hellinger_p_value,
    needs=levels_known,
)
