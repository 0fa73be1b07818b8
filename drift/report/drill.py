"""A drill on a terminal: a line a fault, or a fault and column, and what was missed."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from drift.report.console import console_on
from drift.report.terminal import printable, printable_name

if TYPE_CHECKING:
    from drift.record.drill import Drill, Line

MISSED_TOLD = 3  # ways in a line of the table
COLUMNS_TOLD = 20  # that were left out


def render_drill(drill: Drill, *, colour: bool = False, width: int = 100, details: bool = False) -> str:
    """Return a drill as text.

    Parameters
    ----------
    drill : Drill
        What was tried.
    colour : bool
        Whether to write colours, as a terminal reads them.
    width : int
        Characters a line.
    details : bool
        Whether to give each column a line of its own.
    """
    out = io.StringIO()
    console = console_on(out, colour=colour, width=width)
    console.print(Text(_headline(drill), style="bold"))
    console.print(Text(_sides(drill), style="dim"))
    for place, (name, reason) in enumerate(drill.left_out.items()):
        if place == COLUMNS_TOLD:
            console.print(Text(f"… and {len(drill.left_out) - COLUMNS_TOLD:,} more columns left out"))
            break
        console.print(Text(f"left out: {printable_name(name)}, {printable(reason)}"))
    if drill.attempts:
        console.print()
        console.print(_table(drill.table if details else drill.by_fault, columns=details))
    text = out.getvalue()
    return text if colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def render_drill_json(drill: Drill) -> str:
    """Return a drill as JSON."""
    return json.dumps(drill.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _headline(drill: Drill) -> str:
    if not drill.attempts:
        return f"{printable(drill.dataset)}: nothing could be broken"
    before = "; the batch is in breach before anything is broken" if drill.verdict == "breach" else ""
    tried = len(drill.attempts)
    return (
        f"{printable(drill.dataset)}: {drill.caught:,} of {tried:,} broken copies caught, "
        f"{drill.named:,} named right{before}"
    )


def _sides(drill: Drill) -> str:
    return (
        f"{drill.rows:,} healthy rows, seed {drill.seed}; sensitivity {drill.sensitivity}; "
        "each way at 100 %, 20 %, 5 % and 1 % of the rows until it is not caught"
    )


def _table(lines: tuple[Line, ...], *, columns: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    heads = ("fault", *(("column",) if columns else ()), "tried", "caught", "named", "smallest", "missed")
    for head in heads:
        table.add_column(
            head, justify="right" if head in {"tried", "caught", "named", "smallest"} else "left"
        )
    for line in lines:
        more = len(line.missed) - MISSED_TOLD
        missed = ", ".join(line.missed[:MISSED_TOLD]) + (f" and {more} more" if more > 0 else "")
        name = [Text(printable_name(line.column) if line.column is not None else "", overflow="fold")]
        table.add_row(
            line.fault,
            *(name if columns else ()),
            f"{line.tried:,}",
            f"{line.caught:,}",
            f"{line.named:,}",
            "" if line.smallest is None else f"{line.smallest:.0%}",
            Text(missed, overflow="fold"),
        )
    return table
