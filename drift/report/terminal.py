"""The run on a terminal: the verdict in a line, the findings, then a table of what was checked."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from drift.judge.result import ColumnResult, Finding
    from drift.record.record import Record

_STYLES = {"breach": "bold red", "warning": "yellow", "ok": "green", "undecided": "magenta", "skipped": "dim"}
_LONGEST = 300  # characters of a line of data's own words
_MAX_ROWS = 60  # of the table; the rest is counted
_MAIN = ("ks", "total_variation", "length_ks", "hour_total_variation", "null_share")


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
        Whether to list the columns that are as they were, too.
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        highlight=False,
        legacy_windows=False,
    )
    console.print(_headline(record))
    console.print(Text(_sides(record), style="dim"))
    for finding in _findings(record):
        console.print()
        console.print(_told(finding))
        if finding.diagnosis is not None:
            console.print(Text(f"  → {printable(finding.diagnosis.advice)}"), style="dim")
    shown = [column for column in record.worst_first if details or column.verdict != "ok"]
    if shown:
        console.print()
        console.print(_table(shown[:_MAX_ROWS]))
    if len(shown) > _MAX_ROWS:
        console.print(Text(f"… and {len(shown) - _MAX_ROWS:,} more columns: see JSON or HTML", style="dim"))
    text = out.getvalue()
    return text if colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def printable(text: str) -> str:
    """Return text without control characters, so that no name or value can write to the terminal."""
    cleaned = "".join(
        "·" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else c for c in text
    )
    return cleaned if len(cleaned) <= _LONGEST else cleaned[: _LONGEST - 1] + "…"


def _headline(record: Record) -> Text:
    counts = record.counts
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in counts if counts[verdict])
    return Text.assemble(
        (record.verdict.upper(), _STYLES[record.verdict]),
        f"  {printable(record.dataset)}: {told or 'no columns'}",
    )


def _sides(record: Record) -> str:
    sources = ", ".join(printable(name) for name in record.live.sources[:3])
    more = f" and {len(record.live.sources) - 3} more" if len(record.live.sources) > 3 else ""  # noqa: PLR2004
    return (
        f"{record.live.rows:,} live rows ({sources}{more}) against {record.reference.rows:,} rows of training"
        f"; sensitivity {record.sensitivity}"
    )


def _findings(record: Record) -> list[Finding]:
    of_columns = [finding for column in record.worst_first for finding in column.findings]
    return [finding for finding in record.findings if finding.column is None] + of_columns


def _told(finding: Finding) -> Text:
    return Text.assemble((finding.verdict, _STYLES[finding.verdict]), "  ", printable(finding.why))


def _table(columns: list[ColumnResult]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in ("verdict", "column", "kind", "measured", "chance", "tolerated", "note"):
        table.add_column(header, justify="right" if header in {"chance", "tolerated"} else "left")
    for column in columns:
        main = next(
            (one for name in _MAIN for one in column.measurements if one.measurement.statistic == name), None
        )
        finding = column.findings[0] if column.findings else None
        if finding is not None and finding.statistic is not None:
            main = next(
                (one for one in column.measurements if one.measurement.statistic == finding.statistic), main
            )
        fault = finding.diagnosis.fault if finding and finding.diagnosis else None
        table.add_row(
            Text(column.verdict, style=_STYLES[column.verdict]),
            Text(printable(column.name), overflow="fold"),
            column.kind,
            f"{main.measurement.statistic} {main.measurement.value:.4f}" if main else "",
            f"{main.measurement.margin:.4f}" if main else "",
            f"{main.tolerance:.4f}" if main and main.tolerance is not None else "",
            Text(printable(fault or column.reason or ""), overflow="fold"),
        )
    return table
