"""Arguments and options that several commands take, declared once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from drift.report.formats import FORMATS


class FailOn(StrEnum):
    """From which verdict on the exit code is 1."""

    breach = "breach"
    warning = "warning"
    never = "never"


class Undecided(StrEnum):
    """What an undecided batch means for the exit code."""

    fail = "fail"
    passing = "pass"


Data = Annotated[
    list[str],
    typer.Argument(help="Parquet or CSV files: paths or globs.", show_default=False, metavar="DATA"),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="The time that the batch stands for, in ISO 8601; now, if not given.",
        show_default=False,
        metavar="TIME",
    ),
]
ConfigOption = Annotated[
    str | None, typer.Option("--config", help="The config file.", show_default=False, metavar="FILE")
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}, to standard output or =FILE; repeatable.",
        metavar="KIND[=FILE]",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="More detail in results; a traceback with errors.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No messages beside results and errors.")]
