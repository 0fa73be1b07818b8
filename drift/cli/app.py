"""The program as typer sees it: one application, to which every command of `commands` is added."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from drift.cli.commands import COMMANDS
from drift.cli.help import HelpfulCommand

CONTEXT_SETTINGS: Final[dict[str, Any]] = {"help_option_names": ["-h", "--help"]}

app: Final = typer.Typer(
    name="drift",
    help="Tells that live data is no longer the data a model was trained on, and what happened to it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help comes in half the time: rich and what it loads need not be imported
    context_settings=CONTEXT_SETTINGS,
    epilog="Exit codes: 0 ok, 1 breach, 2 could not be checked, 3 undecided.",
)


@app.callback()
def root(
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Take what stands before a command; `entry` answers ``--version`` before any of this is run."""


for one in COMMANDS:
    app.command(one.name, cls=HelpfulCommand, short_help=one.summary, epilog=one.example)(one.run)
