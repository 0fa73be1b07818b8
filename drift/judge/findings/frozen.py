"""Whether a feature that varied stopped varying."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.frozen import diagnose_frozen, frozen_probability
from drift.judge.tolerance import largest_foremost
from drift.profile.keys import floats_of

if TYPE_CHECKING:
    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.case import Case
    from drift.profile.column import ColumnProfile

LEAST_TIMES = 50  # rows
DIFFERENT = 0.5  # of training's sampled times, for a batch of a single one to have stopped
_EXACT = 2.0**53  # up to here a float that is whole is that integer


def _by_itself(case: Case) -> float:
    """Return how likely the batch holds one value if it is as even as the most even piece of training.

    The rows of a day are more alike than those of a year: a day of snow is no frozen feature.
    """
    foremost = largest_foremost(case.reference.tolerances.get(case.name, ()), case.span_hours)
    return float(foremost**case.now.cells.rows)


def _value(column: ColumnProfile) -> str | float:
    """Return the only value of a column as a diagnosis tells it."""
    if column.family == "number":
        number = float(floats_of(column.cells.keys)[0])
        return int(number) if number.is_integer() and abs(number) < _EXACT else number
    if column.family == "time":
        return str(np.datetime_as_string(np.datetime64(column.time.lowest or 0, "us"), unit="auto"))
    from drift.diagnose.levels import level_names  # noqa: PLC0415 - only where levels froze

    return next(iter(name for name, rows in level_names(column).items() if rows))


def _can_freeze(case: Case) -> bool:
    """Return whether one value in all rows would say that a column stopped varying.

    A day's batch is of one day, where times have no hours, and a row or two came at once: training's rows
    must have had times of their own.
    """
    if case.kind != "time":
        return case.kind in {"number", "category", "boolean", "text"}
    sample = case.reference.profile.sample
    if case.name not in sample.rows.columns or case.now.cells.rows < LEAST_TIMES:
        return False
    known = sample.rows.get_column(case.name).drop_nulls()
    return known.n_unique() >= DIFFERENT * max(known.len(), 1)


def frozen(case: Case) -> Diagnosis | None:
    """Return the diagnosis of a frozen column; None where it varies, or pieces of training froze, too."""
    if case.before.family != case.now.family or not _can_freeze(case):
        return None
    if max(frozen_probability(case.before, case.now), _by_itself(case)) > case.check_level:
        return None
    value = _value(case.now)
    if value == "":
        return None  # an empty text is no value: it is missing
    levels = case.before.cells.keys.size if case.before.cells.exact else 0
    found = diagnose_frozen(value, levels, case.now.cells.rows)
    if case.now.family == "boolean":
        return replace(found, parameters={"value": value == "`true`"})
    return found
