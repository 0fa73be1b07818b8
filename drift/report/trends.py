"""Trends for a person at a terminal, and as JSON."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from drift.report.console import console_on
from drift.report.json import render_document
from drift.report.terminal import printable
from drift.report.text import uncommanded

if TYPE_CHECKING:
    from drift.record.trends import Episode, Trend, Trends

_STYLES: Final = {
    "breach": "bold red",
    "warning": "yellow",
    "ok": "green",
    "undecided": "magenta",
    "skipped": "dim",
}
_MARKS: Final = {"breach": "x", "warning": "!", "ok": ".", "undecided": "?", "skipped": "-", None: " "}
_BATCHES: Final = 21  # of the newest, a mark each
_MAX_ROWS: Final = 60  # columns; the rest is counted
_LATEST: Final = 2  # episodes of a column that are told


def render_trends(trends: Trends, *, colour: bool = False, width: int = 100, details: bool = False) -> str:
    """Return trends as text: a line for each column that ever had a finding; with `details`, for all.

    Parameters
    ----------
    trends : Trends
        What is told.
    colour : bool
        Whether to write colours, as a terminal reads them.
    width : int
        Characters a line.
    details : bool
        Whether to list the columns that never had a finding, too.
    """
    out = io.StringIO()
    console = console_on(out, colour=colour, width=width)
    runs = trends.runs
    many = "batches" if len(runs) > 1 else "batch"
    console.print(
        Text.assemble(
            (runs[-1].verdict.upper(), _STYLES[runs[-1].verdict]),
            f"  {printable(trends.dataset)}: {len(runs):,} {many}, {printable(runs[0].batch)} to "
            f"{printable(runs[-1].batch)}; {sum(run.verdict == 'breach' for run in runs):,} in breach",
        )
    )
    for place in trends.reference_changes:
        console.print(Text(f"another reference since the batch {printable(runs[place].batch)}", style="dim"))
    for one in trends.batch:
        console.print(Text(f"the batch: {_told(one, trends)}"))
    shown = [one for one in trends.columns if details or one.episodes or one.verdict != "ok"]
    if shown:
        console.print()
        console.print(_table(shown[:_MAX_ROWS], trends))
    if len(shown) > _MAX_ROWS:
        console.print(Text(f"… and {len(shown) - _MAX_ROWS:,} more columns: see JSON or HTML", style="dim"))
    if not shown:
        console.print(Text(f"none of {len(trends.columns):,} columns ever had a finding", style="dim"))
    text = uncommanded(out.getvalue())
    return text if colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def render_trends_json(trends: Trends) -> str:
    """Return trends as JSON text."""
    return render_document(trends.to_dict())


def _table(columns: list[Trend], trends: Trends) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    count = min(_BATCHES, len(trends.runs))
    for header in ("now", "column", "measured", "limit", f"last {count}", "what, and since when"):
        marks = header.startswith("last")
        table.add_column(
            header, justify="right" if header == "limit" else "left", min_width=count if marks else None
        )
    for one in columns:
        statistic, value, limit = one.newest or ("", None, None)
        table.add_row(
            Text(one.verdict, style=_STYLES[one.verdict]),
            Text(printable(one.name), overflow="fold"),
            "" if value is None else f"{statistic} {value:.4f}",
            "" if limit is None else f"{limit:.4f}",
            "".join(_MARKS[verdict] for verdict in one.verdicts[-count:]),
            Text(printable("; ".join(_told(each, trends) for each in one.episodes[: -_LATEST - 1 : -1]))),
        )
    return table


def _told(one: Episode, trends: Trends) -> str:
    """Return an episode in words."""
    first, last = trends.runs[one.first].batch, trends.runs[one.last].batch
    if one.ongoing:
        when = f"since {first}" + (f" ({one.batches:,} batches)" if one.batches > 1 else "")
    else:
        when = f"{first}" if one.batches == 1 else f"{first} to {last}"
    accepted = (
        ""
        if not one.accepted
        else ", accepted"
        if one.accepted == one.batches
        else f", accepted {one.accepted:,} times"
    )
    return f"{one.fault} {when}{accepted}"
