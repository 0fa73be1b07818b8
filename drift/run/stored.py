"""Profiles where data could stand: found among what is named, added up, and made to fit what asks."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl

from drift.config import changed_fit_keys, load_config
from drift.errors import ConfigError, FileIncompatibleError, ProfilesIncompatibleError, UsageError
from drift.profile.archive import archive_kind
from drift.profile.profiled import GIVE_REFERENCE, Profiled
from drift.profile.profiled_file import KIND, load_profiled
from drift.profile.segments import as_named
from drift.profile.table import profile_batch, without_pieces
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.paths import find_paths
from drift.sources.tally import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.config import Config
    from drift.judge.reference import Reference
    from drift.profile.table import Profile
    from drift.run.settings import ConfigLike
    from drift.sources.conform import Reading
    from drift.sources.schema import ColumnType

_LEVELS_TOLD = 5  # of a segment column, in a message

NOTHING_READ = "nothing was read or written"


def profiles_in(data: object, options: ReadOptions = READ_ALL) -> Profiled | None:
    """Return the sum of the profiles that `data` is or names; None where it is rows.

    `options` are those that rows would be read by; a profile has none to choose from.

    Raises
    ------
    UsageError
        If profiles and rows stand side by side.
    FileIncompatibleError
        If it names a reference or a run: neither is data.
    ProfilesIncompatibleError
        If the profiles do not add up.
    """
    if options.sql is not None:
        return None  # a query is no path
    parts = data if isinstance(data, list | tuple | set | frozenset) else (data,)
    if any(isinstance(one, Profiled) for one in parts):
        rows = next((one for one in parts if not isinstance(one, Profiled)), None)
        if rows is not None:
            raise _mixed("a profile", type(rows).__name__)
        _refuse_options(options)
        return add_up(one for one in parts if isinstance(one, Profiled))
    if not parts or not all(isinstance(one, str | os.PathLike) for one in parts):
        return None
    paths = find_paths((one for one in parts if isinstance(one, str | os.PathLike)), options)
    kinds = {str(path): archive_kind(path) if path.is_file() else None for path in paths}
    for name, kind in kinds.items():
        if kind not in {None, KIND}:
            raise FileIncompatibleError(
                f"{name}: a {kind}, where data or profiles are wanted",
                mend="name the data itself, or what `drift profile` wrote",
                state=NOTHING_READ,
            )
    ours = [name for name, kind in kinds.items() if kind]
    if ours and len(ours) < len(kinds):
        raise _mixed(ours[0], next(name for name, kind in kinds.items() if not kind))
    if not ours:
        return None
    _refuse_options(options)
    return add_up(load_profiled(name) for name in ours)


def add_up(tables: Iterable[Profiled]) -> Profiled:
    """Return the sum of profiles, of at least one.

    They are added up in a tree: a sum knows the name of each file in it, and one after the other they would
    all be gone through anew with each profile that joins. At most as many sums are kept as the number of
    profiles has binary digits.

    Raises
    ------
    ProfilesIncompatibleError
        If a file is in two of them, or they were made in ways that do not fit together.
    """
    sums: list[Profiled] = []  # of ever fewer profiles
    for place, table in enumerate(tables):
        sums.append(table)
        for _ in range(_carries(place)):
            other = sums.pop()
            sums[-1] += other
    return reduce(add, sums)


def _carries(place: int) -> int:
    """Return how often two sums of as many profiles stand at the end, once the profile at a place is there.

    Examples
    --------
    >>> [_carries(place) for place in range(8)]
    [0, 1, 0, 2, 0, 1, 0, 3]
    """
    return (~place & (place + 1)).bit_length() - 1


def settings_for_fit(table: Profiled, config: ConfigLike | None, time: str | None) -> Config:
    """Return what a reference is learned by: the config given, or the one that the profile was made with.

    Raises
    ------
    ConfigError
        If a key that shaped the profile is not as it was.
    """
    settings = table.config if config is None else load_config(config)
    if time is not None:
        settings = settings.model_copy(update={"time": time})
    changed = changed_fit_keys(table.config, settings, ())
    if changed:
        raise ConfigError(
            f"{table.called}: made with other values of {', '.join(one.path for one in changed)}",
            seen=", ".join(f"{one.path}: {one.before}" for one in changed),
            mend="profile the data again with this config and `--time`, or leave these keys as they were",
            state="nothing was fitted",
        )
    return settings


def as_live(table: Profiled, reference: Reference, settings: Config) -> Profiled:
    """Return a profile as a check of the rows would have made it: read by the reference's types.

    Raises
    ------
    ProfilesIncompatibleError
        If its types are other than the reference's, or other columns were ignored: only rows could tell then.
    """
    _require_types(table, reference)
    _require_ignored(table, settings)
    _require_key(table, settings)
    _require_segments(table, reference, settings)
    profile = without_pieces(table.profile + _columns_of_nulls(table, reference))
    sample = profile.sample.trimmed(settings.sample)
    return replace(
        table,
        profile=replace(
            profile,
            sample=sample,
            plan=replace(profile.plan, sample=sample.limit, time=None),
            segments=as_named(profile.segments, reference.profile.segments),
        ),
        readings=tuple(_over_all_rows(settle(table.readings), profile)),
    )


def _over_all_rows(readings: Iterable[Reading], profile: Profile) -> Iterator[Reading]:
    """Yield readings whose rows are those of all shards, of which some needed no reading."""
    for one in readings:
        rows = profile.columns[one.column].valid + one.unreadable
        yield replace(one, rows=rows)


def _require_types(table: Profiled, reference: Reference) -> None:
    """Refuse a profile whose values were read by types that are not the reference's."""
    if table.settled is not None and table.settled.digest == reference.digest:
        return
    wanted = reference.contract.by_name()
    for found in table.contract.columns:
        before = wanted.get(found.name)
        if before is not None and not _read_alike(found, before):
            raise ProfilesIncompatibleError(
                f"{table.called}: column `{found.name}` was read as {found.dtype}, "
                f"and the reference has {before.dtype}",
                mend="profile the batch with `-r REFERENCE`, which settles the types and counts what strays",
                state="nothing was checked",
            )


