"""`drift compare`: fit and check in one go, nothing stored."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.inputs import inputs_of, read_options
from drift.cli.options import (
    EVIDENCE_ROWS,
    AcceptedOption,
    AsOf,
    Batch,
    Columns,
    ConfigOption,
    DecimalComma,
    EvidenceRows,
    FailOn,
    FailOnOption,
    Formats,
    Html,
    InputFormat,
    Limit,
    Memory,
    Quiet,
    Save,
    Separator,
    Since,
    Sql,
    Time,
    Undecided,
    UndecidedOption,
    Until,
    Verbose,
    Webhook,
    WindowLength,
)
from drift.cli.outputs import parse_formats, refuse_outputs, write_outputs
from drift.cli.progress import progress_told
from drift.cli.results import named_outputs, print_results, result_files, run_files
from drift.cli.streams import tell
from drift.cli.webhook import receiver, send_or_tell
from drift.record.exit_code import BREACH, ERROR, OK, UNDECIDED


def compare(
    train: Annotated[
        str,
        typer.Argument(
            help="The training data: a path, glob or directory.", show_default=False, metavar="TRAIN"
        ),
    ],
    live: Annotated[
        str,
        typer.Argument(help="The live batch: a path, glob or directory.", show_default=False, metavar="LIVE"),
    ],
    config: ConfigOption = None,
    accepted: AcceptedOption = None,
    time: Time = None,
    html: Html = None,
    formats: Formats = None,
    save: Save = None,
    fail_on: FailOnOption = FailOn.breach,
    undecided: UndecidedOption = Undecided.fail,
    batch: Batch = None,
    as_of: AsOf = None,
    columns: Columns = None,
    limit: Limit = None,
    input_format: InputFormat = None,
    separator: Separator = None,
    memory: Memory = None,
    sql: Sql = None,
    since: Since = None,
    until: Until = None,
    window: WindowLength = None,
    evidence: EvidenceRows = EVIDENCE_ROWS,
    *,
    decimal_comma: DecimalComma = False,
    webhook: Webhook = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> int:
    """Fit and check in one go: exit with 0, or 1 where the live batch has drifted; no reference is kept."""
    wanted = parse_formats(formats or ())
    to = receiver(asked=webhook)

    from drift.run import compare as judge  # noqa: PLC0415 - as in `fit`

    options = read_options(
        columns=columns,
        limit=limit,
        input_format=input_format,
        separator=separator,
        decimal_comma=decimal_comma,
        memory=memory,
        sql=sql,
        since=since,
        until=until,
        window=window,
    )
    named = named_outputs(wanted, html=html, save=save)
    refuse_outputs(named, inputs_of([train, live], options, config=config, accepted=accepted))
    with progress_told(options, quiet=quiet) as told:
        run = judge(
            train,
            live,
            config=config,
            time=time,
            batch=batch,
            as_of=as_of,
            fail_on=fail_on.value,
            undecided=undecided.value,
            options=told,
            evidence=evidence,
            accepted=accepted,
        )
    outputs = [
        *run_files(run, html=html, save=save),
        *result_files(run, wanted, details=verbose, config=config),
    ]
    for path in write_outputs(outputs):
        if not quiet:
            tell(f"wrote {path}")
    print_results(run, wanted, details=verbose, config=config)
    send_or_tell(run, to, quiet=quiet)
    return run.exit_code


COMPARE: Final = Command(
    name="compare",
    summary="Fit and check in one go, nothing stored.",
    example="Example: drift compare train.parquet today.parquet --html report.html",
    run=compare,
    details=(
        "The training data and the batch are one path or glob each; nothing is stored but the outputs that"
        " are asked for."
    ),
    files=(
        "Reads the data and the config.",
        "Writes what the options name, each whole or not at all; nothing where the batch could not be read.",
    ),
    codes=(OK, BREACH, ERROR, UNDECIDED),
)
