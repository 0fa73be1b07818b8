"""Commands, options and formats that there are not: refused by name, with the nearest that there is."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from drift.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

NOTHING_DONE: Final = "nothing was read or written"


def refuse_command(name: str, built: Collection[str]) -> None:
    """Raise for a command that there is not; return for one that there is.

    Raises
    ------
    UsageError
        If there is none.
    """
    if name not in built:
        there, near = _listed(built), get_close_matches(name, built, n=1)
        raise UsageError(
            f"there is no command `{name}`",
            mend=f"did you mean `{near[0]}`?" if near else f"there are {there}",
            state=NOTHING_DONE,
        )


def refuse_option(name: str, near: Collection[str]) -> None:
    """Raise for an option that a command does not have.

    Parameters
    ----------
    name : str
        The option as it was given.
    near : collection of str
        Options of the command whose names are like it, the nearest first.
    """
    hint = f"did you mean `{next(iter(near))}`?" if near else "--help after the command lists its options"
    raise UsageError(f"there is no option `{name}`", mend=hint, state=NOTHING_DONE)


def refuse_format(kind: str, built: Collection[str]) -> None:
    """Raise for a format that there is not; return for one that there is."""
    if kind not in built:
        near = get_close_matches(kind, built, n=1)
        raise UsageError(
            f"there is no format `{kind}`",
            mend=f"did you mean `{near[0]}`?" if near else f"there are {_listed(built)}",
            state=NOTHING_DONE,
        )


def _listed(names: Collection[str]) -> str:
    """Return names as a sentence has them."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
