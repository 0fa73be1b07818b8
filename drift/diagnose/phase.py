"""A shift off training's steps: all values are off them by the same amount.

A feature that moves stays on the steps that its values have. What was added to them, the offset of a sensor
or a bias that was corrected, puts all of them between two: such a shift is certain where no distance shows
it, and what is between two steps then is no finer resolution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.expression import column_text
from drift.diagnose.lattice import FINEST, NEAR, ON_LATTICE
from drift.diagnose.pair import pair_of
from drift.diagnose.valued_rows import ValuedRows

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.pair import Pair

FEWEST: Final = 4  # values; fewer are off by the same amount by accident
CLEARLY: Final = 0.2  # of what chance gives: an amount that leaves so much less is known
NEIGHBOURS: Final = 2  # steps to either side of where location went, which are tried


def phase_of(change: Change) -> float | None:
    """Return how far all of the batch's values are above one of training's steps; None where they are not.

    It is more than 0 and less than a step.
    """
    step = change.before.number.step.value
    if step is None or change.pair is None:
        return None
    now = ValuedRows.of(change.now, change.now_sample)
    if now.values.size < FEWEST or np.abs(now.values).max() >= FINEST * step:
        return None
    steps = now.values / step
    usual = steps[int(now.counts.argmax())]
    phase = float(usual - np.floor(usual))
    apart = steps - usual
    same = np.abs(apart - np.rint(apart)) < NEAR
    if min(phase, 1 - phase) < NEAR or now.where(same).rows < ON_LATTICE * now.rows:
        return None
    if np.unique(now.values).size < FEWEST:
        return None
    return phase * step


def explain_phase(change: Change) -> Explanation | None:
    """Return the shift that put all values off training's steps by the same amount, or None without one."""
    phase, pair, step = phase_of(change), change.pair, change.before.number.step.value
    if phase is None or pair is None or step is None:
        return None
    tried = sorted((_left(pair, offset), offset) for offset in _offsets(pair, phase, step))
    left, offset = tried[0]
    if left > change.enough:
        return None
    known = len(tried) == 1 or tried[1][0] > left + CLEARLY * pair.chance
    amount = f"{abs(offset):,.6g}" if known else f"about {abs(offset):,.3g}"
    deviation = pair.reference.deviation
    return Explanation(
        diagnosis=Diagnosis(
            fault="shift",
            story=f"moved {'up' if offset > 0 else 'down'} by {amount}: all its values are {phase:,.6g} above"
            f" a multiple of {step:,.6g}, which training's are",
            advice="Ask the producer what is added to it now"
            + ("; the expression takes it away." if known else "."),
            parameters={"effect": round(offset / deviation, 4) if deviation > 0 else None, "ratio": 1.0},
            share=1.0,
            explains=round(max(0.0, 1 - left / pair.gap), 4) if pair.gap > 0 else 0.0,
            proven=True,
            undo=f"{column_text(change.name)} {'-' if offset > 0 else '+'} {abs(offset)!r}"
            if known
            else None,
        ),
        left=min(left, pair.gap),
        supposes=Supposes.ONE_NUMBER,
        statistic="lattice_share",
    )


def _offsets(pair: Pair, phase: float, step: float) -> list[float]:
    """Return the shifts that end at such a phase, about where the median, the mean and most rows went."""
    mine, theirs = pair.reference, pair.live
    went = (
        theirs.quantile(0.5) - mine.quantile(0.5),
        theirs.mean - mine.mean,
        theirs.mode - mine.mode,
    )
    around = {
        round((one - phase) / step) + more for one in went for more in range(-NEIGHBOURS, NEIGHBOURS + 1)
    }
    return [float(f"{phase + number * step:.12g}") for number in sorted(around)]


def _left(pair: Pair, offset: float) -> float:
    moved = pair_of(pair.all_reference.moved(1.0, offset), pair.all_live)
    return moved.gap if moved else pair.gap
