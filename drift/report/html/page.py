"""The page as values: everything that the template shows, in its order, in words and SVG shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.compare.column import CHECKS_A_COLUMN
from drift.config import SENSITIVITY_BUDGETS
from drift.judge.budget import BATCH_IMPORTANCE, LEAST_IMPORTANCE, SEGMENTS_PART
from drift.judge.checks import CHECKS
from drift.judge.result import VERDICTS, worst
from drift.report import text
from drift.report.html import chart, figures
from drift.report.html.cards import Card, cards, row_id
from drift.report.html.headline import headline
from drift.report.html.quality import Quality, quality
from drift.report.html.related import Relations, relations
from drift.report.html.rows import Row, row_of, statistic_name
from drift.report.html.segments import SegmentTable, segment_table
from drift.report.html.sides import Sides
from drift.report.summary import batch_told

if TYPE_CHECKING:
    from drift.judge.result import Verdict
    from drift.record.record import Record

MAX_SOURCES: Final = 5
MAX_GLANCES: Final = 8  # findings listed at the top

_EXITS: Final = {
    0: "the pipeline goes on",
    1: "the pipeline stops",
    3: "nothing could be told",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How the budget of false alarms was split, as told."""

    sensitivity: str
    alarms: str
    columns: str
    checks: str
    each: str
    floors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the template shows."""

    title: str
    verdict: Verdict
    headline: tuple[text.Span, ...]
    summary: tuple[tuple[str, str], ...]
    counts: tuple[tuple[Verdict, str], ...]
    of_batch: tuple[Verdict, str] | None
    cards: tuple[Card, ...]
    glances: tuple[Card, ...]
    more: int
    rows: tuple[Row, ...]
    quality: Quality
    relations: Relations
    segments: SegmentTable
    kinds: tuple[str, ...]
    budget: Budget
    origins: tuple[tuple[str, str], ...]
    height: int = chart.HEIGHT
    width: int = chart.WIDTH


def page_of(record: Record, saved: str | None = None) -> Page:
    """Return the page of a run; `saved` is where it is, if that is known."""
    sides = {
        column.name: Sides(
            reference=record.reference_profile.columns.get(column.name),
            live=record.live_profile.columns.get(column.live_name),
        )
        for column in record.columns
    }
    told = cards(record, sides, saved)
    glances = tuple(card for card in told if card.verdict != "skipped")
    of_row = {card.row: card for card in told if card.row is not None}
    return Page(
        title=f"{record.verdict.capitalize()}: {text.label(record.dataset)}, {text.label(record.batch)}",
        verdict=record.verdict,
        headline=headline(record),
        summary=_summary(record),
        counts=_counts(record),
        of_batch=_of_batch(record),
        cards=told,
        glances=glances[:MAX_GLANCES] if len(glances) > 1 else (),
        rows=tuple(
            row_of(
                column,
                sides[column.name],
                of_row.get(row_id(column.name)),
            )
            for column in record.worst_first
        ),
        quality=quality(record, sides),
        more=len(glances) - MAX_GLANCES,
        relations=relations(record, told),
        segments=segment_table(record),
        kinds=tuple(sorted({column.kind for column in record.columns})),
        budget=_budget(record),
        origins=_origins(record),
    )


def _counts(record: Record) -> tuple[tuple[Verdict, str], ...]:
    """Return how many columns have each verdict, the worst first; none that no column has."""
    many = {"breach": "breaches", "warning": "warnings"}
    return tuple(
        (verdict, f"{count:,} {many.get(verdict, verdict) if count > 1 else verdict}")
        for verdict in VERDICTS
        if (count := record.counts[verdict])
    )


def _of_batch(record: Record) -> tuple[Verdict, str] | None:
    """Return what is wrong with the batch as a whole, beside the columns; None where nothing is."""
    words = batch_told(record)
    return (worst(one.verdict for one in record.findings if one.column is None), words) if words else None


def _summary(record: Record) -> tuple[tuple[str, str], ...]:
    meaning = _EXITS.get(record.exit_code)
    return (
        ("Batch", text.label(record.batch)),
        ("Dataset", text.label(record.dataset)),
        ("Live rows", f"{record.live.rows:,}"),
        ("Training rows", f"{record.reference.rows:,}"),
        ("Checked", figures.moment(record.started_at)),
        ("Exit code", f"{record.exit_code}{f': {meaning}' if meaning else ''}"),
        ("Sensitivity", text.label(record.sensitivity)),
    )


def _budget(record: Record) -> Budget:
    budgets: dict[str, float] = dict(SENSITIVITY_BUDGETS.items())  # an older run may name one that is gone
    alarms = budgets.get(record.sensitivity)
    of_columns = (alarms or 0.0) * (1 - SEGMENTS_PART if record.segments else 1)
    weights = [
        max(column.importance, LEAST_IMPORTANCE) for column in record.columns if column.verdict != "skipped"
    ]
    parts = sum(weights) + BATCH_IMPORTANCE
    deciding = sum(one.measurement.decides for column in record.columns for one in column.measurements)
    ends = sorted({min(weights, default=BATCH_IMPORTANCE), max(weights, default=BATCH_IMPORTANCE)})
    each = [figures.number(of_columns * end / parts / CHECKS_A_COLUMN) for end in ends] if alarms else []
    measured = {one.measurement.statistic for column in record.columns for one in column.measurements}
    return Budget(
        sensitivity=text.label(record.sensitivity),
        alarms=figures.percent(alarms),
        columns=f"{len(weights):,}",
        checks=f"{deciding:,}",
        each=" to ".join(each) or figures.NONE,
        floors=tuple(
            (statistic_name(check.statistic), figures.number(check.floor))
            for check in CHECKS
            if check.statistic in measured
        ),
    )


def _origins(record: Record) -> tuple[tuple[str, str], ...]:
    sources = [text.label(name) for name in record.live.sources[:MAX_SOURCES]]
    more = len(record.live.sources) - MAX_SOURCES
    reference = record.reference
    return (
        ("Live data", ", ".join(sources) + (f" and {more:,} more" if more > 0 else "")),
        *(() if record.live.window is None else (("Window", text.label(record.live.window.words)),)),
        ("Live digest", text.label(record.live.digest)),
        ("Reference", text.label(reference.path) if reference.path is not None else "not from a file"),
        ("Reference made", figures.moment(reference.created_at)),
        ("Reference digest", text.label(reference.digest)),
        ("Config digest", text.label(record.config_digest)),
        ("As of", figures.moment(record.as_of)),
        ("Run", text.label(record.run_id)),
        ("drift", text.label(record.drift_version)),
    )
