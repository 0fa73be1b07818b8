"""`drift accept`: a person's decision that a finding is expected."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import ConfigOption, Quiet, Telling, TellingOption, Verbose
from drift.cli.outputs import refuse_outputs
from drift.cli.streams import print_json, tell
from drift.cli.unknown import NOTHING_DONE
from drift.errors import UsageError


def accept(
    run: Annotated[
        str, typer.Argument(help="What `drift check --save` wrote.", show_default=False, metavar="RUN")
    ],
    until: Annotated[
        str,
        typer.Option(
            "--until", help="The last day on which it holds: 2027-03-31.", show_default=False, metavar="DATE"
        ),
    ],
    reason: Annotated[
        str, typer.Option("--reason", help="Why it is expected.", show_default=False, metavar="TEXT")
    ],
    column: Annotated[
        str | None,
        typer.Option(
            "--column",
            help="The column; what was found of the batch as a whole, if not given.",
            show_default=False,
            metavar="NAME",
        ),
    ] = None,
    check: Annotated[
        str | None,
        typer.Option("--check", help="Only what this check found.", show_default=False, metavar="NAME"),
    ] = None,
    up_to: Annotated[
        float | None,
        typer.Option(
            "--up-to",
            help="How far the distance, beyond chance, may be; half more than in the run, if not given.",
            show_default=False,
            metavar="BOUND",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Who decides; your user, if not given.", show_default=False, metavar="WHO"),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            help="The file of decisions; the config's, if not given.",
            show_default=False,
            metavar="FILE",
        ),
    ] = None,
    config: ConfigOption = None,
    telling: TellingOption = Telling.text,
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Decide that what a run found of a column is expected until a day: a warning from now on."""
    from drift.config import load_config  # noqa: PLC0415 - as in `fit`
    from drift.diagnose.types import NEARLY_ALL, UNREADABLE  # noqa: PLC0415
    from drift.judge.waivers import BLIND  # noqa: PLC0415
    from drift.run import Run  # noqa: PLC0415
    from drift.run import accept as decide  # noqa: PLC0415

    file = output or load_config({} if config is None else config).accepted
    if file is None:
        raise UsageError(
            "no file to write the decision to: the config's `accepted` is null",
            mend="name one: -o accepted.yaml",
            state=NOTHING_DONE,
        )
    read = [("the run", run), *([("the config", config)] if config is not None else [])]
    refuse_outputs([("--output", file)], read)
    made = decide(
        Run.load(run), column=column, until=until, reason=reason, by=by, check=check, up_to=up_to, file=file
    )
    if telling is Telling.json:
        told = [one.model_dump(mode="json") for one in made]
        print_json({"path": file, "accepted": told})
    elif not quiet:
        for one in made:
            bound = "" if one.up_to is None else f", up to {one.up_to:g}"
            what = f"{one.column or 'the batch'}: {one.fault or one.check}"
            bound += " of the values unreadable" if bound and one.statistic == UNREADABLE else ""
            tell(f"{file}: {what}{bound}, accepted by {one.by} until {one.until}")
            if one.parameters.get(UNREADABLE, 0.0) >= NEARLY_ALL:
                tell(f"  {BLIND}")
    return 0


ACCEPT: Final = Command(
    name="accept",
    summary="Decide that a finding is expected, until a day.",
    example='Example: drift accept run.drift --column wait_s --until 2027-03-31 --reason "new meters"',
    run=accept,
    details=(
        "The decision goes to the end of a file that is yours to review and to change:"
        " [accept.md](accept.md). It is about the very fault that was found, up to a bound; another fault of"
        " the column, or the same beyond the bound, is told as before. Without `--column` it is about the"
        " batch as a whole."
    ),
    more_examples=('drift accept run.drift --until 2026-12-27 --reason "few orders at Christmas" --by Ana',),
    files=("Reads the run, and the config.", "Adds to the file of decisions, whole or not at all."),
)
