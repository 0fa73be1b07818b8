"""The ways in which values are rounded to multiples of a step, and what a distribution is then."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import Distribution, joined, merged

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Rounds = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def half_up(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values rounded to the nearest whole number, halves away from zero."""
    return np.floor(np.abs(values) + 0.5) * np.sign(values)


LAST_BITS = 1e-12  # relative: what the order of a product and a quotient may change
WAYS: tuple[Rounds, ...] = (np.rint, half_up, np.floor, np.ceil, np.trunc)


def met(of: Distribution, other: Distribution, *, within: float = 0.0) -> Distribution:
    """Return a distribution whose values are another's where they differ by a last bit or two alone.

    Or by at most `within`, where it is more.
    """
    ends = merged(other.lower, other.upper)

    def nearest(values: NDArray[np.float64]) -> NDArray[np.float64]:
        places = np.clip(np.searchsorted(ends, values), 1, max(ends.size - 1, 1))
        below, above = ends[places - 1], ends[np.minimum(places, ends.size - 1)]
        near = np.where(values - below <= above - values, below, above)
        close = np.maximum(within, LAST_BITS * np.abs(values))
        return np.where(np.abs(values - near) <= close, near, values)

    return joined(nearest(of.lower), nearest(of.upper), of.counts)


def rounded(of: Distribution, step: float, way: Rounds) -> Distribution:
    """Return a distribution with all values rounded to multiples of a step, each cell by its ends."""
    with np.errstate(over="ignore", invalid="ignore"):
        lower, upper = (np.nan_to_num(way(end / step) * step) for end in (of.lower, of.upper))
    return joined(lower, upper, of.counts)


def to_decimals(of: Distribution, step: float) -> Distribution | None:
    """Return a distribution rounded to decimals as numpy and polars do; None where the step is no decimal.

    They multiply by a power of ten and divide again, so whether 309.95 becomes 309.9 or 310.0 hangs on a
    last bit, and the values of a column whose decimals all end in 5 heap up on some tenths.
    """
    decimals = -round(math.log10(step))
    if decimals < 0 or not math.isclose(step, 10.0**-decimals, rel_tol=LAST_BITS):
        return None
    return joined(np.round(of.lower, decimals), np.round(of.upper, decimals), of.counts)
