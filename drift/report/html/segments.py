"""The levels of segment columns as a table: how each was judged, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.judge.result import VERDICTS
from drift.judge.words import level_text
from drift.report import text

if TYPE_CHECKING:
    from drift.judge.result import SegmentResult, Verdict
    from drift.record.record import Record

MAX_ROWS: Final = 100  # of the table; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRow:
    """A level as told: where, its rows in training and in the batch, and what came of it."""

    verdict: Verdict
    where: tuple[text.Span, ...]
    reference_rows: str
    live_rows: str
    note: tuple[text.Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentTable:
    """The levels, and how many there was no room for, in words."""

    rows: tuple[SegmentRow, ...]
    more: str


def segment_table(record: Record) -> SegmentTable:
    """Return the table of a run's segments; without rows where the config names none."""
    worst_first = sorted(record.segments, key=lambda one: VERDICTS.index(one.verdict))
    left = len(worst_first) - MAX_ROWS
    return SegmentTable(
        rows=tuple(_row(one) for one in worst_first[:MAX_ROWS]),
        more=f"and {left:,} more" if left > 0 else "",
    )


def _row(one: SegmentResult) -> SegmentRow:
    column, value = next(iter(one.segment.items()))
    level = "all levels" if one.verdict == "skipped" else level_text(value)
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in one.counts.items() if count)
    return SegmentRow(
        verdict=one.verdict,
        where=(text.Span(text=text.label(column), code=True), *text.spans(f": {level}")),
        reference_rows=f"{one.reference_rows:,}",
        live_rows=f"{one.live_rows:,}",
        note=text.spans(
            f"{'; '.join(part for part in (f'columns: {counts}' if counts else '', one.reason) if part)}."
        ),
    )
