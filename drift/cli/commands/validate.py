"""`drift validate`: whether config files are valid, without data or a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from drift.cli.commands.command import Command
from drift.cli.options import Quiet, Telling, TellingOption, Verbose
from drift.cli.streams import plain, print_json, print_result

if TYPE_CHECKING:
    from drift.config import Config


def validate(
    configs: Annotated[
        list[str],
        typer.Argument(help="Config files.", show_default=False, metavar="CONFIG"),
    ],
    telling: TellingOption = Telling.text,
    *,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Say whether config files are valid: keys, values and units, without data."""
    from drift.run import validate as valid  # noqa: PLC0415 - as in `fit`

    found = valid(configs)
    if telling is Telling.json:
        told = [{"path": path, "dataset": one.dataset} for path, one in found.items()]
        print_json({"configs": told})
    elif not quiet:
        print_result("\n".join(plain(_told(path, one)) for path, one in found.items()))
    return 0


def _told(path: str, config: Config) -> str:
    return f"{path}: valid (dataset {config.dataset})"


VALIDATE: Final = Command(
    name="validate",
    summary="Say whether config files are valid.",
    example="Example: drift validate configs/trips.yaml",
    run=validate,
    details=(
        "What can be told without data is told of all files at once: unknown keys with the nearest known"
        " one, wrong values, units that there are not, each with its line. Whether a column is there only"
        " `fit` and `check` can tell. It is what the [pre-commit hook](ci.md#pre-commit) runs."
    ),
    more_examples=("drift validate configs/*.yaml --quiet",),
    files=("Reads the configs.",),
)
