"""What a command that makes one file tells of it: a line for a person, or a document for a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drift.cli.options import Telling
from drift.cli.streams import print_json, tell

if TYPE_CHECKING:
    from drift.profile.table import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file that was made: what it is, where, of which rows, and what a person is told of it."""

    what: Literal["reference", "profile"]
    path: str
    profile: Profile
    words: str


def counted(number: int, what: str, several: str | None = None) -> str:
    """Return a number of things in words.

    Examples
    --------
    >>> counted(1, "column"), counted(60_000, "row")
    ('1 column', '60,000 rows')
    """
    return f"{number:,} {what if number == 1 else several or f'{what}s'}"


def tell_made(made: Made, telling: Telling, *, quiet: bool) -> None:
    """Tell of a file: JSON to standard output where that is wanted, else a line to standard error."""
    if telling is Telling.json:
        told = {"path": made.path, "columns": len(made.profile.columns), "rows": made.profile.rows}
        print_json({made.what: told})
    elif not quiet:
        tell(f"{made.path}: {made.words}")
