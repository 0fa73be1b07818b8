"""What every short form of a run tells, and in which order: counts, findings, and the number that decided."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from drift.judge.words import level_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.judge.result import ColumnResult, Finding, Judged, SegmentResult
    from drift.record.record import Record

MAX_SOURCES: Final = 3  # of a batch, by name; the rest is counted
MAX_ALIKE: Final = 3  # columns that are skipped for one reason, by name; the rest is counted
_LEVEL_VERDICTS: Final = ("ok", "warning", "breach", "undecided")
# What a column without a finding is summed up by: the first of these that was measured.
_MAIN: Final = ("ks", "total_variation", "length_ks", "hour_total_variation", "null_share")


def findings_of(record: Record) -> tuple[Finding, ...]:
    """Return every finding once: those of the batch as a whole, then the columns', the worst first."""
    of_batch = [finding for finding in record.findings if finding.column is None]
    of_columns = (finding for column in record.worst_first for finding in column.findings)
    return (*of_batch, *(finding for finding in of_columns if not _is_told_beside(finding)))


def _is_told_beside(finding: Finding) -> bool:
    """Return whether a finding of the batch tells the same: that columns carry each other's values."""
    return finding.diagnosis is not None and finding.diagnosis.fault == "swapped_columns"


def changed_columns(record: Record) -> tuple[ColumnResult, ...]:
    """Return the columns that are not simply as they were, the worst first."""
    return tuple(column for column in record.worst_first if column.verdict != "ok")


def folded(columns: Iterable[ColumnResult]) -> tuple[tuple[ColumnResult, ...], dict[str, int]]:
    """Return columns without most of those that are skipped for one reason, and how many those are."""
    kept: list[ColumnResult] = []
    met: Counter[str] = Counter()
    for column in columns:
        if column.verdict == "skipped" and column.reason is not None:
            met[column.reason] += 1
            if met[column.reason] > MAX_ALIKE:
                continue
        kept.append(column)
    return tuple(kept), {reason: count - MAX_ALIKE for reason, count in met.items() if count > MAX_ALIKE}


def segments_told(record: Record) -> tuple[str, ...]:
    """Return a sentence for each segment column: how its levels were judged, or why they were not."""
    told = []
    for column in dict.fromkeys(name for one in record.segments for name in one.segment):
        levels = [one for one in record.segments if column in one.segment]
        if all(one.verdict == "skipped" for one in levels):
            told.append(f"Segments of `{column}` were not checked: {levels[0].reason}.")
            continue
        met = Counter(one.verdict for one in levels)
        counts = ", ".join(f"{met[verdict]:,} {verdict}" for verdict in _LEVEL_VERDICTS if met[verdict])
        unknown = [one for one in levels if one.verdict == "undecided" or one.counts.get("undecided")]
        named = "; ".join(_unknown(one, column) for one in unknown[:MAX_ALIKE])
        more = f"; and {len(unknown) - MAX_ALIKE:,} more" if len(unknown) > MAX_ALIKE else ""
        told.append(f"Segments of `{column}`: {counts}{f' ({named}{more})' if named else ''}.")
    return tuple(told)


def _unknown(one: SegmentResult, column: str) -> str:
    """Return of what in a level nothing could be told, and why."""
    level, columns = level_text(one.segment[column]), sum(one.counts.values())
    if one.verdict == "undecided":
        return f"{level}: {one.reason}"
    return f"{level}: {one.counts['undecided']:,} of {columns:,} columns undecided, {one.reason}"


def main_measurement(column: ColumnResult) -> Judged | None:
    """Return the measurement that a column is summed up by: the one that its worst finding rests on.

    A fault that rests on none, another type say, has no number beside it: that of another check would be
    taken for its reason.
    """
    if column.findings:
        return column.decisive
    measured = {judged.measurement.statistic: judged for judged in column.measurements}
    return next((measured[name] for name in _MAIN if name in measured), None)


def note_of(column: ColumnResult) -> str:
    """Return what happened to a column in a word, or why nothing is said of it; may be empty."""
    if column.diagnosis is None:
        return column.reason or ""
    segment = column.findings[0].segment or {}
    where = ", ".join(f"{name}: {level_text(value)[1:-1]}" for name, value in segment.items())
    return column.diagnosis.fault + (f" ({where})" if where else "")


def rows_told(rows: int, of: str) -> str:
    """Return how many rows a side has, in words.

    Examples
    --------
    >>> rows_told(1, "of training"), rows_told(1200, "of training")
    ('1 row of training', '1,200 rows of training')
    """
    return f"{rows:,} row{'' if rows == 1 else 's'} {of}"


def columns_told(record: Record) -> str:
    """Return how many columns have each verdict, as ``17 ok, 1 breach``."""
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in record.counts.items() if count)
    return told or "no columns"


def counts_told(record: Record) -> str:
    """Return the same and what is wrong with the batch itself, as ``17 ok, and 1 breach of the batch``."""
    of_batch = batch_told(record)
    return f"{columns_told(record)}, and {of_batch}" if of_batch else columns_told(record)


def batch_told(record: Record) -> str:
    """Return how many breaches and warnings are the batch's as a whole and no column's; empty without any."""
    met = Counter(one.verdict for one in record.findings if one.column is None)
    counts = ((met["breach"], "breach", "breaches"), (met["warning"], "warning", "warnings"))
    told = " and ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count)
    return f"{told} of the batch" if told else ""
