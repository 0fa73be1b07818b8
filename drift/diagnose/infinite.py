"""Infinities where training had none: what dividing by zero makes of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.expression import column_text

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def diagnose_infinite(before: ColumnProfile, now: ColumnProfile, name: str) -> Diagnosis | None:
    """Return that numbers are infinite; None where none is, or training's were, too."""
    mine, theirs = (
        {"inf": one.number.positive_infinities, "-inf": one.number.negative_infinities}
        for one in (before, now)
    )
    new = {value: rows for value, rows in theirs.items() if rows and not mine[value]}
    if not new:
        return None
    share = sum(new.values()) / now.valid
    told = " or ".join(f"`{value}`" for value in new)
    column = column_text(name)
    find = f"{column}.is_infinite()"
    return Diagnosis(
        fault="sentinel",
        story=f"is {told} in {share:.2%} of its values, and never was in training",
        advice="Ask the producer what is divided by zero, and for null instead.",
        parameters={"value": max(new, key=lambda value: new[value])},
        share=round(share, 6),
        share_interval=(round(share, 6), round(share, 6)),
        proven=True,
        find=find,
        undo=f"pl.when({find}).then(None).otherwise({column})",
    )
