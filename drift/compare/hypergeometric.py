"""The hypergeometric distribution: how many of the marked rows a part drawn at random holds.

If reference and live rows are exchangeable, then, given how often a value occurs in both together,
its count in the live part has this distribution, whatever the values are. It is computed to full
precision up to 1e9 rows and more, in numpy alone, by the deviance form of Loader [1]_.

.. [1] C. Loader, "Fast and accurate computation of binomial probabilities", 2000.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Up to here log-factorials come from a table; from here on four terms of Stirling's series are exact
# to the last digit.
_TABLE_SIZE = 16
_SERIES = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680)

# Below this the deviance of `x` from `mean` is summed as a series, whose terms shrink by its square.
_SMALL_DEVIATION = 0.1
_DEVIANCE_TERMS = 9

# A mean below this is nothing: what it is compared with, divided by it, would overflow.
_LEAST_MEAN = 1e-290


def hypergeometric_pmf(
    found: ArrayLike, *, drawn: ArrayLike, marked: ArrayLike, rows: int
) -> NDArray[np.float64]:
    """Return the probability to find exactly `found` marked rows among the drawn.

    Parameters
    ----------
    found, drawn, marked : array_like of whole numbers
        Counts that broadcast together; `drawn` of all `rows` are taken without replacement, of which
        `marked` are marked. What cannot be found has probability 0.
    rows : int
        All rows, at least 1.
    """
    found, drawn, marked = (np.asarray(x, np.float64) for x in (found, drawn, marked))
    shape = np.broadcast_shapes(found.shape, drawn.shape, marked.shape)
    other, share = rows - marked, drawn / rows
    parts = _stacked(shape, found, drawn - found, marked - found, other - drawn + found)
    means = _stacked(shape, marked * share, other * share, marked * (1 - share), other * (1 - share))
    possible = (parts >= 0).all(axis=0)
    parts = np.where(possible, parts, np.maximum(means, 0))
    of_parts = (log_factorial_rest(parts) + deviance(parts, means)).sum(axis=0)
    of_rows = log_factorial_rest(np.stack([marked, other])).sum(axis=0) + (
        log_factorial_rest(np.stack([drawn, rows - drawn])).sum(axis=0) - log_factorial_rest(rows)
    )
    return np.where(possible, np.exp(np.minimum(of_rows - of_parts, 0.0)), 0.0)


def mean_deviation(*, drawn: int, marked: ArrayLike, rows: int) -> NDArray[np.float64]:
    """Return the mean of ``abs(found - mean)``, exactly: De Moivre's closed form [1]_.

    .. [1] P. Diaconis and S. Zabell, "Closed form summation for classical distributions: variations
       on a theme of De Moivre", Statistical Science 6, 1991.
    """
    marked = np.asarray(marked, np.float64)
    above = np.floor(marked * drawn / rows) + 1
    weight = above * (rows - marked - drawn + above)
    probability = hypergeometric_pmf(above, drawn=drawn, marked=marked, rows=rows)
    return np.asarray(2 / rows * weight * probability)


def binomial_mean_deviation(*, drawn: int, share: ArrayLike) -> NDArray[np.float64]:
    """Return the same mean where each row drawn is put back: never smaller, by Hoeffding's comparison."""
    share = np.asarray(share, np.float64)
    mean = drawn * share
    above = np.minimum(np.floor(mean) + 1, drawn)
    parts = np.stack([above, drawn - above])
    exponent = log_factorial_rest(drawn) - (
        log_factorial_rest(parts) + deviance(parts, np.stack([mean, drawn - mean]))
    ).sum(axis=0)
    return np.asarray(2 * above * (1 - share) * np.exp(np.minimum(exponent, 0.0)))


def _stacked(shape: tuple[int, ...], *arrays: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.broadcast_to(array, shape) for array in arrays])


def log_factorial_rest(x: ArrayLike) -> NDArray[np.float64]:
    """Return ``log(x!) - x * log(x) + x``: the part of a log-factorial that does not cancel."""
    x = np.asarray(x, np.float64)
    large = np.maximum(x, 1.0)
    inverse = 1 / large
    square = inverse * inverse
    rest = np.zeros_like(x)
    for coefficient in reversed(_SERIES):
        rest = rest * square + coefficient
    rest = rest * inverse + 0.5 * np.log(2 * math.pi * large)
    small = x < _TABLE_SIZE
    # Only whole numbers below the table's end look it up.
    return np.where(small, _TABLE[np.where(small, x, 0).astype(np.int64)], rest)


def deviance(x: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``x * log(x / mean) + mean - x`` without cancellation: `mean` at 0, infinite from 0."""
    positive = (x > 0) & (mean > _LEAST_MEAN)
    x_safe, mean_safe = np.where(positive, x, 1.0), np.where(positive, mean, 1.0)
    ratio = (x_safe - mean_safe) / (x_safe + mean_safe)
    square = ratio * ratio
    series = np.zeros_like(ratio)
    for term in range(_DEVIANCE_TERMS, 0, -1):
        series = (series + 1 / (2 * term + 1)) * square
    close = (x_safe - mean_safe) * ratio + 2 * x_safe * ratio * series
    far = x_safe * np.log(x_safe / mean_safe) + mean_safe - x_safe
    both = np.where(np.abs(ratio) < _SMALL_DEVIATION, close, far)
    return np.where(positive, both, np.where(x > 0, np.inf, mean))


_TABLE = np.array(
    [math.lgamma(x + 1) - x * math.log(x) + x if x else 0.0 for x in range(_TABLE_SIZE)], np.float64
)
