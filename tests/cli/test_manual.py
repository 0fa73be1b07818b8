"""The manual holds what the commands take; that docs/cli.md holds it is tested with the documents."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final, cast

import pytest
import typer.main

from drift.cli.app import app
from drift.cli.commands import COMMANDS
from drift.cli.manual import BEGIN, END, manual, with_manual
from drift.record.exit_code import BREACH, ERROR, OK, UNDECIDED

if TYPE_CHECKING:
    from typer.core import TyperGroup

    from drift.cli.commands import Command

GROUP: Final = cast("TyperGroup", typer.main.get_command(app))


def section(command: Command) -> str:
    """Return the manual's section of a command."""
    return manual().partition(f"### `drift {command.name}`\n")[2].partition("\n### ")[0]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_argument_and_option_is_told_with_what_it_does(command: Command) -> None:
    told = section(command)
    for param in GROUP.commands[command.name].params:
        names = [str(param.metavar)] if param.param_type_name == "argument" else param.opts
        item = next(
            line for line in told.splitlines() if line.startswith("- `") and names[-1] in line.split("`")[1]
        )
        assert all(name in item for name in names)
        assert len(item.partition("`: ")[2]) > len("Write it."), f"{names} say too little"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_is_a_line_that_the_command_takes(command: Command) -> None:
    """Words that begin with a dash are options that there are."""
    found = GROUP.commands[command.name]
    known = {option for param in found.params for option in param.opts} | {"-h", "--help"}
    for line in (command.example.removeprefix("Example: "), *command.more_examples):
        words = shlex.split(line)
        assert words[:2] == ["drift", command.name]
        assert {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"} <= known
        assert line in section(command)
        found.make_context("drift", words[2:], resilient_parsing=True)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_synopsis_names_what_a_command_cannot_do_without(command: Command) -> None:
    synopsis = re.search(r"```text\n(.*)\n```", section(command))
    assert synopsis is not None
    for param in GROUP.commands[command.name].params:
        needed = str(param.metavar) if param.param_type_name == "argument" else param.opts[-1]
        assert (needed in synopsis[1].split() or f"{needed}..." in synopsis[1].split()) or not param.required


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_no_sentence_of_the_details_is_torn(command: Command) -> None:
    """Each begins with a capital or a name; an edit once left the end of one behind another."""
    assert not re.findall(r"[a-z)`]\. [a-z]", command.details or "")


def test_only_exit_codes_that_there_are_are_told() -> None:
    for command in COMMANDS:
        assert set(command.codes) <= {OK, BREACH, ERROR, UNDECIDED}
        assert {OK, ERROR} <= set(command.codes)


def test_a_document_keeps_what_stands_around_the_manual() -> None:
    document = with_manual(f"before\n{BEGIN}\nthe manual before\n{END}\nafter\n")
    assert document.startswith(f"before\n{BEGIN}\n")
    assert document.endswith(f"{END}\nafter\n")
    assert "the manual before" not in document
    assert with_manual(document) == document


def test_a_document_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the marks"):
        with_manual("no marks")
