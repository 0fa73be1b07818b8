"""Columns that moved only because rows came twice: judged again on the batch's distinct rows.

Margins are those of rows that know nothing of each other, and a copy is no news. Where rows repeat, a
column of nearly unique values gets levels of two rows, and a key its values twice; both are one fault,
of the batch. The sampled rows are distinct ones, each with how many copies it has: where all are kept,
the batch is known as it was before it was copied.

Rows also become alike where a column loses its values. That explains no more of them than training's rows
are alike in all other columns, which its sample tells.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.judge.case import Case, certain, verdict_of
from drift.judge.checks import REPEATED
from drift.judge.column import judge_column, judged_of
from drift.judge.result import ColumnResult, Finding, worst
from drift.profile.prepare import hashes_of_rows
from drift.profile.repeats import count_repeats
from drift.profile.table import Plan, nested_among, profile_batch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.judge.court import Court
    from drift.judge.live import Live

_AS_BEFORE: Final = "Without the rows that are copies it is as before."
_OF_THE_BATCH: Final = "its values repeat because rows do, which is told of the batch"


def without_copies(columns: tuple[ColumnResult, ...], court: Court) -> tuple[ColumnResult, ...]:
    """Return the results with what copies of rows alone explain no breach of the column.

    Parameters
    ----------
    columns : tuple of ColumnResult
        Of a batch in which rows or keys repeat more than they did.
    court : Court
        Both sides.
    """
    breached = [one for one in columns if one.verdict == "breach"]
    distinct = _distinct(court, [one.live_name for one in breached]) if breached else None
    return tuple(_told(one, court, distinct) if one.verdict == "breach" else one for one in columns)


def columns_explain(repeated: int, names: Iterable[str], court: Court, level: float) -> bool:
    """Return whether so many rows may be alike because columns lost their values.

    Of training's sampled rows, those that are alike in all but these columns are counted. If the columns
    hold nothing any more, the batch has as many, for its size: by the square of the rows where rows are
    alike at random, by the rows alone where they come in a row. What favours the columns more is assumed.

    Parameters
    ----------
    repeated : int
        Rows of the batch, of all or of an even sample, that repeat.
    names : iterable of str
        The columns in breach.
    court : Court
        Both sides.
    level : float
        The error probability.
    """
    from scipy.special import bdtrc  # noqa: PLC0415 - only where something repeats

    sample = court.reference.profile.sample
    lost = set(names)
    others = [name for name in sample.rows.columns if name not in lost]
    if not others or not sample.hashes.size:
        return True
    rest = pl.DataFrame([sample.rows[name] for name in others])
    left = count_repeats(hashes_of_rows(rest), None, threshold=None)
    alike = int(left.counts[left.counts > 1].sum()) * sample.hashes.size // max(int(left.counts.sum()), 1)
    rows, live = court.reference.profile.rows, court.live.profile.rows
    pairs = live * max(rows, live) / sample.hashes.size**2
    return bool(bdtrc(repeated - 1, alike + repeated, pairs / (1 + pairs)) > level)


def _distinct(court: Court, names: list[str]) -> Live | None:
    """Return the batch as its distinct rows, of these columns; None where not all of them are kept."""
    live, sample = court.live, court.live.profile.sample
    if not sample.complete:
        return None
    if live.aside and not nested_among(live.aside, live.profile):  # of rows that differ there one is left
        sample = sample.without(live.aside)
    kept = [name for name in names if name in sample.rows.columns]
    if not kept or sample.hashes.size == live.profile.rows:
        return None
    profile = profile_batch(sample.rows.select(sample.rows[name] for name in kept), Plan())
    once = replace(sample, counts=np.ones_like(sample.counts))
    return replace(live, profile=replace(profile, sample=once))


def _told(column: ColumnResult, court: Court, distinct: Live | None) -> ColumnResult:
    told = column
    if court.config.key == (column.name,):
        told = _without_repeats(told)
    now = distinct.profile.columns.get(column.live_name) if distinct else None
    before = court.reference.profile.columns.get(column.name)
    if told.verdict != "breach" or distinct is None or now is None or before is None:
        return told
    if before.family != now.family or column.name not in court.levels:
        return told
    case = Case(
        name=column.name,
        before=before,
        now=replace(now, name=column.name),
        reading=next((one for one in distinct.readings if one.column == column.name), None),
        reference=court.reference,
        live=distinct,
        config=court.config,
        level=court.levels[column.name],
        span_hours=court.span_hours,
    )
    return told if _breaks(case) else _softened(_without_repeats(told))


def _breaks(case: Case) -> bool:
    """Return whether a column is in breach; what happened is asked only where measurements do not tell."""
    by_numbers = case.kind in {"number", "category"} and case.calendar is None
    if by_numbers and any(certain(one) and verdict_of(one) == "breach" for one in judged_of(case)):
        return True
    return judge_column(case).verdict == "breach"


def _without_repeats(column: ColumnResult) -> ColumnResult:
    """Return a result without the finding that its values repeat: the batch tells it."""
    findings = tuple(one for one in column.findings if one.statistic != REPEATED)
    if len(findings) == len(column.findings):
        return column
    verdict = worst(one.verdict for one in findings) if findings else "ok"
    return replace(column, findings=findings, verdict=verdict, reason=column.reason or _OF_THE_BATCH)


def _softened(column: ColumnResult) -> ColumnResult:
    findings = tuple(_warned(one) for one in column.findings)
    if not findings:
        return column
    return replace(column, findings=findings, verdict=worst(one.verdict for one in findings))


def _warned(finding: Finding) -> Finding:
    if finding.verdict != "breach":
        return finding
    return replace(finding, verdict="warning", why=f"{finding.why} {_AS_BEFORE}")
