"""`drift postmortem`: the draft of a post-mortem of a finding."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import Quiet, Telling, TellingOption, Verbose
from drift.cli.outputs import refuse_outputs
from drift.cli.streams import print_json, print_result, tell


def postmortem(
    run: Annotated[
        str, typer.Argument(help="What `drift check --save` wrote.", show_default=False, metavar="RUN")
    ],
    column: Annotated[
        str, typer.Option("--column", help="The column that it is about.", show_default=False, metavar="NAME")
    ],
    past: Annotated[
        list[str] | None,
        typer.Argument(
            help="Past runs: a history, saved runs, or folders of these.", show_default=False, metavar="PAST"
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", help="Write the draft here.", show_default=False, metavar="FILE"),
    ] = None,
    telling: TellingOption = Telling.text,
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Draft a blameless post-mortem in Markdown from what a run and past runs know."""
    from drift.files import write_whole  # noqa: PLC0415 - as in `fit`
    from drift.run import Run, draft_postmortem  # noqa: PLC0415

    if output is not None:
        read = [("the run", run), *(("the past that is read", one) for one in past or ())]
        refuse_outputs([("--output", output)], read)
    draft = draft_postmortem(Run.load(run), column=column, past=past or None)
    if output is not None:
        write_whole(output, draft)
    if telling is Telling.json:
        print_json({"path": output, "markdown": draft})
    elif output is None:
        print_result(draft.rstrip("\n"))
    elif not quiet:
        tell(f"wrote {output}")
    return 0


POSTMORTEM: Final = Command(
    name="postmortem",
    summary="Draft a post-mortem of a finding.",
    example="Example: drift postmortem run.drift history.db --column wait_s -o postmortem.md",
    run=postmortem,
    details=(
        "Facts, timeline, rows and columns concerned, the diagnosis and its rival are filled in; five whys"
        " and who does what until when are for people. Names and values are shown and never obeyed: no HTML,"
        " link or mention comes of one."
    ),
    files=("Reads the run and past runs.", "Writes the draft, whole or not at all."),
)
