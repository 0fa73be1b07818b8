"""A run in the forms that are wanted: files first, then standard output."""

from __future__ import annotations

import os
import shlex
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drift.cli.outputs import Output
from drift.cli.streams import colours, print_result
from drift.report.formats import POINTING, WIDTH, View, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.cli.outputs import Format
    from drift.record.history import PastRun
    from drift.run import Run

# What each site names the folder of the repository by, which paths of annotations are relative to.
WORKSPACES: Final = {"github": "GITHUB_WORKSPACE", "gitlab": "CI_PROJECT_DIR"}
_LONGEST_NAME: Final = 80  # characters of a column in a command that is told
_TALL: Final = 24  # lines of a terminal that does not say; nothing here depends on them


def named_outputs(
    wanted: Iterable[Format], *, html: str | None, save: str | None = None
) -> list[tuple[str, str]]:
    """Return the files that a run is to be written to, each with the option that asks for it."""
    asked = [("--save", save), ("--html", html), *((f"--format {one.kind}", one.path) for one in wanted)]
    return [(option, path) for option, path in asked if path is not None]


def run_files(
    run: Run, *, html: str | None, save: str | None = None, saved: str | None = None
) -> Iterator[Output]:
    """Yield the files of a run itself, and of its page; `saved` is where it is, or will be."""
    from drift.run import write_html  # noqa: PLC0415 - as in the commands

    if save is not None:
        yield Output(path=save, write=partial(run.save, save))
    if html is not None:
        yield Output(path=html, write=partial(write_html, run, html, saved=saved or save))


def result_files(
    run: Run, wanted: Iterable[Format], *, details: bool, config: str | None = None
) -> Iterator[Output]:
    """Yield a file for each form that is to go to one; annotations point at the lines of `config`."""
    for one in wanted:
        if one.path is not None:
            view = _pointing(View(details=details), one, config)
            yield Output(path=one.path, write=partial(_write, run, one.kind, one.path, view))


def print_results(run: Run, wanted: Iterable[Format], *, details: bool, config: str | None = None) -> None:
    """Print each form that is to go to standard output; annotations point at the lines of `config`."""
    for one in wanted:
        if one.path is None:
            width = shutil.get_terminal_size((WIDTH, _TALL)).columns
            view = _pointing(View(colour=colours(), width=width, details=details), one, config)
            print_result(render(run, one.kind, view).rstrip("\n"))


def next_told(run: Run, saved: str | None) -> str | None:
    """Return what to do with a breach that is expected; None where there is none, or no run to name."""
    found = [column.name for column in run.breaches]
    of_batch = [one for one in run.findings if one.verdict == "breach" and one.column is None]
    if saved is None or run.verdict != "breach" or not (found or of_batch):
        return None
    told = [shlex.quote(one) for one in found if one.isprintable() and len(one) <= _LONGEST_NAME]
    of = f" --column {told[0] if told else 'NAME'}" if found else ""
    return f"if it is expected: drift accept {shlex.quote(saved)}{of} --until DATE --reason TEXT"


def history_told(runs: Sequence[PastRun], path: str) -> str:
    """Return in a line what the history holds of the dataset, after the run was written there."""
    first, last = runs[0].batch, runs[-1].batch
    count = f"{len(runs):,} batch{'es' if len(runs) > 1 else ''}"
    return f"history {path}: {count} of {runs[0].dataset}, from {first} to {last}"


def _write(run: Run, kind: str, path: str, view: View) -> None:
    """Write the results to a file, whole or not at all."""
    from drift.files import write_whole  # noqa: PLC0415 - as in the commands

    write_whole(path, render(run, kind, view))


def _pointing(view: View, one: Format, config: str | None) -> View:
    """Return a view that knows the lines of the config, for a form that points at them."""
    if one.kind not in POINTING or config is None:
        return view
    from drift.config import load_config  # noqa: PLC0415 - as in the commands

    return replace(view, config=load_config(config), config_file=_in_workspace(config, one.kind))


def _in_workspace(path: str, kind: str) -> str:
    """Return a path as the site looks it up: from the top of the repository, wherever drift is run."""
    top = os.environ.get(WORKSPACES[kind])
    place = Path(path).resolve()
    if top and place.is_relative_to(Path(top).resolve()):
        return place.relative_to(Path(top).resolve()).as_posix()
    return path
