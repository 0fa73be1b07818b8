"""A command's help has its arguments as a person writes them, and an example that can be typed."""

from __future__ import annotations

import pytest

from command_line import drift
from drift.cli.commands import COMMANDS, Command


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_no_type_of_python_and_no_brace_of_typer_is_told(command: Command) -> None:
    told = drift(command.name, "--help").out
    assert "<list[" not in told
    assert "<str>" not in told
    assert "{" not in told


def test_usage_and_arguments_are_told_alike() -> None:
    told = drift("check", "--help").out
    assert told.startswith("Usage: drift check [OPTIONS] DATA...\n")
    assert "\nArguments:\n  DATA...  " in told
    assert drift("demo", "--help").out.startswith("Usage: drift demo [OPTIONS] [DIR]\n")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_ends_with_an_example(command: Command) -> None:
    assert f"  Example: drift {command.name} " in drift(command.name, "--help").out
