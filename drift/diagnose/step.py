"""Identifiers in another unit, or rounded: running numbers whose common step is another one.

Running numbers are never compared as distributions, for live ones are always later. But that every
one of them is a multiple of a thousand no passage of time explains. Where they are as large as they were,
nothing was multiplied: they lost their last digits, as numbers do that are held in 32 bits.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from drift.diagnose.diagnosis import Diagnosis

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

MIN_ROWS = 20  # by chance that many whole numbers share a factor of two once in a million batches
AGREES = 1e-9  # relative; both steps are exact


def diagnose_step(reference: ColumnProfile, live: ColumnProfile, name: str) -> Diagnosis | None:
    """Return the conversion that the steps of both sides tell; None where they are as they were."""
    before, now = reference.number.step.value, live.number.step.value
    if before is None or now is None or before == now or min(reference.valid, live.valid) < MIN_ROWS:
        return None
    factor = now / before
    if not _is_nearer(math.log(factor), _size(live) - _size(reference)):
        return _rounded(before, now) if factor > 1 else None
    from drift.diagnose.candidates import candidates  # noqa: PLC0415 - all units, where a step changed

    known = [
        one
        for one in candidates(name, None)
        if one.conversion.offset == 0 and math.isclose(one.conversion.factor, factor, rel_tol=AGREES)
    ]
    if not known:
        return None
    conversion = min(known, key=lambda one: one.rank).conversion
    return Diagnosis(
        fault="unit_change",
        story=f"looks multiplied by {factor:,.6g}: its numbers are multiples of {now:.6g} where they were "
        f"multiples of {before:.6g}",
        advice="Ask the producer whether the numbers are still the same ones.",
        parameters={
            "factor": factor,
            "offset": 0.0,
            "from": conversion.source,
            "to": conversion.target,
        },
        share=1.0,
        share_interval=(1.0, 1.0),
        explains=1.0,
        proven=True,
    )


def _size(column: ColumnProfile) -> float:
    """Return the logarithm of how large the numbers are; the column has some."""
    ends = (abs(float(end or 0)) for end in (column.number.lowest, column.number.highest))
    return math.log(max(*ends, 1.0))


def _is_nearer(factor: float, grew: float) -> bool:
    """Return whether numbers grew by as much as their step did, rather than not at all."""
    return abs(grew - factor) <= abs(grew)


def _rounded(before: float, now: float) -> Diagnosis:
    return Diagnosis(
        fault="rounding",
        story=f"lost its last digits: its numbers are multiples of {now:,.6g} where they were multiples of "
        f"{before:,.6g}, and as large as before",
        advice="Ask the producer whether identifiers are held as floats: of 32 bits these tell numbers apart "
        "only up to 16,777,216.",
        parameters={"step": now},
        share=1.0,
        share_interval=(1.0, 1.0),
        proven=True,
    )
