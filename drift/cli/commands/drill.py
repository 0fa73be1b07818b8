"""`drift drill`: break copies of a healthy batch, and see which the gate catches."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.inputs import read_options
from drift.cli.options import (
    AsOf,
    Columns,
    ConfigOption,
    Data,
    DecimalComma,
    InputFormat,
    Memory,
    Quiet,
    Separator,
    Since,
    Sql,
    Until,
    Verbose,
    WindowLength,
    WindowTime,
)
from drift.cli.streams import colours, print_result, tell
from drift.record.exit_code import BREACH, ERROR, OK, UNDECIDED
from drift.report.formats import WIDTH

_TALL: Final = 24  # lines of a terminal that does not say; nothing here depends on them


class DrillFormat(StrEnum):
    """The forms of a drill's results."""

    text = "text"
    json = "json"


def drill(
    data: Data,
    reference: Annotated[
        str,
        typer.Option("-r", "--reference", help="What `drift fit` wrote.", show_default=False, metavar="FILE"),
    ],
    config: ConfigOption = None,
    form: Annotated[
        DrillFormat, typer.Option("--format", help="The form of the results.")
    ] = DrillFormat.text,
    rows: Annotated[int, typer.Option("--rows", help="How many rows are broken, the first ones.")] = 5_000,
    seed: Annotated[int, typer.Option("--seed", help="What draws the rows that are broken.")] = 0,
    as_of: AsOf = None,
    columns: Columns = None,
    input_format: InputFormat = None,
    separator: Separator = None,
    memory: Memory = None,
    sql: Sql = None,
    since: Since = None,
    until: Until = None,
    window: WindowLength = None,
    time: WindowTime = None,
    *,
    decimal_comma: DecimalComma = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> int:
    """Break copies of a healthy batch in every way of the catalogue, and say which this gate catches."""
    from drift.report.drill import render_drill, render_drill_json  # noqa: PLC0415 - as in `fit`
    from drift.run import drill as run_drill  # noqa: PLC0415

    found = run_drill(
        data,
        reference,
        config=config,
        rows=rows,
        seed=seed,
        as_of=as_of,
        options=read_options(
            columns=columns,
            input_format=input_format,
            separator=separator,
            decimal_comma=decimal_comma,
            memory=memory,
            sql=sql,
            since=since,
            until=until,
            window=window,
            time=time,
        ),
        progress=tell if sys.stderr is not None and sys.stderr.isatty() and not quiet else None,
    )
    if form is DrillFormat.json:
        text = render_drill_json(found)
    else:
        width = shutil.get_terminal_size((WIDTH, _TALL)).columns
        text = render_drill(found, colour=colours(), width=width, details=verbose)
    print_result(text.rstrip("\n"))
    return found.exit_code


DRILL: Final = Command(
    name="drill",
    summary="Break copies of a healthy batch, and say which this gate catches.",
    example="Example: drift drill yesterday.parquet -r reference.drift",
    run=drill,
    details=(
        "The table counts, for each fault, the copies that were broken, caught and named right, and the"
        " smallest share of rows that was caught; `--verbose` gives each column a line of its own. Columns"
        " that are in breach before anything is broken are left out, and the exit code is 1."
        " [faults.md](faults.md#drills) says more, and shows what is printed."
    ),
    files=("Reads the data, the reference and the config.", "Writes nothing."),
    codes=(OK, BREACH, ERROR, UNDECIDED),
)
