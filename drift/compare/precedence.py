"""Precedence: how many of the reference's rows lie before a live one of a rank, by chance.

If rows are exchangeable and values differ, which of the ``n + m`` ranks are live is drawn at random.
The live row of rank `j` lies before the reference's row of rank `r` if at least `j` of the lowest
``r + j - 1`` rows are live: a hypergeometric tail. With ties it is rarer still.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from drift.compare.hypergeometric import hypergeometric_pmf, next_ratio

_MOST_TERMS = 4096  # of a tail; what is beyond is bounded by a geometric series
_ROUNDING = 1e-11  # relative: so that rounding cannot bring a sum of products below the exact one

_NEWTON_STEPS = 8  # towards the sought rank; it mostly takes two, and two more to see that it is the one
_LEAST_LEVEL = 1e-300  # of which the normal law has a quantile


@lru_cache(maxsize=4096)
def largest_before(n: int, m: int, j: int, level: float) -> int:
    """Return the largest `r` such that the live row of rank `j` precedes the reference's of rank `r` rarely.

    Parameters
    ----------
    n, m : int
        Rows of the reference and of the batch.
    j : int
        A rank of the batch, from 1 to `m`.
    level : float
        The probability that it does by chance, at most.

    Returns
    -------
    int
        0 where even the reference's first is preceded more often.

    Examples
    --------
    Three live rows against three: all three live ones come first in 1 of 20 orders.

    >>> largest_before(3, 3, 3, 0.06), largest_before(3, 3, 3, 0.04)
    (1, 0)
    """
    low, high = 0, n
    guess, slope = _normal(n, m, j, level)
    steps = 0
    while low < high:
        rank = min(max(guess, low + 1), high)
        found = precedes(n, m, j, rank)
        if found <= level:
            low = rank
        else:
            high = rank - 1
        guess = (low + high + 1) // 2
        if steps < _NEWTON_STEPS and 0 < found < 1:
            guess = rank + round((math.log(level) - math.log(found)) / slope)
        steps += 1
    return low


def _normal(n: int, m: int, j: int, level: float) -> tuple[int, float]:
    """Return where the normal law puts the sought rank, and how the logarithm rises from rank to rank."""
    share = j / (m + 1)
    deviation = math.sqrt(share * (1 - share) * n * (n + m) / m)
    level = min(max(level, _LEAST_LEVEL), 0.5)
    reach = NormalDist().inv_cdf(level)
    return int(share * n + reach * deviation), NormalDist().pdf(reach) / level / deviation


def precedes(n: int, m: int, j: int, r: int) -> float:
    """Return the probability that the live row of rank `j` precedes the reference's of rank `r`.

    Never below the exact one.
    """
    drawn, rows = r + j - 1, n + m
    last = min(m, drawn)
    if last < j:
        return 0.0
    # The terms fall from the mean on; before it the whole tail is no small probability.
    if j <= drawn * m / rows:
        return 1.0
    first = float(hypergeometric_pmf(j, drawn=drawn, marked=m, rows=rows))
    found = j + np.arange(min(last - j + 1, _MOST_TERMS), dtype=np.float64)
    ratio = next_ratio(found, drawn=drawn, marked=m, rows=rows)
    terms = np.cumprod(ratio)
    # Each term after these is at most the last ratio times the one before.
    rest = float(terms[-1]) / (1.0 - float(ratio[-1]))
    return min(1.0, first * (1.0 + float(terms[:-1].sum()) + rest) * (1.0 + _ROUNDING))
