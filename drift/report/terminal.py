"""The run on a terminal: the verdict in a line, the findings, then a table of what was checked."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from drift.report.console import console_on
from drift.report.folding import Told, told_once
from drift.report.summary import (
    MAX_SOURCES,
    changed_columns,
    counts_told,
    findings_of,
    folded,
    main_measurement,
    note_of,
    rows_told,
    segments_told,
)
from drift.report.text import cell, label, uncommanded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from drift.judge.result import ColumnResult, Evidence
    from drift.record.record import Record

_STYLES = {"breach": "bold red", "warning": "yellow", "ok": "green", "undecided": "magenta", "skipped": "dim"}
_LONGEST = 300  # characters of a line of data's own words
_LONGEST_SENTENCE = 1_200  # of a finding's: what happened, since when, and what people decided
_MAX_ROWS = 60  # of the table; the rest is counted


def render_text(record: Record, *, colour: bool = False, width: int = 100, details: bool = False) -> str:
    """Return a run as text.

    Parameters
    ----------
    record : Record
        The run.
    colour : bool
        Whether to write colours, as a terminal reads them.
    width : int
        Characters a line.
    details : bool
        Whether to list the columns that are as they were, too, and to tell alike findings one by one.
    """
    out = io.StringIO()
    console = console_on(out, colour=colour, width=width)
    console.print(_headline(record))
    console.print(Text(_sides(record), style="dim"))
    if record.live.window is not None:
        console.print(Text(printable(f"Window: {record.live.window.words}."), style="dim"))
    owners = {column.name: column.owner for column in record.columns}
    each = (Told(finding=one) for one in findings_of(record))
    for one in each if details else told_once(record):
        console.print()
        _print_finding(console, one, owners)
        if details and one.finding.evidence is not None:
            _print_evidence(console, one.finding.evidence)
    for told in segments_told(record):
        console.print()
        console.print(Text(printable(told), style="dim"))
    shown, alike = (record.worst_first, {}) if details else folded(changed_columns(record))
    if shown:
        console.print()
        console.print(_table(shown[:_MAX_ROWS]))
    if len(shown) > _MAX_ROWS:
        console.print(Text(f"… and {len(shown) - _MAX_ROWS:,} more columns: see JSON or HTML", style="dim"))
    for reason, count in alike.items():
        console.print(Text(f"… and {count:,} more skipped: {printable(reason)}", style="dim"))
    text = uncommanded(out.getvalue())
    return text if colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def printable(text: str, most: int = _LONGEST) -> str:
    """Return text without control characters, so that no name or value can write to the terminal."""
    cleaned = "".join(
        "·" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else c for c in text
    )
    return cleaned if len(cleaned) <= most else cleaned[: most - 1] + "…"


def printable_name(name: str) -> str:
    """Return a column's name as `printable` does; one without a letter would be seen as no name at all."""
    return printable(name) if name else label(name)


def _headline(record: Record) -> Text:
    return Text.assemble(
        (record.verdict.upper(), _STYLES[record.verdict]),
        f"  {printable(record.dataset)}: {counts_told(record)}",
    )


def _sides(record: Record) -> str:
    sources = ", ".join(printable(name) for name in record.live.sources[:MAX_SOURCES])
    hidden = len(record.live.sources) - MAX_SOURCES
    more = f" and {hidden:,} more" if hidden > 0 else ""
    return (
        f"{record.live.rows:,} live {'row' if record.live.rows == 1 else 'rows'} ({sources}{more})"
        f" against {rows_told(record.reference.rows, 'of training')}; sensitivity {record.sensitivity}"
    )


def _print_finding(console: Console, told: Told, owners: Mapping[str, str | None]) -> None:
    """Print what happened, of which other columns that is true, what to do about it, and whom to ask."""
    finding, others = told.finding, told.others(lambda name: f"`{printable_name(name)}`")
    why = printable(finding.why, _LONGEST_SENTENCE)
    console.print(Text.assemble((finding.verdict, _STYLES[finding.verdict]), "  ", why))
    if others is not None:
        console.print(Text(f"  {others}"))
    if finding.advice is not None:
        console.print(Text(f"  → {printable(finding.advice)}"), style="dim")
    owner = owners.get(finding.column) if finding.column is not None else None
    if owner is not None:
        console.print(Text(f"  → Its owner is {printable(owner)}."), style="dim")


def _print_evidence(console: Console, evidence: Evidence) -> None:
    """Print rows that show a finding, or why there are none."""
    note = f" ({printable(evidence.note)})" if evidence.note else ""
    console.print(Text(f"  Rows that show it{note}:" if evidence.rows else f"  No rows{note}.", style="dim"))
    if not evidence.rows:
        return
    table = Table(box=None, pad_edge=False)
    for name in evidence.rows[0]:
        table.add_column(Text(printable(name)))
    for row in evidence.rows:
        table.add_row(*(Text(printable(cell(value)), overflow="fold") for value in row.values()))
    console.print(table)


def _table(columns: Sequence[ColumnResult]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in ("verdict", "column", "kind", "measured", "chance", "tolerated", "note"):
        table.add_column(header, justify="right" if header in {"chance", "tolerated"} else "left")
    for column in columns:
        main = main_measurement(column)
        table.add_row(
            Text(column.verdict, style=_STYLES[column.verdict]),
            Text(printable_name(column.name), overflow="fold"),
            column.kind,
            f"{main.measurement.statistic} {main.measurement.value:.4f}" if main else "",
            f"{main.measurement.margin:.4f}" if main else "",
            f"{main.tolerance:.4f}" if main and main.tolerance is not None else "",
            Text(printable(note_of(column)), overflow="fold"),
        )
    return table
