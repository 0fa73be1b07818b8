"""`drift merge`: the sum of profiles."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.inputs import inputs_of
from drift.cli.made import Made, tell_made
from drift.cli.options import Quiet, Telling, TellingOption, Verbose
from drift.cli.outputs import refuse_outputs


def merge(
    profiles: Annotated[
        list[str],
        typer.Argument(
            help="What `drift profile` wrote: paths or globs.", show_default=False, metavar="PROFILE"
        ),
    ],
    output: Annotated[
        str,
        typer.Option("-o", "--output", help="Where to write the sum.", show_default=False, metavar="FILE"),
    ],
    telling: TellingOption = Telling.text,
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Add profiles up, in any order: the sum is the profile of all their rows."""
    from drift.run import merge as add_up  # noqa: PLC0415 - as in `fit`

    refuse_outputs([("--output", output)], inputs_of(profiles))
    total = add_up(profiles)
    total.save(output)
    words = f"{len(total.profile.columns):,} columns of {total.profile.rows:,} rows"
    told = Made(what="profile", path=output, profile=total.profile, words=words)
    tell_made(told, telling, quiet=quiet)
    return 0


MERGE: Final = Command(
    name="merge",
    summary="Add profiles up.",
    example="Example: drift merge monday.drift tuesday.drift -o week.drift",
    run=merge,
    details=(
        "The sum is the same file, to the byte, that one profile of all their rows would be;"
        " [an example](#shards). A file that two of them have read is refused by its name, for its rows would"
        " count twice; so are profiles made with other configs, or against other references."
    ),
    files=("Reads the profiles.", "Writes their sum: one file, whole or not at all."),
)
