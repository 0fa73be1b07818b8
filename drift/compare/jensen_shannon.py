"""The Jensen-Shannon distance: how well a row tells which side it came from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.binning import bins_of, levels_known
from drift.compare.chi_square import sampling_quantile, sampling_tail
from drift.compare.statistic import Distance, Statistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.aligned import Aligned

# Times the effective rows, so many of its squares, in bits, tend to a chi-square variable.
_SQUARES = 8 * math.log(2)


def jensen_shannon_distance(aligned: Aligned) -> Distance:
    """Return the root of the mean divergence, in bits, of both sides from the mean of their shares.

    From 0 to 1: `scipy.spatial.distance.jensenshannon` with base 2.

    Examples
    --------
    >>> from drift.compare.aligned import aligned_levels
    >>> round(jensen_shannon_distance(aligned_levels([1, 0], [1, 1])).value, 4)
    0.5579
    """
    reference, live = bins_of(aligned).shares
    middle = (reference + live) / 2
    divergence = (_divergence(reference, middle) + _divergence(live, middle)) / 2
    return Distance(value=min(math.sqrt(max(divergence, 0.0)), 1.0), error=0.0)


def jensen_shannon_margin(aligned: Aligned, level: float) -> float:
    """Return an approximation of what exchangeable rows reach with probability `level`."""
    bins = bins_of(aligned)
    return math.sqrt(sampling_quantile(bins, level) / (_SQUARES * bins.effective_rows))


def jensen_shannon_p_value(aligned: Aligned, distance: Distance) -> float:
    """Return the approximate probability of a distance this large."""
    bins = bins_of(aligned)
    return sampling_tail(bins, _SQUARES * bins.effective_rows * distance.value**2)


def _divergence(share: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the Kullback-Leibler divergence in bits; what has no share adds nothing."""
    some = share > 0
    return float(share[some] @ np.log2(share[some] / other[some]))


JENSEN_SHANNON = Statistic(
    name="jensen_shannon",
    unit="distance",
    measures="both",
    decides=False,
    symmetric=False,
    measure=jensen_shannon_distance,
    margin=jensen_shannon_margin,
    p_value=jensen_shannon_p_value,
    needs=levels_known,
)
