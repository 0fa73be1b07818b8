"""One column's verdict: measured, asked what happened to it, and told where nothing could be told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.calendar import measure_calendar
from drift.compare.column import compare_column, measure_missing, missing_rows
from drift.compare.share import share_margin
from drift.judge.findings import findings_of
from drift.judge.result import ColumnResult, Finding, Judged, Verdict, worst

if TYPE_CHECKING:
    from drift.compare.statistic import Measurement
    from drift.judge.case import Case
    from drift.judge.live import Live
    from drift.judge.reference import Reference

_LEAST_MORE = 2.0  # times as many rows: an estimate near the rows that there are would help nobody
_LEAST_LEFT = 0.05  # of a distance, beside the tolerance: so as not to ask for endless rows

_MAIN = {"ks", "total_variation", "length_ks", "pattern_total_variation", "hour_total_variation"}


def judge_column(case: Case) -> ColumnResult:
    """Return the result of a column that both sides have."""
    kind = case.kind
    if case.live.profile.rows == 0:
        return result_of(
            case.name, case.reference, case.live, verdict="undecided", reason="the batch has no rows"
        )
    if kind == "unknown" and not case.before.valid:
        return result_of(
            case.name,
            case.reference,
            case.live,
            verdict="skipped",
            reason="training holds no values to compare with",
        )
    judged = judged_of(case)
    findings = sorted(findings_of(case, judged), key=lambda finding: finding.verdict != "breach")
    if case.name == case.config.target:
        findings = [_softened(finding) for finding in findings]
    if findings:
        verdict: Verdict = worst(finding.verdict for finding in findings)
        return result_of(
            case.name,
            case.reference,
            case.live,
            verdict=verdict,
            measurements=judged,
            findings=tuple(findings),
        )
    reason = undecided_reason(case, judged)
    if reason:
        return result_of(
            case.name, case.reference, case.live, verdict="undecided", reason=reason, measurements=judged
        )
    return result_of(
        case.name,
        case.reference,
        case.live,
        verdict="ok",
        reason=_what_was_not_compared(case),
        measurements=judged,
    )


def judged_of(case: Case) -> tuple[Judged, ...]:
    """Return all measurements of a column, each that decides with its tolerance."""
    return tuple(
        Judged(measurement=one, tolerance=case.tolerance(one.statistic) if one.decides else None)
        for one in _measured(case)
    )


def _measured(case: Case) -> tuple[Measurement, ...]:
    """Return all measurements of a column; of a calendar number its nulls, and whether it still is one."""
    if case.calendar is None:
        return compare_column(case.before, case.now, case.kind, case.level, case.sampled)
    missing = measure_missing(case.before, case.now, case.check_level)
    told = measure_calendar(case.calendar, case.check_level)
    return (told,) if missing is None else (missing, told)


def _softened(finding: Finding) -> Finding:
    """Return a finding of the target: known to differ live, so reported and never a breach."""
    return replace(finding, verdict="warning")


def undecided_reason(case: Case, judged: tuple[Judged, ...]) -> str | None:
    """Return why nothing could be told: chance alone explains even the largest possible distance."""
    main = [one for one in judged if one.measurement.decides and one.measurement.statistic in _MAIN]
    margins = [(one.measurement.margin, one.tolerance or 0.0) for one in main]
    if not main:
        margins = [_margin_of_all_missing(case)]
    hidden = [(margin, tolerance) for margin, tolerance in margins if margin + tolerance >= 1]
    if len(hidden) < len(margins):
        return None
    margin, tolerance = max(hidden)
    if margin <= tolerance:
        return "it moves by so much by itself that no distance would tell"
    sides = (case.before.valid, case.now.valid) if main else (case.before.rows, case.now.rows)
    return _too_few(*sides, (margin / max(1 - tolerance, _LEAST_LEFT)) ** 2, case.now.rows)


def _too_few(n: int, m: int, factor: float, rows: int) -> str:
    """Return which side has too few rows to tell, and how many it would take.

    Parameters
    ----------
    n, m : int
        Rows with a value on both sides.
    factor : float
        How many times the effective rows ``n * m / (n + m)`` it takes: with their square root a margin
        shrinks, and they stay below the rows of either side, however many the other has.
    rows : int
        All rows of the batch.
    """
    enough = factor * (n * m / (n + m))
    if enough < n:
        live = max(_LEAST_MORE, enough * n / (n - enough) / m) * rows
        return f"too few rows to tell: it would take about {int(np.ceil(live)):,}"
    if enough < m:
        trained = max(_LEAST_MORE * n, enough * m / (m - enough))
        return f"training has too few rows to tell: it would take about {int(np.ceil(trained)):,} there"
    more = max(_LEAST_MORE, factor)
    both = f"{more:.2g} times as many in both"
    return f"training and the batch have too few rows to tell: it would take about {both}"


def _margin_of_all_missing(case: Case) -> tuple[float, float]:
    """Return the margin and tolerance that a batch would be judged by if all of it were missing."""
    before, now = case.before, case.now
    return share_margin(
        missing_rows(before), before.rows, now.rows, now.rows, case.check_level
    ), case.tolerance("null_share")


def _what_was_not_compared(case: Case) -> str | None:
    kind = case.reference.kinds[case.name]
    if case.calendar is not None:
        return (
            f"the {case.calendar.part} of `{case.calendar.time}`: judged on nulls, and on whether it still is"
        )
    if kind.kind == "time":
        return "absolute times are always later live: judged on nulls, unit and, over whole days, hours"
    if kind.kind == "identifier":
        return f"{kind.reason}: judged on nulls, unit, pattern, length and repeats"
    if kind.kind == "unknown" or (kind.kind == "nested" and not case.before.cells.rows):
        return "only its nulls are compared: values of this type are not read"
    return None


def result_of(
    name: str,
    reference: Reference,
    live: Live,
    *,
    verdict: Verdict,
    reason: str | None = None,
    measurements: tuple[Judged, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> ColumnResult:
    """Return the result of a column of either side."""
    kind = reference.kinds.get(name)
    before = reference.contract.column(name)
    return ColumnResult(
        name=name,
        kind=kind.kind if kind else "unknown",
        kind_reason=kind.reason if kind else "training did not have it",
        reference_dtype=before.dtype if before else None,
        live_dtype=live.dtypes.get(name),
        verdict=verdict,
        reason=reason,
        measurements=measurements,
        findings=findings,
    )
