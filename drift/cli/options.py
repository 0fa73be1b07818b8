"""Arguments and options that several commands take, declared once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import typer

from drift.report.formats import FORMATS, FORMS

EVIDENCE_ROWS: Final = 20  # what `drift.run` takes as well; it is not imported to tell of options


class FailOn(StrEnum):
    """From which verdict on the exit code is 1."""

    breach = "breach"
    warning = "warning"
    never = "never"


class Undecided(StrEnum):
    """What an undecided batch means for the exit code."""

    fail = "fail"
    passing = "pass"


class Telling(StrEnum):
    """How a command that makes a file tells of it, and of errors."""

    text = "text"
    json = "json"


def complete_format(incomplete: str) -> list[tuple[str, str]]:
    """Return the forms that a shell may complete a word to, each with what it is for."""
    return [(form.name, form.use) for form in FORMS if form.name.startswith(incomplete)]


Data = Annotated[
    list[str],
    typer.Argument(
        help="Parquet, CSV, NDJSON, Arrow IPC, profiles: paths, globs, folders, URLs; - is standard input.",
        show_default=False,
        metavar="DATA",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        help="Only these columns; repeatable, or with commas between.",
        show_default=False,
        metavar="NAME",
    ),
]
Features = Annotated[
    str | None,
    typer.Option(
        "--features",
        help="Only the columns that this file names, one a line.",
        show_default=False,
        metavar="FILE",
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", help="Only so many rows, the first ones.", show_default=False, metavar="ROWS"),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format",
        help="parquet, csv, tsv, ndjson or arrow, where names do not tell.",
        show_default=False,
        metavar="FORMAT",
    ),
]
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory",
        help="The most memory to take, 500MB, say; what cannot be read within it is refused.",
        show_default=False,
        metavar="SIZE",
    ),
]
Cache = Annotated[
    str | None,
    typer.Option(
        "--cache",
        help="A folder that keeps the profile of each file: the next run reads only new and changed ones.",
        show_default=False,
        metavar="DIR",
    ),
]
CacheLimit = Annotated[
    str | None,
    typer.Option(
        "--cache-limit",
        help="The most that the cache holds, 10GB if not given; what was not used for longest goes first.",
        show_default=False,
        metavar="SIZE",
    ),
]
Separator = Annotated[
    str | None,
    typer.Option(
        "--separator",
        help="What stands between the values of CSV.",
        show_default=False,
        metavar="CHARACTER",
    ),
]
DecimalComma = Annotated[
    bool, typer.Option("--decimal-comma", help="Numbers in CSV have a comma for a point.")
]
Sql = Annotated[
    str | None,
    typer.Option(
        "--sql",
        help="The database that DATA is a query to: postgresql://…, sqlite:///FILE or duckdb:///FILE.",
        show_default=False,
        metavar="URI",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        help="Only rows of this time or later: a day, or a time in ISO 8601.",
        show_default=False,
        metavar="TIME",
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", help="Only rows before this time.", show_default=False, metavar="TIME"),
]
WindowLength = Annotated[
    str | None,
    typer.Option(
        "--window",
        help="Only rows of a span of time, 1d or 36h, say: up to --until, else to what the check is as of.",
        show_default=False,
        metavar="LENGTH",
    ),
]
WindowTime = Annotated[
    str | None,
    typer.Option(
        "--time",
        help="The column that dates each row, for a window; the reference's, if not given.",
        show_default=False,
        metavar="COLUMN",
    ),
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
AcceptedOption = Annotated[
    str | None,
    typer.Option(
        "--accepted",
        help="What people accepted, by `drift accept`; in place of the config's.",
        show_default=False,
        metavar="FILE",
    ),
]
Time = Annotated[
    str | None,
    typer.Option("--time", help="The column that dates each row.", show_default=False, metavar="COLUMN"),
]
Html = Annotated[
    str | None,
    typer.Option("--html", help="Write the report here.", show_default=False, metavar="FILE"),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}, to standard output or =FILE; repeatable.",
        metavar="KIND[=FILE]",
        autocompletion=complete_format,
    ),
]
TellingOption = Annotated[
    Telling,
    typer.Option("--format", help="How what was made is told, and errors: json goes to standard output."),
]
Save = Annotated[
    str | None,
    typer.Option("--save", help="Write the run here.", show_default=False, metavar="FILE"),
]
FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="Exit with 1 from this verdict on.")]
UndecidedOption = Annotated[
    Undecided, typer.Option("--undecided", help="Whether an undecided batch exits with 3, or passes.")
]
Batch = Annotated[
    str | None,
    typer.Option("--batch", help="The batch's name.", show_default=False, metavar="ID"),
]
EvidenceRows = Annotated[
    int,
    typer.Option(
        "--evidence",
        help="The most rows of the batch that are shown for each finding; 0 for none.",
        min=0,
        metavar="ROWS",
    ),
]
Webhook = Annotated[
    bool,
    typer.Option("--webhook", help="Send the run, signed, to $DRIFT_WEBHOOK_URL."),
]
Verbose = Annotated[
    bool, typer.Option("-v", "--verbose", help="More detail in results; a traceback with errors.")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No messages beside results and errors.")]
