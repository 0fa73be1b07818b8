"""Rounding: resolution was lost or won: decimals dropped, coarser or finer steps.

Movement puts no values on a lattice: what was rounded is told by the share of values that are
multiples of a step, which hardly moves a distribution. The distribution must be the reference's,
rounded: the same values in another unit have another lattice, too. Where a unit was undone already, cents
that were converted and are cents again are no news: numbers are held to those of training as they came.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.lattice import (
    MIN_DISTINCT,
    Sampled,
    Values,
    on_lattice,
    shares_on,
    steps_to_try,
    telling_values,
)
from drift.compare.share import share_margin
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.distribution import Distribution, joined
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.pair import beside_zeros, pair_of
from drift.diagnose.phase import phase_of
from drift.diagnose.rounds import WAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.change import Change
    from drift.diagnose.pair import Pair
    from drift.diagnose.rounds import Rounds

ALL = 0.98  # of the values on a lattice: a last digit that was computed loses few
SOME = 16  # one value of so many is looked at first
LEAST_DISTINCT = 2  # values of either side: one has a common step by itself
LEAST = 0.2  # of the rows must have gained or lost a lattice
MOST_MOVED = 0.1  # of a distance may be the feature's own movement; more, and anything is as it was
AGREES = 1e-9  # relative: both steps are exact but for the last bits of a quotient
AS_MANY = 0.95  # of the most rows that any step shows: of such steps the coarsest was it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A step, and the shares of both sides' rows that are multiples of it."""

    step: float
    before: float
    now: float


def explain_rounding(change: Change) -> Explanation | None:
    """Return the step that was lost or won, or None where none was."""
    if change.pair is None:
        return None
    pair = beside_zeros(change.pair)  # zeros are multiples of every step
    steps = _steps(change, pair)
    return _coarser(change, pair, steps) or _finer(change, pair, steps)


def _steps(change: Change, pair: Pair) -> list[_Step]:
    """Return all steps that may have come or went, the coarsest first; none where chance explains all."""
    before = _values(pair.all_reference, change.before_sample, change.before.number.step.value)
    now = _values(pair.all_live, change.now_sample, change.now.number.step.value)
    n, m = before.effective, now.effective
    if not n or not m:
        return []
    tried = tuple(sorted(steps_to_try(before, now), reverse=True))
    if min(before.values.size, now.values.size) < LEAST_DISTINCT:
        return []
    few = min(before.values.size, now.values.size) < MIN_DISTINCT
    likely = tuple(step for step in tried if _may_be_on(before, step) or _may_be_on(now, step))
    both = list(zip(likely, shares_on(before, likely), shares_on(now, likely), strict=True))
    kept = [(step, one, two) for step, one, two in both if max(one.rows, two.rows) >= ALL]
    if not any(abs(two.rows - one.rows) >= LEAST for _, one, two in kept):
        return []  # what chance gives need not be known
    found = []
    for step, one, two in kept:
        a, b = round(one.rows * n), round(two.rows * m)
        # A single value that gained many rows, at a bound say, is no change of resolution.
        by_values = few or (two.distinct - one.distinct) * (b / m - a / n) > 0
        if by_values and abs(b / m - a / n) > share_margin(a, n, b, m, change.level / len(tried)):
            found.append(_Step(step=step, before=one.rows, now=two.rows))
    return found


def _may_be_on(side: Values, step: float) -> bool:
    """Return whether all of a side's rows, but for few, may be multiples of a step: some tell mostly not."""
    some = slice(None, None, SOME)
    off = side.rows[some][~on_lattice(side.values[some], step)]
    return int(off.sum()) <= (1 - ALL) * int(side.rows.sum())


def _values(of: Distribution, sample: NDArray[np.float64], step: float | None) -> Values:
    """Return the values of all cells where each is a single one, else the sampled ones."""
    if (of.lower == of.upper).all():
        return telling_values(Sampled(values=of.lower, counts=of.counts, complete=True), step)
    counts = np.ones(sample.size, np.int64)
    return telling_values(Sampled(values=sample, counts=counts, complete=True), step)


