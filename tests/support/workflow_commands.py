"""How GitHub's runner reads workflow commands, by the rules of actions/toolkit and actions/runner.

A line that begins with `::` is taken apart at the next `::`; what stands before it is the command's name,
a space, and properties with commas between; each is cut at its first `=`. Then `%25` and the others are
turned back, the percent sign last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MARK: Final = "::"
OLD_MARK: Final = "##["  # found anywhere in a line
DATA: Final = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY: Final = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What the runner obeys: a command, its properties and its message."""

    name: str
    properties: dict[str, str]
    message: str


def read_commands(text: str) -> list[Command]:
    """Return the command of each line; a line that is none fails."""
    return [_read(line) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    """Return the lines as .NET's reader sees them: at CR, LF or both."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def _read(line: str) -> Command:
    trimmed = line.lstrip()
    assert trimmed.startswith(MARK), line
    head, mark, data = trimmed.removeprefix(MARK).partition(MARK)
    assert mark == MARK, line
    name, _, told = head.partition(" ")
    pairs = [one.partition("=") for one in told.strip().split(",") if one]
    assert all(key and value for key, _, value in pairs), line
    properties = {key.strip(): _unescaped(value, PROPERTY) for key, _, value in pairs}
    assert len(properties) == len(pairs), line
    return Command(name=name, properties=properties, message=_unescaped(data, DATA))


def _unescaped(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    for written, sign in signs:
        text = text.replace(written, sign)
    return text


def obeyed(text: str) -> list[str]:
    """Return the lines of any output that the runner would take for commands, in either of its two forms."""
    return [line for line in _lines(text) if line.lstrip().startswith(MARK) or OLD_MARK in line]
