"""What the commands are: the arguments and options of each, and the one call that it makes."""

from __future__ import annotations

import shutil
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from drift.cli.outputs import Output, parse_formats, refuse_outputs, write_outputs
from drift.cli.streams import colours, print_result, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.run import Run

FILE_WIDTH: Final = 100  # characters a line of text that is not written to a terminal
CONTEXT_SETTINGS: Final[dict[str, Any]] = {"help_option_names": ["-h", "--help"]}

app: Final = typer.Typer(
    name="drift",
    help="Tells that live data is no longer the data a model was trained on, and what happened to it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help comes in half the time: rich and what it loads need not be imported
    context_settings=CONTEXT_SETTINGS,
    epilog="Exit codes: 0 ok, 1 breach, 2 could not be checked, 3 undecided.",
)


class FailOn(StrEnum):
    """From which verdict on the exit code is 1."""

    breach = "breach"
    warning = "warning"
    never = "never"


class Undecided(StrEnum):
    """What an undecided batch means for the exit code."""

    fail = "fail"
    passing = "pass"


Data = Annotated[
    list[str],
    typer.Argument(help="Parquet or CSV files: paths or globs.", show_default=False, metavar="DATA"),
]
ConfigOption = Annotated[
    str | None, typer.Option("--config", help="The config file.", show_default=False, metavar="FILE")
]
Verbose = Annotated[bool, typer.Option("--verbose", help="More detail in results; a traceback with errors.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No messages beside results and errors.")]


@app.callback()
def root(
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Take what stands before a command; `entry` answers ``--version`` before any of this is run."""


@app.command(
    short_help="Compute the reference of training data.",
    epilog="Example: drift fit train.parquet -o reference.drift --time created_at",
)
def fit(
    data: Data,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", help="Where to write the reference.", show_default=False, metavar="FILE"
        ),
    ],
    config: ConfigOption = None,
    time: Annotated[
        str | None,
        typer.Option("--time", help="The column that dates each row.", show_default=False, metavar="COLUMN"),
    ] = None,
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Compute the reference statistics of training data and write them to one file."""
    from drift.run import fit as learn  # noqa: PLC0415 - the library is loaded once it is needed

    refuse_outputs([("--output", output)], _inputs(data, config=config))
    reference = learn(data, config=config, time=time)
    reference.save(output)
    if not quiet:
        columns = len(reference.contract.columns)
        tell(f"{output}: learned {columns:,} columns from {reference.profile.rows:,} rows")
    return 0


@app.command(
    short_help="Compare a live batch with a reference.",
    epilog="Example: drift check today.parquet -r reference.drift --html report.html",
)
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
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help="text or json, to standard output or =FILE; repeatable.", metavar="KIND[=FILE]"
        ),
    ] = None,
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

    refuse_outputs(named, _inputs(data, config=config, reference=reference))
    learned = Reference.load(reference)
    run = compare(data, learned, config=config, batch=batch, fail_on=fail_on.value, undecided=undecided.value)
    outputs = [Output(path=save, write=partial(run.save, save))] if save is not None else []
    if html is not None:
        outputs.append(Output(path=html, write=partial(write_html, run, html)))
    if (left := report_paths(run, learned, config)) is not None:
        outputs.append(Output(path=left.run, write=partial(run.save, left.run)))
        outputs.append(Output(path=left.html, write=partial(write_html, run, left.html)))
    outputs += [
        Output(path=one.path, write=partial(_write, run, one.kind, one.path, details=verbose))
        for one in wanted
        if one.path is not None
    ]
    for path in write_outputs(outputs):
        if not quiet:
            tell(f"wrote {path}")
    for one in wanted:
        if one.path is None:
            width = shutil.get_terminal_size((FILE_WIDTH, 24)).columns
            text = _render(run, one.kind, colour=colours(), width=width, details=verbose)
            print_result(text.rstrip("\n"))
    return run.exit_code


@app.command(short_help="Tell the whole story on data it makes.", epilog="Example: drift demo story")
def demo(
    folder: Annotated[
        str, typer.Argument(help="Where to leave what it makes.", metavar="DIR")
    ] = "drift-demo",
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Annotated[bool, typer.Option("--quiet", help="Only make the files.")] = False,
) -> int:
    """Tell the whole story on data it makes: fit, a healthy batch, one whose seconds became milliseconds."""
    from drift.demo.story import tell as tell_story  # noqa: PLC0415 - as in `fit`

    def mute(_: str) -> None:
        """Say nothing."""

    tell_story(folder, say=mute if quiet else print_result)
    return 0


def _inputs(data: Sequence[str], **others: str | None) -> list[tuple[str, str]]:
    """Return the files that a command reads, each with what it is."""
    from drift.sources.paths import find_files  # noqa: PLC0415 - polars comes with it

    files = [("the data that is read", str(file.path)) for file in find_files(data)]
    return [*files, *((f"the {what}", path) for what, path in others.items() if path is not None)]


def _write(run: Run, kind: str, path: str, *, details: bool) -> None:
    """Write the results to a file, whole or not at all."""
    from drift.files import write_whole  # noqa: PLC0415 - as in `fit`

    write_whole(path, _render(run, kind, colour=False, width=FILE_WIDTH, details=details))


def _render(run: Run, kind: str, *, colour: bool, width: int, details: bool) -> str:
    """Return the results in the form that is wanted."""
    if kind == "json":
        from drift.report.json import render_json  # noqa: PLC0415 - one form needs not load the other

        return render_json(run)
    from drift.report.terminal import render_text  # noqa: PLC0415 - as above

    return render_text(run, colour=colour, width=width, details=details)
