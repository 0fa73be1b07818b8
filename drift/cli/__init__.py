"""The command line: a command parses, calls the library once, prints, and exits.

`commands` declares what there is, one a file, and `app` puts them together; `planned` refuses what is not
there yet, `outputs` says what goes where, `streams` writes to the terminal, `completion` answers a shell,
`manual` documents the commands, and `entry` turns all that can happen into an exit code. Nothing heavy is
imported before a command runs: help costs little more than importing typer.
"""

from __future__ import annotations

from drift.cli.entry import main

__all__ = ["main"]
