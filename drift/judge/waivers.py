"""Findings that a person accepted: a breach becomes a warning that says who, why and until when.

A decision covers the very fault that it was made about: the same check, fault and segment of the same
column, with parameters that are alike, and no larger than its bound. All else is told as before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from drift.config import SOON
from drift.diagnose.types import NEARLY_ALL, UNREADABLE
from drift.judge.alike import alike
from drift.judge.result import AcceptedBy, worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from drift.config import Acceptance
    from drift.judge.result import ColumnResult, Finding, Judged, SegmentResult, Verdict
    from drift.judge.table import JudgedTable

SHARE: Final = "share"  # what a bound may be of beside a statistic: the share of the rows concerned
BLIND: Final = "Hardly a value of it can be read, so nothing else of this column is checked meanwhile."
OWN_SCHEMA: Final = "schema"  # the check of what a user's schema asks for, which diagnoses nothing
SWAPPED: Final = "swapped_columns"  # told of each column, and once more of the batch


def waive(judged: JudgedTable, decisions: Sequence[Acceptance], *, dataset: str, day: date) -> JudgedTable:
    """Return the results with what was accepted as warnings, and with what is accepted no more told so.

    Parameters
    ----------
    judged : JudgedTable
        The results as the judge has them.
    decisions : sequence of Acceptance
        What people accepted.
    dataset : str
        The dataset that is checked; decisions of others count for nothing.
    day : date
        The day that the batch stands for, by which decisions end.
    """
    mine = [one for one in decisions if one.dataset == dataset]
    if not mine:
        return judged
    columns = tuple(_column(column, mine, day) for column in judged.columns)
    by_name = {column.name: column for column in columns}
    findings = []
    for finding in judged.findings:
        column = by_name.get(finding.column or "")
        found = _decided(finding, column.measurements if column else (), mine, day)
        findings.append(_with_its_columns(found, by_name))
    segments = tuple(_level(one, judged.columns, columns) for one in judged.segments)
    return replace(judged, columns=columns, findings=tuple(findings), segments=segments)


def covers(decision: Acceptance, finding: Finding) -> bool:
    """Return whether a decision was made about this fault; its end and its bound are other questions."""
    diagnosis = finding.diagnosis
    return (
        not is_of_own_schema(finding)
        and decision.column == finding.column
        and decision.check == finding.check
        and decision.fault == (diagnosis.fault if diagnosis else None)
        and decision.segment == finding.segment
        and alike(decision.fault, decision.parameters, diagnosis.parameters if diagnosis else {})
    )


def is_of_own_schema(finding: Finding) -> bool:
    """Return whether a user's own schema found it: what that asks for is changed there, and not accepted."""
    return finding.check == OWN_SCHEMA and finding.diagnosis is None


def measured_for_bound(
    finding: Finding, measurements: Iterable[Judged], statistic: str | None
) -> float | None:
    """Return what a bound of `statistic` is held against: its distance, less what chance explains."""
    if statistic == SHARE:
        return finding.diagnosis.share if finding.diagnosis else None
    if statistic == UNREADABLE:
        return finding.diagnosis.parameters.get(UNREADABLE) if finding.diagnosis else None
    if finding.measurement is not None:
        measurements = (finding.measurement,)
    one = next((one.measurement for one in measurements if one.measurement.statistic == statistic), None)
    return None if one is None else max(0.0, one.value - one.margin)


def hides_its_column(finding: Finding) -> bool:
    """Return whether nothing else can be told of a column: hardly any of its values could be read."""
    told = finding.diagnosis
    return told is not None and told.parameters.get(UNREADABLE, 0.0) >= NEARLY_ALL


def _column(column: ColumnResult, decisions: Sequence[Acceptance], day: date) -> ColumnResult:
    if not column.findings:
        return column
    told = tuple(_decided(one, column.measurements, decisions, day) for one in column.findings)
    if told == column.findings:
        return column
    ordered = tuple(sorted(told, key=lambda one: one.verdict != "breach"))
    return replace(column, findings=ordered, verdict=worst(one.verdict for one in ordered))


