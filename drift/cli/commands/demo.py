"""`drift demo`: the whole story on data that it makes."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import Verbose
from drift.cli.streams import print_result


def demo(
    folder: Annotated[
        str, typer.Argument(help="Where to leave what it makes.", metavar="DIR")
    ] = "drift-demo",
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only make the files.")] = False,
) -> int:
    """Tell the whole story on data it makes: fit, a healthy batch, one whose seconds became milliseconds."""
    from drift.demo.story import tell as tell_story  # noqa: PLC0415 - as in `fit`

    def mute(_: str) -> None:
        """Say nothing."""

    tell_story(folder, say=mute if quiet else print_result)
    return 0


DEMO: Final = Command(
    name="demo",
    summary="Tell the whole story on data it makes.",
    example="Example: drift demo story",
    run=demo,
    details=(
        "The data is that of a shop: sixty days of orders to fit on, a healthy day, and one on which a"
        " producer switched from seconds to milliseconds. It ends with 0: that the second day is in breach is"
        " the story."
    ),
    files=("Writes data, config, reference, runs and reports into the directory.",),
)
