"""The Wasserstein distance: how far the average row would have to move, in standard deviations."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.chi_square_law import normal_quantile
from drift.compare.statistic import Distance, Statistic, effective_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.aligned import Aligned


def wasserstein_distance(aligned: Aligned) -> Distance:
    """Return the area between the cumulative shares, in standard deviations of the reference.

    Within a cell wider than a single value rows are taken to be spread evenly. `error` holds for any
    other places that they may have there, on both sides, and for the standard deviation as well.
    What no float can hold is cut at the largest one.

    Examples
    --------
    >>> from drift.compare.aligned import align
    >>> from drift.profile.cells import count_cells
    >>> from drift.profile.keys import float_keys
    >>> one, two = (count_cells(float_keys(np.array(x)), limit=9) for x in ([-1.0, 1.0], [0.0, 2.0]))
    >>> wasserstein_distance(align(one, two, ordered=True))
    Distance(value=1.0, error=0.0)
    """
    exponent, widths, gaps = _lengths(aligned)
    reference, live = aligned.reference / aligned.n, aligned.live / aligned.m
    after = np.cumsum(aligned.reference) / aligned.n - np.cumsum(aligned.live) / aligned.m
    before = np.concatenate([[0.0], after[:-1]])
    least, even, most = _within(before, after, reference, live)
    between = float(np.abs(after[:-1]) @ gaps)
    low, area, high = (between + float(height @ widths) for height in (least, even, most))
    spread, spread_error = _scaled(aligned.spread, -exponent), _scaled(aligned.spread_error, -exponent)
    value = _ratio(area, spread)
    below = value - _ratio(low, spread + spread_error)
    above = _ratio(high, spread - spread_error) - value
    return Distance(value=value, error=max(below, above, 0.0))


def wasserstein_margin(aligned: Aligned, level: float) -> float:
    """Return an approximation of what exchangeable rows reach with probability `level`.

    The area under the band in which the difference of shares at a single place stays but for that
    probability, if it is normal. Places vary together, but not wholly, so it is rather too large.
    """
    exponent, widths, gaps = _lengths(aligned)
    share = np.cumsum(aligned.reference + aligned.live) / (aligned.n + aligned.m)
    after = np.sqrt(np.maximum(share * (1 - share), 0.0))
    before = np.concatenate([[0.0], after[:-1]])
    area = float(after[:-1] @ gaps) + float((before + after) @ widths) / 2
    deviation = _ratio(area, _scaled(aligned.spread, -exponent)) / math.sqrt(effective_rows(aligned))
    return min(normal_quantile(level) * deviation, sys.float_info.max)


def reference_varies(aligned: Aligned) -> bool:
    """Return whether the reference is known to vary, so that its standard deviation can be a unit."""
    return aligned.spread > aligned.spread_error


def _within(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    reference: NDArray[np.float64],
    live: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean gap inside each cell: the least possible, with rows spread evenly, the largest.

    Wherever its rows are, the signed gap stays between all of live coming first and all of the
    reference coming first.
    """
    lowest, highest = before - live, before + reference
    least = np.maximum(np.maximum(lowest, -highest), 0.0)
    most = np.maximum(np.abs(lowest), np.abs(highest))
    start, end = np.abs(before), np.abs(after)
    # A straight line from one sign to the other: two triangles in place of a trapezium.
    crosses = before * after < 0
    total = np.where(crosses, start + end, 1.0)
    even = np.where(crosses, (start**2 + end**2) / total, start + end) / 2
    return least, even, most


def _lengths(aligned: Aligned) -> tuple[int, NDArray[np.float64], NDArray[np.float64]]:
    """Return widths of cells and gaps between them, as multiples of 2 to the power that comes first.

    The power brings the largest end below 1, so that no difference overflows.
    """
    exponent = int(np.frexp(np.maximum(np.abs(aligned.lower), np.abs(aligned.upper)).max())[1])
    lower, upper = np.ldexp(aligned.lower, -exponent), np.ldexp(aligned.upper, -exponent)
    return exponent, upper - lower, lower[1:] - upper[:-1]


def _scaled(value: float, exponent: int) -> float:
    return float(np.ldexp(value, exponent))


def _ratio(area: float, spread: float) -> float:
    """Divide, within what a float can hold: a spread may be far below the smallest float of the scale."""
    if area == 0:
        return 0.0
    return min(area / max(spread, sys.float_info.min), sys.float_info.max)


WASSERSTEIN = Statistic(
    name="wasserstein",
    unit="standard deviations of the reference",
    measures="ordered",
    decides=False,
    symmetric=False,
    measure=wasserstein_distance,
    margin=wasserstein_margin,
    p_value=None,
    needs=reference_varies,
)
