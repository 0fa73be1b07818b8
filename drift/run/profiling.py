"""Profile and merge: a shard of a table kept as a sum, and the sum of several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.errors import ConfigError, UsageError
from drift.judge.reference import Reference as LearnedReference
from drift.judge.reference_file import load_reference
from drift.profile.segments import named_levels
from drift.run.cached import as_cache, read_cached
from drift.run.fitting import read_training, told
from drift.run.kept import Profile, fields_of
from drift.run.reading import settled_by
from drift.run.settings import hold_to_both_sides, require_rows_for_weight, settings_of
from drift.run.stored import profiles_in
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.source import open_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from drift.config import Config
    from drift.profile.profiled import Profiled
    from drift.run.cached import CacheLike
    from drift.run.settings import ConfigLike

NOTHING_PROFILED = "nothing was profiled"


def profile(
    data: object,
    *,
    reference: LearnedReference | str | PathLike[str] | None = None,
    config: ConfigLike | None = None,
    time: str | None = None,
    options: ReadOptions = READ_ALL,
    cache: CacheLike | None = None,
) -> Profile:
    """Profile a table, or a shard of one: `fit` and `check` take profiles wherever they take data.

    Parameters
    ----------
    data : object
        The rows, in any form that `fit` takes.
    reference : Reference or path, optional
        Settles the types, as in `check`, so that shards add up however each of them came. Without it
        each shard's own types hold, which is what training data wants.
    config : Config, mapping or path, optional
        As in `fit`; with a reference as in `check`.
    time : str, optional
        The column that dates each row; overrides the config's. A reference has settled it, and then it
        is what a window is along.
    options : ReadOptions
        How the rows are read, as in `fit`.
    cache : str or path, optional
        A folder in which the profiles of files are kept, as in `fit`: of many files only those are read that
        are new or changed, and the profile is the same to the byte.

    Returns
    -------
    Profile
        A few kilobytes a column, and the rows of the sample.

    Raises
    ------
    DriftError
        If the data, reference or config cannot be read, or they do not fit together.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> days = [pl.DataFrame({"seconds": [float(i % 97) for i in range(n)]}) for n in (400, 600)]
    >>> both = drift.merge(drift.profile(day) for day in days)
    >>> both.profile.rows
    1000
    >>> drift.fit(both).digest == drift.fit(pl.concat(days)).digest
    True
    """
    if reference is not None and time is not None and options.windowed and options.time is None:
        options, time = replace(options, time=time), None  # the window's: the reference has its own
    stored = profiles_in(data, options)
    if stored is not None:
        raise UsageError(
            f"{stored.called}: a profile already",
            mend="`drift merge` adds profiles up; `drift fit` and `drift check` take them as they are",
            state=NOTHING_PROFILED,
        )
    kept = as_cache(cache)
    if reference is None:
        require_rows_for_weight(told(config, time), NOTHING_PROFILED)
        table = read_training(data, told(config, time), options, NOTHING_PROFILED, cache=kept)
        return _public(_named(table))
    learned, settings = held_to(reference, config, time)
    options = options.placed(settings.time)
    source = open_source(data, contract=learned.contract, options=options)
    hold_to_both_sides(settings, learned, [*source.schema, *source.left_out])
    named = named_levels(learned.profile.segments)
    settled = settled_by(learned)
    table = read_cached(source, settings, kept, NOTHING_PROFILED, settled=settled, named=named)
    return _public(_named(table))


def held_to(
    reference: LearnedReference | str | PathLike[str], config: ConfigLike | None, time: str | None
) -> tuple[LearnedReference, Config]:
    """Return the reference that settles the types of a profile, and what it is made by.

    Raises
    ------
    ConfigError
        If the config changes what counts when fitting, or another time column is named.
    """
    if not isinstance(reference, LearnedReference):
        reference = load_reference(str(reference))
    settings = settings_of(reference, config)
    if time is not None and time != settings.time:
        raise ConfigError(
            f"the reference was fitted along {f'`{settings.time}`' if settings.time else 'no time column'}",
            seen=f"the time column `{time}`",
            mend="leave `--time` out: the reference has settled it",
            state=NOTHING_PROFILED,
        )
    return reference, settings


def merge(profiles: Iterable[Profile | str | PathLike[str]]) -> Profile:
    """Add profiles up, in whatever order.

    Parameters
    ----------
    profiles : iterable of Profile, or of paths and globs
        At least one.

    Returns
    -------
    Profile
        What one profile of all their rows would be.

    Raises
    ------
    UsageError
        If there are none, or data is among them.
    ProfilesIncompatibleError
        If a file is in two of them, or they were made in ways that do not fit together.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> days = [pl.DataFrame({"wait_s": [float(day + i) for i in range(50)]}) for day in range(3)]
    >>> drift.merge(drift.profile(day) for day in days).profile.rows
    150
    """
    parts = list(profiles)
    total = profiles_in(parts) if parts else None
    if total is None:
        raise UsageError(
            f"{', '.join(map(str, parts)) or 'nothing'}: no profile",
            mend="`drift profile DATA -o PROFILE` makes one",
            state=NOTHING_PROFILED.replace("profiled", "merged"),
        )
    return _public(total)


def _named(table: Profiled) -> Profiled:
    """Return a profile whose names say which rows it is of, where a window chose them."""
    if table.window is None:
        return table
    window = table.window.window.words
    return replace(
        table,
        names=tuple(f"{name} ({window})" for name in table.names),
        files={shard: f"{name} ({window})" for shard, name in table.files.items()},
    )


def _public(table: Profiled) -> Profile:
    """Return a profiled table as the public value."""
    return Profile(**fields_of(table))
