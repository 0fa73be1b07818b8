"""Findings of what is not compared as a distribution: running numbers and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.diagnose.epoch import diagnose_epoch
from drift.diagnose.step import diagnose_step

if TYPE_CHECKING:
    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.case import Case


def unit_of_what_is_not_compared(case: Case) -> Diagnosis | None:
    """Return in which other unit running numbers and times come, told by their steps and sizes."""
    if case.kind == "identifier" and case.before.family == case.now.family == "number":
        return diagnose_step(case.before, case.now, case.name)
    return diagnose_epoch(case.before, case.now) if case.kind == "time" else None
