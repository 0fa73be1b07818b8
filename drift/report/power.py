"""Planning on a terminal: a line a column, the smallest change of each form that the gate would catch."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from drift.report.console import console_on
from drift.report.terminal import printable, printable_name

if TYPE_CHECKING:
    from drift.judge.power import ColumnPower
    from drift.record.power import Power

_HEADS = {
    "shift": "shift",
    "unit": "unit × 1000",
    "nulls": "nulls",
    "level": "level",
    "new_level": "new level",
}
_NOT_CAUGHT = "none"


def render_power(power: Power, *, colour: bool = False, width: int = 100) -> str:
    """Return a plan as text.

    Parameters
    ----------
    power : Power
        What would be caught.
    colour : bool
        Whether to write colours, as a terminal reads them.
    width : int
        Characters a line.
    """
    out = io.StringIO()
    console = console_on(out, colour=colour, width=width)
    console.print(Text(f"{printable(power.dataset)}: batches of {power.rows:,} rows", style="bold"))
    console.print(Text(_alarms(power), style="dim"))
    console.print()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, head in enumerate(("column", "kind", *_HEADS.values())):
        table.add_column(head, justify="left" if place <= 1 else "right")
    for column in power.columns:
        name = Text(printable_name(column.name), overflow="fold")
        table.add_row(name, column.kind, *(_cell(column, change) for change in _HEADS))
    console.print(table)
    for column in power.columns:
        if column.reason:
            console.print(Text(f"left out: {printable_name(column.name)}, {column.reason}"))
    text = out.getvalue()
    return text if colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def render_power_json(power: Power) -> str:
    """Return a plan as JSON."""
    return json.dumps(power.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _alarms(power: Power) -> str:
    return (
        f"sensitivity {power.sensitivity}: of batches of unchanged, exchangeable rows at most one in "
        f"{round(1 / power.budget):,} alarms; 95 % of those with a change as below are in breach"
    )


def _cell(column: ColumnPower, change: str) -> str:
    found = column.changes.get(change)
    if found is None:
        return ""
    if found.size is None:
        return _NOT_CAUGHT
    return f"{found.size:.3g} sd" if change == "shift" else f"{found.size:.2%}"
