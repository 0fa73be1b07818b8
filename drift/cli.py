"""The command line: a command parses, calls the library once, prints, and exits.

Nothing heavy is imported here: `drift --help` costs what typer costs.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from drift.errors import DriftError, InternalError, NotBuiltError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.run import Run

app = typer.Typer(
    name="drift",
    help="Tells that live data is no longer the data a model was trained on, and what happened to it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 ok, 1 breach, 2 could not be checked, 3 undecided.",
)

NOT_BUILT_COMMANDS = (
    "compare", "profile", "merge", "init", "show", "report", "history", "accept", "drill", "power", "promote",
    "postmortem",
)  # fmt: skip

ERROR_CODE = 2


class FailOn(StrEnum):
    """From which verdict on the exit code is 1."""

    breach = "breach"
    warning = "warning"
    never = "never"


class Undecided(StrEnum):
    """What an undecided batch means for the exit code."""

    fail = "fail"
    passing = "pass"


FORMATS = ("text", "json")
NOT_BUILT_FORMATS = ("markdown", "junit", "github")
NOT_BUILT_OPTIONS = (
    "--features", "--columns", "--limit", "--as-of", "--input-format", "--sql", "--separator", "--evidence",
    "--engine", "--memory", "--since", "--until", "--window", "--history", "--install-completion",
)  # fmt: skip

Data = Annotated[
    list[str],
    typer.Argument(help="Parquet or CSV files: paths or globs.", show_default=False, metavar="DATA..."),
]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="The config file.", show_default=False)]
Verbose = Annotated[bool, typer.Option("--verbose", help="More detail; a traceback with errors.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No messages beside results and errors.")]


@app.command(epilog="Example: drift fit train.parquet -o reference.drift --time created_at")
def fit(
    data: Data,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Where to write the reference.", show_default=False)
    ],
    config: ConfigOption = None,
    time: Annotated[
        str | None, typer.Option("--time", help="The column that dates each row.", show_default=False)
    ] = None,
    verbose: Verbose = False,  # noqa: FBT002
    quiet: Quiet = False,  # noqa: FBT002
) -> None:
    """Compute the reference statistics of training data and write them to one file."""

    def run() -> int:
        from drift.run import fit as learn  # noqa: PLC0415 - the library is loaded once it is needed

        reference = learn(data, config=config, time=time)
        reference.save(output)
        if not quiet:
            columns = len(reference.contract.columns)
            _say(f"{output}: learned {columns:,} columns from {reference.profile.rows:,} rows")
        return 0

    _carry_out(run, verbose=verbose)


@app.command(epilog="Example: drift check today.parquet -r reference.drift --html report.html")
def check(
    data: Data,
    reference: Annotated[
        Path, typer.Option("-r", "--reference", help="What `drift fit` wrote.", show_default=False)
    ],
    config: ConfigOption = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the report here.", show_default=False)
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help="text or json, to standard output or =FILE; repeatable.", metavar="KIND[=FILE]"
        ),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write the run here.", show_default=False)
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit with 1 from this verdict on.")
    ] = FailOn.breach,
    undecided: Annotated[
        Undecided, typer.Option("--undecided", help="Whether an undecided batch exits with 3.")
    ] = Undecided.fail,
    batch: Annotated[
        str | None, typer.Option("--batch", help="The batch's name.", show_default=False)
    ] = None,
    verbose: Verbose = False,  # noqa: FBT002
    quiet: Quiet = False,  # noqa: FBT002
) -> None:
    """Compare a live batch with a reference: exit with 0, or 1 where it has drifted."""

    def run() -> int:
        wanted = _formats(formats)
        from drift.run import Reference, leave_reports, write_html  # noqa: PLC0415
        from drift.run import check as compare  # noqa: PLC0415

        learned = Reference.load(reference)
        result = compare(
            data, learned, config=config, batch=batch, fail_on=fail_on.value, undecided=undecided.value
        )
        if save is not None:
            result.save(save)
        if html is not None:
            write_html(result, html)
        left = leave_reports(result, learned, config)
        for kind, path in wanted:
            _write(result, kind, path, verbose=verbose)
        if not quiet:
            for path in (save, html, *left):
                if path is not None:
                    _say(f"wrote {path}")
        return result.exit_code

    _carry_out(run, verbose=verbose)


@app.command(epilog="Example: drift demo /tmp/story")
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to leave what it makes.", metavar="[DIR]")] = Path(
        "drift-demo"
    ),
    verbose: Verbose = False,  # noqa: FBT002
) -> None:
    """Tell the whole story on data it makes: fit, a healthy batch, and one whose seconds became milliseconds."""

    def run() -> int:
        from drift.demo.story import tell  # noqa: PLC0415

        tell(folder, say=_print)
        return 0

    _carry_out(run, verbose=verbose)


def main() -> None:
    """Run the command that the process was started with, and exit with its code."""
    arguments = sys.argv[1:]
    first = next((argument for argument in arguments if not argument.startswith("-")), None)
    try:
        if first in NOT_BUILT_COMMANDS:
            _refuse_command(first)
        code = app(args=arguments, standalone_mode=False)
    except DriftError as error:
        _exit_with(error)
    except KeyboardInterrupt:
        _say("interrupted; no output was left half written")
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not complain of it while it shuts down.
        sys.stdout = None  # type: ignore[assignment]
        sys.exit(ERROR_CODE)
    except Exception as error:
        _exit_with_usage(error, arguments)
    sys.exit(code if isinstance(code, int) else 0)


def _refuse_command(name: str) -> NoReturn:
    raise NotBuiltError(
        f"`drift {name}` is not built yet",
        mend="this version has fit, check and demo",
        state="nothing was read or written",
    )


def _exit_with_usage(error: Exception, arguments: list[str]) -> NoReturn:
    """Tell of a command line that cannot be parsed; anything else is a defect and goes on up."""
    if type(error).__name__ == "Abort":
        sys.exit(130)
    told = getattr(error, "format_message", None)
    if told is None:
        raise error
    wanted = next(
        (
            option
            for option in NOT_BUILT_OPTIONS
            if any(argument.split("=")[0] == option for argument in arguments)
        ),
        None,
    )
    if wanted is not None:
        _exit_with(NotBuiltError(f"`{wanted}` is not built yet", state="nothing was read or written"))
    _exit_with(
        UsageError(told(), mend="`drift --help`, `drift COMMAND --help`", state="nothing was read or written")
    )


def _formats(asked: list[str] | None) -> list[tuple[str, Path | None]]:
    """Return what is to be written where; text to standard output, if nothing else goes there."""
    wanted = []
    for one in asked or []:
        kind, _, path = one.partition("=")
        if kind in NOT_BUILT_FORMATS:
            raise NotBuiltError(
                f"`--format {kind}` is not built yet", mend=f"this version has {', '.join(FORMATS)}"
            )
        if kind not in FORMATS:
            raise UsageError(f"`--format {kind}`: no such format", mend=f"one of {', '.join(FORMATS)}")
        wanted.append((kind, Path(path) if path else None))
    if sum(path is None for _, path in wanted) > 1:
        raise UsageError(
            "two formats cannot both go to standard output",
            mend="give all but one a file: `--format json=run.json`",
        )
    return wanted if any(path is None for _, path in wanted) else [("text", None), *wanted]


def _write(run: Run, kind: str, path: Path | None, *, verbose: bool) -> None:
    from drift.files import write_whole  # noqa: PLC0415

    if kind == "json":
        from drift.report.json import render_json  # noqa: PLC0415

        text = render_json(run)
    else:
        from drift.report.terminal import render_text  # noqa: PLC0415

        colour = path is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        width = shutil.get_terminal_size((100, 24)).columns
        text = render_text(run, colour=colour, width=width, details=verbose)
    if path is None:
        _print(text.rstrip("\n"))
    else:
        write_whole(path, text)


def _carry_out(run: Callable[[], int], *, verbose: bool) -> NoReturn:
    """Run a command's work and exit; every error is told in one message."""
    try:
        code = run()
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except DriftError as error:
        if verbose:
            traceback.print_exc()
        _exit_with(error)
    except Exception as error:  # noqa: BLE001 - a defect of ours must not look like a verdict
        if verbose:
            traceback.print_exc()
        what = str(error).splitlines()[0] if str(error) else ""
        _exit_with(
            InternalError(
                f"internal error: {type(error).__name__}: {what}",
                mend="run again with --verbose, and report the traceback",
            )
        )
    _flush()
    sys.exit(code)


def _exit_with(error: DriftError) -> NoReturn:
    """Tell an error, as JSON on standard output where that was asked for, and exit."""
    if _json_asked(sys.argv[1:]):
        from drift.report.json import render_error  # noqa: PLC0415

        _print(render_error(error).rstrip("\n"))
    else:
        _say(f"error: {_plain(str(error))}")
    _flush()
    sys.exit(ERROR_CODE)


def _json_asked(arguments: list[str]) -> bool:
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    return any(
        one == "--format=json" or (one == "--format" and following == "json") for one, following in pairs
    )


def _plain(text: str) -> str:
    """Return a message without characters that a terminal would obey: names come from data."""
    return "".join(c if c == "\n" or c.isprintable() else "·" for c in text)


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def _say(text: str) -> None:
    sys.stderr.write(
        f"{_plain(text)}\n".encode(sys.stderr.encoding or "utf-8", "replace").decode(
            sys.stderr.encoding or "utf-8"
        )
    )


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()


if __name__ == "__main__":
    main()
