"""The page of past runs as values: a sentence, the table of columns, and what its script draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from drift.report import text
from drift.report.html import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.judge.result import Verdict
    from drift.record.trends import Episode, Trend, Trends

STEPS: Final = 10_000  # a distance is drawn in whole steps: finer than a picture shows, and short to write
EPISODES: Final = 3  # of a column, in the table; the picture has all
_VERDICTS: Final = {
    "breach": "in breach",
    "warning": "a warning",
    "ok": "as it was",
    "undecided": "undecided",
}
_SIGNS: Final = {"breach": "b", "warning": "w", "ok": "o", "undecided": "u", "skipped": "s", None: "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A column as a row of the table; `told` are its faults, each with its first batch's report, if known."""

    identity: str
    name: str
    verdict: Verdict
    breaches: str
    told: tuple[tuple[str, str | None], ...]
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """All that the template shows; `data` is for the script."""

    title: str
    verdict: Verdict
    headline: tuple[text.Span, ...]
    summary: tuple[tuple[str, str], ...]
    batch: tuple[str, ...]
    lines: tuple[Line, ...]
    data: dict[str, Any]


def history_page(trends: Trends, reports: Sequence[str | None]) -> HistoryPage:
    """Return the page of past runs; `reports` are the files of each run's report, if known."""
    runs = trends.runs
    dataset = text.label(trends.dataset)
    return HistoryPage(
        title=f"History of {dataset}",
        verdict=runs[-1].verdict,
        headline=_headline(trends),
        summary=(
            ("Dataset", dataset),
            ("Batches", f"{len(runs):,}"),
            ("From", text.label(runs[0].batch)),
            ("To", text.label(runs[-1].batch)),
            ("In breach", f"{sum(run.verdict == 'breach' for run in runs):,}"),
            ("Columns", f"{len(trends.columns):,}"),
            ("Other references", f"{len(trends.reference_changes):,}"),
        ),
        batch=tuple(f"{_when(one, trends)}: {one.fault.replace('_', ' ')}" for one in reversed(trends.batch)),
        lines=tuple(_line(one, trends, reports) for one in trends.columns),
        data={
            "batches": [text.label(run.batch) for run in runs],
            "times": [round(run.as_of.timestamp()) for run in runs],
            "verdicts": "".join(_SIGNS[run.verdict] for run in runs),
            "rows": [run.rows for run in runs],
            "changes": list(trends.reference_changes),
            "steps": STEPS,
            "columns": [_drawn(one) for one in trends.columns],
        },
    )


def _headline(trends: Trends) -> tuple[text.Span, ...]:
    there = [(column, one) for column in trends.columns for one in column.episodes if one.ongoing]
    breached = [(column, one) for column, one in there if column.verdict == "breach"]
    newest = f"The newest batch, {text.label(trends.runs[-1].batch)}, is {_VERDICTS[trends.runs[-1].verdict]}"
    if not there:
        return (text.Span(text=f"{newest}; no column has a finding now.", code=False),)
    count = len({column.name for column, _ in there})
    column, oldest = min(breached or there, key=lambda one: one[1].first)
    name = text.Span(text=text.label(column.name), code=True)
    since = text.Span(text=f" has {_told(oldest, trends)}.", code=False)
    if count == 1:
        return (text.Span(text=f"{newest}: ", code=False), name, since)
    start = f"{newest}: {count:,} of {len(trends.columns):,} columns have findings. For longest "
    return (text.Span(text=start, code=False), name, since)


def _told(one: Episode, trends: Trends) -> str:
    return f"{one.fault.replace('_', ' ')} {_when(one, trends)}"


def _line(column: Trend, trends: Trends, reports: Sequence[str | None]) -> Line:
    return Line(
        identity=text.anchor(column.name),
        name=text.label(column.name),
        verdict=column.verdict,
        breaches=figures.percent(column.breaches / len(trends.runs)) if column.breaches else "",
        told=tuple(
            (_told(one, trends), _report(one, column, reports))
            for one in column.episodes[: -EPISODES - 1 : -1]
        ),
        quiet=not column.episodes and column.verdict == "ok",
    )


def _report(one: Episode, column: Trend, reports: Sequence[str | None]) -> str | None:
    """Return where the report of a fault's first batch tells of the column; None where it is not known."""
    address = reports[one.first] if reports else None
    return None if address is None else f"{quote(address)}#{text.anchor(column.name)}"


def _when(one: Episode, trends: Trends) -> str:
    first, last = (text.label(trends.runs[place].batch) for place in (one.first, one.last))
    if one.ongoing:
        when = f"since {first}" + (f" ({one.batches:,} batches)" if one.batches > 1 else "")
    else:
        when = f"on {first}" if one.batches == 1 else f"from {first} to {last}"
    return when + (", accepted" if one.accepted == one.batches else "")


def _drawn(column: Trend) -> dict[str, Any]:
    return {
        "statistic": column.statistic,
        "verdicts": "".join(_SIGNS[verdict] for verdict in column.verdicts),
        "values": [_step(value) for value in column.values],
        "limits": [_step(value) for value in column.limits],
        "accepted": [[one.first, one.last] for one in column.episodes if one.accepted],
    }


def _step(value: float | None) -> int | None:
    return None if value is None else round(value * STEPS)