def _level(
    level: SegmentResult, before: Sequence[ColumnResult], after: Sequence[ColumnResult]
) -> SegmentResult:
    """Return how a level was judged, a column whose breaches there were all accepted as a warning."""
    softer = sum(
        "breach" in _verdicts(old, level) and "breach" not in _verdicts(new, level)
        for old, new in zip(before, after, strict=True)
    )
    if not softer:
        return level
    counts = dict(level.counts)
    counts["breach"] -= softer
    counts["warning"] += softer
    return replace(level, counts=counts, verdict=worst(one for one, many in counts.items() if many))


def _verdicts(column: ColumnResult, level: SegmentResult) -> set[Verdict]:
    return {one.verdict for one in column.findings if one.segment == level.segment}


def _decided(
    finding: Finding, measurements: Sequence[Judged], decisions: Sequence[Acceptance], day: date
) -> Finding:
    """Return a finding by what was decided about it: accepted, accepted no more, or as it is."""
    about = [one for one in decisions if covers(one, finding)]
    if not about:
        return finding
    weighed = [_weighed(one, finding, measurements, day) for one in about]
    best = next((one for one in weighed if one.ended is None), weighed[-1])
    why = f"{finding.why} {_told(best, day)}"
    if best.ended is None:
        why += f" {BLIND}" if hides_its_column(finding) else ""
        return replace(finding, verdict="warning", why=why, accepted=best)
    return replace(finding, why=why, lapsed=best)


def _weighed(decision: Acceptance, finding: Finding, measurements: Sequence[Judged], day: date) -> AcceptedBy:
    value = None
    ended: Literal["expired", "exceeded"] | None = "expired" if decision.days_left(day) < 0 else None
    if decision.up_to is not None:
        value = measured_for_bound(finding, measurements, decision.statistic or finding.statistic)
        if ended is None and (value is None or value > decision.up_to):
            ended = "exceeded"
    return AcceptedBy(
        by=decision.by,
        reason=decision.reason,
        until=decision.until,
        decided=decision.decided,
        run=decision.run,
        statistic=decision.statistic,
        up_to=decision.up_to,
        value=value,
        ended=ended,
    )


def _told(one: AcceptedBy, day: date) -> str:
    """Return the decision as a sentence."""
    reason = one.reason.rstrip(". ")
    bound = "" if one.up_to is None else f", up to {one.up_to:.4g}"
    if bound and one.statistic == UNREADABLE:
        bound += " of the values unreadable"
    if one.ended == "expired":
        return f"It was accepted by {one.by} until {one.until}, and no longer is: {reason}."
    if one.ended == "exceeded":
        if one.statistic == UNREADABLE and one.value is not None:
            bound = f"up to {one.up_to:.4g} of the values unreadable until {one.until}"
            return f"{one.by} accepted {bound}; {one.value:.4g} of them are."
        seen = "is not measured" if one.value is None else f"is {one.value:.4g}"
        return f"{one.by} accepted it up to {one.up_to:.4g} until {one.until}; beyond chance it {seen}."
    left = (one.until - day).days
    soon = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
    ends = f" This ends {soon}." if left <= SOON else ""
    return f"Accepted by {one.by} until {one.until}{bound}: {reason}.{ends}"


def _with_its_columns(finding: Finding, columns: Mapping[str, ColumnResult]) -> Finding:
    """Return a finding of the batch that only sums up what columns tell, accepted where all of those are."""
    if finding.column is not None or finding.diagnosis is None or finding.diagnosis.fault != SWAPPED:
        return finding
    names = finding.diagnosis.parameters["columns"]
    own = [
        next((one for one in columns[name].findings if _is_swap(one)), None)
        for name in names
        if name in columns
    ]
    accepted = [one.accepted for one in own if one is not None]
    if not accepted or len(accepted) < len(names) or any(one is None for one in accepted):
        return finding
    return replace(finding, verdict="warning", accepted=accepted[0])


def _is_swap(finding: Finding) -> bool:
    return finding.diagnosis is not None and finding.diagnosis.fault == SWAPPED
