"""Signs: all or a share of the rows have the other sign.

A column whose values lie on both sides of zero alike tells nothing of signs, and one that merely moved
down is no mirror image: the mirror must do better than any shift, or lie where no value lay before.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from drift.compare.outside import log_probability
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.distribution import Distribution, largest_gap, points_between
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.mixture import mixture
from drift.diagnose.moved import shift_leaves_less, shifted_gap
from drift.diagnose.pair import chance_gap, pair_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from drift.diagnose.change import Change
    from drift.diagnose.mixture import Mixture
    from drift.diagnose.pair import Pair

MIN_EXPLAINS = 0.8  # of the distance; less is a part of the story at best
ONE_SIDED = 0.7  # where none lay below zero and none lies above any more; logarithms of shares reach 0.63
SHIFT_AS_GOOD = 2.0  # the mirror must leave less than half of what a mere shift leaves
FAR_DEVIATIONS = 3.0  # but where the median goes farther than this, for no feature moves so far
LEAST_OUTSIDE = 0.05  # of the reference, mirrored, must lie where no value lay before: counts are mostly 0
MOST_OF_ONE = 0.9  # of the rows there may hold one value: of flags, -1 stands as well for what is not known
MOST_MOVED = 0.1  # of a distance may be the feature's own movement, among rows where no value lay before
MIN_MIRRORED = 8  # rows where no value lay before: fewer show no shape


def explain_sign(change: Change) -> Explanation | None:
    """Return the change of sign that explains a change, of all rows or of a share of them."""
    pair = change.pair
    if pair is None or pair.gap == 0 or min(pair.all_reference.lower[0], pair.all_live.lower[0]) >= 0:
        return None  # without a negative value on either side nothing was flipped
    mirrored = pair.all_reference.moved(-1.0, 0.0)
    fit = mixture(pair, mirrored)
    explained = 1 - fit.left / pair.gap
    if fit.left <= change.enough and (
        (_changed_sides(pair) and explained >= ONE_SIDED)
        or (explained >= MIN_EXPLAINS and _is_no_shift(pair, fit))
    ):
        rest = replace(change, pair=pair_of(mirrored, pair.all_live), before_sample=-change.before_sample)
        return Explanation(
            diagnosis=_diagnosis(1.0, 0.0, explained),
            left=fit.left,
            supposes=Supposes.NOTHING,
            rest=rest,
        )
    share = _share_mirrored(change, pair, mirrored)
    if share is None or shift_leaves_less(pair, fit.left_of_share, clearly=0.0):
        return None
    explains = max(0.0, 1 - fit.left_of_share / pair.gap)
    return Explanation(
        diagnosis=_diagnosis(share, min(fit.spread, share), explains),
        left=fit.left_of_share,
        supposes=Supposes.A_KNOWN_NUMBER,
        statistic="outside_share",
        evidence=("rows where no value lay before have the reference's shape, mirrored",),
    )


def _changed_sides(pair: Pair) -> bool:
    """Return whether all values lie on the other side of zero than all of training's."""
    reference, live = pair.all_reference, pair.all_live
    up, down = (reference, live) if live.lower[0] < 0 else (live, reference)
    return bool(up.lower[0] >= 0 and down.upper[-1] <= 0)


def _is_no_shift(pair: Pair, fit: Mixture) -> bool:
    """Return whether the values went farther than features move, or a shift does not do as well."""
    moved = abs(pair.live.quantile(0.5) - pair.reference.quantile(0.5))
    if moved >= FAR_DEVIATIONS * pair.reference.deviation:
        return True
    left = shifted_gap(pair)
    return left > SHIFT_AS_GOOD * fit.left and left > pair.chance


def _share_mirrored(change: Change, pair: Pair, mirrored: Distribution) -> float | None:
    """Return the share of rows whose sign changed, by those that lie where no value lay before."""
    reference, live = pair.all_reference, pair.all_live
    there, image = (_outside(side, reference) for side in (live, mirrored))
    if there.rows < MIN_MIRRORED or image.rows < LEAST_OUTSIDE * reference.rows:
        return None
    if reference.lower[0] == 0 and there.counts.max() > MOST_OF_ONE * there.rows:
        return None
    if log_probability(there.rows, reference.rows, live.rows) > math.log(change.level):
        return None
    points = points_between(there, image)
    gap = largest_gap(there.share_below(points), image.share_below(points))
    if gap > chance_gap(there.rows, image.rows) + min(change.tolerance("ks"), MOST_MOVED):
        return None
    return min(1.0, there.rows / live.rows * mirrored.rows / image.rows)


def _outside(of: Distribution, reference: Distribution) -> Distribution:
    return _part(of, (of.upper < reference.lower[0]) | (of.lower > reference.upper[-1]))


def _part(of: Distribution, taken: NDArray[np.bool_]) -> Distribution:
    return Distribution(lower=of.lower[taken], upper=of.upper[taken], counts=of.counts[taken])


def _diagnosis(share: float, spread: float, explains: float) -> Diagnosis:
    whole = share == 1
    rows = "all rows have" if whole else f"about {share:.1%} of the rows have"
    return Diagnosis(
        fault="sign_flip",
        story=f"{rows} the other sign",
        advice="Ask the producer which sign is meant"
        + ("; the opposite values are as in training." if whole else ", and why only some rows changed."),
        share=round(share, 4),
        share_interval=(round(max(0.0, share - spread), 4), round(min(1.0, share + spread), 4)),
        explains=round(explains, 4),
        proven=True,
    )


SIGN_FLIP = Fault(
    name="sign_flip",
    meaning="all or a share of the rows have the other sign",
    few=True,
    kinds=("number",),
    explain=explain_sign,
)
