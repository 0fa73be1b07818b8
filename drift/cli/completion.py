"""Completion in a shell: typer writes the script, the shell asks with it, and no answer is a verdict."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from drift.cli.app import app
from drift.cli.unknown import NOTHING_DONE
from drift.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIABLE: Final = "_DRIFT_COMPLETE"  # set by the script while a shell asks
OPTIONS: Final = ("--install-completion", "--show-completion")


def completion_asked(asked: Sequence[str]) -> bool:
    """Return whether a shell asks what could come next, or a person for the script that makes it ask."""
    return bool(os.environ.get(VARIABLE)) or (bool(asked) and asked[0] in OPTIONS)


def complete(asked: Sequence[str]) -> int:
    """Answer on standard output, and return the exit code.

    Raises
    ------
    UsageError
        If the shell is none that typer has a script for, or cannot be told.
    """
    try:
        code = app(args=list(asked), prog_name="drift", standalone_mode=False)
    except SystemExit as end:
        code = end.code
    if code:
        raise UsageError(
            "no completion for this shell",
            mend="ask from bash, zsh, fish or PowerShell itself, not from a script",
            state=NOTHING_DONE,
        )
    return 0
