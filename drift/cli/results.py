"""A run in the forms that are wanted: files first, then standard output."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING, Final

from drift.cli.outputs import Output
from drift.cli.streams import colours, print_result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.cli.outputs import Format
    from drift.run import Run

FILE_WIDTH: Final = 100  # characters a line of text that is not written to a terminal


def result_files(run: Run, wanted: Iterable[Format], *, details: bool) -> Iterator[Output]:
    """Yield a file for each form that is to go to one."""
    for one in wanted:
        if one.path is not None:
            write = partial(_write, run, one.kind, one.path, details=details)
            yield Output(path=one.path, write=write)


def print_results(run: Run, wanted: Iterable[Format], *, details: bool) -> None:
    """Print each form that is to go to standard output."""
    for one in wanted:
        if one.path is None:
            width = shutil.get_terminal_size((FILE_WIDTH, 24)).columns
            text = _render(run, one.kind, colour=colours(), width=width, details=details)
            print_result(text.rstrip("\n"))


def _write(run: Run, kind: str, path: str, *, details: bool) -> None:
    """Write the results to a file, whole or not at all."""
    from drift.files import write_whole  # noqa: PLC0415 - as in the commands

    write_whole(path, _render(run, kind, colour=False, width=FILE_WIDTH, details=details))


def _render(run: Run, kind: str, *, colour: bool, width: int, details: bool) -> str:
    """Return the results in the form that is wanted."""
    if kind == "json":
        from drift.report.json import render_json  # noqa: PLC0415 - one form needs not load the other

        return render_json(run)
    from drift.report.terminal import render_text  # noqa: PLC0415 - as above

    return render_text(run, colour=colour, width=width, details=details)
