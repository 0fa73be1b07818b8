"""How likely a conversion is: by how common it is, and by what is left of the distance when it is undone.

Where several conversions leave no more than a feature moves by itself, the last digit of what they leave
says nothing; how common they are, the steps and the name decide. So both are put on one scale, in nats.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.candidates import TOLD, UNNAMED
from drift.diagnose.conversions import COMMON_MISTAKES, FREE_COMMONNESS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.candidates import Candidate
    from drift.diagnose.unit_case import UnitCase

# Logarithms of how often a mistake is made, judged and not counted: of a hundred, some seventy are of the
# 27 common pairs, ten of any other pair, ten a bare power of ten, and ten any factor at all.
COMMON, EACH_RARER = -2.5, 0.08
RARE = -7.0
POWER_OF_TEN, EACH_POWER = -5.0, 0.5
ANY_FACTOR = -9.0
TOLD_BY_UNIT, TOLD_BY_DIMENSION = 4.0, 2.0  # what config or name add for the conversions they speak for
TOLD_ELSEWHERE = -4.0  # and take from those of units of anything else
MOVEMENT_DEVIATIONS = 2.0  # a tolerance is a bound that movement passes rarely: so many deviations
DECILES = (0.1, 0.5, 0.9)
LEAST_PLACE = -1e3  # nats, of a place beyond the largest float
DEGREES = 10.0  # of freedom of Student's distribution: a feature may move farther than it did


def log_priors(candidates: tuple[Candidate, ...]) -> NDArray[np.float64]:
    """Return the logarithms of how common conversions are, before a look at the data."""
    some_told = any(one.rank < 0 for one in candidates)
    return np.array(
        [
            _log_prior_of(one.rank, elsewhere=some_told and one.conversion.source is not None)
            for one in candidates
        ]
    )


def log_prior(candidate: Candidate, *, some_told: bool = False) -> float:
    """Return that of one; `some_told` is whether config or name speak for others."""
    return _log_prior_of(candidate.rank, elsewhere=some_told and candidate.conversion.source is not None)


@cache
def _log_prior_of(rank: int, *, elsewhere: bool) -> float:
    """Return that of a rank; `elsewhere` is whether config or name speak for other units."""
    told, commonness = divmod(rank, TOLD)
    if rank >= 0 and commonness == UNNAMED:
        return ANY_FACTOR
    bonus = {0: TOLD_ELSEWHERE if elsewhere else 0.0, -1: TOLD_BY_DIMENSION}.get(told, TOLD_BY_UNIT)
    if commonness < len(COMMON_MISTAKES):
        return COMMON - EACH_RARER * commonness + bonus
    if commonness < FREE_COMMONNESS:
        return RARE - EACH_RARER * (commonness - len(COMMON_MISTAKES)) + bonus
    return POWER_OF_TEN - EACH_POWER * (commonness - FREE_COMMONNESS) + bonus


def log_shape(left: NDArray[np.float64] | np.float64, case: UnitCase) -> NDArray[np.float64]:
    """Return the logarithm of how likely a gap is to be left when the right conversion is undone.

    Chance alone leaves a gap `d` with probability ``2 exp(-2 e d²)`` at most: a normal one's, with the
    deviation ``1 / (2 sqrt(e))``. The feature's own movement comes to that, with tails as Student's.
    """
    deviation = np.sqrt(1 / (4 * case.rows) + (case.evidence.tolerance / MOVEMENT_DEVIATIONS) ** 2)
    return _student(left / deviation)


def log_place(
    factors: NDArray[np.float64], offsets: NDArray[np.float64], case: UnitCase
) -> NDArray[np.float64]:
    """Return the logarithms of how likely the undone rows are to lie where they do, and as wide.

    Where a feature moves all over its range by itself, a distance hardly tells 15 °C from the 12 that
    288 K over 24 are, nor that a week of those is a fiftieth as wide as training. So the undone median is
    held against training's, by the half of what lies between its outer deciles, and this width against the
    batch's, by a factor of e; with tails as Student's. Where the feature does not move, the distance tells.
    """
    low, middle, high = (case.reference.quantile(share) for share in DECILES)
    if case.evidence.tolerance <= case.chance or not high > low:
        return np.zeros(factors.size)
    now = [case.live.quantile(share) for share in DECILES]
    with np.errstate(all="ignore"):
        away = ((now[1] - offsets) / factors - middle) / ((high - low) / 2)
        said = _student(away)
        if now[2] > now[0]:
            said = said + _student(np.log((now[2] - now[0]) / (np.abs(factors) * (high - low))))
    return np.nan_to_num(said, neginf=LEAST_PLACE)


def _student(deviations: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(-(DEGREES + 1) / 2 * np.log1p(deviations**2 / DEGREES))
