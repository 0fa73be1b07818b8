"""The program as typer sees it: one application, to which the commands of `commands` are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from drift.cli.commands import COMMANDS
from drift.cli.help import HelpfulCommand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.cli.commands import Command

CONTEXT_SETTINGS: Final[dict[str, Any]] = {"help_option_names": ["-h", "--help"]}


def root(
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Take what stands before a command; `entry` answers ``--version`` before any of this is run."""


def program(commands: Iterable[Command] = COMMANDS) -> typer.Typer:
    """Return the program with some of its commands: what no command takes need not be worked out."""
    made = typer.Typer(
        name="drift",
        help="Tells that live data is no longer the data a model was trained on, and what happened to it.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain help comes in half the time: rich need not be imported
        context_settings=CONTEXT_SETTINGS,
        epilog="Exit codes: 0 ok, 1 breach, 2 could not be checked, 3 undecided.",
    )
    made.callback()(root)
    for one in commands:
        made.command(one.name, cls=HelpfulCommand, short_help=one.summary, epilog=one.example)(one.run)
    return made


app: Final = program()
