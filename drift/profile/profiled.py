"""A table as its profile, and how it came: all that `fit` and `check` need to know of its rows.

What `drift profile` writes. Like the profile in it, it is a sum: of two shards profiled apart it is
what one profile of both would be. Nothing here tells when it was made, so the same rows are the same file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from drift.errors import ProfilesIncompatibleError
from drift.sources.schema import Contract, dtype_name, family
from drift.sources.tally import tally
from drift.sources.union import widest
from drift.sources.window import file_of, overlap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.config import Config
    from drift.profile.table import Profile
    from drift.profile.weights import Weighted
    from drift.sources.conform import Reading
    from drift.sources.window import WindowSeen

NOTHING_ADDED = "nothing was added up or written"
GIVE_REFERENCE = "profile both with `-r REFERENCE`, which settles the types"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The reference by whose types a table was read: its digest and its contract."""

    digest: str
    contract: Contract


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profiled:
    """A table's profile, and how its columns came.

    Attributes
    ----------
    profile : Profile
        What the table holds, with its pieces.
    schema : dict of str to polars.DataType
        The columns and their physical types as they came, ignored ones too.
    places : dict of str to int
        Where each column stands in the data: the least place over all shards. Not part of the content.
    time_formats : dict of str to str
        The strptime format of times that came as text and were read without a reference.
    settled : Settled or None
        The reference by whose types the table was read, if it was.
    readings : tuple of Reading
        What it took to read it so, for each form of each column.
    names : tuple of str
        Where the rows came from, in alphabetical order.
    files : dict of str to str
        The name of each file that was read, by its shard's identity.
    config : Config
        What was said of the data when it was profiled.
    left_out : tuple of str
        The columns that the data has and that were not asked for, in alphabetical order.
    weighted : Weighted or None
        What weights make of the counts, where the config names them. It is kept in no file.
    window : WindowSeen or None
        Of which rows of the data it is, where a window chose them. It is kept in no file.
    path : str or None
        The file that this was read from.
    """

    profile: Profile
    schema: dict[str, pl.DataType]
    places: dict[str, int]
    time_formats: dict[str, str]
    settled: Settled | None
    readings: tuple[Reading, ...]
    names: tuple[str, ...]
    files: dict[str, str]
    config: Config
    left_out: tuple[str, ...] = ()
    weighted: Weighted | None = field(default=None)
    window: WindowSeen | None = field(default=None)
    path: str | None = field(default=None)

    @property
    def contract(self) -> Contract:
        """The columns that were profiled, by the types that they were read by, in the order of the data."""
        learned = Contract.learn(self.schema, self.time_formats).by_name()
        told = self.settled.contract.by_name() if self.settled else {}
        names = [name for name in self.schema if name in self.profile.columns]
        return Contract(columns=tuple(told.get(name, learned[name]) for name in names))

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.path or ", ".join(self.names)

    def __add__(self, other: Profiled) -> Profiled:
        """Return the profile of the rows of both.

        Raises
        ------
        ProfilesIncompatibleError
            If a file is in both, or they were made in ways that do not fit together.
        """
        _require_other_files(self, other)
        _require_one_making(self, other)
        schema = _united(self, other)
        places = _least(self.places, other.places)
        order = sorted(schema, key=lambda name: (places[name], name))
        return Profiled(
            profile=self.profile + other.profile,
            schema={name: schema[name] for name in order},
            places={name: places[name] for name in order},
            time_formats=dict(sorted({**self.time_formats, **other.time_formats}.items())),
            settled=self.settled,
            readings=tally((*self.readings, *other.readings)),
            names=tuple(sorted({*self.names, *other.names})),
            files=dict(sorted({**self.files, **other.files}.items())),
            config=self.config,
            left_out=tuple(sorted({*self.left_out, *other.left_out} - schema.keys())),
        )


def _least(mine: Mapping[str, int], theirs: Mapping[str, int]) -> dict[str, int]:
    """Return each column's least place."""
    return {
        name: min(places[name] for places in (mine, theirs) if name in places) for name in {**mine, **theirs}
    }


def _require_other_files(one: Profiled, other: Profiled) -> None:
    """Refuse two profiles that have read the same file: its rows would count twice."""
    shards: dict[str, list[str]] = {}
    for shard in one.files:
        shards.setdefault(file_of(shard), []).append(shard)
    twice = sorted(
        {
            other.files[theirs]
            for theirs in other.files
            if any(overlap(mine, theirs) for mine in shards.get(file_of(theirs), ()))
        }
    )
    if twice:
        raise ProfilesIncompatibleError(
            f"{', '.join(twice)}: in two of the profiles, so its rows would count twice",
            seen=f"{one.called} and {other.called}",
            mend="give each shard once",
            state=NOTHING_ADDED,
        )


def _require_one_making(one: Profiled, other: Profiled) -> None:
    """Refuse profiles of which one knows what the other does not."""
    both = f"{one.called} and {other.called}"
    mine, theirs = (table.settled.digest if table.settled else None for table in (one, other))
    if mine != theirs:
        raise ProfilesIncompatibleError(
            f"{both}: their types were not settled by the same reference",
            seen=f"{mine or 'none'} and {theirs or 'none'}",
            mend="profile all shards with the same `-r REFERENCE`, or all without",
            state=NOTHING_ADDED,
        )
    if one.config.digest() != other.config.digest():
        before, now = one.config.to_dict(), other.config.to_dict()
        raise ProfilesIncompatibleError(
            f"{both}: made with different configs",
            seen=f"other values of {', '.join(key for key in before if before[key] != now[key])}",
            mend="profile all shards with the same config and `--time`",
            state=NOTHING_ADDED,
        )


def _rank(dtype: pl.DataType) -> tuple[str, bool, bool, str]:
    """Return what orders types so that all that become one by widening stand together."""
    clock = isinstance(dtype, pl.Duration | pl.Time)
    zoned = isinstance(dtype, pl.Datetime) and dtype.time_zone is not None
    return family(dtype), clock, zoned, dtype_name(dtype)


def _united(one: Profiled, other: Profiled) -> dict[str, pl.DataType]:
    """Return the columns of both in types that hold the values of both."""
    schema = dict(one.schema)
    both = f"{one.called} and {other.called}"
    for name, dtype in other.schema.items():
        wide = widest(schema[name], dtype) if name in schema else dtype
        if wide is None and one.settled is None:
            raise ProfilesIncompatibleError(
                f"{both}: column `{name}` does not add up",
                seen=f"{dtype_name(schema[name])} and {dtype_name(dtype)}",
                mend=GIVE_REFERENCE,
                state=NOTHING_ADDED,
            )
        # Read by a reference's types, the values add up though they came in two forms: the same one is
        # named whatever the order of shards.
        schema[name] = wide if wide is not None else min(schema[name], dtype, key=_rank)
        formats = {table.time_formats[name] for table in (one, other) if name in table.time_formats}
        if len(formats) > 1:
            raise ProfilesIncompatibleError(
                f"{both}: the times of column `{name}` are written in two ways",
                seen=" and ".join(sorted(formats)),
                mend=GIVE_REFERENCE,
                state=NOTHING_ADDED,
            )
    return schema
