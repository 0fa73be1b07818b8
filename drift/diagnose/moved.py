"""Shift, spread and shape: a feature moved, and no fault of the catalogue explains how."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.compare.aligned import aligned_levels
from drift.compare.total_variation import TOTAL_VARIATION
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.distribution import largest_gap, points_between
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.phase import explain_phase

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.distribution import Distribution
    from drift.diagnose.pair import Pair

SUFFICIENT = 0.5  # of the distance must go when a shift or spread is undone, for it to be the name
NEARLY_ALL = 0.9  # of the distance: what explains so much needs no other middle
LEAST = 0.3  # at least, where what is left is no more than
USUAL_GAP = 0.8276  # times the root of 1/n + 1/m: half of all pairs of samples differ by more (Kolmogorov)
CLEARLY = 0.2  # of what chance gives: what leaves so much less than another explanation is the better one
MOST_STEPS = 3  # by which a count may be off: farther, a feature moved
NEAR = 1e-6  # of a step

_NORMAL_QUARTILE = 0.6745  # a normal distribution's quartile, in standard deviations


def explain_movement(change: Change) -> Explanation | None:
    """Return how a number column moved, where its distribution did."""
    if change.pair is None:
        return None
    if (by_one_amount := explain_phase(change)) is not None:
        return by_one_amount
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
    reach; where the quartiles coincide, the standard deviation. Where others explain more, it is these:
    the mean and the standard deviation, or the value that most rows have.
    """
    mine, theirs = pair.reference, pair.live
    middle, new_middle = mine.quantile(0.5), theirs.quantile(0.5)
    deviation = mine.deviation
    ratio = _ratio(_between_quartiles(mine) or deviation, _between_quartiles(theirs) or theirs.deviation)
    shift = _best_shift(pair)
    spread = _best_spread(pair, ratio)
    effect = (new_middle - middle) / deviation if deviation > 0 else math.inf
    best = max(shift, spread, key=lambda one: one.explains)
    if best is shift and deviation > 0:
        effect = shift.offset / deviation
    if best is spread:
        ratio = spread.factor
    numbers = {"effect": round(effect, 4) if math.isfinite(effect) else None, "ratio": round(ratio, 4)}
    moved = RunnerUp(fault="shift", parameters=numbers, explains=round(shift.explains, 4))
    widened = RunnerUp(fault="spread", parameters=numbers, explains=round(spread.explains, 4))
    told, other = (widened, moved) if best is spread else (moved, widened)
    if best.explains < SUFFICIENT and not _leaves_noise(pair, best):
        return Diagnosis(
            fault="shape",
            story=f"changed its shape: {_went(middle, new_middle)} and the spread is {_times(ratio)},"
            " which does not explain all",
            advice="Look at both distributions: a part of the rows may have changed, or values come or gone.",
            parameters=numbers,
            share=None,
            explains=None,
            runner_up=told,
        )
    story = (
        f"moved {'up' if shift.offset > 0 else 'down'}: its {shift.of} went from {shift.before:,.6g} to"
        f" {shift.before + shift.offset:,.6g}"
        + (f", {abs(effect):,.3g} standard deviations of training" if math.isfinite(effect) else "")
        if best is shift
        else f"spreads {ratio:,.3g} times as wide as in training, around about the same middle"
    )
    return Diagnosis(
        fault=told.fault,
        story=story,
        advice="No unit explains it: ask whether the world changed or how the feature is computed; "
        "if the change is here to stay, train on it.",
        parameters=numbers,
        explains=told.explains,
        runner_up=other,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Movement:
    """A movement of all rows, ``factor * x + offset``: of what it was taken, and how much it explains."""

    of: str
    before: float
    factor: float
    offset: float
    explains: float


def _best_shift(pair: Pair) -> _Movement:
    """Return the shift that explains most, the median's first.

    Between two peaks the median tells little, and the mean tells more. Where many rows hold one value, a
    shift that is off by a hair leaves all of them: it went where most rows are now.
    """
    mine, theirs = pair.reference, pair.live
    places: dict[float, tuple[str, float]] = {}  # of those that went as far, the first
    for of, old, new in (
        ("median", mine.quantile(0.5), theirs.quantile(0.5)),
        ("most frequent value", mine.mode, theirs.mode),
        ("mean", mine.mean, theirs.mean),
    ):
        places.setdefault(new - old, (of, old))
    return max(
        (
            _Movement(of=of, before=old, factor=1.0, offset=went, explains=_explained(pair, 1.0, went))
            for went, (of, old) in places.items()
        ),
        key=lambda one: one.explains,
    )


def _best_spread(pair: Pair, ratio: float) -> _Movement:
    """Return the spread around about the same middle that explains most.

    A skewed column's middle moves where the values spread around their mean; and what most rows hold
    went, as above, where most rows are now.
    """
    mine, theirs = pair.reference, pair.live
    middle, mean, often, often_now = mine.quantile(0.5), mine.mean, mine.mode, theirs.mode
    low, high = min(mine.quantile(0.25), mean), max(mine.quantile(0.75), mean)
    best = _Movement(of="spread", before=1.0, factor=ratio, offset=0.0, explains=0.0)
    for to in (ratio, _ratio(mine.deviation, theirs.deviation)):
        around = (often_now - to * often) / (1 - to) if to != 1 else middle
        for place in (middle, mean, around):
            if to == 0 or best.explains >= NEARLY_ALL or not low <= place <= high:
                continue
            offset = place * (1 - to)
            explains = _explained(pair, to, offset)
            if explains > best.explains:
                best = replace(best, factor=to, offset=offset, explains=explains)
    return best


def _explained(pair: Pair, factor: float, offset: float) -> float:
    """Return the share of the gap that goes where the reference is moved so, 0 to 1."""
    moved = pair.reference.moved(factor, offset).share_below(pair.points)
    return max(0.0, 1 - largest_gap(moved, pair.now) / pair.gap) if pair.gap > 0 else 0.0


def _leaves_noise(pair: Pair, best: _Movement) -> bool:
    """Return whether a movement leaves no more than two samples of one distribution differ by."""
    n, m = pair.reference.rows, pair.live.rows
    return best.explains >= LEAST and (1 - best.explains) * pair.gap <= USUAL_GAP * math.sqrt(1 / n + 1 / m)


def _between_quartiles(of: Distribution) -> float:
    """Return the standard deviation of a normal distribution with these quartiles."""
    return (of.quantile(0.75) - of.quantile(0.25)) / (2 * _NORMAL_QUARTILE)


def _ratio(before: float, now: float) -> float:
    """Return how many times as wide it is now; 1 where that is no number."""
    return now / before if before > 0 and math.isfinite(now / before) else 1.0


def _went(middle: float, new_middle: float) -> str:
    """Return what became of a median in words, in the digits that are told."""
    before, now = f"{middle:,.6g}", f"{new_middle:,.6g}"
    return f"the median is {now} as before" if before == now else f"the median went from {before} to {now}"


def _times(ratio: float) -> str:
    """Return what became of a spread in words, in the digits that are told."""
    times = f"{ratio:,.3g}"
    return "what it was" if times == "1" else f"{times} times what it was"


def shift_leaves_less(pair: Pair, left: float, *, clearly: float = CLEARLY) -> bool:
    """Return whether a shift of all rows explains the gap, and more of it than what leaves `left`.

    `clearly` says how much more, in parts of what chance gives.
    """
    shifted = shifted_gap(pair)
    return shifted <= (1 - SUFFICIENT) * pair.gap and shifted < left - clearly * pair.chance


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
