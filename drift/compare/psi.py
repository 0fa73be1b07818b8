"""The population stability index, known from credit scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.compare.binning import bins_of, levels_known
from drift.compare.chi_square import sampling_quantile, sampling_tail
from drift.compare.statistic import Distance, Statistic

if TYPE_CHECKING:
    from drift.compare.aligned import Aligned

# So much of a row of the smaller side is added to every bin, so that an empty one costs a finite amount.
ADDED_ROWS = 0.5


def psi_distance(aligned: Aligned) -> Distance:
    """Return the sum over bins of ``(q - p) * ln(q / p)``.

    In nats, from 0, without an upper bound. Half a row of the smaller side is added to every bin, as
    the same share on both sides, so that equal shares stay equal. The bins are those of
    `drift.compare.binning`, made from the reference.

    Examples
    --------
    >>> from drift.compare.aligned import aligned_levels
    >>> round(psi_distance(aligned_levels([499, 1499], [999, 999])).value, 2)
    0.27
    """
    bins = bins_of(aligned)
    added = ADDED_ROWS / min(aligned.n, aligned.m)
    reference, live = ((share + added) / (1 + added * share.size) for share in bins.shares)
    return Distance(value=float((live - reference) @ np.log(live / reference)), error=0.0)


def psi_margin(aligned: Aligned, level: float) -> float:
    """Return an approximation of what exchangeable rows reach with probability `level`.

    Times the effective rows the index tends to a chi-square variable with one degree of freedom less
    than there are bins.
    """
    bins = bins_of(aligned)
    return sampling_quantile(bins, level) / bins.effective_rows


def psi_p_value(aligned: Aligned, distance: Distance) -> float:
    """Return the approximate probability of an index this large."""
    bins = bins_of(aligned)
    return sampling_tail(bins, distance.value * bins.effective_rows)


PSI = Statistic(
    name="psi",
    unit="nats",
    measures="both",
    decides=False,
    symmetric=False,
    measure=psi_distance,
    margin=psi_margin,
    p_value=psi_p_value,
    needs=levels_known,
)
