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
    from collections.abc import Iterator

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
    parts = _side_by_side(shape, found, drawn - found, marked - found, other - drawn + found)
    means = _side_by_side(shape, marked * share, other * share, marked * (1 - share), other * (1 - share))
    possible = (parts >= 0).all(axis=0)
    if not possible.all():
        parts = np.where(possible, parts, np.maximum(means, 0))
    of_parts = (log_factorial_rest(parts) + deviance(parts, means)).sum(axis=0)
    of_marked, of_other, of_drawn, of_left, of_all = _rests(marked, other, drawn, rows - drawn, rows)
    of_rows = of_marked + of_other + (of_drawn + of_left - of_all)
    return np.where(possible, np.exp(np.minimum(of_rows - of_parts, 0.0)), 0.0)


def next_ratio(found: NDArray[np.float64], *, drawn: int, marked: int, rows: int) -> NDArray[np.float64]:
    """Return the probability of one more by that of `found`: falling, and below 1 beyond the mean."""
    left = np.maximum(marked - found, 0.0) * np.maximum(drawn - found, 0.0)
    return left / ((found + 1.0) * (rows - marked - drawn + found + 1.0))


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


def _side_by_side(shape: tuple[int, ...], *arrays: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return arrays that broadcast to a shape as one, of shape (arrays, *shape)."""
    table = np.empty((len(arrays), *shape))
    for place, array in enumerate(arrays):
        table[place] = array
    return table


def _rests(*arrays: ArrayLike) -> Iterator[NDArray[np.float64]]:
    """Yield `log_factorial_rest` of each array, by one call for all."""
    each = [np.asarray(array, np.float64) for array in arrays]
    rests = log_factorial_rest(np.concatenate([array.ravel() for array in each]))
    start = 0
    for array in each:
        yield rests[start : start + array.size].reshape(array.shape)
        start += array.size


def log_factorial_rest(x: ArrayLike) -> NDArray[np.float64]:
    """Return ``log(x!) - x * log(x) + x``: the part of a log-factorial that does not cancel."""
    x = np.asarray(x, np.float64)
    large = np.maximum(x, 1.0)
    inverse = 1 / large
    square = inverse * inverse
    rest = np.full_like(x, _SERIES[-1])
    for coefficient in _SERIES[-2::-1]:
        rest *= square
        rest += coefficient
    rest *= inverse
    large *= 2 * math.pi
    rest += 0.5 * np.log(large)
    small = x < _TABLE_SIZE
    if small.any():
        # Only whole numbers below the table's end look it up.
        rest = np.where(small, _TABLE[np.where(small, x, 0).astype(np.int64)], rest)
    return rest


def deviance(x: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``x * log(x / mean) + mean - x`` without cancellation: `mean` at 0, infinite from 0."""
    positive = (x > 0) & (mean > _LEAST_MEAN)
    all_positive = bool(positive.all())
    x_safe = x if all_positive else np.where(positive, x, 1.0)
    mean_safe = mean if all_positive else np.where(positive, mean, 1.0)
    apart = x_safe - mean_safe
    ratio = apart / (x_safe + mean_safe)
    both = x_safe * np.log(x_safe / mean_safe) - apart
    close = np.abs(ratio) < _SMALL_DEVIATION
    if close.any():
        both[close] = _close_deviance(x_safe[close], apart[close], ratio[close])
    return both if all_positive else np.where(positive, both, np.where(x > 0, np.inf, mean))


def _close_deviance(
    x: NDArray[np.float64], apart: NDArray[np.float64], ratio: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the deviance of values near their means, as a series that does not cancel."""
    square = ratio * ratio
    series = np.zeros_like(ratio)
    for term in range(_DEVIANCE_TERMS, 0, -1):
        series += 1 / (2 * term + 1)
        series *= square
    series *= 2 * x * ratio
    series += apart * ratio
    return series


_TABLE = np.array(
    [math.lgamma(x + 1) - x * math.log(x) + x if x else 0.0 for x in range(_TABLE_SIZE)], np.float64
)