def _read_alike(found: ColumnType, wanted: ColumnType) -> bool:
    """Return whether values read as the one type are as they would have been read as the other."""
    if "unknown" in {found.family, wanted.family}:
        return True
    formats = {one.time_format for one in (found, wanted) if one.time_format is not None}
    zones = {one.zone is None for one in (found, wanted)}
    return found.family == wanted.family and len(formats) <= 1 and len(zones) == 1


def _require_ignored(table: Profiled, settings: Config) -> None:
    """Refuse a profile that looked away from other columns than the check does."""
    mine, theirs = (
        {name for name in table.schema if name in config.ignore} for config in (table.config, settings)
    )
    if mine != theirs:
        raise ProfilesIncompatibleError(
            f"{table.called}: other columns were ignored than the config ignores now",
            seen=", ".join(sorted(mine ^ theirs)),
            mend=GIVE_REFERENCE.replace("both", "the batch"),
            state="nothing was checked",
        )


def _require_key(table: Profiled, settings: Config) -> None:
    """Refuse a profile that counted the repeats of another key than the check asks for."""
    if table.profile.plan.key != settings.key:
        raise ProfilesIncompatibleError(
            f"{table.called}: repeats were not counted by the config's `key`",
            seen=f"the key {', '.join(table.profile.plan.key) or 'of whole rows'}",
            mend="profile the batch with `-r REFERENCE`, whose config says by which key",
            state="nothing was checked",
        )


def _require_segments(table: Profiled, reference: Reference, settings: Config) -> None:
    """Refuse a profile that has other segments than the check asks for."""
    if set(table.profile.plan.segments) != set(settings.segments):
        raise ProfilesIncompatibleError(
            f"{table.called}: its rows were not taken apart by the config's `segments`",
            seen=f"the segments {', '.join(table.profile.plan.segments) or 'of none'}",
            mend="profile the batch with `-r REFERENCE`, whose config says by which columns",
            state="nothing was checked",
        )
    for name, before in reference.profile.segments.items():
        mine = table.profile.segments[name]
        unknown = before.levels.keys() - mine.levels.keys() - mine.named
        if unknown and not mine.complete:
            raise ProfilesIncompatibleError(
                f"{table.called}: has more levels of `{name}` than were kept apart, "
                "and not all that the reference names",
                seen=", ".join(sorted(str(before.levels[key].value) for key in unknown)[:_LEVELS_TOLD]),
                mend="profile the batch with `-r REFERENCE`, which names them",
                state="nothing was checked",
            )


def _columns_of_nulls(table: Profiled, reference: Reference) -> Profile:
    """Return no rows of the columns that are null throughout, in the types of the reference."""
    types = {
        name: wanted.read_dtype()
        for name, wanted in reference.contract.by_name().items()
        if wanted.family not in {"unknown", "nested"}
        and name in table.profile.columns
        and table.profile.columns[name].family == "unknown"
        and isinstance(table.schema[name], pl.Null)
    }
    return profile_batch(pl.DataFrame(schema=types), table.profile.plan)


def _refuse_options(options: ReadOptions) -> None:
    """Refuse to choose rows or columns where only their profile is there."""
    if options != READ_ALL:
        raise UsageError(
            "columns, rows and forms can be chosen where there are rows, and a profile has none",
            mend="leave the options out, or profile the data again with them",
            state=NOTHING_READ,
        )


def _mixed(profile: str, rows: str) -> UsageError:
    return UsageError(
        "profiles and data cannot stand side by side",
        seen=f"{profile} is a profile, {rows} is data",
        mend=f"`drift profile {rows} -o PROFILE` first, or give them apart",
        state=NOTHING_READ,
    )
