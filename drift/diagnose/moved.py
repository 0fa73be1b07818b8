"""Shift, spread and shape: a feature moved, and no fault of the catalogue explains how."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from drift.compare.aligned import aligned_levels
from drift.compare.total_variation import TOTAL_VARIATION
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.distribution import largest_gap, points_between
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.pair import Pair

SUFFICIENT = 0.5  # of the distance must go when a shift or spread is undone, for it to be the name
MOST_STEPS = 3  # by which a count may be off: farther, a feature moved
NEAR = 1e-6  # of a step

_NORMAL_QUARTILE = 0.6745  # a normal distribution's quartile, in standard deviations


def explain_movement(change: Change) -> Explanation | None:
    """Return how a number column moved, where its distribution did."""
    if change.pair is None:
        return None
    diagnosis = diagnose_moved(change.pair)
    left = (1 - (diagnosis.explains or 0.0)) * change.pair.gap
    by_steps = diagnosis.fault == "shift" and left <= change.pair.chance and _is_by_steps(change)
    return Explanation(
        diagnosis=diagnosis, left=left, supposes=Supposes.ONE_NUMBER if by_steps else Supposes.MOVEMENT
    )


def _is_by_steps(change: Change) -> bool:
    """Return whether values with a step moved by a few of it: counts that begin at 0 where they began at 1.

    What looks new then, a 0 say, is no value of its own.
    """
    step = change.before.number.step.value
    if change.pair is None or step is None or change.now.number.step.value != step:
        return False
    steps = (change.pair.live.quantile(0.5) - change.pair.reference.quantile(0.5)) / step
    return abs(steps - round(steps)) < NEAR and 1 <= abs(round(steps)) <= MOST_STEPS


def diagnose_moved(pair: Pair) -> Diagnosis:
    """Return whether a number column's location, its scale, or something else moved.

    Location and scale are the median and the distance between the quartiles, which outliers do not
    reach; where the quartiles coincide, the standard deviation.
    """
    mine, theirs, points, now, gap = pair.reference, pair.live, pair.points, pair.now, pair.gap
    middle, new_middle = mine.quantile(0.5), theirs.quantile(0.5)
    scale = (mine.quantile(0.75) - mine.quantile(0.25)) / (2 * _NORMAL_QUARTILE) or mine.deviation
    new_scale = (theirs.quantile(0.75) - theirs.quantile(0.25)) / (2 * _NORMAL_QUARTILE) or theirs.deviation
    ratio = new_scale / scale if scale > 0 and math.isfinite(new_scale / scale) else 1.0
    deviation = mine.deviation
    effect = (new_middle - middle) / deviation if deviation > 0 else math.inf

    def explained(factor: float, offset: float) -> float:
        moved = mine.moved(factor, offset).share_below(points)
        return max(0.0, 1 - largest_gap(moved, now) / gap) if gap > 0 else 0.0

    # Where the middle lies between two peaks the median tells little, and the mean tells more.
    by_shift = max(explained(1.0, new_middle - middle), explained(1.0, theirs.mean - mine.mean))
    # So it does of a skewed column, whose middle moves where the values spread around their mean.
    wider = theirs.deviation / deviation if deviation > 0 else 1.0
    by_spread = max(
        explained(to, around * (1 - to)) if to > 0 and math.isfinite(to) else 0.0
        for to, around in ((ratio, middle), (wider, mine.mean))
    )
    numbers = {"effect": round(effect, 4) if math.isfinite(effect) else None, "ratio": round(ratio, 4)}
    shift = RunnerUp(fault="shift", parameters=numbers, explains=round(by_shift, 4))
    spread = RunnerUp(fault="spread", parameters=numbers, explains=round(by_spread, 4))
    best, second = (shift, spread) if by_shift >= by_spread else (spread, shift)
    if best.explains < SUFFICIENT:
        return Diagnosis(
            fault="shape",
            story=f"changed its shape: {_went(middle, new_middle)} and the spread is {_times(ratio)},"
            " which does not explain all",
            advice="Look at both distributions: a part of the rows may have changed, or values come or gone.",
            parameters=numbers,
            share=None,
            explains=None,
            runner_up=best,
        )
    where = "up" if new_middle > middle else "down"
    story = (
        f"moved {where}: its median went from {middle:,.6g} to {new_middle:,.6g}"
        + (f", {abs(effect):,.3g} standard deviations of training" if math.isfinite(effect) else "")
        if best is shift
        else f"spreads {ratio:,.3g} times as wide as in training, around about the same middle"
    )
    return Diagnosis(
        fault=best.fault,
        story=story,
        advice="No unit explains it: ask whether the world changed or how the feature is computed; "
        "if the change is here to stay, train on it.",
        parameters=numbers,
        explains=best.explains,
        runner_up=second,
    )


def _went(middle: float, new_middle: float) -> str:
    """Return what became of a median in words, in the digits that are told."""
    before, now = f"{middle:,.6g}", f"{new_middle:,.6g}"
    return f"the median is {now} as before" if before == now else f"the median went from {before} to {now}"


def _times(ratio: float) -> str:
    """Return what became of a spread in words, in the digits that are told."""
    times = f"{ratio:,.3g}"
    return "what it was" if times == "1" else f"{times} times what it was"


def shifted_gap(pair: Pair) -> float:
    """Return the gap that is left when the reference is moved to the batch's median."""
    moved = pair.reference.moved(1.0, pair.live.quantile(0.5) - pair.reference.quantile(0.5))
    points = points_between(moved, pair.live)
    return largest_gap(moved.share_below(points), pair.live.share_below(points))


def explain_mix(change: Change) -> Explanation | None:
    """Return which levels of a category gained and lost, where the mix of known ones certainly changed."""
    levels = change.levels
    if levels is None or levels.gap <= levels.margin(change.level):
        return None
    before, now = (
        dict(zip(levels.names, side.tolist(), strict=True)) for side in (levels.before, levels.now)
    )
    return Explanation(
        diagnosis=diagnose_mix(before, now),
        left=levels.gap,
        supposes=Supposes.MOVEMENT,
        measurement=TOTAL_VARIATION.compare(aligned_levels(levels.before, levels.now), change.level),
    )


def diagnose_mix(reference: dict[str, int], live: dict[str, int]) -> Diagnosis:
    """Return which levels of a category, or which boolean value, gained and lost the most rows."""
    n, m = max(sum(reference.values()), 1), max(sum(live.values()), 1)
    moved = {name: live.get(name, 0) / m - reference.get(name, 0) / n for name in sorted({*reference, *live})}
    most = sorted(moved, key=lambda name: -abs(moved[name]))[:3]
    told = ", ".join(
        f"`{name}` {reference.get(name, 0) / n:.1%} → {live.get(name, 0) / m:.1%}" for name in most
    )
    return Diagnosis(
        fault="shape",
        story=f"has another mix of levels: {told}" if told else "has another mix of levels",
        advice="Ask whether the world changed or how the levels are assigned.",
        parameters={"levels": {name: round(moved[name], 4) for name in most}},
    )


# One hypothesis: which of the three it is follows from what undoing each removes.
SHIFT = Fault(
    name="shift", meaning="the values moved up or down", kinds=("number",), explain=explain_movement
)
SPREAD = Fault(name="spread", meaning="the values spread wider or narrower")
SHAPE = Fault(
    name="shape",
    meaning="something else about the distribution moved",
    kinds=("category",),
    explain=explain_mix,
)
