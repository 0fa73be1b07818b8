"""The program as typer sees it, whole or with what one run of it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import typer

from drift.cli.app import app, program
from drift.cli.commands import COMMANDS

if TYPE_CHECKING:
    from typer.core import TyperGroup


def test_one_command_is_what_it_is_among_all() -> None:
    whole = cast("TyperGroup", typer.main.get_command(app))
    assert list(whole.commands) == [one.name for one in COMMANDS]
    for one in COMMANDS:
        alone = cast("TyperGroup", typer.main.get_command(program([one])))
        assert list(alone.commands) == [one.name]
        told = [group.commands[one.name].get_help(typer.Context(group)) for group in (whole, alone)]
        assert told[0] == told[1]
