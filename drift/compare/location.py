"""Where live values lie among the reference's: their mean rank, which has a sign and no tuning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from drift.compare.aligned import Aligned


def mean_rank(aligned: Aligned) -> float:
    """Return the probability that a live value is above a reference one, ties counting half.

    The statistic of Mann and Whitney [1]_ divided by ``n m``: 0.5 where neither side is higher. Values
    that share a cell count as ties.

    Parameters
    ----------
    aligned : Aligned
        Counts of ordered values, with rows on both sides.

    Returns
    -------
    float
        From 0 (all live values are below) to 1.

    References
    ----------
    .. [1] Mann and Whitney, "On a test of whether one of two random variables is stochastically larger
           than the other", Annals of Mathematical Statistics 18 (1947).

    Examples
    --------
    >>> from drift.compare.aligned import align
    >>> from drift.profile.cells import count_cells
    >>> from drift.profile.keys import float_keys
    >>> one, two = (count_cells(float_keys(np.array(x)), limit=9) for x in ([1.0, 2.0], [2.0, 3.0]))
    >>> mean_rank(align(one, two, ordered=True))
    0.875
    """
    below = np.cumsum(aligned.reference) - aligned.reference
    return float(aligned.live @ (below + aligned.reference / 2)) / (aligned.n * aligned.m)
