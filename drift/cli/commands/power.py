"""`drift power`: the smallest change of each feature that the gate would catch."""

from __future__ import annotations

import shutil
from enum import StrEnum
from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import ConfigOption, Quiet, Verbose
from drift.cli.streams import colours, print_result
from drift.record.exit_code import OK
from drift.report.formats import WIDTH

_TALL: Final = 24  # lines of a terminal that does not say; nothing here depends on them


class PowerFormat(StrEnum):
    """The forms of a plan."""

    text = "text"
    json = "json"


def power(
    reference: Annotated[
        str,
        typer.Option("-r", "--reference", help="What `drift fit` wrote.", show_default=False, metavar="FILE"),
    ],
    rows: Annotated[int, typer.Option("--rows", help="Rows of a batch.", show_default=False)],
    span: Annotated[
        str | None,
        typer.Option(
            "--span",
            help="The time a batch spans: 1d, 12h. The shortest learned, if not given.",
            show_default=False,
            metavar="SPAN",
        ),
    ] = None,
    config: ConfigOption = None,
    form: Annotated[
        PowerFormat, typer.Option("--format", help="The form of the results.")
    ] = PowerFormat.text,
    *,
    verbose: Verbose = False,  # noqa: ARG001 - every command has them
    quiet: Quiet = False,  # noqa: ARG001
) -> int:
    """Tell the smallest change of each feature that this gate would catch, and how often it alarms."""
    from drift.report.power import render_power, render_power_json  # noqa: PLC0415 - as in `fit`
    from drift.run import power as work_out  # noqa: PLC0415

    found = work_out(reference, rows, config=config, span=span)
    if form is PowerFormat.json:
        text = render_power_json(found)
    else:
        width = shutil.get_terminal_size((WIDTH, _TALL)).columns
        text = render_power(found, colour=colours(), width=width)
    print_result(text.rstrip("\n"))
    return OK


POWER: Final = Command(
    name="power",
    summary="Tell the smallest change that this gate would catch.",
    example="Example: drift power -r reference.drift --rows 10000",
    run=power,
    details=(
        "Of each column: the shift in standard deviations of training, up or down; the share of rows in a"
        " unit a thousand times as small; the points of missing rows that come on top; the points that the"
        " largest level gains, and the share of rows in a new one. 95 % of the batches with such a change"
        " are in breach. `none` says that even the largest is not caught. Tolerances are those of `--span`;"
        " [decision.md](decision.md#planning) says how it is worked out."
    ),
    files=("Reads the reference and the config.", "Writes nothing."),
)
