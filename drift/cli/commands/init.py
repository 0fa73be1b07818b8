"""`drift init`: a config that proposes what to say of data."""

from __future__ import annotations

import os
from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.inputs import inputs_of, read_options
from drift.cli.options import (
    Columns,
    Data,
    DecimalComma,
    InputFormat,
    Limit,
    Memory,
    Quiet,
    Separator,
    Sql,
    Telling,
    TellingOption,
    Verbose,
)
from drift.cli.outputs import refuse_outputs
from drift.cli.streams import print_json, tell
from drift.cli.unknown import NOTHING_DONE
from drift.errors import UsageError


def init(
    data: Data,
    output: Annotated[
        str,
        typer.Option("-o", "--output", help="Where to write the config.", show_default=False, metavar="FILE"),
    ],
    columns: Columns = None,
    limit: Limit = None,
    input_format: InputFormat = None,
    separator: Separator = None,
    memory: Memory = None,
    sql: Sql = None,
    telling: TellingOption = Telling.text,
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    decimal_comma: DecimalComma = False,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Propose a config from the data: units, kinds, key, time, what to ignore; comments say why."""
    from drift.files import write_whole  # noqa: PLC0415 - as in `fit`
    from drift.run import init as propose  # noqa: PLC0415

    options = read_options(
        columns=columns,
        limit=limit,
        input_format=input_format,
        separator=separator,
        decimal_comma=decimal_comma,
        memory=memory,
        sql=sql,
    )
    refuse_outputs([("--output", output)], inputs_of(data, options))
    if not force and os.path.isfile(output):  # noqa: PTH113 - pathlib raises where a name is too long
        raise UsageError(
            f"{output}: there already",
            mend="name another file, or --force to write over it",
            state=NOTHING_DONE,
        )
    write_whole(output, propose(data, options=options))
    if telling is Telling.json:
        print_json({"config": {"path": output}})
    elif not quiet:
        tell(f"{output}: a config to read and correct; then `drift fit … --config {output}`")
    return 0


INIT: Final = Command(
    name="init",
    summary="Propose a config from the data.",
    example="Example: drift init train.parquet -o trips.yaml",
    run=init,
    details=(
        "Guesses from names and values what a config should say: units, the key, the time column, what to"
        " ignore, what is personal. A comment on each line says why, and where nothing gives a unit away it"
        " says so; [init.md](init.md) has the rules. The file is yours from then on, and is never written"
        " over without `--force`."
    ),
    more_examples=("drift init 'train/*.csv' -o configs/orders.yaml --separator ';' --decimal-comma",),
    files=("Reads the data.", "Writes the config: one file, whole or not at all."),
)
