"""From the command line to an exit code: whatever happens is told once, and never looks like a verdict."""

from __future__ import annotations

import atexit
import gc
import os
import re
import sys
import traceback
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NoReturn, cast

import typer

from drift.cli.allocator import keep_memory
from drift.cli.app import CONTEXT_SETTINGS, program
from drift.cli.commands import COMMANDS
from drift.cli.completion import complete, completion_asked
from drift.cli.streams import print_result, tell
from drift.cli.unknown import NOTHING_DONE, refuse_command, refuse_option
from drift.errors import DriftError, InternalError, OutputNotWrittenError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.core import TyperGroup

    from drift.cli.commands import Command

COULD_NOT_CHECK: Final = 2
INTERRUPTED: Final = 130  # 128 and the number of SIGINT, as shells have it
HELP: Final = ("-h", "--help")
VERBOSE: Final = re.compile("--verbose|-q?v+q?")  # short options may stand together
OBJECTS_BEFORE_COLLECTING: Final = 500_000  # of Python's 700
ALLOCATOR: Final = "_RJEM_MALLOC_CONF"  # how polars hands out memory; it adds what it wants itself
FEW_PROCESSORS: Final = 2  # that may share one arena of memory without waiting for each other
MAX_WORDS: Final = 300  # characters of another library's message that are repeated


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command, and exit with its code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows the program's name; those that the process was started with, if not given.
    """
    asked = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        _settle_process()
    try:
        sys.exit(_run(asked, own=arguments is None))
    except (KeyboardInterrupt, typer.Abort):
        _exit_interrupted()
    except DriftError as error:
        _exit_with(error, asked)
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of polars is no Exception; none may end as a verdict
        _exit_with(_as_ours(error), asked)


def _settle_process() -> None:
    """Have this process, which is ours alone, waste no processor on what it does not need.

    What little linear algebra there is needs no thread of its own: one would spin beside what counts
    rows, and sums depend on how many there are. For plugins of pydantic all packages that are installed
    would be gone through. On few processors polars hands out memory from one place, so that what one
    thread frees the others take, where each would ask the system for its own. Nearly all objects live to
    the end, and hardly any is part of a cycle, so looking for those that are is put off; and at the end,
    when memory goes back as a whole, none is looked at once more.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    of_polars = os.environ.get(ALLOCATOR, "")  # a program that has polars leaves its own to those it starts
    if (os.cpu_count() or 1) <= FEW_PROCESSORS and "narenas" not in of_polars:
        os.environ[ALLOCATOR] = f"{of_polars},narenas:1".lstrip(",")
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING)
    atexit.register(gc.freeze)


def _run(asked: list[str], *, own: bool) -> int:
    """Return the exit code of what is asked for; `own` says whether the process is ours alone."""
    if completion_asked(asked):
        return complete(asked)
    if not asked:
        tell(_help(None))
        return COULD_NOT_CHECK
    told = _told(asked)
    if told is not None:
        print_result(told)
        return 0
    if own:
        keep_memory()
    try:
        code = program(_asked_for(asked))(args=asked, prog_name="drift", standalone_mode=False)
    except SystemExit:  # typer's, where nobody reads its help any more; its code would look like a breach
        return COULD_NOT_CHECK
    if code == INTERRUPTED:  # typer has caught the interrupt
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _told(asked: list[str]) -> str | None:
    """Return what can be told without running a command; None where one is to run.

    Raises
    ------
    NotBuiltError, UsageError
        If there is no such command.
    """
    if asked == ["--version"]:
        from drift.record.version import drift_version  # noqa: PLC0415 - only this needs it

        return f"drift {drift_version()}"
    if asked[0] in HELP:
        return _help(None)
    _asked_for(asked)
    return _help(asked[0]) if asked[1:] and asked[1] in HELP else None


def _asked_for(asked: Sequence[str]) -> tuple[Command, ...]:
    """Return the command that is asked for; all, where there is none.

    Raises
    ------
    UsageError
        If there is no such command.
    """
    name = next((one for one in asked if not one.startswith("-")), None)
    if name is None:
        return COMMANDS
    refuse_command(name, [one.name for one in COMMANDS])
    return tuple(one for one in COMMANDS if one.name == name)


def _help(command: str | None) -> str:
    """Return the help of a command, or of the program: typer's words without what it loads to parse."""
    group = cast("TyperGroup", typer.main.get_command(program()))
    context = typer.Context(group, info_name="drift", **CONTEXT_SETTINGS)
    if command is None:
        return group.get_help(context)
    found = group.commands[command]
    return found.get_help(typer.Context(found, info_name=command, parent=context))


def _as_ours(error: BaseException) -> DriftError:
    """Return what is told of an error that is none of ours: typer's on a wrong command line, or a defect."""
    said = getattr(error, "format_message", None)
    if said is None:
        words = str(error).strip().splitlines()
        return InternalError(
            f"internal error: {type(error).__name__}: {words[0][:MAX_WORDS] if words else ''}".rstrip(": "),
            mend="run it again with --verbose, and report the traceback: this is a defect of drift",
            state="no output is half written",
        )
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        try:
            refuse_option(option, error.possibilities or ())
        except DriftError as refused:
            return refused
    return UsageError(
        said().replace("Value error, ", ""),
        mend="`drift COMMAND --help` lists what it takes",
        state=NOTHING_DONE,
    )


def _exit_with(error: DriftError, asked: Sequence[str]) -> NoReturn:
    """Tell an error on standard error, and on standard output in the form for a program asked for there."""
    if any(VERBOSE.fullmatch(word) for word in asked):
        tell(traceback.format_exc().rstrip("\n"))
    tell(f"error: {error}")
    told = _as_asked(error, asked)
    if told is not None:
        with suppress(OutputNotWrittenError):  # the message has been told already
            print_result(told.rstrip("\n"))
    sys.exit(COULD_NOT_CHECK)


def _as_asked(error: DriftError, asked: Sequence[str]) -> str | None:
    """Return an error as JSON or as GitHub's annotation where that was asked for; None otherwise."""
    if "--json" in asked or _form_asked("json", asked):
        from drift.report.json import render_error  # noqa: PLC0415 - only where it is asked for

        return render_error(error)
    if _form_asked("github", asked):
        from drift.report.github import render_github_error  # noqa: PLC0415 - as above

        return render_github_error(error)
    return None


def _exit_interrupted() -> NoReturn:
    tell("interrupted: no output is half written")
    sys.exit(INTERRUPTED)


def _form_asked(form: str, asked: Sequence[str]) -> bool:
    """Return whether a form was to go to standard output, be the rest of the command line right or wrong."""
    pairs = pairwise([*asked, ""])
    return any(one == f"--format={form}" or (one, after) == ("--format", form) for one, after in pairs)
