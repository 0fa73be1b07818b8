"""A share of the rows in another unit, seen in the batch alone: two heaps of one shape, far apart.

Where a feature moved by itself, training tells no longer where its values are to lie, and no share of them
converted explains the batch. But the batch's other rows do: some rows lie where training never had any, apart
from the rest by an empty gap, and a common conversion makes either heap the other one. No season does that.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.conversions import COMMON_MISTAKES
from drift.diagnose.curve import curve_of
from drift.diagnose.distribution import Distribution, largest_gap
from drift.diagnose.pair import chance_gap
from drift.diagnose.unit_fit import Fit, Maps, off_lattice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.candidates import Candidate
    from drift.diagnose.unit_case import UnitCase

LEAST_ROWS, LEAST_SHARE = 20, 0.02  # of the smaller heap: fewer tell no shape
LEAST_OF_A_PART = 300  # rows of a batch: the rows of a calm day are alike
EMPTY = 1.5  # the far end of the gap over its near one, at least
VALUES = 5.0  # of the smaller heap, if they were even: a sentinel is one
WHERE_NONE_WAS = 0.9  # of the smaller heap's rows
_NORMAL_95 = 1.96


def heaps_of(case: UnitCase, candidates: tuple[Candidate, ...]) -> Fit | None:
    """Return the conversion that makes one heap of a batch the other; None where there are no two, or none.

    The smaller heap is the one in another unit.
    """
    parted = _parted(case.all_live) if case.live.rows >= LEAST_OF_A_PART else None
    if parted is None:
        return None
    few, others = sorted(parted, key=lambda heap: heap.rows)
    shares, lies = few.counts / few.rows, [(float(few.lower[0]), float(few.upper[-1]))]
    if 1 / float((shares**2).sum()) < VALUES or _outside(few, case.reference) < WHERE_NONE_WAS:
        return None
    likely = tuple(
        one for one in candidates if one.rank < len(COMMON_MISTAKES) and not off_lattice(case, one, lies)
    )
    maps = Maps.of(likely)
    left = _left(others, few, maps)
    fitting = np.flatnonzero(left <= chance_gap(others.rows, few.rows))
    if not fitting.size:
        return None
    scores = maps.priors[fitting] - 2 * few.rows * others.rows / case.live.rows * left[fitting] ** 2
    candidate = likely[int(fitting[np.argmax(scores)])]
    share = few.rows / case.live.rows
    undone = _undone(others, few, candidate)
    points = np.concatenate([case.before.between, curve_of(undone).between])
    remains = largest_gap(case.before.below(points), curve_of(undone).below(points))
    return Fit(
        candidate=candidate,
        share=share,
        spread=_NORMAL_95 * math.sqrt(share * (1 - share) / case.live.rows),
        left=remains,
        explains=max(0.0, 1 - remains / case.gap) if case.gap > 0 else 0.0,
    )


def _parted(live: Distribution) -> tuple[Distribution, Distribution] | None:
    """Return the rows below and above the widest empty gap that leaves enough on either side."""
    below = np.cumsum(live.counts)[:-1]
    enough = max(LEAST_ROWS, LEAST_SHARE * live.rows)
    near, far = live.upper[:-1], live.lower[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(near > 0, far / near, np.where(far < 0, near / far, 0.0))
    ratio[(below < enough) | (live.rows - below < enough)] = 0.0
    place = int(np.argmax(ratio)) if ratio.size else 0
    if not ratio.size or ratio[place] < EMPTY:
        return None
    return _some(live, slice(0, place + 1)), _some(live, slice(place + 1, None))


def _some(of: Distribution, cells: slice) -> Distribution:
    return Distribution(lower=of.lower[cells], upper=of.upper[cells], counts=of.counts[cells])


def _outside(heap: Distribution, reference: Distribution) -> float:
    """Return the share of a heap's rows beyond all that the reference held, its inner gaps left aside."""
    low, high = float(reference.lower[0]), float(reference.upper[-1])
    return float(heap.counts[(heap.upper < low) | (heap.lower > high)].sum()) / heap.rows


def _left(others: Distribution, few: Distribution, maps: Maps) -> NDArray[np.float64]:
    """Return the distance of the one heap, converted, from the other one, by each conversion."""
    mine, theirs = curve_of(others), curve_of(few)
    at_mine = np.abs(mine.below(mine.between) - theirs.below(maps.there(mine.between))).max(axis=1)
    at_theirs = np.abs(mine.below(maps.back(theirs.between)) - theirs.below(theirs.between)).max(axis=1)
    return np.asarray(np.maximum(at_mine, at_theirs))


def _undone(others: Distribution, few: Distribution, candidate: Candidate) -> Distribution:
    """Return the batch with its smaller heap brought back."""
    conversion = candidate.conversion
    back = few.moved(1 / conversion.factor, -conversion.offset / conversion.factor)
    lower, upper = np.concatenate([others.lower, back.lower]), np.concatenate([others.upper, back.upper])
    order = np.argsort(lower, kind="stable")
    counts = np.concatenate([others.counts, back.counts])[order]
    return Distribution(lower=lower[order], upper=upper[order], counts=counts)
