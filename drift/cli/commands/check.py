"""`drift check`: a live batch against a reference."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.engine import Engine, EngineOption, data_by, inputs_by
from drift.cli.inputs import read_options
from drift.cli.options import (
    EVIDENCE_ROWS,
    AcceptedOption,
    AsOf,
    Batch,
    Columns,
    ConfigOption,
    Data,
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
    Undecided,
    UndecidedOption,
    Until,
    Verbose,
    Webhook,
    WindowLength,
    WindowTime,
)
from drift.cli.outputs import parse_formats, refuse_outputs, write_outputs
from drift.cli.progress import progress_told
from drift.cli.results import (
    history_told,
    named_outputs,
    next_told,
    print_results,
    result_files,
    run_files,
)
from drift.cli.streams import tell
from drift.cli.webhook import receiver, send_or_tell
from drift.record.exit_code import BREACH, ERROR, OK, UNDECIDED


def check(
    data: Data,
    reference: Annotated[
        str,
        typer.Option("-r", "--reference", help="What `drift fit` wrote.", show_default=False, metavar="FILE"),
    ],
    config: ConfigOption = None,
    accepted: AcceptedOption = None,
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
    time: WindowTime = None,
    engine: EngineOption = Engine.local,
    evidence: EvidenceRows = EVIDENCE_ROWS,
    *,
    decimal_comma: DecimalComma = False,
    webhook: Webhook = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> int:
    """Compare a live batch with a reference: exit with 0, or 1 where it has drifted."""
    wanted = parse_formats(formats or ())
    to = receiver(asked=webhook)

    from drift.run import Reference, decisions_for, ends_told, settings_of  # noqa: PLC0415 - as in `fit`
    from drift.run import check as judge  # noqa: PLC0415

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
        time=time,
    )
    refuse_outputs(
        named_outputs(wanted, html=html, save=save),
        inputs_by(engine, data, options, config=config, reference=reference, accepted=accepted),
    )
    learned = Reference.load(reference)
    settings = settings_of(learned, config)
    if settings.history is not None:
        refuse_outputs(named_outputs(wanted, html=html, save=save), [("the history", settings.history)])
    decisions = decisions_for(settings, accepted)
    with progress_told(options, quiet=quiet) as told:
        rows, read_by = data_by(engine, data, told, reference=learned, config=config)
        run = judge(
            rows,
            learned,
            config=config,
            batch=batch,
            as_of=as_of,
            fail_on=fail_on.value,
            undecided=undecided.value,
            options=read_by,
            evidence=evidence,
            accepted=decisions,
        )
    for line in () if quiet else ends_told(decisions, dataset=run.dataset, day=run.as_of.date()):
        tell(line)

    from drift.run import report_paths  # noqa: PLC0415 - rows need not wait for it

    left = report_paths(run, learned, config)
    saved = save or (left.run if left is not None else None)
    outputs = [*run_files(run, html=html, save=save, saved=saved)]
    if left is not None:
        outputs += run_files(run, html=left.html, save=left.run)
    outputs += result_files(run, wanted, details=verbose, config=config)
    for path in write_outputs(outputs):
        if not quiet:
            tell(f"wrote {path}")
    if verbose:
        from drift.run import history_of  # noqa: PLC0415 - only where it is told

        if (history := history_of(learned, config)) is not None:
            tell(history_told(history.runs(run.dataset), history.path))
    print_results(run, wanted, details=verbose, config=config)
    if not quiet and (step := next_told(run, saved)) is not None:
        tell(step)
    send_or_tell(run, to, quiet=quiet)
    return run.exit_code


CHECK: Final = Command(
    name="check",
    summary="Compare a live batch with a reference.",
    example="Example: drift check today.parquet -r reference.drift --html report.html",
    run=check,
    details=(
        "`--format` can be given several times: `--format text --format json=run.json` prints for a person"
        " and leaves a file for a machine; [outputs.md](outputs.md) shows each form. With `reports: DIR` in"
        " the config, the run and its HTML page are also left in that directory, named by run id. With"
        " `history: FILE` the check looks back at past batches and writes its run there:"
        " [history.md](history.md). What people [accepted](accept.md) is a warning; decisions that are over,"
        " or will be within a week, are told. With `--webhook` the run is [sent on](telling.md#webhook)."
        " With `--engine spark` a cluster counts, see [scale.md](scale.md)."
    ),
    more_examples=(
        "drift check today.parquet -r reference.drift --fail-on warning --format json",
        "drift check today.parquet -r reference.drift --format github --format junit=junit.xml",
    ),
    files=(
        "Reads the data, the reference, the config, and what people accepted.",
        "Writes what the options name, each whole or not at all; nothing where the batch could not be read.",
        "Reads and writes the config's `history`, where it names one.",
    ),
    codes=(OK, BREACH, ERROR, UNDECIDED),
)
