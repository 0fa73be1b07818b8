"""`drift profile`: a shard of a table kept as a sum."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.cache import cache_at, told_of
from drift.cli.commands.command import Command
from drift.cli.engine import Engine, EngineOption, inputs_by, profile_by_spark
from drift.cli.inputs import read_options
from drift.cli.made import Made, counted, tell_made
from drift.cli.options import (
    Cache,
    CacheLimit,
    Columns,
    ConfigOption,
    Data,
    DecimalComma,
    InputFormat,
    Limit,
    Memory,
    Quiet,
    Separator,
    Since,
    Sql,
    Telling,
    TellingOption,
    Time,
    Until,
    Verbose,
    WindowLength,
)
from drift.cli.outputs import refuse_outputs
from drift.cli.progress import progress_told


def profile(
    data: Data,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", help="Where to write the profile.", show_default=False, metavar="FILE"
        ),
    ],
    reference: Annotated[
        str | None,
        typer.Option(
            "-r",
            "--reference",
            help="What `drift fit` wrote: it settles the types.",
            show_default=False,
            metavar="FILE",
        ),
    ] = None,
    config: ConfigOption = None,
    time: Time = None,
    columns: Columns = None,
    limit: Limit = None,
    input_format: InputFormat = None,
    separator: Separator = None,
    memory: Memory = None,
    cache: Cache = None,
    cache_limit: CacheLimit = None,
    sql: Sql = None,
    since: Since = None,
    until: Until = None,
    window: WindowLength = None,
    engine: EngineOption = Engine.local,
    telling: TellingOption = Telling.text,
    *,
    decimal_comma: DecimalComma = False,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Profile a shard of a table: `fit` and `check` take profiles wherever they take data."""
    from drift.run import profile as read  # noqa: PLC0415 - as in `fit`

    options = read_options(
        columns=columns,
        limit=limit,
        input_format=input_format,
        separator=separator,
        decimal_comma=decimal_comma,
        memory=memory,
        sql=sql,
        since=since,
        until=until,
        window=window,
    )
    kept = cache_at(cache, cache_limit, engine=engine, quiet=quiet)
    refuse_outputs(
        [("--output", output)], inputs_by(engine, data, options, config=config, reference=reference)
    )
    with progress_told(options, quiet=quiet) as read_by:
        if engine is Engine.spark:
            made = profile_by_spark(data, read_by, reference=reference, config=config, time=time)
        else:
            made = read(data, reference=reference, config=config, time=time, options=read_by, cache=kept)
    made.save(output)
    profiled = counted(len(made.profile.columns), "column")
    words = f"profiled {profiled} of {counted(made.profile.rows, 'row')}"
    words += f"; {made.window.words}" if made.window else ""
    words += told_of(kept)
    told = Made(what="profile", path=output, profile=made.profile, words=words)
    tell_made(told, telling, quiet=quiet)
    return 0


PROFILE: Final = Command(
    name="profile",
    summary="Profile a shard, to be added up with others.",
    example="Example: drift profile monday.parquet -o monday.drift -r reference.drift",
    run=profile,
    details=(
        "Keeps a shard, a day or a machine's part of a table as a [profile](profile.md): a few kilobytes a"
        " column, and the rows of the sample. `fit` and `check` learn and judge what they would on the rows."
        " For training data, give `--time` here, for movement is learned from the pieces that are kept along"
        " it. For a live batch, give `-r`: the reference then settles the types, so shards add up however"
        " each of them came, and what strays is counted. With `--cache` only files that are new or changed"
        " are read, see [scale.md](scale.md#day-by-day). With `--engine spark` a cluster counts, see"
        " [scale.md](scale.md)."
    ),
    more_examples=(
        "drift profile 'train/2026-11-*.parquet' -o november.drift --time created_at",
        "drift profile 'days/*.parquet' -o year.drift --cache profiled",
    ),
    files=(
        "Reads the data, the reference, the config, and the cache.",
        "Writes the profile: one file, whole or not at all; and those of single files in the cache.",
    ),
)
