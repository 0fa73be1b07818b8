"""`drift show`: what a reference, a profile or a run holds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import Quiet, Verbose
from drift.cli.streams import colours, print_result
from drift.cli.unknown import NOTHING_DONE
from drift.errors import UsageError

if TYPE_CHECKING:
    from drift.run import Profile, Reference, Run


def show(
    file: Annotated[
        str,
        typer.Argument(help="A reference, profile or run.", show_default=False, metavar="FILE"),
    ],
    *,
    json: Annotated[bool, typer.Option("--json", help="All of it, for a program.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="The learned schema, as YAML that pandera reads.")
    ] = False,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,  # noqa: ARG001 - what is shown is the result
) -> int:
    """Show what a reference, a profile or a run holds."""
    if json and schema:
        raise UsageError(
            "--json and --schema cannot both go to standard output",
            mend="ask for one of them",
            state=NOTHING_DONE,
        )
    from drift.run import load  # noqa: PLC0415 - as in `fit`

    held = load(file)
    told = _schema(held, file) if schema else _json(held) if json else _text(held)
    print_result(told.rstrip("\n"))
    return 0


def _text(held: Reference | Profile | Run) -> str:
    """Return it as a person reads it, as wide as the terminal."""
    from drift.report.contents_text import render_contents  # noqa: PLC0415 - as in `fit`
    from drift.report.formats import WIDTH  # noqa: PLC0415
    from drift.report.terminal import render_text  # noqa: PLC0415
    from drift.run import Run  # noqa: PLC0415

    width, colour = shutil.get_terminal_size((WIDTH, 24)).columns, colours()
    if isinstance(held, Run):
        return render_text(held, colour=colour, width=width, details=True)
    return render_contents(held.describe(), colour=colour, width=width)


def _json(held: Reference | Profile | Run) -> str:
    """Return it as JSON: of a run the document that a check prints."""
    from drift.report.json import render_document, render_json  # noqa: PLC0415 - as in `fit`
    from drift.run import Run  # noqa: PLC0415

    return render_json(held) if isinstance(held, Run) else render_document(held.describe().to_dict())


def _schema(held: Reference | Profile | Run, file: str) -> str:
    """Return the columns and their types as pandera reads them."""
    from drift.run import Run  # noqa: PLC0415 - as in `fit`

    if isinstance(held, Run):
        raise UsageError(
            f"{file}: a run, which has no schema of its own",
            mend="name the reference that it was checked against",
            state=NOTHING_DONE,
        )
    return held.contract.pandera_yaml()


SHOW: Final = Command(
    name="show",
    summary="Show what a reference, profile or run holds.",
    example="Example: drift show reference.drift",
    run=show,
    details=(
        "Tells what each column is and why, its nulls, distinct values and range, its unit and who says"
        " so, and how far it moves by itself before that is a breach. `--json` prints the same for a"
        " program, and of a run the document that `check` prints. `--schema` prints the columns and"
        " their types as YAML, which pandera reads without drift (`pandera.io.polars_io.from_yaml`):"
        " the types of the training data to the width, where a check of drift's lets other widths pass."
    ),
    more_examples=("drift show reference.drift --schema > schema.yaml",),
    files=("Reads the file.",),
)
