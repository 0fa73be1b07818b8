"""Where the rows of a command are counted: in this process, or by Spark, which hands a profile back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from drift.cli.inputs import inputs_of
from drift.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.run import Profile, ReadOptions, Reference


class Engine(StrEnum):
    """Where rows are counted."""

    local = "local"
    spark = "spark"


EngineOption = Annotated[
    Engine, typer.Option("--engine", help="Where rows are counted: here, or by a cluster of Spark.")
]
PARQUET: Final = "parquet"  # the only form of files that the cluster is given


def data_by(
    engine: Engine,
    data: Sequence[str],
    options: ReadOptions,
    *,
    reference: Reference | str | None = None,
    config: str | None = None,
    time: str | None = None,
) -> tuple[Sequence[str] | Profile, ReadOptions]:
    """Return what a command works on, and how it is read: the data itself, or the profile of a cluster.

    Raises
    ------
    DriftError
        If the cluster cannot read the data, or an option is none that it takes.
    """
    if engine is Engine.local:
        return data, options
    from drift.run import ReadOptions  # noqa: PLC0415 - a profile has nothing to choose from

    return profile_by_spark(data, options, reference=reference, config=config, time=time), ReadOptions()


def profile_by_spark(
    data: Sequence[str],
    options: ReadOptions,
    *,
    reference: Reference | str | None = None,
    config: str | None = None,
    time: str | None = None,
) -> Profile:
    """Return the profile that a cluster makes of what is named.

    Raises
    ------
    DriftError
        As in `data_by`.
    """
    _refuse_options(options)
    from drift.engines.spark import profile  # noqa: PLC0415 - only for who asks a cluster

    return profile(data, reference=reference, config=config, time=time, columns=options.columns)


def inputs_by(
    engine: Engine, data: Sequence[str], options: ReadOptions, **others: str | None
) -> list[tuple[str, str]]:
    """Return the files that a command reads; of what a cluster reads, those that this machine sees."""
    seen = data if engine is Engine.local else [one for one in data if Path(one).exists()]
    if seen:
        return inputs_of(seen, options, **others)
    return [(f"the {what}", path) for what, path in others.items() if path is not None]


def _refuse_options(options: ReadOptions) -> None:
    """Refuse what a cluster cannot do, or has other ways to be told."""
    given = {
        "--limit": options.limit is not None,
        "--since": options.since is not None,
        "--until": options.until is not None,
        "--window": options.window is not None,
        "--sql": options.sql is not None,
        "--memory": options.memory is not None,
        "--separator": options.separator is not None,
        "--decimal-comma": options.decimal_comma,
        "--input-format": options.input_format not in {None, PARQUET},
    }
    for option, is_given in given.items():
        if is_given:
            raise UsageError(
                f"`{option}` is not for `--engine {Engine.spark.value}`",
                mend="leave one of the two out",
                state="nothing was read or written",
            )
