"""`method: evidently`: verdicts as Evidently's defaults give them, for those who move over step by step.

A column is in breach where Evidently's test of it detects drift, or where it is lost, on which Evidently
raises. All else that drift finds is told as a warning: what would be a breach by drift's own method.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from drift.compare.evidently import EvidentlyScore, score_of_levels, score_of_numbers
from drift.judge.result import ColumnResult, Finding, worst
from drift.judge.words import opening

if TYPE_CHECKING:
    from drift.judge.live import Live
    from drift.judge.reference import Reference
    from drift.profile.column import ColumnProfile

CHECK: Final = "evidently"
LOST: Final = ("missing_column", "renamed_column")
MOST_LEVELS: Final = 10  # different whole numbers in the batch, up to which Evidently takes them for levels
FREE_TEXT_SHARE: Final = 0.5  # different texts to a row, above which it takes them for text
_JUDGED: Final = ("breach", "warning", "ok", "undecided")


def as_evidently(
    columns: tuple[ColumnResult, ...], reference: Reference, live: Live, target: str | None
) -> tuple[ColumnResult, ...]:
    """Return the results of columns with the verdicts of Evidently's defaults."""
    return tuple(_column(one, reference, live, target) for one in columns)


def softened(finding: Finding) -> Finding:
    """Return a finding of drift's own as a warning, but of a column that is lost."""
    lost = finding.diagnosis is not None and finding.diagnosis.fault in LOST
    return replace(finding, verdict="warning") if finding.verdict == "breach" and not lost else finding


def _column(column: ColumnResult, reference: Reference, live: Live, target: str | None) -> ColumnResult:
    before, now = reference.profile.columns.get(column.name), live.profile.columns.get(column.name)
    if before is None or now is None or column.verdict not in _JUDGED or not live.profile.rows:
        findings = tuple(softened(one) for one in column.findings)
        return replace(
            column,
            findings=findings,
            verdict=worst(one.verdict for one in findings) if findings else column.verdict,
        )
    score = _score(column, before, now)
    findings = tuple(softened(one) for one in column.findings)
    if isinstance(score, str):
        found = findings
    elif score.drifted:
        found = (_finding(column.name, score, soft=column.name == target), *findings)
    else:
        found = findings
    told = score if isinstance(score, str) else f"by Evidently's defaults no drift: {_told(score)}"
    if not found:
        return replace(
            column, verdict="skipped" if isinstance(score, str) else "ok", reason=told, findings=()
        )
    return replace(column, verdict=worst(one.verdict for one in found), findings=found, reason=column.reason)


def _score(column: ColumnResult, before: ColumnProfile, now: ColumnProfile) -> EvidentlyScore | str:
    """Return the score of a column, or why Evidently has none."""
    if not before.cells.rows or not now.cells.rows or before.family != now.family:
        return "Evidently tells nothing of a column without values on both sides"
    if before.family == "number" and not _few_whole(now, column.live_dtype):
        return score_of_numbers(before.cells, now.cells)
    if before.family == "text" and _distinct(now) > FREE_TEXT_SHARE * now.valid:
        return "Evidently trains a classifier on texts, which needs rows"
    if before.family in {"number", "boolean", "text"}:
        return score_of_levels(before.cells, now.cells)
    return "Evidently has no test of it"


def _few_whole(now: ColumnProfile, dtype: str | None) -> bool:
    """Return whether numbers are taken for levels: few whole ones, of a type that pandas keeps as whole."""
    whole = dtype is not None and dtype.startswith(("Int", "UInt")) and not now.nulls
    return whole and now.cells.exact and now.cells.keys.size <= MOST_LEVELS


def _distinct(now: ColumnProfile) -> float:
    return now.cells.keys.size if now.cells.exact else now.text.distinct.estimate


def _finding(name: str, score: EvidentlyScore, *, soft: bool) -> Finding:
    told = _told(score)
    return Finding(
        check=CHECK,
        verdict="warning" if soft else "breach",
        column=name,
        statistic=None,
        why=f"{opening(name, 'drifted, as Evidently has it')} {told[:1].upper()}{told[1:]}.",
        diagnosis=None,
    )


def _told(score: EvidentlyScore) -> str:
    side = "at or above" if score.test.endswith("distance") else "below"
    held = side if score.drifted else "not " + side
    return f"its {score.test} is {score.value:.4g}, {held} {score.threshold:g}"
