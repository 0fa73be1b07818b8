"""The judge: from measurements to verdicts, column by column, within one budget of false alarms.

A column is in breach if ``distance - margin > tolerance``: further from training than chance explains
at its share of the budget, and than the feature moves by itself. The budget is the probability that
an unchanged, exchangeable batch alarms; it is split over columns, and in a column evenly over the
checks that decide (Bonferroni). Faults that are always wrong need no tolerance.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.compare.calendar import NAME as CALENDAR
from drift.judge.budget import share_budget
from drift.judge.case import Case
from drift.judge.column import judge_column, result_of
from drift.judge.court import Court
from drift.judge.result import ColumnResult, Finding, Verdict, worst
from drift.judge.span import span_hours_of
from drift.judge.words import sentence

if TYPE_CHECKING:
    from drift.config import Config
    from drift.judge.live import Live
    from drift.judge.reference import Reference
    from drift.profile.column import ColumnProfile

ASKED_FOR_OTHERS = "the check was asked for other columns"
MOST_TIMES = 2  # what training's largest year, month or day may become where only the time is wrong
CHECKS_OF_BATCH = 2  # that have a part of its budget: repeats, and relations


def judge_columns(reference: Reference, live: Live, config: Config) -> tuple[ColumnResult, ...]:
    """Return a result for every column of the reference, in its order, and then of the batch."""
    names = [column.name for column in reference.contract.columns]
    court = court_of(reference, live, config)
    readings = {reading.column: reading for reading in live.readings}
    results = []
    for name in names:
        before, now = reference.profile.columns[name], live.profile.columns.get(name)
        reason = _skip_reason(name, live, config)
        if reason:
            results.append(result_of(name, reference, live, verdict="skipped", reason=reason))
        elif name not in live.dtypes or now is None:
            results.append(_missing_column(name, reference, live, config))
        else:
            case = Case(
                name=name,
                before=before,
                now=now,
                reading=readings.get(name),
                reference=reference,
                live=live,
                config=config,
                level=court.levels[name],
                span_hours=court.span_hours,
            )
            results.append(judge_column(case))
    known = {*reference.profile.columns, *reference.left_out, config.weight}
    results += [_new_column(name, reference, live) for name in live.dtypes if name not in known]
    results += [
        _aside(name, reference, live, "left out when the reference was fitted") for name in reference.left_out
    ]
    unread = [name for name in live.unread if name not in {*reference.left_out, *reference.ignored}]
    results += [_aside(name, reference, live, ASKED_FOR_OTHERS) for name in unread]
    ignored = dict.fromkeys([*reference.ignored, *live.ignored])
    results += [_ignored(name, reference, live) for name in ignored]
    broken = {one.name for one in results if one.verdict == "breach"}
    if config.time in broken:
        results = [_of_a_broken_time(result, reference, live) for result in results]
    return tuple(_as_told(result, config) for result in results)


def _of_a_broken_time(result: ColumnResult, reference: Reference, live: Live) -> ColumnResult:
    """Return the result of a column whose year, say, no longer is the time's, where the time is at fault."""
    told = [one for one in result.findings if one.statistic == CALENDAR]
    if not told or _multiplied(reference.profile.columns[result.name], live.profile.columns[result.name]):
        return result
    findings = tuple(replace(one, verdict="warning") if one in told else one for one in result.findings)
    return replace(result, findings=findings, verdict=worst(one.verdict for one in findings))


def _multiplied(before: ColumnProfile, now: ColumnProfile) -> bool:
    """Return whether a calendar number is larger than any wrong time explains."""
    highest, was = now.number.highest, before.number.highest
    return highest is not None and was is not None and highest > MOST_TIMES * was


def court_of(reference: Reference, live: Live, config: Config, *, of_segments: bool = False) -> Court:
    """Return both sides with what their columns are judged by, as a whole or in all segments together."""
    names = [column.name for column in reference.contract.columns]
    judged = [name for name in names if not _skip_reason(name, live, config)]
    shares = share_budget(judged, config)
    return Court(
        reference=reference,
        live=live,
        config=config,
        levels=shares.segments if of_segments else shares.columns,
        span_hours=span_hours_of(live.profile, reference.profile.plan.time),
    )


def _as_told(result: ColumnResult, config: Config) -> ColumnResult:
    """Return a result with what the config says of its column for those who read of it."""
    told = config.column(result.name)
    return replace(result, importance=told.importance, owner=told.owner)


def batch_level(reference: Reference, live: Live, config: Config) -> float:
    """Return the error probability that each of what is asked of the batch as a whole may use."""
    names = [column.name for column in reference.contract.columns]
    judged = [name for name in names if not _skip_reason(name, live, config)]
    return share_budget(judged, config).batch / CHECKS_OF_BATCH


def _skip_reason(name: str, live: Live, config: Config) -> str | None:
    if name in live.left_out:
        return ASKED_FOR_OTHERS
    if name == config.weight:
        return "it weighs the rows of training"
    column = config.column(name)
    if not column.check:
        return f"the config says not to check it{f': {column.reason}' if column.reason else ''}"
    return None


def _missing_column(name: str, reference: Reference, live: Live, config: Config) -> ColumnResult:
    from drift.diagnose.types import diagnose_missing_column  # noqa: PLC0415 - hardly any column is lost

    before = reference.contract.column(name)
    diagnosis = diagnose_missing_column(before.dtype if before else "unknown")
    verdict: Verdict = "warning" if name == config.target else "breach"
    finding = Finding(
        check="schema",
        verdict=verdict,
        column=name,
        statistic=None,
        why=sentence(name, diagnosis.story),
        diagnosis=diagnosis,
    )
    return result_of(name, reference, live, verdict=verdict, findings=(finding,))


def _ignored(name: str, reference: Reference, live: Live) -> ColumnResult:
    """Return the result of a column of either side that the config ignores."""
    return replace(
        _aside(name, reference, live, "the config ignores it"),
        reference_dtype=reference.ignored.get(name),
        live_dtype=live.ignored.get(name),
    )


def _aside(name: str, reference: Reference, live: Live, reason: str) -> ColumnResult:
    """Return the result of a column of which nothing was learned, or nothing was read."""
    return replace(result_of(name, reference, live, verdict="skipped", reason=reason), kind_reason=reason)


def _new_column(name: str, reference: Reference, live: Live) -> ColumnResult:
    from drift.diagnose.types import diagnose_new_column  # noqa: PLC0415 - nor is any new

    diagnosis = diagnose_new_column(live.dtypes[name])
    finding = Finding(
        check="schema",
        verdict="warning",
        column=name,
        statistic=None,
        why=sentence(name, diagnosis.story),
        diagnosis=diagnosis,
    )
    return result_of(name, reference, live, verdict="warning", findings=(finding,))
