"""Findings of a category's or a boolean's levels, and of all that is compared beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.unseen import NAME as UNSEEN
from drift.diagnose.levels import diagnose_new_levels, level_names
from drift.diagnose.moved import diagnose_mix
from drift.judge.case import weighed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.case import Case
    from drift.judge.result import Finding, Judged


def level_findings(case: Case, changed: dict[str, Judged]) -> Iterator[Finding]:
    """Yield a finding of new levels, or of the mix of known ones, and one for all else that changed."""
    if UNSEEN in changed:
        one = changed.pop(UNSEEN).measurement
        yield weighed(case, changed_one=one, diagnosis=diagnose_new_levels(case.before, case.now, one.value))
        changed.pop("total_variation", None)
    for name, judgement in changed.items():
        yield weighed(case, changed_one=judgement.measurement, diagnosis=_mix(case, name))


def _mix(case: Case, statistic: str) -> Diagnosis | None:
    if statistic != "total_variation":
        return None
    return diagnose_mix(level_names(case.before), level_names(case.now))
