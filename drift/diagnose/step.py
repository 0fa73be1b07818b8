"""Identifiers in another unit, or rounded: running numbers whose common step is another one.

Running numbers are never compared as distributions, for live ones are always later. But that every
one of them is a multiple of a thousand no passage of time explains, unless nearly all were before. Where
they are as large as they were, nothing was multiplied: they lost their last digits, as numbers do that
are held in 32 bits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from drift.compare.lattice import on_lattice
from drift.compare.share import share_p_value
from drift.diagnose.diagnosis import Diagnosis

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

MIN_ROWS = 20  # by chance that many whole numbers share a factor of two once in a million batches
AGREES = 1e-9  # relative; both steps are exact


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """The numbers of one side: what is counted of all rows, and the different ones of sampled rows.

    Attributes
    ----------
    column : ColumnProfile
        The profile of the column, of numbers.
    kept : Series
        Of any number type; empty where no rows are kept.
    """

    column: ColumnProfile
    kept: pl.Series

    @property
    def step(self) -> float | None:
        """The common step of all rows, if there is one."""
        return self.column.number.step.value


def diagnose_step(reference: Side, live: Side, name: str, level: float) -> Diagnosis | None:
    """Return the conversion that the steps of both sides tell; None where they are as they were.

    Parameters
    ----------
    reference, live : Side
        The numbers of training and of the batch.
    name : str
        The column.
    level : float
        The probability up to which chance is no explanation.
    """
    before, now = reference.step, live.step
    if before is None or now is None or before == now:
        return None
    if min(reference.column.valid, live.column.valid) < MIN_ROWS or _is_usual(reference, live, now, level):
        return None
    factor = now / before
    if not _is_nearer(math.log(factor), _size(live.column) - _size(reference.column)):
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


def _is_usual(reference: Side, live: Side, step: float, level: float) -> bool:
    """Return whether so many of training's numbers are multiples of a step that all of a batch's may be.

    Parcels are numbered by tens, but for a few that were split: of some hundred all may be multiples of ten.
    """
    n, m = len(reference.kept), len(live.kept)
    if not n or not m:
        return False
    whole = reference.kept.dtype.is_integer() and step.is_integer()
    on = (
        reference.kept % int(step) == 0
        if whole
        else on_lattice(reference.kept.cast(pl.Float64).to_numpy(), step)
    )
    return share_p_value(int(on.sum()), n, m, m) > level


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