def _coarser(change: Change, pair: Pair, steps: list[_Step]) -> Explanation | None:
    own = change.before.number.step.value
    came = [
        one
        for one in steps
        if one.now >= ALL and one.now - one.before >= LEAST and not _multiple(own, one.step)
    ]
    if not came:
        return None
    most = max(one.now - one.before for one in came)
    step = next(one for one in came if one.now - one.before >= AS_MANY * most)
    rests = [_rounded(pair, step.step, way, zeros=pair is change.pair) for way in WAYS]
    rest = min((one for one in rests if one is not None), key=lambda one: one.gap, default=None)
    # So few values have a common step that the distribution has to be the very one.
    moves = 0.0 if pair.all_live.counts.size < MIN_DISTINCT else min(change.tolerance("ks"), MOST_MOVED)
    if rest is None or rest.gap > rest.chance + moves:
        return None
    return _explanation(change, rest, step.step, step, finer=False)


def _multiple(step: float | None, of: float | None) -> bool:
    """Return whether a step is a whole multiple of another: what lies on its lattice lies on the other's."""
    return (
        step is not None
        and of is not None
        and math.isclose(step / of, max(1, round(step / of)), rel_tol=AGREES)
    )


def _rounded(pair: Pair, step: float, way: Rounds, *, zeros: bool) -> Pair | None:
    """Return the pair of the reference, rounded, and the batch; what becomes 0 counts where zeros do."""
    middle = way(pair.reference.middle / step) * step
    kept = (middle != 0) | zeros
    if not kept.any():
        return None
    return pair_of(joined(middle[kept], middle[kept], pair.reference.counts[kept]), pair.all_live)


def _finer(change: Change, pair: Pair, steps: list[_Step]) -> Explanation | None:
    lost = [one for one in steps if one.before >= ALL and one.before - one.now >= LEAST]
    if not lost or phase_of(change) is not None:  # all moved off their steps, and are as coarse as they were
        return None
    # Of values that many rows share, finer ones lie around them: rounded back they are as in training.
    moves = min(change.tolerance("ks"), MOST_MOVED)
    tried = chain([pair], (_rounded_back(pair, lost[0].step, way) for way in WAYS))
    rest = next((one for one in tried if one is not None and one.gap <= one.chance + moves), None)
    if rest is None:
        return None
    if _multiple(change.now.number.step.value, change.before.number.step.value):
        return None
    now = next((one.step for one in steps if one.now >= ALL), change.now.number.step.value)
    return _explanation(change, rest, now, lost[0], finer=True)


def _rounded_back(pair: Pair, step: float, way: Rounds) -> Pair | None:
    """Return the pair of the reference and the batch, rounded as training was; zeros are values here."""
    middle = way(pair.all_live.middle / step) * step
    return pair_of(pair.all_reference, joined(middle, middle, pair.all_live.counts))


def _explanation(change: Change, rest: Pair, step: float | None, told: _Step, *, finer: bool) -> Explanation:
    gap = change.pair.gap if change.pair else 0.0
    column = f"pl.col({change.name!r})"
    shares = f"{told.now:.1%} are multiples of {told.step:g}, in training {told.before:.1%}"
    diagnosis = Diagnosis(
        fault="rounding",
        story=f"has a {'finer' if finer else 'coarser'} resolution than in training: of its values {shares}",
        advice="Ask the producer whether it was rounded before; the expression rounds it as training was."
        if finer
        else "Ask the producer what rounds this column now: what is lost cannot be brought back.",
        parameters={"step": step},
        share=1.0,
        share_interval=(1.0, 1.0),
        explains=round(max(0.0, 1 - rest.gap / gap), 4) if gap > 0 else 0.0,
        proven=True,
        undo=f"({column} / {told.step:g}).round() * {told.step:g}" if finer else None,
    )
    return Explanation(
        diagnosis=diagnosis,
        left=min(rest.gap, gap),
        supposes=Supposes.A_KNOWN_NUMBER,
        statistic="lattice_share",
        rest=replace(change, pair=rest, before_sample=np.empty(0), now_sample=np.empty(0)),
    )


ROUNDING = Fault(
    name="rounding",
    meaning="resolution was lost or won",
    few=True,
    kinds=("number",),
    explain=explain_rounding,
)
