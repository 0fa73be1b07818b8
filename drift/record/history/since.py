"""Since when a finding is there: the first of the batches, one after the other, that all have it.

A batch of which the column could not be judged breaks nothing: it tells neither way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from drift.judge.result import Since

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from drift.judge.result import Finding
    from drift.judge.table import JudgedTable
    from drift.record.history.past import PastRun

_TELLS_NOTHING: Final = {"undecided", "skipped"}
_FOUND: Final = {"breach", "warning"}


def told_since(judged: JudgedTable, past: Sequence[PastRun], *, batch: str, as_of: datetime) -> JudgedTable:
    """Return the results with since when each finding is there, by past runs in the order of their time."""

    def told(finding: Finding) -> Finding:
        first, batches = Since(batch=batch, as_of=as_of, batches=1), 1
        for run in reversed(past):
            has = had(finding, run)
            if has is False:
                break
            if has:
                batches += 1
                first = Since(batch=run.batch, as_of=run.as_of, batches=batches)
        if finding.verdict not in _FOUND:
            return finding
        words = (
            f" So it has been since the batch `{first.batch}`, for {batches} batches." if batches > 1 else ""
        )
        return replace(finding, why=finding.why + words, since=first)

    return replace(
        judged,
        columns=tuple(
            replace(column, findings=tuple(told(one) for one in column.findings))
            if column.findings
            else column
            for column in judged.columns
        ),
        findings=tuple(told(one) for one in judged.findings),
    )


def had(finding: Finding, run: PastRun) -> bool | None:
    """Return whether a past run had the same fault of the same column; None where it could not tell."""
    fault = finding.diagnosis.fault if finding.diagnosis else None
    if finding.column is None:
        return fault in run.faults
    column = run.columns.get(finding.column)
    if column is None or column.verdict in _TELLS_NOTHING:
        return None
    if fault is None:
        return column.verdict in _FOUND and not column.faults
    return fault in column.faults
