"""`drift lookup`: what the model saw."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import Quiet, Telling, Verbose
from drift.cli.streams import print_result
from drift.record.exit_code import BREACH, ERROR, OK


def lookup(
    log: Annotated[
        str,
        typer.Argument(
            help="The folder that `FeatureLog` writes to, or its URL in a store.",
            show_default=False,
            metavar="LOG",
        ),
    ],
    request_id: Annotated[
        str,
        typer.Argument(
            help="The request, as the log was given it.", show_default=False, metavar="REQUEST_ID"
        ),
    ],
    telling: Annotated[Telling, typer.Option("--format", help="The form of the results.")] = Telling.text,
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,  # noqa: ARG001 - what is found is the result
) -> int:
    """Tell what a model saw and said of one request; ends with 1 where the log does not have it."""
    from drift.log import lookup as find  # noqa: PLC0415 - as in `fit`
    from drift.report.seen import render_found, render_found_json  # noqa: PLC0415

    found = find(log, request_id)
    told = render_found_json(found) if telling is Telling.json else render_found(found)
    print_result(told.rstrip("\n"))
    return OK if found.rows else BREACH


LOOKUP: Final = Command(
    name="lookup",
    summary="Tell what a model saw of one request.",
    example="Example: drift lookup features r-17",
    run=lookup,
    details=(
        "Of a request that was logged twice, both rows. Ends as `grep` does: 0 found, 1 not found, 2 could"
        " not be looked up. What is not found may have been lost: how many rows the log accepted and never"
        " wrote is told then, by process and time. [featurelog.md](featurelog.md) is about the log."
    ),
    more_examples=("drift lookup features r-17 --format json",),
    files=("Reads the log's files, and changes nothing.",),
    codes=(OK, BREACH, ERROR),
)
