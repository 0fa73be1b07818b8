"""Several units in one batch: three producers, of whom one sends seconds, one milliseconds, one minutes.

The counts of live rows between points are a sum of the reference's own, as it is and as each conversion
makes it, with weights that are not negative. Conversions are added one by one, the one that gains most
first, and all weights are fitted again by non-negative least squares.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.candidates import UNNAMED
from drift.diagnose.conversions import COMMON_MISTAKES, FREE_COMMONNESS
from drift.diagnose.unit_case import logarithm
from drift.diagnose.unit_evidence import CERTAIN_GAIN, FAR, MIN_EXPLAINS, PARTED
from drift.diagnose.unit_fit import Maps, bins_of, steps_agree
from drift.diagnose.unit_shares import rows_between, shares_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.candidates import Candidate
    from drift.diagnose.unit_case import UnitCase

LEAST_PARTS, MOST_PARTS = 2, 3  # conversions at once, beside the rows that are as they were
MOST_TRIED = 4  # additions
LEAST_WEIGHT = 1e-9  # of what is left when one is taken out
MIN_PART = 0.02  # of the rows; a smaller part is told by no sum of distributions
STANDARD_ERRORS = 4.0  # of a weight, which it must be above zero
_NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A conversion and the share of rows it concerns, with half of the share's 95 % interval."""

    candidate: Candidate
    share: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Several conversions of parts of the rows.

    Attributes
    ----------
    parts : tuple of Part
        The conversions, that of most rows first.
    share, spread : float
        The share of all rows that are converted, and half of its 95 % interval.
    left, explains : float
        The gap that is left, and the part of the gap that is gone.
    """

    parts: tuple[Part, ...]
    share: float
    spread: float
    left: float
    explains: float


def mix_of(case: UnitCase, candidates: tuple[Candidate, ...]) -> Mix | None:
    """Return the conversions that together leave no more than chance does; None where not two or more do."""
    maps = Maps.of(tuple(one for one in candidates if _may_be_a_part(one, case)))
    if not maps.candidates:
        return None
    bins = bins_of(case)
    now, before = rows_between(case.now.below(bins)), rows_between(case.before.below(bins))
    after = rows_between(case.before.below(maps.back(bins)))
    solved = _solved(case, maps, now, before, after)
    if not LEAST_PARTS <= len(solved.chosen) <= MOST_PARTS:
        return None
    chosen, weights, errors = solved.chosen, solved.weights, solved.errors
    parts = [
        Part(candidate=maps.candidates[place], share=float(weight), spread=float(_NORMAL_95 * error))
        for place, weight, error in zip(chosen, weights[1:], errors[1:], strict=True)
    ]
    left = _left(case, maps.taken(np.array(chosen)), weights)
    explains = max(0.0, 1 - left / case.gap) if case.gap > 0 else 0.0
    if left > case.chance or explains < MIN_EXPLAINS:
        return None
    return Mix(
        parts=tuple(sorted(parts, key=lambda part: -part.share)),
        share=float(weights[1:].sum()),
        spread=float(_NORMAL_95 * errors[0]),
        left=left,
        explains=explains,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Solved:
    """Places of conversions, and the weights of the rows as they are and of each, with standard errors."""

    chosen: list[int]
    weights: NDArray[np.float64]
    errors: NDArray[np.float64]


def _solved(
    case: UnitCase,
    maps: Maps,
    now: NDArray[np.float64],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
) -> _Solved:
    """Return the conversions that gain enough, added one by one, and each tried in place of each."""

    def best(without: list[int], weights: NDArray[np.float64]) -> tuple[int, float]:
        mixed = weights @ np.vstack([before, after[without]]) / max(weights.sum(), LEAST_WEIGHT)
        gain = shares_of(case, now=now, before=mixed, after=after).gain + maps.priors
        place = int(np.argmax(gain))
        return place, float(gain[place])

    chosen: list[int] = []
    weights, errors = np.ones(1), np.zeros(1)
    for _ in range(MOST_TRIED):
        place, gain = best(chosen, weights)
        if gain < CERTAIN_GAIN or place in chosen:
            break
        chosen = [*chosen, place]
        weights, errors = _weights(np.vstack([before, after[chosen]]), now, case)
        for one in chosen[:-1]:  # one that stood for two others is exchanged when the second is there
            others = [place for place in chosen if place != one]
            kept = np.append(weights[:1], [weights[1 + chosen.index(place)] for place in others])
            instead = best(others, kept)[0]
            if instead not in chosen:
                chosen = [instead if place == one else place for place in chosen]
                weights, errors = _weights(np.vstack([before, after[chosen]]), now, case)
        least = np.maximum(MIN_PART, STANDARD_ERRORS * errors[1:])
        if (weights[1:] < least).any():
            chosen = [place for place, enough in zip(chosen, weights[1:] >= least, strict=True) if enough]
            weights, errors = _weights(np.vstack([before, after[chosen]]), now, case)
    return _Solved(chosen=chosen, weights=weights, errors=errors)


def _may_be_a_part(candidate: Candidate, case: UnitCase) -> bool:
    """Return whether people confuse the units, so far apart that two heaps are seen."""
    conversion, rank = candidate.conversion, candidate.rank
    likely = rank < len(COMMON_MISTAKES) or FREE_COMMONNESS <= rank < UNNAMED
    if not likely or conversion.offset:
        return False
    parted = logarithm(conversion.factor) >= max(FAR, PARTED * case.log_deviation)
    return parted and steps_agree(case, candidate)


def _weights(
    parts: NDArray[np.float64], now: NDArray[np.float64], case: UnitCase
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return weights that add up to 1, and their standard errors, each bin weighed by its own noise."""
    noise = np.sqrt(now + 1 / case.rows)
    design = (parts / noise).T
    weights = nonnegative_least_squares(design, now / noise)
    weights = weights / max(weights.sum(), 1e-300)
    covariance = np.linalg.pinv(design.T @ design) / case.rows
    return weights, np.sqrt(np.clip(np.diag(covariance), 0.0, None))


def nonnegative_least_squares(
    design: NDArray[np.float64], target: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weights, none below zero, whose sum of the columns of `design` is nearest to `target`.

    Of a few columns every choice that may be left is solved, and the nearest is the one; scipy's takes
    longer to import than all of a check.
    """
    columns = design.shape[1]
    products, right = design.T @ design, design.T @ target
    best, least = np.zeros(columns), 0.0
    for size in range(1, columns + 1):
        for chosen in combinations(range(columns), size):
            some = list(chosen)
            found = np.linalg.lstsq(products[np.ix_(some, some)], right[some], rcond=None)[0]
            rest = float(found @ products[np.ix_(some, some)] @ found - 2 * found @ right[some])
            if (found >= 0).all() and rest < least:
                best, least = np.zeros(columns), rest
                best[some] = found
    return best


def _left(case: UnitCase, maps: Maps, weights: NDArray[np.float64]) -> float:
    points = np.concatenate([case.before.between, case.now.between, maps.there(case.before.between).ravel()])
    mixed = weights[0] * case.before.below(points) + weights[1:] @ case.before.below(maps.back(points))
    return float(np.abs(mixed - case.now.below(points)).max())
