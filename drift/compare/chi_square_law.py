"""The chi-square distribution: its upper tail and its quantiles.

Margins of four statistics rest on it. `scipy.special` has it too, at a quarter of a second for the
import, which every check would pay.
"""

from __future__ import annotations

import math
from functools import lru_cache

_PRECISION = 1e-14  # relative, of a series or a fraction
_QUANTILE_PRECISION = 1e-12
_MOST_STEPS = 100_000  # never reached: some thousand do for the most degrees of freedom there can be
_TINY = 1e-300  # in place of 0, where Lentz's method would divide by it


def chi_square_tail(value: float, freedom: int) -> float:
    """Return the probability that a chi-square variable is larger than `value`.

    Parameters
    ----------
    value : float
        At least 0.
    freedom : int
        Degrees of freedom, at least 1.

    Examples
    --------
    A textbook's table has 3.841 at 5 % for one degree of freedom.

    >>> round(chi_square_tail(3.841, 1), 4)
    0.05
    """
    half, x = freedom / 2, value / 2
    if x <= 0:
        return 1.0
    # The series converges fast below the mean, the continued fraction above.
    density = math.exp(half * math.log(x) - x - math.lgamma(half))
    if x < half + 1:
        return max(0.0, 1.0 - density * _series(half, x))
    return min(1.0, density * _fraction(half, x))


@lru_cache(maxsize=1024)
def chi_square_quantile(level: float, freedom: int) -> float:
    """Return the value that a chi-square variable exceeds with probability `level`, above 0 and below 1."""
    low, high = 0.0, float(freedom)
    while chi_square_tail(high, freedom) > level:
        low, high = high, 2 * high
    while high - low > _QUANTILE_PRECISION * high:
        middle = (low + high) / 2
        if chi_square_tail(middle, freedom) > level:
            low = middle
        else:
            high = middle
    return high


def normal_quantile(level: float) -> float:
    """Return how far from 0, either way, a standard normal variable is with probability `level`."""
    return math.sqrt(chi_square_quantile(level, 1))


def _series(half: float, x: float) -> float:
    term = total = 1 / half
    for step in range(1, _MOST_STEPS):
        term *= x / (half + step)
        total += term
        if term < _PRECISION * total:
            break
    return total


def _fraction(half: float, x: float) -> float:
    """Return the continued fraction of the upper incomplete gamma function, by Lentz's method."""
    b = x + 1 - half
    c, d = 1 / _TINY, 1 / b
    total = d
    for step in range(1, _MOST_STEPS):
        a = -step * (step - half)
        b += 2
        d = 1 / (a * d + b or _TINY)
        c = b + a / c or _TINY
        total *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return total
