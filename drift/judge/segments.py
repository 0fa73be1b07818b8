"""Segments: every check of every column once more in each level of the config's segment columns.

Half of the batch's budget is theirs, shared over columns by importance and evenly over the levels. First
all is measured, which is quick; what happened is asked only of what is told, see `segments_told`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.judge.result import VERDICTS, SegmentResult, worst
from drift.judge.segment import court_in, judged_as_a_whole, segments_of
from drift.judge.segments_told import Measured, told_of_levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drift.judge.court import Court
    from drift.judge.result import ColumnResult
    from drift.judge.segment import Segment

# Faults after which what a column of that name holds is not compared level by level.
_NOT_COMPARED: Final = frozenset({"missing_column", "new_column", "renamed_column", "swapped_columns"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSegments:
    """The results of all columns with what levels tell of them, and how each level was judged."""

    columns: tuple[ColumnResult, ...]
    segments: tuple[SegmentResult, ...]


def judge_segments(
    columns: tuple[ColumnResult, ...], court: Court, *, repeated: bool = False
) -> JudgedSegments:
    """Return the results with what is not as it was in single levels.

    Parameters
    ----------
    columns : tuple of ColumnResult
        What was found of the whole.
    court : Court
        Both sides, and what each column may use of the segments' half of the budget.
    repeated : bool
        Whether rows came twice, after which margins of few rows do not hold.
    """
    results = {one.name: one for one in columns}
    told: list[SegmentResult] = []
    if not court.reference.profile.segments:
        return JudgedSegments(columns=columns, segments=())
    names = list(_compared(columns, court))
    for column, before in court.reference.profile.segments.items():
        now = court.live.profile.segments.get(column)
        reason = _untold(column, results, court, repeated=repeated)
        if reason is not None or now is None:
            told.append(_skipped(column, reason or f"the batch was not taken apart by `{column}`", court))
            continue
        of_columns: dict[str, list[Measured]] = {name: [] for name in names if name != column}
        for segment in segments_of(column, before, now):
            why = _untold_level(segment, results[column])
            inside = court_in(segment, court, frozenset(before.levels))
            found = {} if why else {name: Measured.of(name, segment, inside) for name in of_columns}
            for name, one in found.items():
                of_columns[name].append(one)
            told.append(_result(segment, found, why))
        for name, levels in of_columns.items():
            results[name] = told_of_levels(results[name], levels)
    return JudgedSegments(columns=tuple(results.values()), segments=tuple(told))


def _compared(columns: Iterable[ColumnResult], court: Court) -> Iterable[str]:
    """Yield the columns that are judged in levels: those that both sides have, and hold what they did."""
    as_a_whole = judged_as_a_whole(court)
    for one in columns:
        if one.name not in court.levels or one.name not in court.live.profile.columns:
            continue
        if one.verdict == "skipped" or one.kind == "unknown" or one.name in as_a_whole:
            continue
        faults = {finding.diagnosis.fault for finding in one.findings if finding.diagnosis}
        if not faults & _NOT_COMPARED:
            yield one.name


def _untold(column: str, results: Mapping[str, ColumnResult], court: Court, *, repeated: bool) -> str | None:
    """Return why no level of a segment column can be judged; None where they can."""
    own = results.get(column)
    if not court.live.profile.rows:
        return "the batch has no rows"
    if own is None or column not in court.live.profile.columns or column in court.live.left_out:
        return f"the batch has no column `{column}`"
    if own.diagnosis is not None and own.diagnosis.fault in _NOT_COMPARED:
        return f"`{column}` is not the column that it was: it {own.diagnosis.story}"
    if repeated:
        return "rows of the batch came more than once, which is told of the batch"
    return None


def _untold_level(segment: Segment, own: ColumnResult) -> str | None:
    """Return why a level cannot be judged; None where it can."""
    if not segment.now.rows:
        return "the batch has no row of it"
    if segment.key is None and any(one.segment is None for one in own.findings):
        return f"which levels `{own.name}` has is not as it was, so what they hold differs for that alone"
    return None


def _result(segment: Segment, found: Mapping[str, Measured], reason: str | None) -> SegmentResult:
    counts = Counter(one.verdict for one in found.values())
    verdict = worst(counts) if counts else "undecided"
    if verdict == "undecided" and counts["ok"]:
        verdict = "ok"
    if reason is None:
        reason = next((one.reason for one in found.values() if one.reason), None)
    if verdict == "undecided" and reason is None:
        reason = "no column can be compared in it"
    return SegmentResult(
        segment=segment.named,
        reference_rows=segment.before.rows,
        live_rows=segment.now.rows,
        verdict=verdict,
        reason=reason,
        counts={name: counts[name] for name in VERDICTS},
    )


def _skipped(column: str, reason: str, court: Court) -> SegmentResult:
    return SegmentResult(
        segment={column: None},
        reference_rows=court.reference.profile.rows,
        live_rows=court.live.profile.rows,
        verdict="skipped",
        reason=reason,
        counts=dict.fromkeys(VERDICTS, 0),
    )
