"""`drift promote`: accepted live data becomes part of the next reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.made import Made, counted, tell_made
from drift.cli.options import AcceptedOption, ConfigOption, Quiet, Telling, TellingOption, Verbose
from drift.cli.outputs import refuse_outputs
from drift.cli.streams import tell

if TYPE_CHECKING:
    from drift.run import Reference


def promote(
    runs: Annotated[
        list[str],
        typer.Argument(
            help="What `drift check --save` wrote: paths, globs or folders.",
            show_default=False,
            metavar="RUN",
        ),
    ],
    reference: Annotated[
        str,
        typer.Option(
            "-r", "--reference", help="What `drift fit` wrote.", show_default=False, metavar="REFERENCE"
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", help="Where to write the new reference.", show_default=False, metavar="FILE"
        ),
    ],
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why, to be kept.", show_default=False, metavar="TEXT")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Who does it; your user, if not given.", show_default=False, metavar="WHO"),
    ] = None,
    config: ConfigOption = None,
    accepted: AcceptedOption = None,
    telling: TellingOption = Telling.text,
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Add the batches of runs that are in order, or accepted, to a reference: written as a new one."""
    from drift.run import Reference, run_files  # noqa: PLC0415 - as in `fit`
    from drift.run import promote as add  # noqa: PLC0415

    files = [file for one in runs for file in run_files(one)]
    others = (("the reference", reference), ("the config", config), ("what was accepted", accepted))
    read = [*(("a run", one) for one in files), *((what, one) for what, one in others if one is not None)]
    refuse_outputs([("--output", output)], read)
    before = Reference.load(reference)
    after = add(files, before, reason=reason, by=by, config=config, accepted=accepted)
    after.save(output)
    batches = after.promotions[-1].batches
    rows = sum(one.rows for one in batches)
    added = f"{counted(len(batches), 'batch').replace('batchs', 'batches')} of {counted(rows, 'row')}"
    words = f"{added} added to {counted(before.profile.rows, 'row')}"
    tell_made(Made(what="reference", path=output, profile=after.profile, words=words), telling, quiet=quiet)
    if telling is Telling.text and not quiet:
        _tell_tolerances(before, after)
    return 0


def _tell_tolerances(before: Reference, after: Reference) -> None:
    """Tell of each column that was accepted how far it may move from now on: that is what it costs."""
    from drift.report.contents_text import moves  # noqa: PLC0415 - as in `fit`

    accepted = {one.column for batch in after.promotions[-1].batches for one in batch.accepted}
    was = {one.name: moves(one) for one in before.describe().columns}
    for one in after.describe().columns:
        if one.name in accepted and moves(one) != was[one.name]:
            tell(f"  {one.name}: {moves(one)}; before, it {was[one.name]}")


PROMOTE: Final = Command(
    name="promote",
    summary="Add accepted batches to the next reference.",
    example='Example: drift promote monday.drift -r reference.drift -o next.drift --reason "Faro opened"',
    run=promote,
    details=(
        "A saved run holds all that is needed of its batch; neither its rows nor the training data are read."
        " A run in breach is refused by name, unless each breach of it was [accepted](accept.md); so is a"
        " batch that the reference has taken in already. The new reference tells what it was made of, by"
        " whom, when and why: [promote.md](promote.md)."
    ),
    more_examples=("drift promote 'reports/2026-11-*.drift' -r reference.drift -o next.drift --by Ana",),
    files=(
        "Reads the runs, the reference, the config and the file of decisions.",
        "Writes the new reference: one file, whole or not at all.",
    ),
)
