"""The Kolmogorov-Smirnov distance: the largest gap between two cumulative shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.statistic import Distance, Statistic, effective_rows

if TYPE_CHECKING:
    from drift.compare.aligned import Aligned

# The constant of the two-sample inequality. With 2 it fails for some small samples, but only where the
# true probability is 0.1 or more (n = m = 3); with e it holds for these too.
_CONSTANT, _CONSTANT_OF_LARGE_LEVELS = 2.0, math.e
_LARGE_LEVEL = 0.09


def ks_distance(aligned: Aligned) -> Distance:
    """Return the largest gap between the cumulative shares at the ends of cells.

    Where every cell is a single value this is `scipy.stats.ks_2samp` on the rows. Within a wider
    cell the gap may be larger, by as much as if all of one side's rows there came before the other's;
    so the distance is never overstated, and `error` says by how much it may be understated.

    Examples
    --------
    >>> from drift.compare.aligned import align
    >>> from drift.profile.cells import count_cells
    >>> from drift.profile.keys import float_keys
    >>> one, two = (count_cells(float_keys(np.array(x)), limit=9) for x in ([1.0, 2.0], [2.0, 3.0]))
    >>> ks_distance(align(one, two, ordered=True))
    Distance(value=0.5, error=0.0)
    """
    # Whole numbers until the end, so that equal shares give exactly 0.
    n, m = aligned.n, aligned.m
    reference, live = np.cumsum(aligned.reference) / n, np.cumsum(aligned.live) / m
    value = float(np.abs(reference - live).max())
    if aligned.exact:
        return Distance(value=value, error=0.0)
    of_reference = np.where(aligned.single, 0, aligned.reference) / n
    of_live = np.where(aligned.single, 0, aligned.live) / m
    before = np.concatenate([[0.0], (reference - live)[:-1]])
    largest = float(np.maximum(before + of_reference, of_live - before).max())
    return Distance(value=value, error=max(largest - value, 0.0))


def ks_margin(aligned: Aligned, level: float) -> float:
    """Return the distance that exchangeable rows reach with probability `level` at most.

    The two-sample Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant,
    ``P(D >= d) <= 2 * exp(-2 * e * d**2)`` at ``e = n * m / (n + m)`` effective rows. Ties make it
    conservative. See `docs/statistics.md` for which row counts it is proven.
    """
    constant = _CONSTANT if level <= _LARGE_LEVEL else _CONSTANT_OF_LARGE_LEVELS
    return math.sqrt(math.log(constant / level) / (2 * effective_rows(aligned)))


def ks_p_value(aligned: Aligned, distance: Distance) -> float:
    """Return the level whose margin is this distance: never below the exact probability."""
    exponent = -2 * effective_rows(aligned) * distance.value**2
    level = _CONSTANT * math.exp(exponent)
    return level if level <= _LARGE_LEVEL else min(1.0, _CONSTANT_OF_LARGE_LEVELS * math.exp(exponent))


KS = Statistic(
    name="ks",
    unit="share",
    measures="ordered",
    decides=True,
    symmetric=True,
    measure=ks_distance,
    margin=ks_margin,
    p_value=ks_p_value,
)
