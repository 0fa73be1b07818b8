"""`drift report`: a saved run, rendered again."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import ConfigOption, Formats, Html, Quiet, Verbose, Webhook
from drift.cli.outputs import Output, parse_formats, refuse_outputs, write_outputs
from drift.cli.results import named_outputs, print_results, result_files, run_files
from drift.cli.streams import tell
from drift.cli.webhook import receiver


def report(
    run: Annotated[
        str,
        typer.Argument(help="What `drift check --save` wrote.", show_default=False, metavar="RUN"),
    ],
    html: Html = None,
    formats: Formats = None,
    evidently: Annotated[
        str | None,
        typer.Option("--evidently", help="Write Evidently's page here.", show_default=False, metavar="FILE"),
    ] = None,
    config: ConfigOption = None,
    *,
    webhook: Webhook = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> int:
    """Render a saved run again, as when it was checked; the exit code says nothing of its verdict."""
    wanted = parse_formats(formats or ())
    to = receiver(asked=webhook)

    from drift.run import Run, send, write_evidently  # noqa: PLC0415 - as in `fit`

    named = named_outputs(wanted, html=html)
    if evidently is not None:
        named.append(("--evidently", evidently))
    read = [("the run", run), *([("the config", config)] if config is not None else [])]
    refuse_outputs(named, read)
    saved = Run.load(run)
    if to is not None:
        send(saved, to.url, to.secret)
    outputs = []
    if evidently is not None:  # first, for it may find that there are no rows to show
        outputs.append(Output(path=evidently, write=partial(write_evidently, saved, evidently)))
    outputs += run_files(saved, html=html, saved=run)
    outputs += result_files(saved, wanted, details=verbose, config=config)
    for path in write_outputs(outputs):
        if not quiet:
            tell(f"wrote {path}")
    print_results(saved, wanted, details=verbose, config=config)
    return 0


REPORT: Final = Command(
    name="report",
    summary="Render a saved run again.",
    example="Example: drift report run.drift --html report.html --format markdown=report.md",
    run=report,
    details=(
        "Every form is the same to the byte as when the run was checked, but that the commands on the page"
        " name the run by the path that is given. `--config` is for `github`"
        " and `gitlab`, which point at its lines. `--webhook` [sends](telling.md#webhook) the run"
        " before anything is written; where that fails the exit code is 2. `--evidently` writes the page"
        " that Evidently makes of the samples of both sides, with drift's scores and verdicts in it:"
        " [evidently.md](evidently.md)."
    ),
    files=("Reads the run, and the config.", "Writes what the options name, each whole or not at all."),
)
