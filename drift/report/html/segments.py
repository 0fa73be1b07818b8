"""The levels of segment columns as a table: how each was judged, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.judge.result import VERDICTS
from drift.judge.words import level_text
from drift.report import text
from drift.report.html import chart, figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.judge.result import SegmentResult, Verdict
    from drift.record.record import Record

MAX_ROWS: Final = 100  # of the table; the rest is counted
_TOLD: Final = frozenset({"breach", "warning"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRow:
    """A level as told: where, its share of training's rows and of the batch's, and what came of it.

    `bars` are the two shares as SVG lengths, and `columns` those that have a finding there, with the links
    to their cards and what happened.
    """

    verdict: Verdict
    column: str
    level: tuple[text.Span, ...]
    shares: tuple[str, str]
    rows: tuple[str, str]
    bars: tuple[str, str]
    columns: tuple[tuple[str, str, str], ...]
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
    shares = {id(one): _shares(one, record) for one in worst_first}
    longest = max((max(one) for one in shares.values()), default=0.0)
    found = _found(record)
    return SegmentTable(
        rows=tuple(_row(one, shares[id(one)], longest, found) for one in worst_first[:MAX_ROWS]),
        more=f"and {left:,} more" if left > 0 else "",
    )


def _shares(one: SegmentResult, record: Record) -> tuple[float, float]:
    return (
        one.reference_rows / max(record.reference.rows, 1),
        one.live_rows / max(record.live.rows, 1),
    )


def _found(record: Record) -> dict[tuple[str, object], list[tuple[str, str, str]]]:
    """Return the columns with findings in each level: name, id of the card, what happened."""
    found: dict[tuple[str, object], list[tuple[str, str, str]]] = {}
    for column in record.worst_first:
        for finding in column.findings:
            for name, value in (finding.segment or {}).items():
                fault = finding.diagnosis.fault if finding.diagnosis else finding.check
                told = (
                    text.label(column.name),
                    text.anchor(column.name),
                    text.visible(fault.replace("_", " ")),
                )
                levels = found.setdefault((name, value), [])
                if told not in levels:
                    levels.append(told)
    return found


def _row(
    one: SegmentResult,
    shares: tuple[float, float],
    longest: float,
    found: Mapping[tuple[str, object], list[tuple[str, str, str]]],
) -> SegmentRow:
    column, value = next(iter(one.segment.items()))
    told = found.get((column, value), [])
    # Columns that are named need not be counted.
    counted = {name: count for name, count in one.counts.items() if count and not (told and name in _TOLD)}
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in counted.items())
    note = "; ".join(part for part in (counts, one.reason) if part)
    return SegmentRow(
        verdict=one.verdict,
        column=text.label(column),
        level=text.spans("all levels" if one.verdict == "skipped" else level_text(value)),
        shares=(figures.percent(shares[0]), figures.percent(shares[1])),
        rows=(f"{one.reference_rows:,}", f"{one.live_rows:,}"),
        bars=(chart.length(shares[0], longest), chart.length(shares[1], longest)),
        columns=tuple(told),
        note=text.spans(f"{note[:1].upper()}{note[1:]}." if note else ""),
    )
