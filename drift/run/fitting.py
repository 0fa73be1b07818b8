"""Fit: from training data to a reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from drift.config import Config, load_config
from drift.errors import NothingToLearnError
from drift.judge.reference import MAX_SEGMENTS, learn_reference
from drift.profile.foremost import foremost_levels
from drift.profile.store import content_digest
from drift.run.again import can_be_read_again
from drift.run.cached import as_cache, read_cached, refuse_cache_of_profiles
from drift.run.kept import Reference, as_public
from drift.run.past_batches import past_batches
from drift.run.reading import ignored_types
from drift.run.schemas import require_kept, watch_for
from drift.run.settings import (
    require_age,
    require_columns,
    require_fitting,
    require_key,
    require_rows_for_weight,
    require_segments,
    require_time,
    require_weight,
)
from drift.run.stored import profiles_in, settings_for_fit
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.schema import Contract
from drift.sources.source import open_source

if TYPE_CHECKING:
    from drift.profile.cache import ProfileCache
    from drift.profile.profiled import Profiled
    from drift.run.cached import CacheLike
    from drift.run.settings import ConfigLike
    from drift.sources.source import Source
    from drift.sources.user_schema import Watch

NOTHING_FITTED = "nothing was fitted"


def fit(  # noqa: PLR0913 - one for each option of the command
    data: object,
    *,
    config: ConfigLike | None = None,
    time: str | None = None,
    schema: object = None,
    options: ReadOptions = READ_ALL,
    created_at: datetime | None = None,
    history: bool = False,
    cache: CacheLike | None = None,
) -> Reference:
    """Learn a reference from training data.

    Parameters
    ----------
    data : object
        A path, glob or directory, several of them, ``"-"`` for standard input, a polars DataFrame or
        LazyFrame, a pandas DataFrame, or anything with ``__arrow_c_stream__``. It is read as a stream.
        Or profiles, see `profile`: a `Profile`, several of them, or the paths of their files.
    config : Config, mapping or path, optional
        What a person decides about the data; of profiles the one that they were made with, if not given.
    time : str, optional
        The column that dates each row; overrides the config's.
    schema : str, DataFrameModel or DataFrameSchema, optional
        A pandera schema of your own that the rows have to keep; overrides the config's.
    options : ReadOptions
        How the data is read. A time column is read beside the columns that it names.
    created_at : datetime, optional
        The time to note as that of fitting; now, if not given.
    history : bool
        Whether to learn how far features move from the config's history as well: from its batches after the
        training data that were in order, or whose movement people accepted.
    cache : str or path, optional
        A folder in which the profiles of files are kept, so that next time only new ones are read.

    Returns
    -------
    Reference
        A few kilobytes a column; the data is not needed again.

    Raises
    ------
    DriftError
        If the data or config cannot be read, or there is nothing to learn from.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> train = pl.DataFrame({"seconds": [float(i % 97) for i in range(1000)]})
    >>> reference = drift.fit(train)
    >>> run = drift.check(train.with_columns(pl.col("seconds") * 1000), reference)
    >>> run.verdict, run["seconds"].diagnosis.parameters["factor"]
    ('breach', 1000.0)
    """
    watch = watch_for(told(config, time), schema)
    table = profiles_in(data, options)
    cache = as_cache(cache)
    if table is None:
        settings = told(config, time)
        table = read_training(data, settings, options, watch=watch, cache=cache)
        if watch is not None:
            require_kept(watch, table.called)
        table = with_largest_levels(table, data, settings, options, cache)
    else:
        refuse_cache_of_profiles(cache, NOTHING_FITTED)
        settings = settings_for_fit(table, config, time)
        require_rows_for_weight(settings, NOTHING_FITTED)
        hold_to_columns(settings, table.contract, table.names, NOTHING_FITTED)
    if not table.profile.rows:
        raise NothingToLearnError(
            f"{', '.join(table.names)}: no rows to learn from",
            seen=table.window.words if table.window else None,
            mend="name a window that has rows" if table.window else "name the training data",
            state=NOTHING_FITTED,
        )
    past = past_batches(settings, table.profile, NOTHING_FITTED) if history else ()
    learned = learn_reference(
        table.profile,
        table.contract,
        settings,
        created_at=created_at or datetime.now(UTC),
        digest=content_digest(table.profile),
        weighted=table.weighted,
        past=past,
    )
    if table.weighted is not None:
        learned = replace(learned, digest=content_digest(learned.profile))
    return as_public(
        replace(
            learned,
            ignored=ignored_types(table, settings),
            left_out=table.left_out,
            window=table.window.words if table.window else None,
        )
    )


def told(config: ConfigLike | None, time: str | None) -> Config:
    """Return what a person says of data that no reference is there for."""
    settings = Config() if config is None else load_config(config)
    return settings if time is None else settings.model_copy(update={"time": time})


def read_training(
    data: object,
    settings: Config,
    options: ReadOptions = READ_ALL,
    state: str = NOTHING_FITTED,
    *,
    watch: Watch | None = None,
    named: tuple[tuple[int, ...], ...] = (),
    cache: ProfileCache | None = None,
) -> Profiled:
    """Return the profile of data by its own types; a config that does not fit it is refused before.

    `named` are the levels of each segment column that are kept apart in any case, `cache` has the profiles of
    files that were read before.
    """
    source = open_source(data, options=with_needed(options.placed(settings.time), settings))
    hold_training(source, settings, state)
    return read_cached(source, settings, cache, state, watch=watch, named=named)


def hold_training(source: Source, settings: Config, state: str) -> None:
    """Refuse a config that does not fit training data."""
    learned = Contract.learn(source.schema, source.time_formats)
    contract = Contract(columns=tuple(one for one in learned.columns if one.name not in settings.ignore))
    hold_to_columns(settings, contract, source.names, state, left_out=source.left_out)


def with_largest_levels(
    table: Profiled, data: object, settings: Config, options: ReadOptions, cache: ProfileCache | None = None
) -> Profiled:
    """Return a table with the largest levels of its segments apart, where there were too many to keep all.

    Which are the largest is known when all rows were read. So the data is read once more, if it can be.
    """
    if all(one.complete for one in table.profile.segments.values()) or not can_be_read_again(data):
        return table
    named = tuple(foremost_levels(table.profile, name, MAX_SEGMENTS) for name in settings.segments)
    again = replace(options, progress=None)
    return read_training(data, settings, again, named=named, cache=cache)


def hold_to_columns(
    settings: Config,
    contract: Contract,
    names: tuple[str, ...],
    state: str,
    *,
    left_out: tuple[str, ...] = (),
) -> None:
    """Refuse a config that says something of columns which they are not; of those left out it may."""
    where = ", ".join(names)
    require_age(settings, state)
    require_time(contract, settings, where, state)
    require_weight(contract, settings, where, state)
    require_key(contract, settings, where, state)
    require_segments(contract, settings, where, state)
    there = [*(column.name for column in contract.columns), *left_out]
    require_columns(settings, there, where, state)
    require_fitting(settings, contract, state)


def with_needed(options: ReadOptions, settings: Config) -> ReadOptions:
    """Return the options with time and key among the columns: pieces are cut and repeats counted by them."""
    if options.columns is None:
        return options
    needed = [name for name in (settings.time, settings.weight, *settings.key) if name is not None]
    return replace(options, columns=tuple(dict.fromkeys([*options.columns, *needed])))
