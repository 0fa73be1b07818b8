"""What a command is: its name, what it does in a line, an example, and the function that typer calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.record.exit_code import ERROR, OK

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes
    ----------
    name : str
        As it is typed.
    summary : str
        What it does, in a line of the program's help.
    example : str
        A line that ends its own help.
    run : callable
        Its arguments and options are the command's, its docstring the help, its result the exit code.
    details : str
        What the manual says beyond the help, in Markdown; may be empty.
    more_examples : tuple of str
        Command lines that the manual shows beside the example.
    files : tuple of str
        What it reads and writes, in Markdown, a line each.
    codes : tuple of int
        The exit codes it can end with.
    """

    name: str
    summary: str
    example: str
    run: Callable[..., int]
    details: str = ""
    more_examples: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    codes: tuple[int, ...] = (OK, ERROR)
