"""The manual: what every command takes and does, in Markdown, made from the code that takes it.

``python -m drift.cli.manual docs/cli.md`` writes it into that file, between two marks; a test holds the
file to it. What is true of all commands, such as what each exit code means, is written there by hand.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import typer

from drift.cli.app import CONTEXT_SETTINGS, app
from drift.cli.commands import COMMANDS
from drift.cli.help import params_told
from drift.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.core import TyperCommand, TyperGroup

    from drift.cli.commands import Command

BEGIN: Final = "<!-- Written by `python -m drift.cli.manual docs/cli.md`; change the commands, not this. -->"
END: Final = "<!-- End of what is written from the commands. -->"


def manual() -> str:
    """Return the manual's Markdown: the list of commands, then a section for each."""
    group = cast("TyperGroup", typer.main.get_command(app))
    context = typer.Context(group, info_name="drift", **CONTEXT_SETTINGS)
    lines = ["| command | does |", "| --- | --- |"]
    lines += [f"| [`drift {one.name}`](#drift-{one.name}) | {one.summary} |" for one in COMMANDS]
    lines += ["", "Of the program itself:", "", *_options(group, context)]
    for one in COMMANDS:
        lines += ["", *_section(one, group, context)]
    return "\n".join(lines)


def with_manual(document: str) -> str:
    """Return a document with the manual of now between its two marks."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        msg = f"the document lacks the marks {BEGIN!r} and {END!r}"
        raise ValueError(msg)
    return f"{before}{begin}\n\n{manual()}\n\n{end}{after}"


def _section(command: Command, group: TyperGroup, parent: typer.Context) -> Iterator[str]:
    """Yield a command's lines in the order of a man page."""
    found = cast("TyperCommand", group.commands[command.name])
    context = typer.Context(found, info_name=command.name, parent=parent)
    yield f"### `drift {command.name}`"
    yield ""
    yield from ("```text", f"drift {command.name} {_synopsis(found, context)}", "```")
    yield ""
    yield inspect.cleandoc(command.run.__doc__ or "").replace("\n", " ")
    if command.details:
        yield from ("", command.details)
    yield ""
    yield from _options(found, context)
    yield ""
    codes = [str(code) for code in command.codes]
    yield f"Ends with {', '.join(codes[:-1])} or {codes[-1]}: see [exit codes](#exit-codes)."
    if command.files:
        yield ""
        yield from (f"- {line}" for line in command.files)
    yield ""
    yield from ("```sh", command.example.removeprefix("Example: "), *command.more_examples, "```")


def _synopsis(command: TyperCommand, context: typer.Context) -> str:
    """Return what follows a command's name: its arguments, the options it needs, and that there are more."""
    words = []
    for param, names, _ in params_told(command, context):
        if param.param_type_name == "argument":
            words.append(names if param.required else f"[{names}]")
        elif param.required:
            words.append(names.rpartition(", ")[2])
    return " ".join([*words, "[OPTIONS]"])


def _options(command: TyperCommand | TyperGroup, context: typer.Context) -> Iterator[str]:
    """Yield an item for each argument and option."""
    for _, names, told in params_told(command, context):
        words, _, extra = told.partition("  [")
        yield f"- `{names}`: {words} ({extra.rstrip(']')})" if extra else f"- `{names}`: {words}"


if __name__ == "__main__":
    for path in sys.argv[1:]:
        write_whole(path, with_manual(Path(path).read_text(encoding="utf-8")))
