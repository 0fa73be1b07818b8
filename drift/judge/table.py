"""The batch as a whole: every column's result, and the findings that are of no single column.

Columns are judged one by one first; what they do not tell alone is seen here: that one came under another
name, that some carry each other's values, that two go together otherwise, that keys or rows
repeat, that rows are too few. What is asked only of columns that changed is loaded only where some did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.judge.judge import court_of, judge_columns
from drift.judge.relations import relation_findings
from drift.judge.repeats import tell_repeats
from drift.judge.rows import row_count_finding
from drift.judge.single import as_written, of_singles
from drift.judge.undated import undated_finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.config import Config
    from drift.judge.live import Live
    from drift.judge.past_rows import PastRows
    from drift.judge.reference import Reference
    from drift.judge.result import ColumnResult, Finding, SegmentResult

# Faults of one column that the batch tells, too: it is not made of the columns it should be made of.
_OF_THE_SCHEMA = ("missing_column", "new_column", "renamed_column")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedTable:
    """The results of all columns and segments, and the findings of the batch as a whole."""

    columns: tuple[ColumnResult, ...]
    findings: tuple[Finding, ...]
    segments: tuple[SegmentResult, ...] = ()


def judge_table(
    reference: Reference, live: Live, config: Config, past: Sequence[PastRows] = ()
) -> JudgedTable:
    """Return a result for every column of both sides, and what is not as it was in the batch as a whole.

    `past` are the rows of the batches before this one, in the order of time.
    """
    singles = of_singles(reference.profile, reference.contract)
    reference = replace(reference, profile=as_written(reference.profile, singles))
    live = replace(live, profile=as_written(live.profile, singles | of_singles(live.profile)))
    court = court_of(reference, live, config)
    columns = judge_columns(reference, live, config)
    elsewhere: tuple[Finding, ...] = ()
    if any(one.findings for one in columns):
        from drift.judge.renamed import tell_renamed  # noqa: PLC0415 - a column that is as it was is itself
        from drift.judge.swapped import tell_swapped  # noqa: PLC0415 - as above

        told = tell_swapped(tell_renamed(columns, court), court)
        columns, elsewhere = told.columns, told.findings
    repeats = tell_repeats(columns, court)
    of_rows = (
        row_count_finding(live.profile.rows, config, past, live.as_of),
        undated_finding(reference, live, config),
        repeats.finding,
    )
    of_batch = (
        *(one for one in of_rows if one is not None),
        *elsewhere,
        *relation_findings(columns, court),
    )
    columns = repeats.columns
    segments: tuple[SegmentResult, ...] = ()
    if reference.profile.segments:
        from drift.judge.segments import judge_segments  # noqa: PLC0415 - most tables have none

        inside = judge_segments(
            columns,
            court_of(reference, live, config, of_segments=True),
            repeated=repeats.finding is not None and repeats.finding.verdict == "breach",
        )
        columns, segments = inside.columns, inside.segments
    if any(one.findings for one in columns):
        from drift.judge.code import coded  # noqa: PLC0415 - only findings have code

        columns = tuple(coded(one, reference, live, config) for one in columns)
    if config.method == "evidently":
        from drift.judge.evidently import as_evidently, softened  # noqa: PLC0415 - few ask for it

        columns = as_evidently(columns, reference, live, config.target)
        of_batch = tuple(softened(one) for one in of_batch)
    return JudgedTable(columns=columns, findings=(*of_batch, *_of_schema(columns)), segments=segments)


def _of_schema(columns: Iterable[ColumnResult]) -> Iterator[Finding]:
    """Yield the findings of columns that went, came or were renamed, these under the old name only."""
    for column in columns:
        for finding in column.findings:
            diagnosis = finding.diagnosis
            if diagnosis is None or diagnosis.fault not in _OF_THE_SCHEMA:
                continue
            if diagnosis.fault != "renamed_column" or diagnosis.parameters["from"] == column.name:
                yield finding
