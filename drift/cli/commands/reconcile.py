"""`drift reconcile`: what came in and never came out."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.inputs import read_options
from drift.cli.options import Quiet, Telling, Verbose
from drift.cli.progress import progress_told
from drift.cli.streams import print_result
from drift.record.exit_code import BREACH, ERROR, OK

SHOWN: Final = 10


def reconcile(
    came_in: Annotated[
        str,
        typer.Argument(help="What came in: a path, glob or directory.", show_default=False, metavar="IN"),
    ],
    came_out: Annotated[
        str,
        typer.Argument(help="What came out: a path, glob or directory.", show_default=False, metavar="OUT"),
    ],
    key: Annotated[
        list[str],
        typer.Option(
            "--key",
            help="The column that says which is which; repeatable, or with commas between.",
            show_default=False,
            metavar="NAME",
        ),
    ],
    rows: Annotated[
        int,
        typer.Option(
            "--rows", help="The most keys of each difference that are shown.", min=0, metavar="ROWS"
        ),
    ] = SHOWN,
    telling: Annotated[Telling, typer.Option("--format", help="The form of the results.")] = Telling.text,
    *,
    distinct: Annotated[
        bool, typer.Option("--distinct", help="A key may come out in another number of rows.")
    ] = False,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Compare two tables by key; exit with 0, or 1 where a key did not come out as often as in."""
    from drift.report.reconciliation import (  # noqa: PLC0415 - as in `fit`
        render_reconciliation,
        render_reconciliation_json,
    )
    from drift.run import reconcile as compared  # noqa: PLC0415

    names = [name.strip() for given in key for name in given.split(",") if name.strip()]
    with progress_told(read_options(), quiet=quiet) as told:
        found = compared(came_in, came_out, key=names, rows=rows, distinct=distinct, options=told)
    text = render_reconciliation_json(found) if telling is Telling.json else render_reconciliation(found)
    print_result(text.rstrip("\n"))
    return found.exit_code


RECONCILE: Final = Command(
    name="reconcile",
    summary="Tell what came in and never came out, by key.",
    example="Example: drift reconcile requests.parquet features --key request_id",
    run=reconcile,
    details=(
        "Each key has to be in OUT as often as it is in IN; with `--distinct`, once is enough. A row whose"
        " key is null cannot be told from others, and is a difference. The same key in another physical type"
        " is the same. Where a side is a feature log, what it knows to have lost is told, too. Memory is"
        " bounded: keys that do not fit go to the folder for temporary files."
        " [featurelog.md](featurelog.md#did-we-lose-one) has an example."
    ),
    more_examples=("drift reconcile 'in/*.csv' out --key order_id,line --rows 100 --format json",),
    files=("Reads both tables, of the forms that `fit` reads.",),
    codes=(OK, BREACH, ERROR),
)
