"""`drift fit`: from training data to a reference."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from drift.cli.cache import cache_at, told_of
from drift.cli.commands.command import Command
from drift.cli.engine import Engine, EngineOption, data_by, inputs_by
from drift.cli.inputs import read_options
from drift.cli.made import Made, counted, tell_made
from drift.cli.options import (
    Cache,
    CacheLimit,
    Columns,
    ConfigOption,
    Data,
    DecimalComma,
    Features,
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
from drift.cli.streams import tell


def fit(
    data: Data,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", help="Where to write the reference.", show_default=False, metavar="FILE"
        ),
    ],
    config: ConfigOption = None,
    time: Time = None,
    columns: Columns = None,
    features: Features = None,
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
    history: Annotated[
        bool,
        typer.Option(
            "--history", help="Learn movement from the config's history too: batches that were in order."
        ),
    ] = False,
    decimal_comma: DecimalComma = False,
    verbose: Verbose = False,  # noqa: ARG001 - `entry` asks for it
    quiet: Quiet = False,
) -> int:
    """Compute the reference statistics of training data and write them to one file."""
    from drift.judge.few_rows import few_rows_told  # noqa: PLC0415 - as below
    from drift.run import fit as learn  # noqa: PLC0415 - the library is loaded once it is needed

    options = read_options(
        columns=columns,
        features=features,
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
    refuse_outputs([("--output", output)], inputs_by(engine, data, options, config=config, features=features))
    with progress_told(options, quiet=quiet) as told:
        rows, read_by = data_by(engine, data, told, config=config, time=time)
        reference = learn(rows, config=config, time=time, options=read_by, history=history, cache=kept)
    reference.save(output)
    learned = counted(len(reference.contract.columns), "column")
    words = f"learned {learned} from {counted(reference.profile.rows, 'row')}"
    if history:
        batches = counted(reference.past_batches, "past batch", "past batches")
        words += f", and how they move from {batches} too"
    words += f"; {reference.window}" if reference.window else ""
    words += told_of(kept)
    fitted = Made(what="reference", path=output, profile=reference.profile, words=words)
    tell_made(fitted, telling, quiet=quiet)
    few = few_rows_told(reference)
    if few is not None:
        tell(f"warning: {few}")
    return 0


FIT: Final = Command(
    name="fit",
    summary="Compute the reference of training data.",
    example="Example: drift fit train.parquet -o reference.drift --time created_at",
    run=fit,
    details=(
        "The training data is read once, as a stream, and not needed again. With `--time`, or `time` in the"
        " [config](config.md), the reference also learns how much each column moves by itself, see"
        " [decision.md](decision.md#tolerance). With `--history` past batches teach it as well, see"
        " [history.md](history.md#what-past-batches-teach). With `--cache` only files that are new or changed"
        " are read, see [scale.md](scale.md#day-by-day). With `--engine spark` a cluster counts, see"
        " [scale.md](scale.md)."
    ),
    more_examples=("drift fit 'train/*.parquet' -o reference.drift --config configs/orders.yaml",),
    files=(
        "Reads the data, the config, and the cache.",
        "Writes the reference: one file, whole or not at all; and profiles of single files in the cache.",
    ),
)
