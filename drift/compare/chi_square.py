"""Pearson's chi-square statistic of homogeneity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.binning import Bins, bins_of, levels_known
from drift.compare.chi_square_law import chi_square_quantile, chi_square_tail
from drift.compare.statistic import Distance, Statistic

if TYPE_CHECKING:
    from drift.compare.aligned import Aligned


def chi_square_distance(aligned: Aligned) -> Distance:
    """Return the sum over bins of squared differences to the expected rows, each by the expected rows.

    It grows with the rows, so it says how sure a difference is and not how large. Both tables' rows
    are compared with what their common shares would give, as `scipy.stats.chi2_contingency` does.

    Examples
    --------
    >>> from drift.compare.aligned import aligned_levels
    >>> round(chi_square_distance(aligned_levels([10, 20], [20, 10])).value, 6)
    6.666667
    """
    bins = bins_of(aligned)
    reference, live = bins.shares
    both = bins.reference + bins.live
    each = (reference - live) ** 2 / (both / both.sum())
    return Distance(value=bins.effective_rows * float(each.sum()), error=0.0)


def chi_square_margin(aligned: Aligned, level: float) -> float:
    """Return the chi-square quantile: an approximation, good from about five expected rows a bin on."""
    return sampling_quantile(bins_of(aligned), level)


def chi_square_p_value(aligned: Aligned, distance: Distance) -> float:
    """Return the chi-square tail beyond the statistic."""
    return sampling_tail(bins_of(aligned), distance.value)


def sampling_quantile(bins: Bins, level: float) -> float:
    """Return what the statistic of exchangeable rows exceeds with probability `level`, for many rows."""
    return chi_square_quantile(level, bins.freedom) if bins.freedom else 0.0


def sampling_tail(bins: Bins, value: float) -> float:
    """Return the probability that the statistic of exchangeable rows exceeds `value`, for many rows."""
    return chi_square_tail(value, bins.freedom) if bins.freedom else 1.0


CHI_SQUARE = Statistic(
    name="chi_square",
    unit="chi-square",
    measures="both",
    decides=False,
    symmetric=False,
    measure=chi_square_distance,
    margin=chi_square_margin,
    p_value=chi_square_p_value,
    needs=levels_known,
)
