"""The arbiter: of all faults of the catalogue, those that explain a change.

Every fault that a kind of column can have is a hypothesis. All are asked; those that leave no more than
the best one and what chance may blur are as good, and of these the one that supposes least is told. It
is undone, and what is left is asked about again: faults combine. Movement (a shift, another spread or
shape) is what remains where no fault has evidence, and is told of what is left only where that is more
than chance and the feature's own movement explain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.diagnose.catalogue import FAULTS
from drift.diagnose.diagnosis import RunnerUp
from drift.diagnose.explanation import Explanation, Supposes

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.fault import Fault

MOST_AT_ONCE = 3  # faults of one column; more are no explanation
TIE = 0.75  # of what chance gives: two explanations that leave about the same are as good


def explain(change: Change, faults: tuple[Fault, ...] = FAULTS) -> tuple[Explanation, ...]:
    """Return the faults that explain a change, the one that explains most first; none where none does."""
    found: list[Explanation] = []
    rest: Change | None = change
    while rest is not None and len(found) < MOST_AT_ONCE:
        told = {one.diagnosis.fault for one in found}
        asked = tuple(fault for fault in faults if fault.name not in told)
        best = _best(_explanations(rest, asked, more=bool(found)), rest)
        if best is None:
            break
        found.append(best)
        rest = best.rest
    return tuple(found)


def _explanations(change: Change, faults: tuple[Fault, ...], *, more: bool) -> list[Explanation]:
    """Return what every fault says; of a rest that leaves no distance, only those that show in few rows."""
    explained = more and change.gap <= change.enough
    asked = [fault for fault in faults if fault.few or not explained]
    said = [fault.explain(change) for fault in asked if fault.explain and change.kind in fault.kinds]
    return [one for one in said if one is not None]


def _best(found: list[Explanation], change: Change) -> Explanation | None:
    """Return the simplest of the explanations that leave least, with the best of the others as runner-up."""
    named = [one for one in found if one.supposes < Supposes.MOVEMENT]
    rivals = named or found
    if not rivals:
        return None
    blur = TIE * change.chance
    least = min(one.left for one in rivals)
    ranked = sorted(rivals, key=lambda one: (one.left > least + blur, one.supposes, one.left))
    best, others = ranked[0], ranked[1:] or [one for one in found if one not in rivals]
    return best if not others else _with_rival(best, others[0], blur)


def _with_rival(best: Explanation, rival: Explanation, blur: float) -> Explanation:
    """Return an explanation that tells its rival, with equal numbers where neither is better.

    A runner-up of its own (another factor, say) stays unless the rival explains more than that one.
    """
    mine, other = best.diagnosis, rival.diagnosis
    if mine.explains is None or other.explains is None:
        return best
    tied = rival.supposes == best.supposes and rival.left <= best.left + blur
    explains = mine.explains if tied else min(other.explains, mine.explains)
    if mine.runner_up is not None and mine.runner_up.explains >= explains:
        return best
    runner_up = RunnerUp(fault=other.fault, parameters=other.parameters, explains=explains)
    return replace(best, diagnosis=replace(mine, runner_up=runner_up))
