"""Findings of a number column's distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.atom import NAME as ATOM
from drift.compare.lattice import LEAST_CHANGE
from drift.compare.lattice import NAME as LATTICE
from drift.compare.magnitude import NAME as SIZE
from drift.compare.nonzero import NAME as NONZERO
from drift.compare.outside import NAME as OUTSIDE
from drift.compare.rare_size import NAME as RARE_SIZE
from drift.compare.short import NAME as SHORT
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.infinite import diagnose_infinite
from drift.judge.case import certain, verdict_of, weighed
from drift.judge.change import change_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.diagnose.change import Change
    from drift.judge.case import Case
    from drift.judge.result import Finding, Judged

DECIDING = (
    "ks",
    NONZERO,
    OUTSIDE,
    RARE_SIZE,
    ATOM,
    SHORT,
    LATTICE,
    SIZE,
)  # any of them alone is a reason to ask what happened

ENDS = {OUTSIDE, SHORT, SIZE, RARE_SIZE}  # what shows a movement at the ends before it shows in the distance


def number_findings(case: Case, judged: tuple[Judged, ...]) -> Iterator[Finding]:
    """Yield one finding for each fault that explains a number's change, by the measurement that shows it.

    That a few values are off their steps, and nothing else, is told only as a unit that put them there.
    """
    from drift.diagnose.explain import explain  # noqa: PLC0415 - the whole catalogue, where something changed

    changed = {
        one.measurement.statistic: one
        for one in judged
        if certain(one) and one.measurement.statistic in DECIDING
    }
    infinite = diagnose_infinite(case.before, case.now, case.name) if OUTSIDE in changed else None
    if infinite is not None:
        yield weighed(case, changed_one=changed.pop(OUTSIDE).measurement, diagnosis=infinite)
        if not changed:
            return
    deciding = [changed[statistic] for statistic in DECIDING if statistic in changed]
    main = next((one for one in deciding if verdict_of(one) == "breach"), deciding[0])
    few_off = changed.keys() == {LATTICE} and changed[LATTICE].measurement.value < LEAST_CHANGE
    change = change_of(case, judged)
    said = [one for one in explain(change) if _is_told(one, change, main)]
    shows = [one for one in said if one.diagnosis.fault == "unit_change"] if few_off else said
    told = [
        weighed(case, changed_one=changed.get(one.statistic or "", main).measurement, diagnosis=one.diagnosis)
        for one in shows
    ]
    yield from told
    # What only explains a part, within what is tolerated of that, is no reason to pass over the rest.
    lost = verdict_of(main) == "breach" and all(one.verdict != "breach" for one in told)
    if not few_off and (lost or not told):
        yield weighed(case, changed_one=main.measurement, diagnosis=None)


def _is_told(explanation: Explanation, change: Change, main: Judged) -> bool:
    """Return whether an explanation fits what was measured: a few rows or one value are no movement."""
    shown = main.measurement.statistic
    moved = shown in {"ks", NONZERO} or (shown in ENDS and change.gap > change.chance)
    return moved or explanation.supposes < Supposes.MOVEMENT
