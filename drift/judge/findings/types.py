"""Findings of a column that came in another type, or with values that its type cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.compare.outside import log_probability
from drift.diagnose.types import diagnose_type
from drift.judge.case import finding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.judge.case import Case
    from drift.judge.result import Finding, Verdict

ZONES = {"zoned time", "naive time"}  # the type differs in its zone alone


def type_findings(case: Case) -> Iterator[Finding]:
    """Yield the finding of a column that came in another type, or with values its type cannot read."""
    reading = case.reading
    failed = any(one.column == case.name and one.reason == "wrong_type" for one in case.live.failures)
    before = case.reference.contract.column(case.name)
    concerned = reading.reformed + reading.unreadable if reading else 0
    if before is None or not (failed or concerned):
        return
    rows = reading.rows if reading else case.now.valid
    diagnosis = diagnose_type(
        before=before.dtype,
        now=case.live.dtypes[case.name] if failed or (reading and reading.form in ZONES) else before.dtype,
        form=reading.form if reading else "another type",
        family=case.before.family,
        rows=rows,
        concerned=concerned if reading else rows,
        unreadable=reading.unreadable if reading else 0,
    )
    by_chance = log_probability(concerned, case.before.rows, case.now.rows) if not failed else -np.inf
    verdict: Verdict = "breach" if by_chance <= np.log(case.check_level) else "warning"
    yield finding_of(case, "schema", None, verdict, diagnosis)
