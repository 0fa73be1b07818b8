"""The tests that Evidently takes by default, of a column's kind and of the rows of its reference, on counts.

Up to 1,000 rows of reference: Kolmogorov and Smirnov's test of numbers, the chi-square of levels, the z-test
of two. Beyond: the Wasserstein distance of numbers, in standard deviations of the reference, and the
distance of Jensen and Shannon of levels. Numbers of five values or fewer are taken as levels. So is it done
in `evidently.legacy.calculations.stattests` of Evidently 0.7.23, on rows without what is missing or infinite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.aligned import align

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.cells import Cells

MOST_ROWS: Final = 1_000  # of reference, for which a p-value is taken and not a distance
MOST_VALUES: Final = 5  # of both sides, up to which numbers are taken as levels
TWO: Final = 2
LEVEL: Final = 0.05  # below which a p-value is drift
DISTANCE: Final = 0.1  # from which a distance is drift
LEAST_SPREAD: Final = 0.001
EXACT_ROWS: Final = 10_000  # of either side, up to which scipy's p-value is exact


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidentlyScore:
    """What Evidently's test of a column gives.

    Attributes
    ----------
    test : str
        The test, in words.
    value, threshold : float
        The score, and what it is held against.
    drifted : bool
        Whether that is drift.
    """

    test: str
    value: float
    threshold: float
    drifted: bool


def score_of_numbers(reference: Cells, live: Cells) -> EvidentlyScore:
    """Return the score of numbers, both sides of which have values."""
    both = align(reference, live, ordered=True)
    if both.exact and both.keys.size <= MOST_VALUES:
        return _of_levels(both.reference, both.live)
    if both.n > MOST_ROWS:
        middles = both.lower / 2 + both.upper / 2
        return _distance("Wasserstein distance", _wasserstein(middles, both.reference, both.live))
    p = _ks_p_value(both.reference, both.live)
    return EvidentlyScore(test="K-S p-value", value=p, threshold=LEVEL, drifted=p <= LEVEL)


def score_of_levels(reference: Cells, live: Cells) -> EvidentlyScore:
    """Return the score of levels, both sides of which have rows."""
    both = align(reference, live, ordered=False)
    return _of_levels(both.reference, both.live)


def _of_levels(before: NDArray[np.int64], now: NDArray[np.int64]) -> EvidentlyScore:
    if before.sum() > MOST_ROWS:
        return _distance("Jensen-Shannon distance", _jensen_shannon(before, now))
    test, p_value = ("chi-square p-value", _chi_square) if before.size > TWO else ("Z-test p-value", _z_test)
    p = p_value(before, now)
    return EvidentlyScore(test=test, value=p, threshold=LEVEL, drifted=p < LEVEL)


def _distance(test: str, value: float) -> EvidentlyScore:
    return EvidentlyScore(test=test, value=value, threshold=DISTANCE, drifted=value >= DISTANCE)


def _ks_p_value(before: NDArray[np.int64], now: NDArray[np.int64]) -> float:
    """Return scipy's p-value of two samples; only the order of values counts."""
    from scipy.stats import ks_2samp, kstwo  # noqa: PLC0415 - 0.8 s to import, and only this method asks for it

    n, m = int(before.sum()), int(now.sum())
    if max(n, m) <= EXACT_ROWS:
        places = np.arange(before.size)
        return float(ks_2samp(np.repeat(places, before), np.repeat(places, now)).pvalue)
    gap = float(np.abs(np.cumsum(before) / n - np.cumsum(now) / m).max())
    return float(np.clip(kstwo.sf(gap, np.round(n * m / (n + m))), 0, 1))


def _chi_square(before: NDArray[np.int64], now: NDArray[np.int64]) -> float:
    """Return the p-value of levels whose expected counts are those of the reference."""
    from scipy.special import chdtrc  # noqa: PLC0415 - as above

    expected = before * (now.sum() / before.sum())
    if (now[expected == 0] > 0).any():
        return 0.0
    held = expected > 0
    distance = float(((now[held] - expected[held]) ** 2 / expected[held]).sum())
    return float(chdtrc(before.size - 1, distance))


def _z_test(before: NDArray[np.int64], now: NDArray[np.int64]) -> float:
    """Return the p-value of two shares; 1 where there is one level only."""
    from scipy.special import ndtr  # noqa: PLC0415 - as above

    if before.size < TWO:
        return 1.0
    n, m = int(before.sum()), int(now.sum())
    one, other = before[0] / n, now[0] / m
    pooled = (before[0] + now[0]) / (n + m)
    z = (one - other) / math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return float(2 * (1 - ndtr(abs(z))))


def _jensen_shannon(before: NDArray[np.int64], now: NDArray[np.int64]) -> float:
    """Return the distance of shares, the root of the divergence in nats."""
    from scipy.special import rel_entr  # noqa: PLC0415 - as above

    p, q = before / before.sum(), now / now.sum()
    middle = (p + q) / 2
    return math.sqrt(max(0.0, float(rel_entr(p, middle).sum() + rel_entr(q, middle).sum())) / 2)


def _wasserstein(values: NDArray[np.float64], before: NDArray[np.int64], now: NDArray[np.int64]) -> float:
    """Return the distance in standard deviations of the reference, which count as 0.001 at least."""
    n, m = before.sum(), now.sum()
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # of the largest floats: Evidently has no number either
        gaps = np.abs(np.cumsum(before) / n - np.cumsum(now) / m)[:-1]
        area = float(gaps @ np.diff(values))
        mean = float(before @ values) / n
        spread = math.sqrt(max(0.0, float(before @ (values - mean) ** 2) / n))
    return area / max(spread, LEAST_SPREAD)
