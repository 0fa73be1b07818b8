"""What a command is: its name, what it does in a line, an example, and the function that typer calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    """

    name: str
    summary: str
    example: str
    run: Callable[..., int]
