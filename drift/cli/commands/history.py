"""`drift history`: how findings moved over past runs."""

from __future__ import annotations

import os
import shutil
from enum import StrEnum
from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import ConfigOption, Html, Quiet, Verbose
from drift.cli.outputs import refuse_outputs
from drift.cli.streams import colours, print_result, tell
from drift.cli.unknown import NOTHING_DONE
from drift.errors import UsageError
from drift.report.formats import WIDTH

_TALL: Final = 24  # lines of a terminal that does not say; nothing here depends on them
PLACES: Final = ("history.db", "reports")  # where past runs are looked for, if nothing says where


class HistoryFormat(StrEnum):
    """The forms that a history is printed in."""

    text = "text"
    json = "json"


def history(
    past: Annotated[
        list[str] | None,
        typer.Argument(
            help="A history, saved runs, or folders of these; the config's, if not given.",
            show_default=False,
            metavar="PAST",
        ),
    ] = None,
    html: Html = None,
    evidently_workspace: Annotated[
        str | None,
        typer.Option(
            "--evidently-workspace",
            help="Add the saved runs to this workspace of Evidently.",
            show_default=False,
            metavar="FOLDER",
        ),
    ] = None,
    form: Annotated[
        HistoryFormat, typer.Option("--format", help="The form of the results.")
    ] = HistoryFormat.text,
    dataset: Annotated[
        str | None,
        typer.Option(
            "--dataset", help="The dataset, where there are several.", show_default=False, metavar="NAME"
        ),
    ] = None,
    config: ConfigOption = None,
    *,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> int:
    """Show how findings moved over past runs, and when each fault began."""
    from drift.report.trends import render_trends, render_trends_json  # noqa: PLC0415 - as in `fit`
    from drift.run import add_to_workspace, trends, write_trends  # noqa: PLC0415

    places = past or _places(config)
    if html is not None:
        refuse_outputs([("--html", html)], [("the past that is read", one) for one in places])
    found = trends(places, dataset=dataset)
    if evidently_workspace is not None:  # first, for it may find that there are no runs to show
        new = add_to_workspace(places, evidently_workspace, dataset=found.dataset)
        if not quiet:
            tell(f"{evidently_workspace}: {new:,} run{'' if new == 1 else 's'} added")
    if html is not None:
        write_trends(found, html)
        if not quiet:
            tell(f"wrote {html}")
    if form is HistoryFormat.json:
        text = render_trends_json(found)
    else:
        width = shutil.get_terminal_size((WIDTH, _TALL)).columns
        text = render_trends(found, colour=colours(), width=width, details=verbose)
    print_result(text.rstrip("\n"))
    return 0


def _places(config: str | None) -> list[str]:
    """Return where past runs are, by the config or by where they usually are."""
    from drift.config import load_config  # noqa: PLC0415 - as in `fit`

    settings = load_config({} if config is None else config)
    named = [one for one in (settings.history, settings.reports) if one is not None]
    found = next((one for one in (*named, *PLACES) if os.path.exists(one)), None)  # noqa: PTH110 - any length
    if found is None:
        raise UsageError(
            "no past runs: neither the config nor this folder has any",
            seen=f"looked for {', '.join((*named, *PLACES))}",
            mend="name a history, or a folder of saved runs: `drift history runs/`",
            state=NOTHING_DONE,
        )
    return [found]


HISTORY: Final = Command(
    name="history",
    summary="Show how findings moved over past runs.",
    example="Example: drift history history.db --html history.html",
    run=history,
    details=(
        "`PAST` is a history, or a folder, glob or files of saved runs. Without it, what the config names as"
        " `history` or `reports` is taken, or else `history.db` or `reports` in the folder in which it runs."
        " `--evidently-workspace` adds saved runs to a workspace of Evidently, whose dashboard then shows"
        " them: [evidently.md](evidently.md#the-workspace). Columns that never had a"
        " finding are listed with `--verbose`. [history.md](history.md#trends) shows"
        " what is printed."
    ),
    more_examples=("drift history 'reports/*.drift' --format json",),
    files=(
        "Reads past runs, and the config.",
        "Writes the page, whole or not at all; adds to the workspace.",
    ),
)
