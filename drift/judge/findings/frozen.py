"""Whether a feature that varied stopped varying."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.diagnose.frozen import diagnose_frozen, frozen_probability
from drift.judge.tolerance import largest_foremost
from drift.profile.keys import floats_of

if TYPE_CHECKING:
    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.case import Case

_EXACT = 2.0**53  # up to here a float that is whole is that integer


def _by_itself(case: Case) -> float:
    """Return how likely the batch holds one value if it is as even as the most even piece of training.

    The rows of a day are more alike than those of a year: a day of snow is no frozen feature.
    """
    foremost = largest_foremost(case.reference.tolerances.get(case.name, ()), case.span_hours)
    return float(foremost**case.now.cells.rows)


def frozen(case: Case) -> Diagnosis | None:
    """Return the diagnosis of a frozen column; None where it varies, or pieces of training froze, too."""
    if case.kind not in {"number", "category", "boolean", "text"}:
        return None
    if case.before.family != case.now.family or frozen_probability(case.before, case.now) > case.check_level:
        return None
    if _by_itself(case) > case.check_level:
        return None
    if case.now.family == "number":
        number = float(floats_of(case.now.cells.keys)[0])
        value: str | float = int(number) if number.is_integer() and abs(number) < _EXACT else number
    else:
        from drift.diagnose.levels import level_names  # noqa: PLC0415 - only where levels froze

        level = next(iter(name for name, rows in level_names(case.now).items() if rows))
        if not level:
            return None  # an empty text is no value: it is missing
        value = level
    levels = case.before.cells.keys.size if case.before.cells.exact else 0
    found = diagnose_frozen(value, levels, case.now.cells.rows)
    if case.now.family == "boolean":
        return replace(found, parameters={"value": value == "`true`"})
    return found
