"""`drift check`: a live batch against a reference."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.inputs import inputs_of
from drift.cli.options import AsOf, ConfigOption, Data, FailOn, Formats, Quiet, Undecided, Verbose
from drift.cli.outputs import Output, parse_formats, refuse_outputs, write_outputs
from drift.cli.results import print_results, result_files
from drift.cli.streams import tell


def check(
    data: Data,
    reference: Annotated[
        str,
        typer.Option("-r", "--reference", help="What `drift fit` wrote.", show_default=False, metavar="FILE"),
    ],
    config: ConfigOption = None,
    html: Annotated[
        str | None,
        typer.Option("--html", help="Write the report here.", show_default=False, metavar="FILE"),
    ] = None,
    formats: Formats = None,
    save: Annotated[
        str | None,
        typer.Option("--save", help="Write the run here.", show_default=False, metavar="FILE"),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit with 1 from this verdict on.")
    ] = FailOn.breach,
    undecided: Annotated[
        Undecided, typer.Option("--undecided", help="Whether an undecided batch exits with 3, or passes.")
    ] = Undecided.fail,
    batch: Annotated[
        str | None,
        typer.Option("--batch", help="The batch's name.", show_default=False, metavar="ID"),
    ] = None,
    as_of: AsOf = None,
    *,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> int:
    """Compare a live batch with a reference: exit with 0, or 1 where it has drifted."""
    wanted = parse_formats(formats or ())
    asked = [("--save", save), ("--html", html), *((f"--format {one.kind}", one.path) for one in wanted)]
    named = [(option, path) for option, path in asked if path is not None]

    from drift.run import Reference, report_paths, write_html  # noqa: PLC0415 - as in `fit`
    from drift.run import check as compare  # noqa: PLC0415

    refuse_outputs(named, inputs_of(data, config=config, reference=reference))
    learned = Reference.load(reference)
    run = compare(
        data,
        learned,
        config=config,
        batch=batch,
        as_of=as_of,
        fail_on=fail_on.value,
        undecided=undecided.value,
    )
    outputs = [Output(path=save, write=partial(run.save, save))] if save is not None else []
    if html is not None:
        outputs.append(Output(path=html, write=partial(write_html, run, html)))
    if (left := report_paths(run, learned, config)) is not None:
        outputs.append(Output(path=left.run, write=partial(run.save, left.run)))
        outputs.append(Output(path=left.html, write=partial(write_html, run, left.html)))
    outputs += result_files(run, wanted, details=verbose, config=config)
    for path in write_outputs(outputs):
        if not quiet:
            tell(f"wrote {path}")
    print_results(run, wanted, details=verbose, config=config)
    return run.exit_code


CHECK: Final = Command(
    name="check",
    summary="Compare a live batch with a reference.",
    example="Example: drift check today.parquet -r reference.drift --html report.html",
    run=check,
)
