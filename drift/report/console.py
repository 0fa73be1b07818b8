"""The terminal that texts are written for: a width, colours or none, and nothing that rich adds by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from typing import TextIO


def console_on(file: TextIO, *, colour: bool, width: int) -> Console:
    """Return a console that writes to a file, in colours as a terminal reads them if `colour`."""
    return Console(
        file=file,
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        highlight=False,
        legacy_windows=False,
    )
